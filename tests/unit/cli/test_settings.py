import json
from pathlib import Path

import pytest

from cli import settings
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
        ("[]", "one object of keys"),
        ("", "not valid JSON"),
    ],
)
def test_a_wrong_settings_file_is_refused_by_name(tmp_path: Path, content: object, words: str):
    write(tmp_path, content)
    with pytest.raises(ConfigurationError, match=words) as caught:
        load(tmp_path)
    assert "global_config.json" in str(caught.value)


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
