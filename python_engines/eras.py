"""Eras: stretches of periods in which the taste stayed near one place.

Each period is folded into the factorised similarity graph and compared by the scores that it gives
to all artists, so that two periods are alike when their music is, even without one artist in
common. Neighbouring periods are then joined, most
alike first (Ward's criterion on a chain: only what is next to each other can be joined).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa

from python_engines.frames import typed_table
from python_engines.params import RowParams
from python_engines.space import ArtistSpace, FoldInParams

ERAS = pa.schema(
    [
        ("period_start_date", pa.date32()),
        ("era_number", pa.int64()),
        ("similarity_to_period_before", pa.float64()),
    ]
)
"""One row per period: the era it lies in, 1 is the first, and the cosine in the latent space with
the period before (null for the first, and where the graph knows nothing of one of the two)."""

_NO_LENGTH = float(np.sqrt(np.finfo(float).eps))
"""A vector shorter than this is rounding noise: it points nowhere."""


@dataclass(frozen=True)
class EraParams(FoldInParams, RowParams):
    """Parameters of the eras.

    era_max_count: at most so many eras. era_min_periods: a shorter one joins the more similar
    neighbour. era_min_silhouette: below this nothing separates, and all is one era.
    era_silhouette_share: of the divisions whose silhouette reaches this share of the best one,
    the finest is taken.
    score_digits: silhouettes and similarities are rounded to this many digits.
    """

    era_max_count: int
    era_min_periods: int
    era_min_silhouette: float
    era_silhouette_share: float
    score_digits: int


def find_eras(listening: pd.DataFrame, artist_factors: pa.Table, params: EraParams) -> pa.Table:
    """Divide the listener's periods into eras.

    `listening` has one row per artist × period: period_start_date, artist_id, engaged_minutes;
    `artist_factors` is `ARTIST_FACTORS`. Where the graph knows none of the artists, periods are
    compared by the artists themselves. Returns `ERAS`, by period.
    """
    if listening.empty:
        return ERAS.empty_table()
    periods = sorted(_days(listening["period_start_date"]).unique())
    places = _folded_in(listening, periods, artist_factors, params)
    vectors = places if places.any() else _own_artists(listening, periods)
    eras = divide(vectors, params)
    return typed_table(
        ERAS,
        columns={
            "period_start_date": periods,
            "era_number": eras,
            "similarity_to_period_before": _similarities(places, params.score_digits),
        },
    )


def divide(vectors: np.ndarray, params: EraParams) -> list[int]:
    """Return the era, from 1, of each of the periods with these vectors, oldest first.

    What all periods share is taken out first (their mean), so that only what moved counts. A
    division is judged by its mean silhouette: near 1 when each period is far closer to its own
    era than to the ones before and after, 0 when it is as close to them. Eras further off do not
    count: a taste may come back.
    """
    unit = _unit(vectors)
    moved = _unit(unit - unit.mean(axis=0))
    found: dict[int, tuple[float, list[int]]] = {}
    for chained in _chain_borders(moved, min(params.era_max_count, len(moved) - 1)).values():
        borders = _without_short(moved, chained, params.era_min_periods)
        if len(borders) - 1 > 1:
            silhouette = _silhouette(moved, _numbers(borders))
            found[len(borders) - 1] = (round(silhouette, params.score_digits), borders)
    best = max((silhouette for silhouette, _ in found.values()), default=0.0)
    if best < params.era_min_silhouette:
        return [1] * len(vectors)
    good_enough = best * params.era_silhouette_share
    finest = max(count for count, (silhouette, _) in found.items() if silhouette >= good_enough)
    return _numbers(found[finest][1])


def _folded_in(
    listening: pd.DataFrame, periods: list[date], artist_factors: pa.Table, params: EraParams
) -> np.ndarray:
    """Each period's place in the latent space; zeros where the graph knows none of its artists."""
    if not len(artist_factors):
        return np.zeros((len(periods), 1))
    space = ArtistSpace(artist_factors, params)
    by_period = listening.groupby(_days(listening["period_start_date"]))
    rows = {
        day: dict(zip(rows["artist_id"], rows["engaged_minutes"].astype(float), strict=True))
        for day, rows in by_period
    }
    return space.by_scores(np.vstack([space.fold_in(rows[day]).vector for day in periods]))


def _own_artists(listening: pd.DataFrame, periods: list[date]) -> np.ndarray:
    """Each period as the minutes of its artists, on a log scale."""
    minutes = listening.assign(
        period=_days(listening["period_start_date"]),
        minutes=np.log1p(listening["engaged_minutes"].astype(float)),
    ).pivot_table(index="period", columns="artist_id", values="minutes", fill_value=0.0)
    table: np.ndarray = minutes.reindex(periods).to_numpy(float)
    return table


def _days(times: pd.Series) -> pd.Series:
    return pd.to_datetime(times).dt.date


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    is_there = lengths > _NO_LENGTH
    return np.where(is_there, vectors / np.where(is_there, lengths, 1.0), 0.0)


def _similarities(places: np.ndarray, digits: int) -> list[float | None]:
    unit = _unit(places)
    told: list[float | None] = [None]
    for before, now in pairwise(unit):
        known = before.any() and now.any()
        # Adding 0 turns a rounded -0.0 into 0.0.
        told.append(round(float(before @ now), digits) + 0.0 if known else None)
    return told


def _chain_borders(vectors: np.ndarray, most: int) -> dict[int, list[int]]:
    """Return for 2 to `most` eras where each begins, and the end of the last.

    Of all neighbours those are joined whose joining adds least to the sum of squares within eras
    (Ward's criterion, constrained to neighbours: CONISS, Grimm 1987); ties go to the earliest.
    """
    borders = list(range(len(vectors) + 1))
    found = {}
    while len(borders) - 1 > 1:
        if len(borders) - 1 <= most:
            found[len(borders) - 1] = list(borders)
        sizes = np.diff(borders)
        means = np.vstack([vectors[a:b].mean(axis=0) for a, b in pairwise(borders)])
        apart = np.square(means[1:] - means[:-1]).sum(axis=1)
        added = apart * sizes[1:] * sizes[:-1] / (sizes[1:] + sizes[:-1])
        borders.pop(int(np.argmin(added)) + 1)
    return found


def _without_short(vectors: np.ndarray, borders: list[int], least: int) -> list[int]:
    """Join eras shorter than `least`, shortest first, to the neighbour that is more alike."""
    kept = list(borders)
    while len(kept) - 1 > 1:
        lengths = np.diff(kept)
        short = int(np.argmin(lengths))
        if lengths[short] >= least:
            break
        means = _unit(np.vstack([vectors[a:b].mean(axis=0) for a, b in pairwise(kept)]))
        before = float(means[short] @ means[short - 1]) if short else -np.inf
        after = float(means[short] @ means[short + 1]) if short + 1 < len(means) else -np.inf
        kept.pop(short if before >= after else short + 1)
    return kept


def _numbers(borders: list[int]) -> list[int]:
    lengths = np.diff(borders)
    return [number for number, length in enumerate(lengths, start=1) for _ in range(length)]


def _silhouette(vectors: np.ndarray, numbers: list[int]) -> float:
    """The mean silhouette (Rousseeuw 1987) over periods, against the eras beside one's own."""
    distances = 1 - vectors @ vectors.T
    eras = np.array(numbers)
    values = np.zeros(len(eras))
    for place, era in enumerate(eras):
        own = (eras == era) & (np.arange(len(eras)) != place)
        if own.any():
            beside = [distances[place, eras == n] for n in (era - 1, era + 1) if n in eras]
            within = float(distances[place, own].mean())
            without = min(float(each.mean()) for each in beside)
            furthest = max(within, without)
            values[place] = (without - within) / furthest if furthest > _NO_LENGTH else 0.0
    return float(values.mean())
