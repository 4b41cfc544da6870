import json
from pathlib import Path

import pytest

from cli import settings
from cli.clients import read_clients
from cli.context import Context
from cli.errors import ConfigurationError


def write(home: Path, content: object) -> None:
    (home / "config").mkdir(exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    (home / "config" / "global_config.json").write_text(text)


def load(home: Path, **env: str) -> settings.Settings:
    return settings.load({"MM_HOME": str(home), **env})


def test_without_any_file_every_setting_has_a_default_and_says_so(tmp_path: Path):
    loaded = load(tmp_path)
    assert loaded["max_api_calls_per_session"] == 2000
    assert loaded.said("max_api_calls_per_session").source == "default"
    assert loaded["data_folder"] == str(tmp_path / "data" / "spotify")


def test_what_plain_dbt_needs_too_has_its_default_in_the_profile(tmp_path: Path):
    loaded = load(tmp_path)
    assert loaded.said("threads").source == "profiles/profiles.yml"
    assert loaded["threads"] >= 1


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path):
    write(tmp_path, {"cache_expiry_hours": 200, "num_recs": 7})
    loaded = load(tmp_path, MM_NUM_RECS="9")
    assert loaded.said("num_recs").source == "MM_NUM_RECS"
    assert (loaded["num_recs"], loaded["cache_expiry_hours"]) == (9, 200)
    assert loaded.said("cache_expiry_hours").source == "config/global_config.json"


def test_a_blank_environment_value_counts_as_absent(tmp_path: Path):
    assert load(tmp_path, MM_NUM_RECS="  ")["num_recs"] == 20


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"cache_expiry_hour": 1}, "did you mean cache_expiry_hours"),
        ({"num_recs": 0}, "num_recs must be a whole number from 1"),
        ({"num_recs": "many"}, "num_recs must be"),
        ({"enable_caching": "perhaps"}, "enable_caching must be true or false"),
        ({"lastfm_calls_per_second": 50}, "from 0.01 to 4"),
        ('{"num_recs": 1', "line 1: not valid JSON"),
        ({"output_folder": None}, "output_folder must be a path, not null"),
        ({"output_folder": True}, "output_folder must be a path, not true"),
        ({"output_folder": ["a"]}, "output_folder must be a path, not a list"),
        ({"output_folder": 5}, "output_folder must be a path, not 5"),
        ({"output_folder": "~nobody-here/x"}, "output_folder must be a path"),
        ({"output_folder": "\ud800"}, "output_folder must be a path"),
        ({"memory_limit": "0GB"}, "memory_limit must be an amount"),
        ('{"num_recs": 0}', "line 1: num_recs must be"),
        ('{\n"num_recs": 1,\n}', r"line 2: not valid JSON \(.*: leave out the comma"),
        ('{\n"num_recs": 1\n"a": 2}', r"line 3: not valid JSON \(expecting.*put a comma"),
        ("{'num_recs': 1}", "between double quotes"),
        ('{"offline": True}', "text in double quotes, a number, true or false"),
        ('{"data_folder": "C:\\music"}', "for a backslash"),
        ('{"data_folder": "x', r"\(unterminated string\): put a double quote"),
        ("{}\n{}", "line 2: .* leave out what follows"),
        ("\n", r"write \{\} or remove the file"),
        ('{\n"num_recs": 1,\n"num_recs": 2}', "line 3: num_recs is there twice"),
        ('{"num_recs": 1, "num_recs": 2}', "line 1: num_recs is there twice"),
        ("[" * 100_000, "nested too deeply"),
        ('{"output_folder": ' + "[" * 900 + "]" * 900 + "}", "output_folder must be a path"),
        ('{"memory_limit": ' + "[" * 900 + "]" * 900 + "}", "memory_limit must be"),
        ('{\n"num_recs": ' + "9" * 5000 + "}", "line 2: a number has too many digits"),
        ('{"num_recs": ' + "9" * 4000 + "}", "num_recs must be .* not the 4000 characters given"),
        ({"lastfm_api_key": "x"}, "LASTFM_API_KEY is a secret and does not belong in config/glob"),
        ({"LASTFM_API_KEY": "x"}, "take it out there"),
        ("[]", "one object of keys"),
        ("", "not valid JSON"),
    ],
)
def test_a_wrong_settings_file_is_refused_by_name(tmp_path: Path, content: object, words: str):
    write(tmp_path, content)
    with pytest.raises(ConfigurationError, match=words) as caught:
        load(tmp_path)
    assert "global_config.json" in str(caught.value)


def test_a_settings_file_of_notepad_is_read(tmp_path: Path):
    write(tmp_path, '\ufeff{"num_recs": 7}')
    assert load(tmp_path)["num_recs"] == 7


@pytest.mark.parametrize(
    "value", ["c0ffee00" * 4, "c0ffee00-0000-0000-0000-c0ffee00c0ff", "x" * 41]
)
def test_no_message_repeats_what_may_be_a_key(tmp_path: Path, value: str):
    write(tmp_path, {"num_recs": value})
    with pytest.raises(ConfigurationError, match="num_recs must be") as caught:
        load(tmp_path)
    assert value not in str(caught.value)


@pytest.mark.parametrize("key", ["cache_expiry_hours", "max_api_calls_per_session"])
def test_the_range_of_a_setting_is_what_the_clients_take(key: str):
    about, variable = settings.SPECIFICATIONS[key], settings.variable_of(key)
    assert about.minimum is not None
    assert about.maximum is not None
    for number in (about.minimum, about.maximum):
        assert read_clients({variable: f"{number:.0f}"})
    for number in (about.minimum - 1, about.maximum + 1):
        with pytest.raises(ConfigurationError, match=variable):
            read_clients({variable: f"{number:.0f}"})


def test_the_range_of_a_tier_setting_is_that_of_its_var():
    catalog = Context({}).catalog
    for key, variable in settings.TIER_SETTINGS.items():
        ranges = [settings.SPECIFICATIONS[key], catalog.specifications[variable]]
        assert len({about.range_in_words() for about in ranges}) == 1


def test_a_wrong_environment_value_is_refused_by_its_variable(tmp_path: Path):
    with pytest.raises(ConfigurationError, match="MM_NUM_RECS: num_recs must be"):
        load(tmp_path, MM_NUM_RECS="x")


def test_a_relative_folder_in_the_file_is_meant_from_the_home(tmp_path: Path):
    write(tmp_path, {"cache_folder": "elsewhere"})
    assert load(tmp_path).home.cache == tmp_path / "elsewhere"


def test_the_child_gets_every_setting_but_the_tier(tmp_path: Path):
    write(tmp_path, {"default_artist_tier_start": 5, "enable_caching": False})
    child = load(tmp_path).for_child()
    assert child["MM_HOME"] == str(tmp_path)
    assert child["MM_ENABLE_CACHING"] == "0"
    assert child["MM_CACHE_FOLDER"] == str(tmp_path / "cache")
    assert not any("TIER" in name for name in child)


def test_tier_settings_are_lasting_choices_of_the_tier_vars(tmp_path: Path):
    write(tmp_path, {"default_artist_tier_start": 5, "default_artist_tier_end": 9})
    env = {"MM_HOME": str(tmp_path), "MM_DEFAULT_ARTIST_TIER_END": "12"}
    variables = Context(env).variables()
    assert (variables["tier_start"].value, variables["tier_end"].value) == (5, 12)
    (tmp_path / "config" / "overrides.yml").write_text("tier_start: 6\ntier_end: 7\n")
    variables = Context(env).variables()
    assert (variables["tier_start"].value, variables["tier_end"].value) == (6, 12)


def test_the_demo_keeps_away_from_whatever_the_listener_set(tmp_path: Path):
    context = Context.of_demo(
        {
            "MM_HOME": str(tmp_path),
            "MM_WAREHOUSE": str(tmp_path / "own.duckdb"),
            "MM_CACHE_FOLDER": str(tmp_path / "own"),
            "MM_PROVIDERS": "lastfm",
            "MM_THREADS": "1",
            "LASTFM_API_KEY": "0" * 32,
        }
    )
    home = context.settings.home
    inside = tmp_path / "demo"
    assert all(
        path.is_relative_to(inside)
        for path in (home.root, home.warehouse, home.cache, home.logs, home.target, home.history)
    )
    assert context.settings["providers"] == "file"
    assert context.settings["offline"] is True
    assert context.settings["threads"] == 1
