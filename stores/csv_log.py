"""A small CSV file that outlives rebuilds: read whole, written whole, one writer at a time.

Each entry is one line, so that a damaged one can be named. UTF-8, commas, a header; the file is
replaced atomically, and a lock beside it makes writers take turns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stores.atomic import atomic_write, remove_leftovers
from stores.errors import StoreDamagedError
from stores.lock import wait_for

_SECONDS_TO_WAIT = 10
Line = dict[str, str]


class LogDamagedError(StoreDamagedError):
    """A line of the file cannot be read; the message names file and line."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path}, line {line}: {why}; mend or remove that line")


@dataclass(frozen=True, slots=True)
class CsvLog:
    """The file at `path` with these columns."""

    path: Path
    columns: tuple[str, ...]

    def ensure(self) -> None:
        """Create the file with its header if it is missing, so that readers always find one."""
        if not self.path.exists():
            with self.turn():
                if not self.path.exists():
                    self.replace([])

    def read(self) -> Iterator[tuple[int, Line]]:
        """Yield the number and the values of each line; nothing where there is no file yet.

        Raises `LogDamagedError` at a line that is no entry.
        """
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return
        lines = data.removeprefix(b"\xef\xbb\xbf").removesuffix(b"\n").split(b"\n")
        for number, line in enumerate(lines, start=1):
            values = self._values(number, line)
            if number > 1:
                yield number, dict(zip(self.columns, values, strict=True))
            elif tuple(values) != self.columns:
                raise LogDamagedError(self.path, 1, f"it is not {','.join(self.columns)}")

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn as the only writer; raises `LockHeldError` when none comes."""
        with wait_for(self.path.with_suffix(".lock"), _SECONDS_TO_WAIT):
            yield

    def replace(self, rows: Iterable[Sequence[str]]) -> None:
        """Write the file anew, all or nothing; call it within a `turn`."""
        remove_leftovers(self.path.parent)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_on_one_line(value) for value in row] for row in rows)
        atomic_write(self.path, text.getvalue().encode())

    def moment(self, number: int, text: str) -> datetime:
        """Return the time that a line names, UTC without zone."""
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo:
                moment = moment.astimezone(UTC).replace(tzinfo=None)
            # The next line comes after it, so that needs a time too.
            moment + timedelta(days=1)
        except (ValueError, OverflowError):
            raise LogDamagedError(self.path, number, f"{text!r} is no time") from None
        return moment

    def _values(self, number: int, line: bytes) -> list[str]:
        try:
            rows = list(csv.reader([line.decode().removesuffix("\r")], strict=True))
        except UnicodeDecodeError:
            raise LogDamagedError(self.path, number, "it is not UTF-8") from None
        except csv.Error as error:
            raise LogDamagedError(self.path, number, f"it is no CSV ({error})") from None
        values = rows[0] if rows else []
        if number > 1 and len(values) != len(self.columns):
            wanted = len(self.columns)
            raise LogDamagedError(self.path, number, f"{len(values)} values instead of {wanted}")
        return values


def utc_now() -> datetime:
    """Return the time as such a file counts it: UTC without zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def written(moment: datetime) -> str:
    """Return a time, UTC without zone, as the file holds it."""
    return f"{moment.isoformat()}Z"


def _on_one_line(value: str) -> str:
    return "".join(mark if mark.isprintable() else " " for mark in value)
