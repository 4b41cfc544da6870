"""The parts of `mm analyze`: a mart each, its query, and how its rows look in a table.

JSON and CSV give the rows as the query does, under the names of the mart's columns. A table for
people has shorter headings, rounds, and leaves columns out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cli import analysis_words as words

Row = Mapping[str, Any]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, where its value is, and how it is rounded."""

    heading: str
    name: str
    digits: int | None = None
    is_percent: bool = False

    def of(self, row: Row) -> Any:
        """Return the value to show."""
        value = row.get(self.name)
        if value is None or (self.digits is None and not self.is_percent):
            return value
        return round(100 * float(value)) if self.is_percent else round(float(value), self.digits)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the analysis."""

    mart: str
    heading: str
    query: str
    columns: tuple[Column, ...] = ()
    sentences: Callable[[Rows], list[str]] | None = None
    """What is told in words, above the table if there are columns, else instead of it."""
    shape: Callable[[Rows], Rows] | None = None
    """Makes the rows of the table out of those of the query."""
    is_cut: bool = True
    """Whether only the first rows are shown without `--verbose`."""


def _percent(heading: str, name: str) -> Column:
    return Column(heading, name, is_percent=True)


_LIBRARY = """
    with ranked as (
        select
            ms_played,
            sum(ms_played) over (order by ms_played desc, artist_id) - ms_played as ms_before,
            sum(ms_played) over () as ms_total
        from dim_artists
        where is_ranked
    ),
    days as (
        select
            min(cast(local_started_at as date)) as first_date,
            max(cast(local_started_at as date)) as last_date,
            sum(ms_played) as ms_played
        from fct_plays
    )
    select
        run_report.play_count,
        (select sum(hours) from listening_years) as hours,
        run_report.artist_count,
        (select count(*) from dim_tracks) as track_count,
        (select count(*) from ranked where ms_before < ms_total - ms_before)
            as half_of_hours_artist_count,
        days.first_date,
        days.last_date,
        home_country,
        home_timezone,
        as_of
    from run_report cross join days
"""

PARTS = (
    Part("run_report", "Your library", _LIBRARY, sentences=words.library),
    Part(
        "tier_distribution",
        "How your listening is spread over the ranks of your artists",
        "select tier_band, rank_from, rank_to, artist_count, hours, hours_share, cumulative_share"
        " from tier_distribution order by rank_from",
        columns=(
            Column("band", "tier_band"),
            Column("from rank", "rank_from"),
            Column("to rank", "rank_to"),
            Column("artists", "artist_count"),
            Column("hours", "hours", 1),
            _percent("% of hours", "hours_share"),
            _percent("% so far", "cumulative_share"),
        ),
        sentences=words.tiers,
        is_cut=False,
    ),
    Part(
        "artist_preferences",
        "Your artists of rank {start} to {end}: the score and its four parts",
        "select preference_rank, artist_name, preference_score, time_part, engagement_part,"
        " frequency_part, recency_part, hours, play_count, tier_band"
        " from artist_preferences where preference_rank between $start and $end"
        " order by preference_rank",
        columns=(
            Column("#", "preference_rank"),
            Column("artist", "artist_name"),
            Column("score", "preference_score", 2),
            Column("time", "time_part", 2),
            Column("engagement", "engagement_part", 2),
            Column("frequency", "frequency_part", 2),
            Column("recency", "recency_part", 2),
            Column("hours", "hours", 1),
            Column("plays", "play_count"),
        ),
    ),
    Part(
        "listening_clock",
        "When you listen",
        "select weekday_name, daypart, sum(minutes) as minutes,"
        " cast(sum(play_count) as bigint) as play_count"
        " from listening_clock group by local_weekday, weekday_name, daypart"
        " order by local_weekday, min(local_hour)",
        columns=(
            Column("", "weekday_name"),
            *(Column(name, name, 1) for name in ("morning", "afternoon", "evening", "night")),
        ),
        sentences=words.clock,
        shape=words.clock_by_weekday,
        is_cut=False,
    ),
    Part(
        "contexts",
        "What you turn to at which time",
        "select * from contexts where context <> 'any'"
        " order by (daypart is not null)::int + (weekpart is not null)::int"
        " + (season is not null)::int, minutes desc, context",
        sentences=words.contexts,
    ),
    Part(
        "artist_contexts",
        "Artists of rank {start} to {end} that belong to a time, and how many times their usual"
        " share they have then",
        "select context, artist_name, preference_rank, lift, artist_contexts.play_count"
        " from artist_contexts inner join artist_preferences using (artist_id)"
        " where enough_data and lift > 1 and preference_rank between $start and $end"
        " order by lift desc, context, artist_id",
        columns=(
            Column("context", "context"),
            Column("artist", "artist_name"),
            Column("rank", "preference_rank"),
            Column("times", "lift", 1),
            Column("plays", "play_count"),
        ),
    ),
    Part(
        "taste_eras",
        "The eras of your taste",
        "select * from taste_eras order by era_number",
        sentences=words.eras,
        is_cut=False,
    ),
    Part(
        "taste_periods",
        "Your taste over time, newest first",
        "select * from taste_periods order by period_start_date desc",
        columns=(
            Column("from", "period_start_date"),
            Column("era", "era_number"),
            Column("hours", "hours", 1),
            _percent("% new", "new_minutes_share"),
            Column("concentration", "concentration", 2),
            Column("same artists", "similarity_to_period_before", 2),
            Column("same sound", "music_similarity_to_period_before", 2),
            Column("tags", "leading_tags_named"),
        ),
    ),
    Part(
        "listening_years",
        "What you finish and what you skip",
        "select * from listening_years order by local_year",
        columns=(
            Column("year", "local_year"),
            Column("plays", "play_count"),
            Column("hours", "hours", 1),
            Column("artists", "artist_count"),
            _percent("% finished", "finished_share"),
            _percent("% skipped", "skipped_share"),
            _percent("% of a track heard", "mean_completion"),
        ),
        is_cut=False,
    ),
    Part(
        "import_ledger",
        "What the import left out",
        "select reason, cast(sum(rows) as bigint) as rows from import_ledger"
        " where outcome = 'rejected' and rows > 0 group by reason order by rows desc, reason",
        columns=(Column("reason", "reason"), Column("records", "rows")),
        is_cut=False,
    ),
)
