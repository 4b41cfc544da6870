from pathlib import Path

import pytest

from cli.errors import ConfigurationError
from cli.library import check_tier
from cli.values import Specification
from cli.variables import (
    Catalog,
    Said,
    differing,
    from_command_line,
    overrides,
    parse_vars,
    resolve,
    said_at,
)
from stores.paths import PROJECT_ROOT

CATALOG = Catalog(
    defaults={
        "as_of": "",
        "home_timezone": "auto",
        "tier_start": 1,
        "tier_end": 50,
        "weight": 0.5,
        "grain": "quarter",
        "engines": {"content": 1.0},
    },
    specifications={
        "as_of": Specification("as_of", "timestamp"),
        "home_timezone": Specification("home_timezone", "timezone"),
        "tier_start": Specification("tier_start", "integer", minimum=1),
        "tier_end": Specification("tier_end", "integer", minimum=1),
        "weight": Specification("weight", "share", minimum=0, maximum=1),
        "grain": Specification("grain", "text", choices=("month", "quarter")),
        "engines": Specification("engines", "mapping"),
    },
)


@pytest.mark.parametrize(
    "text",
    [
        "tier_start:100,tier_end:200",
        " tier_start : 100 , tier_end:200,",
        "{tier_start: 100, tier_end: 200}",
        '{"tier_start": 100, "tier_end": 200}',
        "tier_start: 100\ntier_end: 200",
    ],
)
def test_vars_may_be_said_as_pairs_yaml_or_json(text):
    assert CATALOG.read(parse_vars(text), "--vars") == {"tier_start": 100, "tier_end": 200}


@pytest.mark.parametrize("text", ["", "  ", "{}", ","])
def test_saying_no_vars_changes_nothing(text):
    assert parse_vars(text) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tier_start", "no name:value"),
        ("tier_start=100", "no name:value"),
        (":100", "no name:value"),
        ("tier_start:1,tier_start:2", "said twice"),
        ("{tier_start: 100", "no valid YAML"),
        ("{tier_start: [1}", "no valid YAML"),
        ("- 1\n- 2", "names and values"),
    ],
)
def test_vars_in_no_known_form_are_refused(text, words):
    with pytest.raises(ConfigurationError, match=words):
        parse_vars(text)


def test_a_time_with_colons_stays_whole():
    said = parse_vars("as_of:2024-03-01T12:30:00,home_timezone:Europe/Vienna")
    assert CATALOG.read(said, "--vars") == {
        "as_of": "2024-03-01 12:30:00",
        "home_timezone": "Europe/Vienna",
    }


def test_an_unknown_variable_names_the_nearest_one():
    with pytest.raises(ConfigurationError, match="no variable tier_strat; did you mean tier_start"):
        CATALOG.read({"tier_strat": "1"}, "--vars")


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("tier_start", "0", "a whole number from 1, not '0'"),
        ("tier_start", "-5", "a whole number from 1"),
        ("tier_start", "abc", "a whole number from 1"),
        ("tier_start", "1.5", "a whole number from 1"),
        ("tier_start", "", "a whole number from 1"),
        ("tier_start", True, "a whole number from 1"),
        ("tier_start", ["1"], "a whole number from 1"),
        ("weight", "1.1", "a number from 0 to 1"),
        ("weight", "nan", "a number from 0 to 1"),
        ("weight", "inf", "a number from 0 to 1"),
        ("grain", "decade", "one of month, quarter"),
        ("as_of", "yesterday", "a UTC timestamp"),
        ("as_of", "2024-02-30", "a UTC timestamp"),
        ("home_timezone", "Vienna", "an IANA time zone"),
        ("home_timezone", "x' or 1=1 --", "an IANA time zone"),
        ("engines", "content", "names with numbers"),
        ("engines", {}, "names with numbers"),
    ],
)
def test_a_value_its_variable_cannot_have_is_refused_with_what_it_can_be(name, said, words):
    with pytest.raises(ConfigurationError, match=words):
        CATALOG.read({name: said}, "--vars")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("", ""),
        ("2024-12-31", "2024-12-31 00:00:00"),
        ("2024-12-31T23:00:00+02:00", "2024-12-31 21:00:00"),
        ("2024-12-31T23:00:00Z", "2024-12-31 23:00:00"),
    ],
)
def test_moments_are_read_as_utc(said, read):
    assert CATALOG.read({"as_of": said}, "--vars") == {"as_of": read}


def test_the_tier_options_and_vars_may_agree_but_not_contradict():
    agreed = from_command_line(CATALOG, "tier_start:10", 10, 20)
    assert (agreed["tier_start"].value, agreed["tier_end"].value) == (10, 20)
    with pytest.raises(ConfigurationError, match="different things of tier_start"):
        from_command_line(CATALOG, "tier_start:10", 11, None)


def test_a_later_layer_wins_and_its_source_is_known():
    resolved = resolve(CATALOG, said_at({"weight": 0.1}, "file"), said_at({"weight": 0.2}, "shell"))
    assert resolved["weight"] == Said(0.2, "shell")
    assert resolved["tier_end"] == Said(50, "dbt_project.yml")


def test_only_what_differs_from_the_default_is_told_to_dbt():
    resolved = resolve(CATALOG, said_at({"weight": 0.1, "tier_start": 1}, "file"))
    assert differing(CATALOG, resolved) == {"weight": 0.1}


def test_overrides_are_read_and_checked_like_any_other_place(tmp_path: Path):
    (tmp_path / "overrides.yml").write_text("weight: 0.25\nas_of: 2024-03-01\n")
    said = overrides(CATALOG, tmp_path)
    assert {name: entry.value for name, entry in said.items()} == {
        "weight": 0.25,
        "as_of": "2024-03-01 00:00:00",
    }
    (tmp_path / "overrides.yml").write_text("wieght: 0.25\n")
    with pytest.raises(ConfigurationError, match=r"overrides\.yml.*did you mean weight"):
        overrides(CATALOG, tmp_path)


@pytest.mark.parametrize("content", ["a: [", "- 1", "just words", "\tx: 1"])
def test_a_broken_overrides_file_is_refused_by_name(tmp_path: Path, content: str):
    (tmp_path / "overrides.yml").write_text(content)
    with pytest.raises(ConfigurationError, match=r"overrides\.yml"):
        overrides(CATALOG, tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("tier_start: 1\ntier_end: 5\ntier_start: 2\n", "line 3: tier_start is there twice"),
        ("engines:\n  content: 1\n  content: 2\n", "line 3: content is there twice"),
        ("engines:\n\tcontent: 1\n", r"line 2: not valid YAML \(a tab\): use spaces"),
        ("tier_start: 1\nengines: {content: 1\n", r"not valid YAML \(expected.*write one `name"),
        ("tier_start: 1\nas_of: 2024-02-30\n", r"line 2: not valid YAML \(day is out of range"),
        ("\ntier_start: " + "9" * 5000, r"line 2: not valid YAML \(a number has too many digits"),
        ("tier_start: 1\nas_of: \x01", "line 2: not valid YAML"),
        ("tier_start: " + "[" * 5000, "nested too deeply"),
        ("tier_start: 1\nLastFM_api_key: x\n", "LASTFM_API_KEY is a secret .* in config/over.* 2"),
    ],
)
def test_a_broken_overrides_file_is_refused_with_line_and_fix(tmp_path: Path, content, words):
    (tmp_path / "overrides.yml").write_text(content)
    with pytest.raises(ConfigurationError, match=words) as caught:
        overrides(CATALOG, tmp_path)
    assert "overrides.yml" in str(caught.value)


def test_an_overrides_file_of_notepad_is_read(tmp_path: Path):
    (tmp_path / "overrides.yml").write_text("\ufefftier_start: 7\n")
    assert overrides(CATALOG, tmp_path)["tier_start"].value == 7


@pytest.mark.parametrize(
    "text", ["c0ffee00" * 4, "tier_start:" + "c0ffee00" * 4, "c0ffee00" * 4 + ":1"]
)
def test_a_key_among_the_vars_is_not_repeated(text):
    with pytest.raises(ConfigurationError) as caught:
        CATALOG.read(parse_vars(text), "--vars")
    assert "c0ffee" not in str(caught.value)


def test_a_blank_or_missing_overrides_file_says_nothing(tmp_path: Path):
    assert overrides(CATALOG, tmp_path) == {}
    (tmp_path / "overrides.yml").write_text("# nothing yet\n")
    assert overrides(CATALOG, tmp_path) == {}


@pytest.mark.parametrize(
    ("start", "end", "artists", "words"),
    [
        (60, 50, None, "tier_start can be 1 to 50"),
        (213, 300, 212, "it can be 1 to 212"),
        (213, 100, 212, "it can be 1 to 212"),
    ],
)
def test_an_impossible_tier_is_refused_with_its_range(start, end, artists, words):
    tier = {"tier_start": Said(start, "--vars"), "tier_end": Said(end, "--vars")}
    with pytest.raises(ConfigurationError, match=words):
        check_tier(tier, artists)


@pytest.mark.parametrize(("start", "end", "artists"), [(1, 50, 1), (212, 300, 212), (7, 7, None)])
def test_a_tier_that_only_ends_beyond_the_library_is_fine(start, end, artists):
    check_tier({"tier_start": Said(start, "x"), "tier_end": Said(end, "x")}, artists)


def test_every_default_of_the_project_is_a_value_its_own_description_allows():
    catalog = Catalog.of_project(PROJECT_ROOT)
    for name, value in catalog.defaults.items():
        assert catalog.read({name: value}, "dbt_project.yml")[name] == value
