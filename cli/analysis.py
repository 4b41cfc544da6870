"""`mm analyze` put together: each part asked, then shown in words and tables or as rows."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from cli import output
from cli.analysis_parts import PARTS, Part
from cli.analysis_words import tag_names
from cli.context import Context
from cli.library import check_tier, library_size
from cli.output import Format
from cli.report import read_report
from cli.variables import TIER_END, TIER_START, Said
from stores.warehouse import open_query

_BRIEF_ROWS = 10
_TEXT_WIDTH = 100

Row = dict[str, Any]


def show(
    context: Context,
    tier_start: int | None,
    tier_end: int | None,
    form: Format,
    *,
    is_verbose: bool,
) -> None:
    """Write every part; the tier is the one of the build where the options do not say another."""
    warehouse = context.settings.home.warehouse
    start, end = _tier(warehouse, tier_start, tier_end)
    answers = [
        (part, _ask(warehouse, part, start, end, None if is_verbose else _BRIEF_ROWS))
        for part in PARTS
    ]
    if form in (Format.JSON, Format.CSV):
        _show_as_one(answers, form)
        return
    for part, rows in answers:
        if rows:
            output.heading(part.heading.format(start=start, end=end), form)
            _show_part(part, rows, form)
    if not is_verbose:
        output.note(f"at most {_BRIEF_ROWS} rows of a part are shown; --verbose shows all of them")


def _show_part(part: Part, rows: list[Row], form: Format) -> None:
    if part.sentences is not None:
        for line in part.sentences(rows):
            output.text(_paragraph(line, form))
            if form is Format.MD:
                output.text("")
    # Tags are known only to who has them fetched: a column without any value is none.
    shaped = part.shape(rows) if part.shape is not None else rows
    named = [{**row, "leading_tags_named": tag_names(row.get("leading_tags"))} for row in shaped]
    columns = [c for c in part.columns if any(c.of(row) not in ("", None) for row in named)]
    if columns:
        output.answer(
            [column.heading for column in columns],
            [[column.of(row) for column in columns] for row in named],
            form,
        )


def _paragraph(line: str, form: Format) -> str:
    cleaned = output.clean(line)
    if form is Format.MD:
        return output.markdown(cleaned)
    return textwrap.fill(cleaned, _TEXT_WIDTH, subsequent_indent="   ")


def _tier(warehouse: Path, start: int | None, end: int | None) -> tuple[int, int]:
    report = read_report(warehouse)
    artists = library_size(warehouse)
    said = {
        TIER_START: Said(start, "--tier-start")
        if start is not None
        else Said(report[TIER_START], "the build"),
        TIER_END: Said(end, "--tier-end")
        if end is not None
        else Said(report[TIER_END], "the build"),
    }
    check_tier(said, artists)
    return said[TIER_START].value, min(said[TIER_END].value, artists)


def _ask(warehouse: Path, part: Part, start: int, end: int, most: int | None) -> list[Row]:
    query, parameters = part.query, {}
    if "$start" in query:
        parameters = {"start": start, "end": end}
    if part.is_cut and most is not None:
        query += f" limit {most}"
    with open_query(warehouse, query, parameters) as answer:
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows()]


def _show_as_one(answers: list[tuple[Part, list[Row]]], form: Format) -> None:
    """Write all parts as one: JSON objects have their own part's keys, CSV rows all columns."""
    if form is Format.JSON:
        output.objects({"section": part.mart, **row} for part, rows in answers for row in rows)
        return
    names = list(dict.fromkeys(name for _, rows in answers for row in rows[:1] for name in row))
    output.answer(
        ["section", *names],
        [(part.mart, *(row.get(name) for name in names)) for part, rows in answers for row in rows],
        form,
    )
