import os
from datetime import datetime
from pathlib import Path

import pytest

from app.components import command, last_refreshed, link_button
from app.components.contract import Surroundings
from app.escape import md
from stores.generations import identity_of
from tests.unit.app.components.drawing import HOSTILE, FakeScope, call_of, drawn, rows

GOOD = "https://www.last.fm/music/Bj%C3%B6rk"


def test_a_link_opens_the_address_that_a_mart_built():
    made = call_of(link_button.COMPONENT, url=GOOD, label=HOSTILE)
    link_button.verify(made)
    (button,) = drawn((link_button.COMPONENT, made)).get("link_button")
    assert (button.proto.url, button.proto.label) == (GOOD, md(HOSTILE))


def test_a_link_without_a_label_is_named_after_the_service():
    made = call_of(link_button.COMPONENT, url=GOOD)
    (button,) = drawn((link_button.COMPONENT, made)).get("link_button")
    assert button.proto.label == md("Last.fm")


@pytest.mark.parametrize(
    "url",
    [
        "http://www.last.fm/music/Air",
        "https://www.last.fm.example.org/music/Air",
        "https://www.last.fm@example.org/",
        "https://www.last.fm:8443/music/Air",
        "https://www.last.fm\\@example.org/",
        "https://example.org/https://www.last.fm/",
        "//www.last.fm/music/Air",
        "https://www.last.fm",
        "https://www.last.fm/music/a b",
        "https://www.last.fm/music/\u202eAir",
        "https://www.last.fm/\nmusic",
        " https://www.last.fm/music/Air",
        "javascript:alert(1)",
        "data:text/html,x",
        HOSTILE,
    ],
)
def test_an_address_that_leads_elsewhere_is_refused_and_never_drawn(url: str):
    made = call_of(link_button.COMPONENT, url=url, label="x")
    with pytest.raises(ValueError, match="a link may only be https to one of musicbrainz"):
        link_button.verify(made)
    assert not drawn((link_button.COMPONENT, made)).get("link_button")


@pytest.mark.parametrize("url", [None, ""])
def test_no_address_draws_nothing(url: str | None):
    made = call_of(link_button.COMPONENT, url=url, label="x")
    link_button.verify(made)
    assert not drawn((link_button.COMPONENT, made)).get("link_button")


def test_a_command_starts_as_this_home_starts_it_and_can_be_copied():
    frame = rows("select 'build --vars tier_start:100,tier_end:200' as words, 2 as n")
    made = call_of(command.COMPONENT, frame)
    command.verify(made)
    (code,) = drawn((command.COMPONENT, made)).code
    assert code.value == "mm --demo build --vars tier_start:100,tier_end:200"


@pytest.mark.parametrize(
    "words",
    [
        "build; rm -rf x",
        "build $(id)",
        "build `id`",
        "feedback like 'a'",
        "build\nid",
        "x | y",
        "ü",
    ],
)
def test_words_that_a_shell_would_read_otherwise_are_refused_and_never_drawn(words: str):
    made = call_of(command.COMPONENT, rows("select 1 as words").assign(words=words))
    with pytest.raises(ValueError, match="a command may hold"):
        command.verify(made)
    assert not drawn((command.COMPONENT, made)).code


@pytest.mark.parametrize("sql", ["select null::varchar as words", "select '' as w where false"])
def test_no_words_draw_no_command(sql: str):
    made = call_of(command.COMPONENT, rows(sql))
    command.verify(made)
    assert not drawn((command.COMPONENT, made)).code


def test_the_time_of_the_build_is_the_files_own(tmp_path: Path):
    warehouse = tmp_path / "w.duckdb"
    warehouse.touch()
    built_at = datetime(2026, 11, 24, 18, 5)
    os.utime(warehouse, (built_at.timestamp(),) * 2)
    scope = FakeScope(
        Surroundings(warehouse, tmp_path / "f.csv", "mm", build=identity_of(warehouse))
    )
    os.utime(warehouse)  # a build has come since the page began, which shows the one before
    made = [
        (last_refreshed.COMPONENT, call_of(last_refreshed.COMPONENT, scope=scope)),
        (last_refreshed.COMPONENT, call_of(last_refreshed.COMPONENT, scope=scope, prefix=HOSTILE)),
    ]
    first, second = drawn(*made).caption
    assert first.value == md("Last build: Nov 24, 2026, 18:05")
    assert second.value == md(f"{HOSTILE} Nov 24, 2026, 18:05")


def test_no_warehouse_has_no_time():
    made = call_of(last_refreshed.COMPONENT)
    assert not drawn((last_refreshed.COMPONENT, made)).caption
