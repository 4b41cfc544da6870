"""All that the warehouse knows of one artist and of the listener's own artists that led there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stores.warehouse import read_rows

Row = Mapping[str, Any]

_HEARD = """
with plays as (
    select
        artist_id, track_name, outcome, local_started_at,
        row_number() over (
            partition by artist_id order by started_at desc, play_id desc
        ) as from_last,
        row_number() over (partition by artist_id order by started_at, play_id) as from_first
    from fct_plays
    where list_contains($ids::varchar[], artist_id)
)
select
    artists.artist_id, artists.artist_name, artists.is_ranked,
    preferences.preference_rank, preferences.preference_score, preferences.tier_band,
    artists.play_count, artists.finished_count,
    round(artists.finished_count / artists.play_count, 4) as finished_share,
    artists.hours, artists.first_played_at, artists.last_played_at,
    tracks.track_name as top_track, tracks.play_count as top_track_play_count,
    earliest.track_name as first_track, earliest.local_started_at as first_play_at,
    latest.track_name as last_track, latest.local_started_at as last_play_at,
    latest.outcome as last_outcome
from dim_artists as artists
left join artist_preferences as preferences on artists.artist_id = preferences.artist_id
left join dim_tracks as tracks
    on artists.artist_id = tracks.artist_id and tracks.track_rank = 1
left join plays as latest on artists.artist_id = latest.artist_id and latest.from_last = 1
left join plays as earliest on artists.artist_id = earliest.artist_id and earliest.from_first = 1
where list_contains($ids::varchar[], artists.artist_id)
"""
_ENGINES = """
select
    engine, engine_rank, score, confidence, support,
    list_transform(seeds, lambda seed: seed.artist_name) as seeds
from engine_candidates where artist_id = ? order by engine_rank, engine
"""
_NAMED_BY = """
select
    similar_artists.seed_artist_id as artist_id,
    coalesce(
        min(preferences.artist_name), min(similar_artists.seed_artist_name)
    ) as artist_name,
    min(preferences.preference_rank) as preference_rank,
    min(similar_artists.provider_rank) as list_place,
    arg_min(similar_artists.provider, (similar_artists.provider_rank, similar_artists.provider))
        as provider
from similar_artists
left join artist_preferences as preferences
    on similar_artists.seed_artist_id = preferences.artist_id
where similar_artists.artist_id = ?
group by similar_artists.seed_artist_id
order by preference_rank nulls last, list_place, similar_artists.seed_artist_id
"""
_FEEDBACK = """
select verdict, feedback_artist_name as artist_name, closeness
from int_feedback__links where artist_id = ? order by closeness desc, feedback_artist_id
"""


@dataclass(frozen=True)
class Facts:
    """What is known of one artist; each row is named as its table names it."""

    recommended: Row | None
    """Its row of `recommendations`."""
    last_rank: int
    """How many recommendations are stored."""
    engines: list[Row]
    named_by: list[Row]
    """Whose lists of similar artists name it, the listener's favourites first."""
    feedback: list[Row]
    """Liked and disliked artists that resemble it."""
    heard: Mapping[str, Row]
    """By artist_id: how it, and the artists of its reasons, were heard."""
    is_excluded: bool
    """Whether the last build left it out by rule."""


def gather(warehouse: Path, artist_id: str) -> Facts:
    """Read what is known of an artist."""
    found = read_rows(warehouse, "select * from recommendations where artist_id = ?", [artist_id])
    recommended = found[0] if found else None
    seeds = [reason["seed_artist_id"] for reason in (recommended or {}).get("reasons") or ()]
    heard = read_rows(warehouse, _HEARD, {"ids": [artist_id, *seeds]})
    excluded = read_rows(
        warehouse, "select is_excluded from int_candidates__heard where artist_id = ?", [artist_id]
    )
    count = read_rows(warehouse, "select count(*) as n from recommendations")
    return Facts(
        recommended=recommended,
        last_rank=int(count[0]["n"]),
        engines=_rows(warehouse, _ENGINES, artist_id),
        named_by=_rows(warehouse, _NAMED_BY, artist_id),
        feedback=_rows(warehouse, _FEEDBACK, artist_id),
        heard={row["artist_id"]: row for row in heard},
        is_excluded=any(row["is_excluded"] for row in excluded),
    )


def _rows(warehouse: Path, query: str, artist_id: str) -> list[Row]:
    rows: Sequence[Row] = read_rows(warehouse, query, [artist_id])
    return list(rows)
