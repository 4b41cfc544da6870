"""The store of answers: one SQLite file, one commit per answer, so that nothing received is lost.

Only what a provider truly said is kept (a list, "empty", "not found"); a call that failed is not.
The key of an answer is provider, method and normalised arguments, never the API key. A file that
is damaged is moved aside and a new one begun: its content can be asked for again.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from glob import escape
from pathlib import Path
from typing import TypeVar

import msgspec

from python_engines.clients.errors import AnswerStoreError
from python_engines.clients.questions import Holding, Question, StoredAnswer
from python_engines.clients.records import Answer, AnswerStatus

T = TypeVar("T")
A = TypeVar("A", bound=Answer)

LARGEST_PROVIDER_BYTES = 100_000_000
"""What is kept of one provider; Last.fm's terms allow 100 MB. The oldest answers go first."""

SCHEMA_VERSION = 1
"""Of the file's form; one of another form is moved aside."""
_FILE_MODE = 0o600
_BUSY_SECONDS = 10.0
_KEPT_SHARE = 0.9
_ROW_BYTES = 100  # of a row beside its texts, indexes included, rounded up
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_PRIMARY_CODE = 0xFF  # SQLite's extended codes carry the primary one in their lowest byte
_SIDE_FILES = ("", "-wal", "-shm", "-journal")
_ASIDE = ".damaged-"
_BYTES_HELD = "select coalesce(sum(size_bytes), 0) from answers where provider = ?"
_DROP_OLDEST = """
    delete from answers where rowid in (
        select rowid from (
            select
                rowid,
                sum(size_bytes) over (order by fetched_at desc, rowid desc) as bytes_up_to_here
            from answers
            where provider = ?
        )
        where bytes_up_to_here > ?
    )
"""
_CREATE = """
    create table if not exists answers (
        provider text not null,
        method text not null,
        arguments text not null,
        status text not null,
        fetched_at real not null,
        size_bytes integer not null,
        payload text not null,
        primary key (provider, method, arguments)
    )
"""


class AnswerStore:
    """Answers by question. Safe to use from several threads."""

    def __init__(
        self,
        path: Path,
        *,
        largest_bytes: int = LARGEST_PROVIDER_BYTES,
        note: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._path = path
        self._largest_bytes = largest_bytes
        self._note = note
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._bytes_held: dict[str, int] = {}

    def get(self, question: Question[A]) -> StoredAnswer[A] | None:
        """Return what is stored for one question, fresh or not."""
        key = (question.provider, question.method, question.arguments)
        rows = self._run(
            lambda connection: connection.execute(
                "select payload, fetched_at from answers"
                " where provider = ? and method = ? and arguments = ?",
                key,
            ).fetchall()
        )
        return next(_decoded(rows, question.kind), None)

    def put(self, answers: Iterable[tuple[Question[A], A]], fetched_at: float) -> None:
        """Store answers durably, all in one commit; older ones make room when it is full."""
        rows = [(question, question.arguments, answer) for question, answer in answers]

        def write(connection: sqlite3.Connection) -> None:
            added: dict[str, int] = {}
            with connection:
                for question, arguments, answer in rows:
                    payload = msgspec.json.encode(answer).decode()
                    size_bytes = len(payload.encode()) + len(arguments.encode()) + _ROW_BYTES
                    key = (question.provider, question.method, arguments)
                    connection.execute(
                        "insert or replace into answers values (?, ?, ?, ?, ?, ?, ?)",
                        (*key, answer.status, fetched_at, size_bytes, payload),
                    )
                    added[question.provider] = added.get(question.provider, 0) + size_bytes
                for provider, size_bytes in added.items():
                    self._make_room(connection, provider, size_bytes)

        self._run(write)

    def read_all(self, provider: str, method: str, kind: type[A]) -> list[StoredAnswer[A]]:
        """Return every stored answer of a kind that holds something, ordered by its arguments."""
        rows = self._run(
            lambda connection: connection.execute(
                "select payload, fetched_at from answers"
                " where provider = ? and method = ? and status = ? order by arguments",
                (provider, method, AnswerStatus.OK),
            ).fetchall()
        )
        return list(_decoded(rows, kind))

    def holdings(self) -> list[Holding]:
        """Return how much is stored, by provider, method and status."""
        rows = self._run(
            lambda connection: connection.execute(
                "select provider, method, status, fetched_at, size_bytes from answers"
                " order by provider, method, status, fetched_at"
            ).fetchall()
        )
        grouped: dict[tuple[str, str, AnswerStatus], list[tuple[float, int]]] = {}
        for provider, method, status, fetched_at, size_bytes in rows:
            with contextlib.suppress(UnicodeError, TypeError, ValueError):
                key = (provider.decode(), method.decode(), AnswerStatus(status.decode()))
                grouped.setdefault(key, []).append((float(fetched_at), int(size_bytes)))
        return [
            Holding(*key, tuple(at for at, _ in held), sum(size for _, size in held))
            for key, held in grouped.items()
        ]

    def clear(self, provider: str | None = None) -> int:
        """Remove every answer, or those of one provider, and return how many there were."""

        def remove(connection: sqlite3.Connection) -> int:
            with connection:
                removed = connection.execute(
                    "delete from answers where ? is null or provider = ?", (provider, provider)
                ).rowcount
            # What was deleted would stay readable in the file's free pages.
            connection.execute("vacuum")
            connection.execute("pragma wal_checkpoint(truncate)")
            return removed

        self._bytes_held.clear()
        return self._run(remove)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _make_room(self, connection: sqlite3.Connection, provider: str, added_bytes: int) -> None:
        held = self._bytes_held.get(provider)
        if held is not None:
            held += added_bytes
        if held is None or held > self._largest_bytes:
            held = int(connection.execute(_BYTES_HELD, (provider,)).fetchone()[0])
        if held > self._largest_bytes:
            # With room to spare, or each further answer would look through all of them again.
            connection.execute(_DROP_OLDEST, (provider, int(self._largest_bytes * _KEPT_SHARE)))
            held = int(connection.execute(_BYTES_HELD, (provider,)).fetchone()[0])
        self._bytes_held[provider] = held

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            try:
                return work(self._open())
            except sqlite3.Error as error:
                if not _is_damage(error):
                    raise self._unusable(error) from None
            except OSError as error:
                raise self._unusable(error) from None
            try:
                self._move_aside()
                return work(self._open())
            except (sqlite3.Error, OSError) as error:
                raise self._unusable(error) from None

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # made by us first, so that the file and SQLite's side files are never open to others
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, _FILE_MODE))
        self._path.chmod(_FILE_MODE)
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, check_same_thread=False)
        try:
            connection.text_factory = bytes  # a broken text is a broken row, not an error here
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
            version = int(connection.execute("pragma user_version").fetchone()[0])
            table_count = int(
                connection.execute("select count(*) from sqlite_schema").fetchone()[0]
            )
            if version != SCHEMA_VERSION and (version or table_count):
                raise _OtherFormatError
            with connection:
                connection.execute(_CREATE)
                connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
        except sqlite3.Error:
            connection.close()
            raise
        self._bytes_held.clear()
        self._connection = connection
        return connection

    def _move_aside(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self.close()
        self._connection = None
        number = 1
        while (aside := self._path.with_name(f"{self._path.name}{_ASIDE}{number}")).exists():
            number += 1
        for side, its_place in zip(side_files_of(self._path), side_files_of(aside), strict=True):
            if side.exists():
                side.rename(its_place)
        self._note(
            f"the store of answers was damaged or of another form: it is now {aside.name},"
            " and a new one was begun"
        )

    def _unusable(self, error: sqlite3.Error | OSError) -> AnswerStoreError:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return AnswerStoreError(
            f"the store of answers cannot be used ({reason}): see to {self._path}, or remove it"
        )


def side_files_of(path: Path) -> list[Path]:
    """Return where a store and what SQLite keeps beside it lie, the store first."""
    return [path.with_name(path.name + suffix) for suffix in _SIDE_FILES]


def aside_of(path: Path) -> list[Path]:
    """Return the stores that were moved aside, with what lay beside each, by name."""
    return sorted(path.parent.glob(f"{escape(path.name)}{_ASIDE}*"))


class _OtherFormatError(sqlite3.DatabaseError):
    """A readable SQLite file that is not a store of this form."""

    sqlite_errorcode = sqlite3.SQLITE_NOTADB


def _is_damage(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & _PRIMARY_CODE in _DAMAGED


def _decoded(rows: Sequence[tuple[bytes, float]], kind: type[A]) -> Iterator[StoredAnswer[A]]:
    for payload, fetched_at in rows:
        # a row that does not read is as good as none: it is asked for again
        with contextlib.suppress(msgspec.MsgspecError, UnicodeError, TypeError, ValueError):
            yield StoredAnswer(msgspec.json.decode(payload, type=kind), float(fetched_at))
