"""The parts of `mm analyze`: thin queries over the marts, shown one by one or as one long table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli import output
from cli.context import Context
from cli.library import check_tier, library_size
from cli.output import Format
from cli.report import read_report
from cli.variables import TIER_END, TIER_START, Said
from stores.warehouse import open_query

_BRIEF_ROWS = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the analysis: the mart it comes from, its heading and its query."""

    mart: str
    heading: str
    query: str
    is_cut: bool = True
    """Whether only the first rows are shown without `--verbose`."""


_PARTS = (
    Part(
        "run_report",
        "Your library",
        "select play_count, artist_count, home_country, home_timezone, as_of from run_report",
    ),
    Part(
        "tier_distribution",
        "How your listening is spread over the ranks of your artists",
        "select tier_band, rank_from, rank_to, artist_count, hours, hours_share, cumulative_share"
        " from tier_distribution order by rank_from",
        is_cut=False,
    ),
    Part(
        "artist_preferences",
        "Your artists of rank {start} to {end}",
        "select preference_rank, artist_name, preference_score, hours, play_count, tier_band"
        " from artist_preferences where preference_rank between $start and $end"
        " order by preference_rank",
    ),
    Part(
        "listening_clock",
        "When you listen",
        "select weekday_name, daypart, sum(minutes) as minutes, sum(play_count) as play_count"
        " from listening_clock group by local_weekday, weekday_name, daypart"
        " order by local_weekday, min(local_hour)",
        is_cut=False,
    ),
    Part(
        "artist_contexts",
        "Artists that belong to a time",
        "select context, artist_name, lift, artist_contexts.play_count"
        " from artist_contexts inner join dim_artists using (artist_id)"
        " where enough_data and lift > 1 order by lift desc, context, artist_id",
    ),
    Part(
        "taste_periods",
        "Your taste over time, newest first",
        "select period_start_date, hours, artist_count, new_artist_share, concentration,"
        " similarity_to_period_before from taste_periods order by period_start_date desc",
    ),
)

Rows = list[tuple[Any, ...]]


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
        (part, *_ask(warehouse, part, start, end, None if is_verbose else _BRIEF_ROWS))
        for part in _PARTS
    ]
    if form in (Format.JSON, Format.CSV):
        _show_as_one(answers, form)
        return
    for part, columns, rows in answers:
        output.heading(part.heading.format(start=start, end=end), form)
        output.answer(columns, rows, form)
    if not is_verbose:
        output.note(f"at most {_BRIEF_ROWS} rows of a part are shown; --verbose shows all of them")


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


def _ask(
    warehouse: Path, part: Part, start: int, end: int, most: int | None
) -> tuple[Sequence[str], Rows]:
    query, parameters = part.query, {}
    if "$start" in query:
        parameters = {"start": start, "end": end}
    if part.is_cut and most is not None:
        query += f" limit {most}"
    with open_query(warehouse, query, parameters) as answer:
        return answer.columns, answer.rows()


def _show_as_one(answers: list[tuple[Part, Sequence[str], Rows]], form: Format) -> None:
    """Write all parts as one: JSON objects have their own part's keys, CSV rows all columns."""
    if form is Format.JSON:
        output.objects(
            {"section": part.mart, **dict(zip(columns, row, strict=True))}
            for part, columns, rows in answers
            for row in rows
        )
        return
    names = list(dict.fromkeys(name for _, columns, _ in answers for name in columns))
    output.answer(
        ["section", *names],
        [
            (part.mart, *(dict(zip(columns, row, strict=True)).get(name) for name in names))
            for part, columns, rows in answers
            for row in rows
        ],
        form,
    )
