import pytest

from cli.guard_allowed import Allowed
from cli.guard_rules import Rules
from tests.unit.cli.guarding import KEY, OTHER, WHY, rules, zipped

REFUSED = """
.env config/.env .env.local config/.env~ ENV config/ENV prod.env config/prod.env~ .ENV .envrc
config/secrets.enc.bak secrets.enc~ config/.secrets.tmp .streamlit/secrets.toml
data/mmuffin.duckdb x.duckdb x.duckdb.wal x.wal .build-1/x answers.sqlite http_cache.sqlite
data/feedback.csv me/data/feedback.csv me/data/shown.csv.bak data/shown.csv
data/history/x.parquet me/data/history/x.parquet
me/data/evaluations/evaluations.parquet data/spotify/a.json exports/a.txt
my_spotify_data.zip old/my_spotify_data-2.zip Streaming_History_Audio_2016_0.json
x/StreamingHistory0.json StreamingHistory_music_0.json endsong_3.json YourLibrary.json
Identity.json Userdata.json MyData/Payments.json
config/global_config.json config/overrides.yml config/overrides.yaml.bak output/list.md
.env.prod .env.bak .env-prod .env/prod .envs/.local/.django .envrc.bak x.env.bak ENV.old
secrets.enc.old config/.secrets.enc.x.tmp config/.mm-7-x.partial .secrets.toml
x.duckdb.bak x.duckdb-old mmuffin.building.duckdb x.duckdb.tmp/y.tmp x.duckdb.gz answers.sqlite-wal
a.sqlite3 http_cache http_cache/a.json Identity1.json YourLibrary2.json endsong_0.json.gz data/x
""".split()
TAKEN = """
.env.example config/secrets.enc config/README.md environment.yml env/x.py my.environment
docs/data/x.md tests/sample_data/export.py cli/secrets/vault.py models/history.sql
tests/fixtures/Streaming_History_Audio_2016_0.json requirements.lock
data/.gitkeep data/README.md data/spotify/.gitignore exports/README output/.gitkeep
.env.sample .env.template .env.dist config/.env.template .env.prod.example prod.env.sample
.secrets.baseline src/http_cache.py config/identityserver.json src/identity_provider.json
docs/notes.sqlite.md src/schema.duckdb.sql src/.env-loader.js mydata/x.csv src/data/history/load.py
src/data/feedback.py docs/feedback.csv
docs/secrets.encoding.md src/output/x.py docs/exports/x.md src/config/global_config.json
config/overrides.yml.md .build-tools.sh
""".split()


@pytest.mark.parametrize("name", [*REFUSED, "Spotify Account Data/Follow.json", "a\nb/.env"])
def test_a_private_file_is_refused_by_its_name(name: str):
    assert len(rules().judge_name(name.encode())) == 1


@pytest.mark.parametrize("name", TAKEN)
def test_any_other_name_passes(name: str):
    assert rules().judge_name(name.encode()) == []


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("home/config/overrides.yml", "own settings"),
        ("home/output/list.md", "saved list"),
        ("home/data/x.csv", "private data"),
        ("lists/today.csv", "saved list"),
        ("home/tests/fixtures/endsong_1.json", None),
        ("homely/data/x.csv", None),
        ("other/data/x.csv", None),
    ],
)
def test_a_home_below_the_top_is_judged_from_its_own_top(name: str, rule: str | None):
    places = [("home/", ""), ("lists/", "output/")]
    judged = Rules.of([], Allowed(), lambda data: None, places).judge_name(name.encode())
    assert [f.rule for f in judged] == ([rule] if rule else [])


def test_the_advice_of_an_envrc_says_that_it_is_meant():
    assert ".envrc" in rules().judge_name(b".envrc")[0].hint


def allowing(*paths: str) -> Rules:
    allowed = Allowed(paths=frozenset(paths))
    return Rules.of([("LASTFM_API_KEY", KEY)], allowed, lambda data: WHY)


def test_a_listed_path_lets_a_file_through_by_its_name_and_form_alone():
    data = b"SQLite format 3\0"
    assert allowing("docs/notes.sqlite").judge_name(b"docs/notes.sqlite") == []
    assert allowing("docs/notes.sqlite").judge_content(b"docs/notes.sqlite", data) == []
    assert [f.rule for f in allowing("docs/notes.sqlite").judge_name(b"notes.sqlite")] == [
        "answer store"
    ]


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        (".env", KEY.encode(), "secret"),
        (f"{KEY}.sqlite", b"", "secret"),
        ("x.txt", OTHER.encode(), "32-hex"),
        ("secrets.enc", b"x", "key store"),
        ("secrets.enc.bak", b"x", "key store"),
        ("a.zip", None, "secret"),
    ],
)
def test_a_listed_path_allows_no_secret_and_no_key_store(name: str, data: bytes | None, rule: str):
    data = zipped("x.txt", content=KEY) if data is None else data
    mine = allowing(name)
    judged = mine.judge_name(name.encode()) + mine.judge_content(name.encode(), data)
    assert [f.rule for f in judged] == [rule]


def test_a_name_of_odd_bytes_can_be_shown():
    [finding] = rules().judge_name(b'caf\xe9 "x"/.env')
    assert finding.path == 'caf\\xe9 "x"/.env'
