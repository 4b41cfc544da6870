"""Looking at the answer store finds damage and changes nothing."""

import sqlite3
from pathlib import Path

import pytest

from python_engines.clients.answers import AnswerStore
from python_engines.clients.answers_health import StoreHealth, examine
from python_engines.clients.questions import Question
from python_engines.clients.records import AnswerStatus, SimilarAnswer


def fill(path: Path, count: int) -> AnswerStore:
    store = AnswerStore(path)
    answers = [
        (Question.of("p", "m", SimilarAnswer, artist=name), _answer(name))
        for name in (f"artist {number}" for number in range(count))
    ]
    store.put(answers, 1.0)
    return store


def _answer(name: str) -> SimilarAnswer:
    return SimilarAnswer(AnswerStatus.NOT_FOUND, name, name, ())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "a cache?").mkdir()
    return tmp_path / "a cache?" / "answers.sqlite"


def names(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


def test_without_a_store_there_is_nothing_and_nothing_is_made(path: Path) -> None:
    assert examine(path) == StoreHealth(0, 0, is_damaged=False, aside=())
    assert names(path) == []


def test_a_whole_store_is_counted_and_no_file_is_made_beside_it(path: Path) -> None:
    fill(path, 3).close()
    assert names(path) == ["answers.sqlite"]
    assert examine(path) == StoreHealth(3, path.stat().st_size, is_damaged=False, aside=())
    assert names(path) == ["answers.sqlite"]


def test_a_store_that_is_being_written_is_counted_too(path: Path) -> None:
    store = fill(path, 3)
    assert "answers.sqlite-wal" in names(path)
    assert examine(path).answer_count == 3
    store.put([(Question.of("p", "m", SimilarAnswer, artist="x"), _answer("x"))], 2.0)
    assert examine(path).answer_count == 4
    store.close()


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_what_is_no_store_is_damaged(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert examine(path) == StoreHealth(0, len(content), is_damaged=True, aside=())


def test_a_damaged_page_is_found(path: Path) -> None:
    fill(path, 2_000).close()
    data = bytearray(path.read_bytes())
    data[20_480:24_576] = b"\xff" * 4_096
    path.write_bytes(data)
    assert examine(path).is_damaged


def test_a_store_of_another_form_is_one_that_is_moved_aside(path: Path) -> None:
    fill(path, 1).close()
    with sqlite3.connect(path) as connection:
        connection.execute("pragma user_version = 9")
    assert examine(path).is_damaged
    AnswerStore(path).holdings()
    health = examine(path)
    assert not health.is_damaged
    assert path.with_name("answers.sqlite.damaged-1") in health.aside
