"""Reading the warehouse: one read-only, locked-down connection for each query, then closed.

A connection that stays open would block a build, and a build would block it. Statements can reach
nothing but the tables of the warehouse: no file, no network, no setting. A `Limit` ends what takes
too long and cuts what is too large for whoever waits for it.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from stores.flat import flattened, kinds_of, restored
from stores.generations import FileIdentity, one_generation
from stores.limits import Limit, first_rows

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

T = TypeVar("T")

_LOCKED_DOWN: dict[str, Any] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "max_temp_directory_size": "0GB",
    "lock_configuration": True,
}
_MEMORY_LIMIT = "1GB"
_THREADS = min(4, os.cpu_count() or 1)
_BATCH_ROWS = 10_000
_SECONDS_BETWEEN_INTERRUPTS = 0.1
_LINE = re.compile(r"^LINE (\d+): ", re.MULTILINE)
_PATH = re.compile(r"(?:file://)?(?<![\w.])/(?:[^\s'\",:;()]+)")


Parameters = Sequence[object] | Mapping[str, object]
"""Values for the `?` or the `$name` of a statement."""


class WarehouseError(Exception):
    """The warehouse cannot answer; the message says what to do."""


class WarehouseMissingError(WarehouseError):
    """There is no warehouse yet."""


class WarehouseBusyError(WarehouseError):
    """Another program has the warehouse open for writing."""


class WarehouseDamagedError(WarehouseError):
    """The file is no whole DuckDB database."""


class WarehouseOutdatedError(WarehouseError):
    """The warehouse lacks a table or column: another version built it."""


class StatementError(Exception):
    """A statement is not one that may run here, or DuckDB refused it."""

    line: int | None = None
    """Where it cannot be read, counted from 1 in the statement."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names and, in batches, the rows of a query; readable while its query is open."""

    columns: tuple[str, ...]
    batches: Iterator[list[tuple[Any, ...]]]

    def rows(self) -> list[tuple[Any, ...]]:
        """Return all the rows that were not read yet."""
        return [row for batch in self.batches for row in batch]


@contextmanager
def open_query(
    path: Path, statement: str, parameters: Parameters = (), *, is_trusted: bool = True
) -> Iterator[Answer]:
    """Run one SELECT on the warehouse at `path` and yield its answer; the connection then closes.

    `is_trusted` says that the statement is our own: a table or column that is missing then means
    an outdated warehouse, not a faulty statement.
    """
    with _opened(path, statement, is_trusted=is_trusted) as connection:
        result = _execute(connection, statement, parameters)
        columns = tuple(str(entry[0]) for entry in result.description or ())
        yield Answer(columns, _batches(result))


@contextmanager
def kept_open(path: Path, expected: FileIdentity | None = None) -> Iterator[None]:
    """Make several queries cheap: within, none of this process has to open the file anew.

    For as long as a page takes to be drawn, not longer: meanwhile no program can open the file for
    writing, and no reader of this process gets a newer one. `expected` is that of `one_generation`.
    """
    with one_generation(path, expected), closing(_connect(path)):
        yield


@contextmanager
def _opened(
    path: Path, statement: str, *, is_trusted: bool = True
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection that may run `statement`; DuckDB's errors are put in our words."""
    import duckdb

    with one_generation(path), closing(_connect(path)) as connection:
        _refuse_all_but_one_select(connection, statement)
        try:
            yield connection
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            if is_trusted:
                raise _outdated() from None
            raise StatementError(one_line(error)) from None
        except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException):
            raise _damaged() from None
        except duckdb.Error as error:
            raise StatementError(one_line(error)) from None


def read_rows(path: Path, statement: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
    """Return every row of one of our own queries as a dict by column name."""
    with open_query(path, statement, parameters) as answer:
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows()]


def read_frame(
    path: Path,
    statement: str,
    parameters: Parameters = (),
    *,
    is_trusted: bool = True,
    is_flat: bool = False,
    limit: Limit | None = None,
) -> pd.DataFrame:
    """Return the rows of a query as a frame, typed as dbt hands it to a model.

    `is_trusted` is that of `open_query`. `is_flat` says that what a frame has no exact value for
    comes as text, see `stores.flat`. Whether the limit cut the frame, `limits.is_cut` tells.
    """
    with _opened(path, statement, is_trusted=is_trusted) as connection:

        def work() -> pd.DataFrame:
            result = connection.sql(statement, params=parameters or None)
            shown = flattened(result) if is_flat else result
            frame = (
                shown.df() if limit is None else first_rows(connection, shown, parameters, limit)
            )
            return restored(frame, kinds_of(result)) if is_flat else frame

        return _until_interrupted(connection, work, seconds=limit.seconds if limit else None)


def read_table(path: Path, statement: str) -> pa.Table:
    """Return every row of one of our own queries as an Arrow table, nested columns included."""
    with _opened(path, statement) as connection:
        return _until_interrupted(connection, connection.sql(statement).to_arrow_table)


def has_tables(path: Path, names: Sequence[str]) -> bool:
    """Return whether the warehouse has each of these tables or views."""
    rows = read_rows(path, "select table_name from information_schema.tables")
    return set(names) <= {str(row["table_name"]) for row in rows}


def one_line(error: Exception) -> str:
    """Return DuckDB's message as one line without file paths."""
    lines = [line.strip() for line in str(error).splitlines()]
    # DuckDB draws the statement with a caret under it; the words before that are enough.
    words = [line for line in lines if line and not line.startswith(("LINE ", "^"))]
    return _PATH.sub("<path>", " ".join(words)) or type(error).__name__


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    import duckdb

    if not path.is_file():
        raise WarehouseMissingError("there is no warehouse yet: run `mm build`")
    if not os.access(path, os.R_OK):
        # As the operating system's error, not as DuckDB's. Asked without opening the file: closing
        # it would drop the lock of whatever connection this process has open to it.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    try:
        config = {**_LOCKED_DOWN, "memory_limit": _MEMORY_LIMIT, "threads": _THREADS}
        return duckdb.connect(str(path), read_only=True, config=config)
    except duckdb.Error as error:
        if "set lock" in str(error):
            raise WarehouseBusyError(
                "another program has the warehouse open for writing: close it and try again"
            ) from None
        raise _damaged() from None


def _refuse_all_but_one_select(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    import duckdb

    try:
        statements = connection.extract_statements(statement)
    except duckdb.Error as error:
        refusal = StatementError(one_line(error))
        if place := _LINE.search(str(error)):
            refusal.line = int(place[1])
        raise refusal from None
    if len(statements) != 1:
        raise StatementError(f"say exactly one statement, not {len(statements)}")
    if statements[0].type != duckdb.StatementType.SELECT:
        kind = statements[0].type.name.lower()
        raise StatementError(f"only a select may read the warehouse; this is: {kind}")


def _execute(
    connection: duckdb.DuckDBPyConnection, statement: str, parameters: Parameters
) -> duckdb.DuckDBPyConnection:
    return _until_interrupted(connection, lambda: connection.execute(statement, parameters or None))


def _until_interrupted(
    connection: duckdb.DuckDBPyConnection, work: Callable[[], T], *, seconds: float | None = None
) -> T:
    """Do the work of a statement so that Ctrl-C or the time can end it: DuckDB holds its thread."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        running = worker.submit(work)
        try:
            return running.result(timeout=seconds)
        except BaseException as error:
            # DuckDB forgets an interrupt that comes between two statements.
            connection.interrupt()
            while not wait([running], timeout=_SECONDS_BETWEEN_INTERRUPTS).done:
                connection.interrupt()
            if isinstance(error, TimeoutError):
                raise StatementError(
                    f"stopped after {seconds:g} s: ask for less, or for fewer rows at a time"
                ) from None
            raise


def _batches(connection: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    while batch := connection.fetchmany(_BATCH_ROWS):
        yield batch


def _damaged() -> WarehouseDamagedError:
    return WarehouseDamagedError(
        "the warehouse is damaged: run `mm build` (your imported plays lie elsewhere, unharmed)"
    )


def _outdated() -> WarehouseOutdatedError:
    return WarehouseOutdatedError(
        "the warehouse was built by another version of mm: run `mm build`"
    )
