"""Reading every text of the warehouse for what looks private, quickly.

All tables in one statement that only tells which of them are suspicious, then those column by
column. Of a large table a sample is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cli.doctoring.private_kinds import SUSPICION, Kind, found_in
from cli.doctoring.texts import quoted, text_of, type_of
from stores.warehouse import read_rows

TITLES = frozenset(
    """
    artist_name album_name track_name episode_name show_name audiobook_title
    audiobook_chapter_title candidate_artist_name answered_artist_name seed_artist_name
    feedback_artist_name top_track top_tracks tag tags
    """.split()
)
"""Columns of names that others gave to music."""
PLAYS = "fct_plays"
"""The table through which everything that an export gives has to pass."""
ROWS_READ = 50_000
"""Of a larger table a sample of about so many rows is read: an address comes with every play."""

_COLUMNS = """
    select
        columns.schema_name as schema, columns.table_name as name, columns.column_name as column,
        columns.data_type as kind, tables.estimated_size as row_count
    from duckdb_columns() as columns
    left join duckdb_tables() as tables using (database_oid, schema_oid, table_name)
    where not columns.internal
    order by all
"""
_SOUGHT = {"pattern": SUSPICION}
_WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """Something private in a column; what it is stays out of every message."""

    table: str
    column: str
    kind: Kind
    thing: str = field(repr=False)
    text: str = field(repr=False)
    """The value that it was found in."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view of the warehouse."""

    schema: str
    name: str
    row_count: int | None
    """None of a view: its values lie elsewhere."""
    columns: dict[str, str]
    """Types by name."""

    def source(self, *, is_thorough: bool) -> str:
        """Return what to read of it, as SQL."""
        name = f"{quoted(self.schema)}.{quoted(self.name)}"
        if is_thorough or not self.is_large:
            return name
        percent = _WHOLE_PERCENT * ROWS_READ / (self.row_count or ROWS_READ)
        return f"{name} tablesample {percent:.6f} percent (system, 1)"

    @property
    def is_large(self) -> bool:
        """Whether a sample is read rather than all of it."""
        return (self.row_count or 0) > ROWS_READ


def read_tables(path: Path) -> list[Table]:
    """Return every table and view with its columns."""
    found: dict[tuple[str, str], Table] = {}
    for row in read_rows(path, _COLUMNS):
        key = (row["schema"], row["name"])
        table = found.setdefault(key, Table(*key, row["row_count"], {}))
        table.columns[row["column"]] = row["kind"]
    return list(found.values())


def scan(
    path: Path, tables: Sequence[Table], *, is_thorough: bool
) -> tuple[list[Hit], dict[str, float]]:
    """Return all that looks private, and of the titles of plays the share that does."""
    hits = list(_hits(path, tables, is_thorough=is_thorough))
    plays = [hit for hit in hits if hit.table == PLAYS and hit.column in TITLES]
    source = next((t.source(is_thorough=is_thorough) for t in tables if t.name == PLAYS), "")
    shares = {}
    for column in {hit.column for hit in plays}:
        statement = f"select count(distinct {quoted(column)}) as titles from {source}"  # noqa: S608
        count = int(read_rows(path, statement)[0]["titles"])
        texts = {hit.text for hit in plays if hit.column == column}
        shares[column] = len(texts) / count if count else 0.0
    return hits, shares


def _hits(path: Path, tables: Sequence[Table], *, is_thorough: bool) -> Iterator[Hit]:
    read = [
        _Read(table.name, table.source(is_thorough=is_thorough), texts)
        for table in tables
        if table.row_count is not None and (texts := _texts(table))
    ]
    # One statement for all tables: so many small ones would spend their time on being begun.
    asked = " union all ".join(each.is_suspicious() for each in read)
    found = read_rows(path, asked, _SOUGHT) if read else []
    suspicious = {str(row["name"]) for row in found}
    for each in read:
        if each.name in suspicious:
            yield from each.hits(path)


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read of one table: the SQL of its rows, and of the texts in each column."""

    name: str
    source: str
    texts: Mapping[str, str]

    def is_suspicious(self) -> str:
        """Return SQL for one row, if anything in the table may be private."""
        name = self.name.replace("'", "''")
        return f"(select '{name}' as name {self._rows()} limit 1)"

    def hits(self, path: Path) -> Iterator[Hit]:
        """Yield what is private in the table."""
        # Only what is suspicious itself, or a name that many plays share would come with each.
        texts = ", ".join(
            f"case when regexp_matches({text}, $pattern) then {text} end as {quoted(column)}"
            for column, text in self.texts.items()
        )
        statement = f"select distinct {texts} {self._rows()}"
        for row in read_rows(path, statement, _SOUGHT):
            for column, text in row.items():
                for kind, thing in found_in(text or ""):
                    yield Hit(self.name, column, kind, thing, text)

    def _rows(self) -> str:
        texts = ", ".join(self.texts.values())
        return f"from {self.source} where regexp_matches(concat_ws(chr(10), {texts}), $pattern)"


def _texts(table: Table) -> dict[str, str]:
    """Return SQL for all texts of each column that holds any."""
    found = {
        column: text_of(type_of(kind), quoted(column)) for column, kind in table.columns.items()
    }
    return {column: text for column, text in found.items() if text is not None}
