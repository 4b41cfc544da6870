"""Finding the artist that somebody means by a name, among all that the warehouse has heard of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.errors import ConfigurationError
from stores.warehouse import read_rows

_NEAREST = 3
_NEAR_ENOUGH = 0.8
_QUERY = """
with names as (
    select artist_id, artist_name, 1 as place from dim_artists
    union all
    select artist_id, artist_name, 2 as place from recommendations
    union all
    select artist_id, artist_name, 3 as place from engine_candidates
    union all
    select artist_id, artist_name, 4 as place from similar_artists
    union all
    select seed_artist_id, seed_artist_name, 5 as place from similar_artists
),
spellings as (
    select artist_id, artist_name, min(place) as place, count(*) as times
    from names where artist_name is not null group by artist_id, artist_name
),
folded as (
    select *, strip_accents(lower(artist_name)) as name, strip_accents(lower($said)) as said
    from spellings
),
judged as (
    select
        artist_id, artist_name, place, times,
        case
            when artist_name = $said or artist_id = $said then 0
            when lower(artist_name) = lower($said) then 1
            when name = said or artist_id = said then 2
        end as sameness,
        greatest(
            jaro_winkler_similarity(name, said),
            case when contains(name, said) and length(said) > 3 then 0.9 else 0 end
        ) as nearness
    from folded
)
select
    artist_id,
    arg_min(artist_name, (place, -times, artist_name)) as artist_name,
    min(sameness) as sameness,
    max(nearness) as nearness
from judged
group by artist_id
having min(sameness) is not null or max(nearness) >= $near_enough
order by sameness nulls last, nearness desc, min(place), artist_id
limit 20
"""


@dataclass(frozen=True, slots=True)
class Artist:
    """An artist as the warehouse knows it."""

    artist_id: str
    artist_name: str


def find_artist(warehouse: Path, said: str) -> Artist:
    """Return the artist of that name: spelled so, else in other case or accents.

    Raises `ConfigurationError` naming the nearest names of a name that nobody has, or the ids of
    several artists that share it.
    """
    parameters = {"said": said.strip(), "near_enough": _NEAR_ENOUGH}
    return choose(read_rows(warehouse, _QUERY, parameters), said)


def choose(rows: Sequence[dict[str, Any]], said: str) -> Artist:
    """Return the only one of the best rows; see `find_artist`."""
    same = [row for row in rows if row["sameness"] is not None]
    if not same:
        raise ConfigurationError(nobody(said, [str(row["artist_name"]) for row in rows]))
    best = [row for row in same if row["sameness"] == same[0]["sameness"]]
    if len(best) > 1:
        several = " or ".join(repr(row["artist_id"]) for row in best)
        raise ConfigurationError(f"{said!r} may be several artists: say {several}")
    return Artist(str(best[0]["artist_id"]), str(best[0]["artist_name"]))


def nobody(said: str, nearest: Sequence[str]) -> str:
    """Return the words for a name that nobody has."""
    names = list(dict.fromkeys(nearest))[:_NEAREST]
    if not names:
        return f"no artist {said!r} is known here, nor one of a name like it"
    choice = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    return f"no artist {said!r} is known here: did you mean {choice}?"
