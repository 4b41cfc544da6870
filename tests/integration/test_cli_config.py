"""`mm config`: what is shown, and that a change holds."""

import json
import subprocess

import pytest

from stores.lock import hold
from tests.integration.mm import Mm, error_of

KEY = "c0ffee00c0ffee00c0ffee00c0ffee00"


def shown(mm: Mm, name: str) -> tuple[object, object]:
    rows = {row["name"]: row for row in mm.answer("config", "show")}
    return rows[name]["value"], rows[name]["source"]


def test_a_setting_and_a_var_are_changed_where_each_lives(mm: Mm):
    assert shown(mm, "num_recs") == (20, "default")
    for key, value in (("num_recs", "7"), ("preference_half_life_days", "100")):
        done = mm.run("config", "set", key, value)
        assert (done.returncode, done.stdout) == (0, "")
    assert shown(mm, "num_recs") == (7, "config/global_config.json")
    assert shown(mm, "preference_half_life_days") == (100, "config/overrides.yml")
    assert json.loads((mm.home / "config" / "global_config.json").read_text()) == {"num_recs": 7}


def test_a_comment_in_the_overrides_outlives_a_change(mm: Mm):
    (mm.home / "config").mkdir(parents=True)
    file = mm.home / "config" / "overrides.yml"
    file.write_text("# mine\ntier_start: 5\ntaste_period_grain: month # finer\n")
    mm.run("config", "set", "tier_start", "6")
    mm.run("config", "set", "engines", "{content: 2}")
    assert file.read_text() == (
        "# mine\ntier_start: 6\ntaste_period_grain: month # finer\nengines: {content: 2}\n"
    )


def test_a_change_that_another_place_overrules_says_so(mm: Mm):
    done = Mm(mm.home, {"MM_NUM_RECS": "3"}).run("config", "set", "num_recs", "7")
    assert done.returncode == 0
    assert "but MM_NUM_RECS says 3, and that wins" in done.stderr


@pytest.mark.parametrize("folder", ["music", "~/music", "../music"])
def test_a_folder_is_kept_as_meant_from_where_it_was_said(mm: Mm, folder: str):
    mm.run("config", "set", "data_folder", folder)
    value, _ = shown(mm, "data_folder")
    assert str(value).startswith("/")
    assert str(value).endswith("/music")


def test_the_files_are_the_listeners_alone(mm: Mm):
    mm.run("config", "set", "num_recs", "7")
    mm.run("config", "set", "tier_end", "7")
    files = list((mm.home / "config").iterdir())
    names = {".config.lock", "global_config.json", "overrides.yml"}
    assert {file.name for file in files} == names
    assert [file for file in files if file.stat().st_mode & 0o077] == []


def test_a_key_is_never_shown(mm: Mm):
    (mm.home / "config").mkdir(parents=True)
    (mm.home / "config" / ".env").write_text(f"LASTFM_API_KEY={KEY}\n")
    for form in ("table", "json"):
        done = Mm(mm.home, {"LASTFM_API_KEY": KEY}).run("config", "show", "--format", form)
        assert done.returncode == 0
        assert KEY not in done.stdout + done.stderr


def written(mm: Mm, file: str, text: str) -> None:
    (mm.home / "config").mkdir(parents=True, exist_ok=True)
    (mm.home / "config" / file).write_text(text)


@pytest.mark.parametrize("words", [["set", "num_recs", "7"], ["unset", "num_recs"]])
def test_a_change_waits_for_another_and_keeps_what_that_wrote(mm: Mm, words: list[str]):
    written(mm, "global_config.json", '{"num_recs": 5}')
    with hold(mm.home / "config" / ".config.lock"):
        waiting = mm.start("config", *words)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.communicate(timeout=2)
        written(mm, "global_config.json", '{"num_recs": 5, "threads": 2}')
    waiting.communicate(timeout=60)
    assert waiting.returncode == 0
    kept = json.loads((mm.home / "config" / "global_config.json").read_text())
    assert kept == {"threads": 2} | ({"num_recs": 7} if words[0] == "set" else {})


@pytest.mark.parametrize("key", ["cache_expiry_hours", "max_api_calls_per_session", "tier_start"])
def test_a_number_below_zero_is_refused_with_the_range(mm: Mm, key: str):
    done = mm.run("config", "set", key, "-1")
    assert done.returncode == 2
    assert f"{key} must be a whole number from" in error_of(done)


def test_an_option_is_still_no_key(mm: Mm):
    assert "no setting or var --nosuch" in error_of(mm.run("config", "set", "--nosuch", "1"))


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("providers", "spotify", "config set: providers must be auto"),
        ("providers", "file", "set similar_artists_file to"),
        ("listenbrainz_algorithms", "a-b", "config set: listenbrainz_algorithms must be"),
        ("lastfm_calls_per_second", "5", "from 0.01 to 4"),
        ("musicbrainz_calls_per_second", "0", "from 0.01 to 1"),
        ("cache_expiry_hours", "0", "from 1 to 87,600"),
        ("cache_expiry_hours", "87601", "from 1 to 87,600"),
        ("max_api_calls_per_session", "1000001", "from 0 to 1,000,000"),
        ("num_recs", "10000000000000000000", "from 1 to 1,000,000"),
        ("default_artist_tier_end", "10000001", "from 1 to 10,000,000"),
        ("engines", "{contents: 1}", "no engine contents; did you mean content"),
        ("data_folder", "/\udcff", "not UTF-8"),
    ],
)
def test_what_a_build_would_refuse_is_refused_when_it_is_set(
    mm: Mm, key: str, value: str, words: str
):
    # Something else that a build would refuse must not hide it.
    done = Mm(mm.home, {"MM_LISTENBRAINZ_URL": "ftp://x"}).run("config", "set", key, value)
    assert done.returncode == 2
    assert words in error_of(done)
    assert not (mm.home / "config" / "global_config.json").exists()


@pytest.mark.parametrize("key", ["similar_artists_file", "artist_details_file", "data_folder"])
def test_a_path_with_nothing_there_is_kept_with_a_note(mm: Mm, key: str):
    mm.home.mkdir()
    done = mm.run("config", "set", key, "later.csv")
    assert done.returncode == 0
    assert "nothing at that path yet" in done.stderr
    (mm.home.parent / "later.csv").touch()
    assert "yet" not in mm.run("config", "set", key, "later.csv").stderr


@pytest.mark.parametrize(
    ("key", "value", "source"),
    [
        ("num_recs", "7", "default"),
        ("similar_artists_file", "/tmp/x.csv", "default"),
        ("default_artist_tier_start", "7", "default"),
        ("preference_half_life_days", "100", "dbt_project.yml"),
    ],
)
def test_unset_goes_back_to_the_default(mm: Mm, key: str, value: str, source: str):
    before = shown(mm, key)
    mm.run("config", "set", key, value)
    assert shown(mm, key) != before
    done = mm.run("config", "unset", key)
    assert (done.returncode, done.stdout) == (0, "")
    assert f"{key} is taken out" in done.stderr
    assert f"{key} is now " in done.stderr
    assert shown(mm, key) == before
    assert before[1] == source


def test_unset_keeps_the_other_lines_and_names_what_holds(mm: Mm):
    text = "# mine\nengines:\n  content: 2\n# theirs\n'tier_start': 5\ntier_end: 9 # far\n"
    written(mm, "overrides.yml", text)
    done = Mm(mm.home, {"MM_DEFAULT_ARTIST_TIER_START": "3"}).run("config", "unset", "tier_start")
    assert "tier_start is now 3 (MM_DEFAULT_ARTIST_TIER_START)" in done.stderr
    mm.run("config", "unset", "engines")
    left = (mm.home / "config" / "overrides.yml").read_text()
    assert left == "# mine\n# theirs\ntier_end: 9 # far\n"


def test_unset_of_what_is_not_set_is_a_note_and_of_nothing_known_an_error(mm: Mm):
    done = mm.run("config", "unset", "num_recs")
    assert done.returncode == 0
    assert "num_recs is not set there" in done.stderr
    assert "num_recs is now 20 (default)" in done.stderr
    done = mm.run("config", "unset", "num_rec")
    assert done.returncode == 2
    assert "did you mean num_recs?" in error_of(done)


def test_a_file_that_nothing_can_read_is_mended_by_set_and_unset(mm: Mm):
    written(mm, "global_config.json", '{"num_recs": 0, "num_rec": 1, "threads": 2}')
    assert mm.run("config", "show").returncode == 2
    assert mm.run("config", "unset", "num_rec").returncode == 0
    assert mm.run("config", "set", "num_recs", "5").returncode == 0
    assert shown(mm, "num_recs") == (5, "config/global_config.json")


@pytest.mark.parametrize("key", ["LASTFM_API_KEY", "lastfm_api_key", "listenbrainz-token"])
@pytest.mark.parametrize("words", [[KEY], ["=", KEY], ["my", "key"]])
def test_a_secret_is_sent_to_its_own_command(mm: Mm, key: str, words: list[str]):
    done = mm.run("config", "set", key, *words)
    name = key.upper().replace("-", "_")
    assert done.returncode == 2
    assert error_of(done).startswith(f"{name} is a secret: `mm secrets set {name}`; ")
    assert "revoke" in error_of(done)
    assert KEY not in done.stderr


def test_a_secret_in_a_settings_file_is_told_and_can_be_taken_out(mm: Mm):
    written(mm, "global_config.json", f'{{\n"lastfm_api_key": "{KEY}"}}')
    done = mm.run("config", "show")
    assert (
        "LASTFM_API_KEY is a secret and does not belong in config/global_config.json, line 2"
        in (error_of(done))
    )
    taken = mm.run("config", "unset", "LASTFM_API_KEY")
    assert taken.returncode == 0
    assert KEY not in done.stderr + taken.stderr
    assert (mm.home / "config" / "global_config.json").read_text() == "{}\n"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("num_recs", KEY),
        ("data_folder", KEY),
        ("providers", f"lastfm,{KEY}"),
        (KEY, "LASTFM_API_KEY"),
        ("listenbrainz_algorithms", "q" * 41),
        ("home_timezone", "q" * 41),
    ],
)
def test_what_may_be_a_key_is_never_repeated(mm: Mm, key: str, value: str):
    mm.home.mkdir()
    done = Mm(mm.home, {"MM_LISTENBRAINZ_ALGORITHMS": "r" * 41}).run("config", "set", key, value)
    assert done.stderr
    assert not any(words in done.stderr for words in (KEY, "q" * 41, "r" * 41))
