"""The blend fuses engines by rank, leaves out what is known, and says why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from python_engines.blend import BLENDED, BlendParams, blend
from python_engines.candidates import CANDIDATES

PARAMS = BlendParams(
    engine_weights=[{"engine": "content", "weight": 1.0}, {"engine": "other", "weight": 1.0}],
    blend_rank_offset=60,
    recommendation_count=200,
    reasons_per_recommendation=5,
    score_digits=6,
)
TABLE = pa.schema([("engine", pa.string()), *CANDIDATES])


def candidate(engine: str, artist: str, rank: int, **more: Any) -> dict[str, Any]:
    seed = {"artist_id": "seed", "artist_name": "Seed", "seed_rank": 3, "contribution": 0.1}
    return {
        "engine": engine,
        "artist_id": artist,
        "artist_name": artist.title(),
        "score": 1 / rank,
        "engine_rank": rank,
        "confidence": 1.0,
        "support": 1,
        "seeds": [seed],
        **more,
    }


def blended(
    *rows: dict[str, Any], known: tuple[str, ...] = (), params: BlendParams = PARAMS
) -> list[dict[str, Any]]:
    heard = pd.DataFrame({"artist_id": list(known), "is_excluded": [True] * len(known)})
    return blend(pa.Table.from_pylist(list(rows), schema=TABLE), heard, params).to_pylist()


def test_what_two_engines_find_comes_before_what_one_finds() -> None:
    rows = blended(
        candidate("content", "only one", 1),
        candidate("content", "both", 2),
        candidate("other", "both", 2),
    )
    assert [row["artist_id"] for row in rows] == ["both", "only one"]
    assert [row["rank"] for row in rows] == [1, 2]
    assert rows[0]["engine_shares"] == [
        {"engine": "content", "share": pytest.approx(0.5, abs=0.01)},
        {"engine": "other", "share": pytest.approx(0.5, abs=0.01)},
    ]


def test_first_everywhere_with_full_confidence_scores_one() -> None:
    rows = blended(candidate("content", "a", 1), candidate("other", "a", 1))
    assert rows[0]["score"] == 1
    assert rows[0]["confidence"] == 1


def test_known_artists_are_left_out_and_leave_no_hole() -> None:
    with_known = blended(
        candidate("content", "known", 1), candidate("content", "new", 2), known=("known",)
    )
    without = blended(candidate("content", "new", 1))
    assert with_known == without


def test_an_engine_without_weight_says_nothing() -> None:
    params = replace(
        PARAMS,
        engine_weights=[{"engine": "content", "weight": 1.0}, {"engine": "other", "weight": 0.0}],
    )
    rows = blended(candidate("content", "a", 1), candidate("other", "b", 1), params=params)
    assert [row["artist_id"] for row in rows] == ["a"]


def test_low_confidence_lowers_an_engines_word() -> None:
    rows = blended(candidate("content", "unsure", 1, confidence=0.1), candidate("other", "sure", 9))
    assert [row["artist_id"] for row in rows] == ["sure", "unsure"]


def test_reasons_are_shares_of_the_score_strongest_first() -> None:
    seeds = [
        {"artist_id": "x", "artist_name": "X", "seed_rank": 110, "contribution": 0.1},
        {"artist_id": "y", "artist_name": "Y", "seed_rank": 120, "contribution": 0.3},
    ]
    row = blended(candidate("content", "a", 1, seeds=seeds))[0]
    assert [(r["seed_artist_name"], r["seed_rank"]) for r in row["reasons"]] == [
        ("Y", 120),
        ("X", 110),
    ]
    assert [r["contribution"] for r in row["reasons"]] == [0.75, 0.25]


def test_the_list_and_its_reasons_are_cut_to_what_is_kept() -> None:
    seeds = [
        {"artist_id": str(i), "artist_name": str(i), "seed_rank": i, "contribution": 0.1}
        for i in range(9)
    ]
    params = replace(PARAMS, recommendation_count=2, reasons_per_recommendation=3)
    rows = blended(
        *(candidate("content", f"a{i}", i, seeds=seeds) for i in range(1, 6)), params=params
    )
    assert [row["artist_id"] for row in rows] == ["a1", "a2"]
    assert all(len(row["reasons"]) == 3 for row in rows)


def test_no_candidates_give_an_empty_table_of_the_same_types() -> None:
    heard = pd.DataFrame({"artist_id": [], "is_excluded": []})
    empty = blend(TABLE.empty_table(), heard, PARAMS)
    assert empty.schema == BLENDED
    assert empty.num_rows == 0
