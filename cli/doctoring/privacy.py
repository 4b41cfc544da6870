"""Whether the warehouse holds what an export says of its owner beyond the music.

Two questions, each for every column: is it called as a private field of an export is, and do its
values look like one? Names of music are made by others and may look like anything, as an artist
called 10.0.0.1 does: docs/decisions/0019 says how they are told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cli.doctoring.finding import Finding, note, ok, problem
from cli.doctoring.patient import Patient
from cli.doctoring.private_kinds import PRIVATE_COLUMNS
from cli.doctoring.scanning import TITLES, Hit, Table, read_tables, scan
from cli.doctoring.texts import field_names, type_of
from cli.doctoring.wording import counted, joined
from cli.exits import Exit
from stores.warehouse import WarehouseError, kept_open

_SUSPICIOUS_SHARE = 0.5


def check(patient: Patient) -> Iterator[Finding]:
    """Read the texts of the warehouse."""
    path = patient.home.warehouse
    if not path.is_file():
        return
    try:
        with kept_open(path):
            tables = read_tables(path)
            hits = unexplained(*scan(path, tables, is_thorough=patient.is_thorough))
            sampled = [each.name for each in tables if each.is_large and not patient.is_thorough]
            if hits and sampled:
                # The title that explains one may not be in the sample.
                hits = unexplained(*scan(path, tables, is_thorough=True))
    except (WarehouseError, PermissionError):
        yield note("privacy", "not looked at: the warehouse cannot be read", patient.rebuild)
        return
    amiss = [f"a column {name}" for name in named_private(tables)]
    amiss += sorted({f"{hit.kind} in {hit.table}.{hit.column}" for hit in hits})
    if amiss:
        yield judge_amiss(amiss, patient.rebuild)
    else:
        thorough = patient.context.command("doctor --thorough")
        yield judge_clean(len(tables), len(sampled), thorough)


def judge_amiss(amiss: Sequence[str], rebuild: str) -> Finding:
    """Say what is in the warehouse that should never be there, without repeating it."""
    found = f"{joined(amiss)}: if a new build does not end it, report it (SECURITY.md)"
    return problem("privacy", found, rebuild, Exit.FAILED)


def judge_clean(table_count: int, sampled_count: int, thorough: str) -> Finding:
    """Say that nothing was found, and of how many tables only a sample was read."""
    found = f"nothing but music in {counted(table_count, 'table')}"
    if sampled_count:
        found += f"; of {sampled_count} a sample: `{thorough}` reads all"
    return ok("privacy", found)


def named_private(tables: Sequence[Table]) -> list[str]:
    """Return the columns, and fields in them, that are called as a private field is."""
    return [
        f"{table.name}.{'.'.join(dict.fromkeys((column, name)))}"
        for table in tables
        for column, kind in table.columns.items()
        for name in (column, *_fields(kind))
        if name.lower() in PRIVATE_COLUMNS
    ]


def unexplained(hits: Sequence[Hit], title_shares: Mapping[str, float]) -> list[Hit]:
    """Return the hits that are no name of music.

    `title_shares` says of each column of titles of plays which share of its values looks private:
    where half of them do, they are no titles. Anything found in a title may be found elsewhere.
    """
    false_titles = {column for column, share in title_shares.items() if share >= _SUSPICIOUS_SHARE}
    names = {
        hit.thing.lower() for hit in hits if hit.column in TITLES and hit.column not in false_titles
    }
    return [hit for hit in hits if hit.thing.lower() not in names]


def _fields(kind: str) -> list[str]:
    return field_names(type_of(kind)) if "(" in kind else []
