import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cli.inputs import Inputs, answers_mark, asked_mark, held_mark, mark_of_files
from python_engines.clients.answers import AnswerStore
from python_engines.clients.settings import ClientSettings, from_mapping
from stores.paths import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.from_environment({"MM_HOME": str(tmp_path)})
    for folder in (home.history, home.evaluations, home.cache):
        folder.mkdir(parents=True)
    home.feedback.write_text("artist_name,verdict\n")
    return home


def clients_of(home: Home, **said: str) -> ClientSettings:
    return from_mapping({"MM_HOME": str(home.root), **said})


def inputs_of(home: Home) -> Inputs:
    return Inputs.of(home, {}, clients_of(home))


def changed(home: Home, before: Inputs) -> set[str]:
    now = inputs_of(home)
    return {name for name in Inputs.__slots__ if getattr(now, name) != getattr(before, name)}


def test_looking_twice_finds_the_same(home: Home):
    assert inputs_of(home) == inputs_of(home)
    assert set(inputs_of(home).of_sources) == {"spotify", "listener", "evaluations"}


def test_each_store_has_a_mark_of_its_own(home: Home):
    before = inputs_of(home)
    (home.history / "abc.v1.parquet").write_bytes(b"plays")
    assert changed(home, before) == {"history"}
    before = inputs_of(home)
    home.feedback.write_text("artist_name,verdict\nM,like\n")
    assert changed(home, before) == {"feedback"}
    before = inputs_of(home)
    (home.evaluations / "evaluations.parquet").write_bytes(b"figures")
    assert changed(home, before) == {"evaluations"}


def test_the_answers_have_another_mark_when_one_is_no_longer_fresh(home: Home):
    clients = clients_of(home, MM_CACHE_EXPIRY_HOURS="24")
    assert answers_mark(clients) == answers_mark(clients)
    AnswerStore(clients.answers).holdings()
    empty = answers_mark(clients)
    now = time.time()
    with sqlite3.connect(clients.answers) as store:
        store.execute(
            "insert into answers values ('listenbrainz', 'similar', '{}', 'ok', ?, 2, '[]')",
            (now - 23 * 3600,),
        )
    fresh, held = answers_mark(clients), held_mark(clients.answers)
    assert fresh != empty
    stale = answers_mark(replace(clients, cache_expiry_hours=22))
    assert stale != fresh
    assert held_mark(clients.answers) == held


def test_who_is_asked_is_told_without_a_key(home: Home, tmp_path: Path):
    file = tmp_path / "similar.csv"
    file.write_text("artist_name,similar_artist_name\nA,B\n")
    plain = asked_mark(clients_of(home))
    key, other = "0123456789abcdef" * 2, "fedcba9876543210" * 2
    with_key = asked_mark(clients_of(home, LASTFM_API_KEY=key))
    assert with_key == asked_mark(clients_of(home, LASTFM_API_KEY=other)) != plain
    offline = asked_mark(clients_of(home, MM_OFFLINE="1"))
    with_file = asked_mark(clients_of(home, MM_SIMILAR_ARTISTS_FILE=str(file)))
    file.write_text("artist_name,similar_artist_name\nA,C\n")
    with_other = asked_mark(clients_of(home, MM_SIMILAR_ARTISTS_FILE=str(file)))
    assert len({plain, with_key, offline, with_file, with_other}) == 5


def test_files_are_told_by_name_and_content(tmp_path: Path):
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("x")
    assert mark_of_files([a]) == mark_of_files([a, b])
    alone = mark_of_files([a])
    b.write_text("x")
    assert len({alone, mark_of_files([b]), mark_of_files([a, b]), mark_of_files([b, a])}) == 4
