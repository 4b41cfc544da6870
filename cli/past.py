"""Reading a kept replay: what the evaluation and the tuning need of one cut-off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from cli.cutoffs import Cutoff
from python_engines.evaluation import Past
from stores.warehouse import read_frame, read_rows

_TAKEN_UP = """
    select plays.artist_id
    from fct_plays as plays
    inner join dim_artists as artists on plays.artist_id = artists.artist_id
    where plays.is_engaged and artists.is_ranked
    group by plays.artist_id
    having
        min(plays.ended_at) > $as_of
        and count(*) filter (where plays.ended_at <= $until) >= $min_plays
    order by plays.artist_id
"""


def taken_up(warehouse: Path, cutoff: Cutoff, min_plays: int) -> list[str]:
    """Return the artists that the published warehouse says were taken up after a cut-off."""
    said = {"as_of": cutoff.as_of, "until": cutoff.until, "min_plays": min_plays}
    return [str(row["artist_id"]) for row in read_rows(warehouse, _TAKEN_UP, said)]


def other_names(warehouse: Path) -> dict[str, list[str]]:
    """Return under which other names the stored lists hold an artist of the listener's."""
    names: dict[str, list[str]] = {}
    for row in read_rows(
        warehouse,
        "select known_artist_id, artist_id from int_candidates__same_artists"
        " order by known_artist_id, artist_id",
    ):
        names.setdefault(str(row["known_artist_id"]), []).append(str(row["artist_id"]))
    return names


def read_past(
    replay: Path, cutoff: Cutoff, truths: list[str], names: Mapping[str, Sequence[str]]
) -> Past:
    """Return the listener as at a cut-off from its replay, with what came then.

    `names` are the other names of the truths, which nobody knew for theirs at the time.
    """
    ranked = read_rows(
        replay,
        "select engine, artist_id from engine_candidates"
        " anti join int_candidates__excluded using (artist_id)"
        " order by engine, engine_rank, artist_id",
    )
    weights = read_rows(replay, "select engine_weights from int_run__blend")[0]
    engines: dict[str, list[str]] = {
        str(entry["engine"]): [] for entry in weights["engine_weights"]
    }
    for row in ranked:
        engines[str(row["engine"])].append(str(row["artist_id"]))
    hybrid = read_rows(replay, "select artist_id from recommendations order by rank")
    excluded = read_rows(replay, "select artist_id from int_candidates__excluded")
    return Past(
        as_of=str(cutoff),
        links=read_frame(
            replay,
            "select seed_artist_id, artist_id, provider_rank, match from similar_artists"
            " order by seed_artist_id, artist_id, provider",
        ),
        preferences=read_frame(
            replay,
            "select artist_id, preference_rank from artist_preferences order by preference_rank",
        ),
        excluded=frozenset(str(row["artist_id"]) for row in excluded),
        details=read_frame(
            replay,
            "select artist_id, listeners, listeners_source from int_candidates__details"
            " order by artist_id",
        ),
        tags=read_frame(replay, "select artist_id, tag from artist_tags order by artist_id, tag"),
        hybrid=[str(row["artist_id"]) for row in hybrid],
        engines=engines,
        taken_up=truths,
        other_names=names,
    )
