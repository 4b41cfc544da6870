"""What scripts rely on: the keys of each command's `--format json`, in their order."""

from __future__ import annotations

import json

import pytest

from cli.app import app
from docs.reference import commands
from tests.integration.conftest import Demo
from tests.integration.mm import Mm

_LISTED = (
    "artist_id artist_mbid artist_name country listeners_source best_context rank score confidence "
    "popularity feedback_factor tried_factor engine_shares reasons tags listeners begin_year "
    "top_tracks links is_new barely_heard"
)
KEYS = {
    "recommend": _LISTED,
    "recommend --context morning": (
        "context artist_id artist_name daypart weekpart season rank score confidence support "
        "reasons is_new barely_heard"
    ),
    "recommend --explain Saba": (
        _LISTED.replace(" artist_mbid artist_name", " artist_name status sentence artist_mbid")
        + " engines named_by feedback heard"
    ),
    "analyze": (
        "section play_count hours artist_count track_count half_of_hours_artist_count first_date "
        "last_date home_country home_timezone as_of"
    ),
    "import --list": "file kind records sha256",
    "config show": "kind name value source can_be unit meaning",
    "config test": "what result source",
    "doctor": "check state found mend",
}
OF_A_NEW_HOME = {"secrets list": "name source meaning"}
EMPTY = ("feedback list", "cache status", "pages check")
ELSEWHERE = {
    "build": "says what `recommend` says",
    "demo": "says what `recommend` says",
    "import": "test_cli_import.py",
    "evaluate": "test_evaluate.py",
    "guard": "test_guard.py",
    "sql": "whatever the statement names",
}
"""Commands whose answer needs more than a look at a home, and where it is held to its keys."""


def keys_of(mm: Mm, *words: str) -> list[str]:
    rows = mm.answer(*words)
    assert rows
    return list(rows[0])


@pytest.mark.parametrize("words", KEYS)
def test_an_answer_has_these_keys(words: str, demo: Demo) -> None:
    assert keys_of(demo.mm, "--demo", *words.split()) == KEYS[words].split()


@pytest.mark.parametrize("words", OF_A_NEW_HOME)
def test_an_answer_of_a_new_home_has_these_keys(words: str, mm: Mm) -> None:
    assert keys_of(mm, *words.split()) == OF_A_NEW_HOME[words].split()


@pytest.mark.parametrize("words", EMPTY)
def test_where_there_is_nothing_the_answer_is_an_empty_array(words: str, demo: Demo) -> None:
    done = demo.mm.run("--demo", *words.split(), "--format", "json")
    assert (done.returncode, json.loads(done.stdout)) == (0, []), done.stderr


def test_no_command_is_left_out() -> None:
    with_a_format = {
        path.removeprefix("mm ")
        for path, command in commands(app)
        if any(option.name == "form" for option in command.params)
    }
    held = {words.split(" --")[0] for words in (*KEYS, *OF_A_NEW_HOME, *EMPTY, *ELSEWHERE)}
    assert held == with_a_format
