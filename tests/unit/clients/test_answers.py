"""The answer store keeps what it was given, and survives what happens to files."""

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from python_engines.clients.answers import AnswerStore
from python_engines.clients.errors import AnswerStoreError
from python_engines.clients.questions import Holding, Lives, Question, StoredAnswer
from python_engines.clients.records import AnswerStatus, SimilarAnswer, SimilarArtist

DAY = 86_400.0


def answer(name: str, *found: str) -> SimilarAnswer:
    artists = tuple(SimilarArtist(each, None, 0.5) for each in found)
    status = AnswerStatus.OK if found else AnswerStatus.NOT_FOUND
    return SimilarAnswer(status, name, name, artists)


def question(name: str, provider: str = "p", method: str = "m") -> Question[SimilarAnswer]:
    return Question.of(provider, method, SimilarAnswer, artist=name)


def put(
    store: AnswerStore, given: SimilarAnswer, at: float, provider: str = "p", method: str = "m"
) -> None:
    store.put([(question(given.asked_name, provider, method), given)], at)


def read_lists(store: AnswerStore, provider: str = "p") -> list[StoredAnswer[SimilarAnswer]]:
    return store.read_all(provider, "m", SimilarAnswer)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "answers.sqlite"


def filled(path: Path) -> None:
    store = AnswerStore(path)
    for at in range(200):
        put(store, answer(f"Artist {at}", *(f"Near {at} {n}" for n in range(50))), at)
    store.close()


def test_what_is_put_is_got_back(path: Path) -> None:
    given = SimilarAnswer(
        AnswerStatus.OK,
        "Sigur Rós",
        "Sigur Ros",
        (SimilarArtist("múm", "07eb40a2-2914-439c-a01d-15a685b84ddf", 1.0), SimilarArtist("x")),
    )
    store = AnswerStore(path)
    put(store, given, 12.5)
    store.close()
    again = AnswerStore(path)
    assert again.get(question("  sigur  RÓS ")) == StoredAnswer(given, 12.5)
    assert again.get(question("Sigur Rós", "p", "other")) is None
    assert again.get(question("Sigur Rós", "other", "m")) is None
    assert again.get(question("Sigur Ros")) is None


def test_lists_come_in_the_order_of_their_names_and_misses_are_none(path: Path) -> None:
    store = AnswerStore(path)
    for name in ("b", "C", "a"):
        put(store, answer(name, "x"), 1)
    put(store, answer("missing"), 1)
    assert [each.answer.asked_name for each in read_lists(store)] == ["a", "b", "C"]


def test_a_new_answer_takes_the_place_of_the_old(path: Path) -> None:
    store = AnswerStore(path)
    put(store, answer("A", "old"), 1)
    put(store, answer("a", "new"), 2)
    (only,) = read_lists(store)
    assert only == StoredAnswer(answer("a", "new"), 2)


@pytest.mark.parametrize(
    ("status", "days"),
    [(AnswerStatus.OK, 10), (AnswerStatus.EMPTY, 7), (AnswerStatus.NOT_FOUND, 30)],
)
def test_each_kind_of_answer_has_a_life_of_its_own(status: AnswerStatus, days: float) -> None:
    stored = StoredAnswer(SimilarAnswer(status, "A"), 1000.0)
    lives = Lives(ok=10 * DAY)
    assert not stored.is_stale(1000.0 + days * DAY, lives)
    assert stored.is_stale(1001.0 + days * DAY, lives)
    assert not stored.is_stale(0.0, lives)
    assert stored.is_stale(1000.0 + 2 * DAY, Lives.up_to(DAY))


def test_every_answer_is_committed_durably_before_put_returns(path: Path) -> None:
    store = AnswerStore(path)
    put(store, answer("A", "x"), 1)
    assert store._connection is not None
    assert not store._connection.in_transaction
    assert store._connection.execute("pragma synchronous").fetchone() == (2,)
    reader = sqlite3.connect(path)
    assert reader.execute("select count(*) from answers").fetchone() == (1,)
    reader.close()


def test_the_file_is_for_its_owner_only_even_if_it_was_not(path: Path) -> None:
    filled(path)
    path.chmod(0o644)
    store = AnswerStore(path)
    put(store, answer("A", "x"), 1)
    assert {each.stat().st_mode & 0o777 for each in path.parent.iterdir()} == {0o600}


def test_the_oldest_answers_make_room(path: Path) -> None:
    notes: list[str] = []
    store = AnswerStore(path, largest_bytes=20_000, note=notes.append)
    for at in range(300):
        put(store, answer(f"Artist {at}", *(f"Near {n}" for n in range(10))), at)
        assert store.get(question(f"Artist {at}")) is not None
    kept = [each.fetched_at for each in read_lists(store)]
    assert 20 < len(kept) < 100
    assert sorted(kept) == list(range(300 - len(kept), 300))
    put(store, answer("Other", "x"), 1, "q")
    assert len(read_lists(store)) == len(kept)


def damage_start(path: Path) -> None:
    path.write_bytes(b"This was a database once." + path.read_bytes()[25:])


def damage_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(4096, len(content), 4096):
        content[at : at + 64] = b"\xff" * 64
    path.write_bytes(content)


def damage_end(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def replace_with_other_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("create table answers (something_else text)")
    other.close()


def replace_with_newer_form(path: Path) -> None:
    with sqlite3.connect(path) as newer:
        newer.execute("pragma user_version = 99")
    newer.close()


@pytest.mark.parametrize(
    "damage",
    [
        damage_start,
        damage_middle,
        damage_end,
        replace_with_other_database,
        replace_with_newer_form,
    ],
)
def test_a_damaged_store_is_moved_aside_and_begun_anew(path: Path, damage) -> None:
    filled(path)
    damage(path)
    notes: list[str] = []
    store = AnswerStore(path, note=notes.append)
    assert read_lists(store) == []
    put(store, answer("A", "x"), 1)
    assert len(read_lists(store)) == 1
    store.close()
    assert len(notes) == 1
    assert "answers.sqlite.damaged-1" in notes[0]
    assert (path.parent / "answers.sqlite.damaged-1").stat().st_size > 0
    damage_start(path)
    read_lists(AnswerStore(path, note=notes.append))
    assert (path.parent / "answers.sqlite.damaged-2").exists()


def test_damage_met_while_writing_is_handled_too(path: Path) -> None:
    filled(path)
    damage_middle(path)
    notes: list[str] = []
    store = AnswerStore(path, note=notes.append)
    put(store, answer("A", "x"), 1)
    assert store.get(question("A")) is not None


def test_a_row_that_does_not_read_is_as_good_as_none(path: Path) -> None:
    filled(path)
    with sqlite3.connect(path) as edited:
        edited.execute("update answers set payload = '{' where fetched_at = 1")
        edited.execute("update answers set payload = x'fffe00' where fetched_at = 2")
        edited.execute("update answers set fetched_at = 'x' where fetched_at = 3")
    edited.close()
    store = AnswerStore(path)
    assert store.get(question("Artist 1")) is None
    assert len(read_lists(store)) == 197


def test_an_empty_file_is_a_new_store(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    notes: list[str] = []
    store = AnswerStore(path, note=notes.append)
    put(store, answer("A", "x"), 1)
    assert notes == []


def test_a_store_that_cannot_be_written_is_one_line_with_its_path(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(AnswerStoreError) as raised:
        AnswerStore(path).get(question("A"))
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_store_in_use_is_not_taken_for_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(path)
    monkeypatch.setattr("python_engines.clients.answers._BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("begin exclusive")
    with pytest.raises(AnswerStoreError, match="locked"):
        put(AnswerStore(path), answer("A", "x"), 1)
    holder.execute("rollback")
    holder.close()
    assert len(read_lists(AnswerStore(path))) == 200


def test_threads_lose_nothing(path: Path) -> None:
    store = AnswerStore(path)

    def put_many(letter: str) -> None:
        for at in range(25):
            put(store, answer(f"{letter}{at}", "x"), at)

    threads = [threading.Thread(target=put_many, args=(letter,)) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_lists(store)) == 100


def test_many_answers_are_one_commit(path: Path) -> None:
    store = AnswerStore(path)
    store.put([(question(name), answer(name, "x")) for name in "abc"], 5)
    assert [each.answer.asked_name for each in read_lists(store)] == ["a", "b", "c"]


def test_what_is_held_is_counted_by_provider_method_and_status(path: Path) -> None:
    store = AnswerStore(path)
    for at, name in enumerate("cba"):
        put(store, answer(name, "x"), 10.0 - at)
    put(store, answer("missing"), 3.0)
    put(store, answer("a", "x"), 4.0, "q")
    holdings = store.holdings()
    assert [(held.provider, held.method, held.status, held.fetched_at) for held in holdings] == [
        ("p", "m", AnswerStatus.NOT_FOUND, (3.0,)),
        ("p", "m", AnswerStatus.OK, (8.0, 9.0, 10.0)),
        ("q", "m", AnswerStatus.OK, (4.0,)),
    ]
    assert all(isinstance(held, Holding) and held.size_bytes > 100 for held in holdings)


def test_clearing_one_provider_leaves_the_others_and_no_trace_in_the_files(path: Path) -> None:
    filled(path)
    store = AnswerStore(path)
    put(store, answer("Kept", "Close by"), 1, "q")
    assert store.clear("p") == 200
    assert store.clear("p") == 0
    assert len(read_lists(store, "q")) == 1
    content = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert b"Near 7" not in content
    assert b"Close by" in content
    assert store.clear() == 1
    assert store.holdings() == []


def test_a_full_store_takes_many_small_answers_quickly(path: Path) -> None:
    store = AnswerStore(path, largest_bytes=300_000)
    many = [(question(f"Artist {at}"), answer(f"Artist {at}")) for at in range(5_000)]
    statements: list[str] = []
    store.put(many[:100], 1)
    assert store._connection is not None
    store._connection.set_trace_callback(statements.append)
    store.put(many, 2)
    assert len([words for words in statements if "delete from" in words]) == 1
    assert sum(held.size_bytes for held in store.holdings()) <= 300_000
