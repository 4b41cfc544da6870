"""The blend fuses engines by rank, leaves out what is known, and says why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from python_engines.blend import BLENDED, BlendInputs, BlendParams, blend
from python_engines.candidates import CANDIDATES

PARAMS = BlendParams(
    engine_weights=[{"engine": "content", "weight": 1.0}, {"engine": "other", "weight": 1.0}],
    blend_rank_offset=60,
    tier_focus=2,
    tried_prior_plays=1,
    obscurity=0,
    obscurity_strength=0.8,
    feedback_strength=0.5,
    diversity=0,
    diversity_pool_count=400,
    seed_max_share=1,
    seed_share_from=1,
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
    *rows: dict[str, Any],
    known: tuple[str, ...] = (),
    params: BlendParams = PARAMS,
    **more: Any,
) -> list[dict[str, Any]]:
    heard = pd.DataFrame({"artist_id": list(known), "is_excluded": [True] * len(known)})
    table = pa.Table.from_pylist(list(rows), schema=TABLE)
    return blend(table, BlendInputs(**{"heard": heard, **more}), params).to_pylist()


def played(*artists: tuple[str, int, float]) -> pd.DataFrame:
    columns = ["artist_id", "play_count", "engagement_total"]
    return pd.DataFrame(list(artists), columns=columns)


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


def test_nobody_is_recommended_without_a_reason() -> None:
    rows = blended(candidate("content", "a", 1), candidate("content", "b", 2, confidence=0.0))
    assert [row["artist_id"] for row in rows] == ["a"]


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


def listeners(**counts: int) -> pd.DataFrame:
    return pd.DataFrame(
        [(artist, count, "lastfm") for artist, count in counts.items()],
        columns=["artist_id", "listeners", "listeners_source"],
    )


@pytest.mark.parametrize(("obscurity", "first"), [(1, "rare"), (-1, "star")])
def test_obscurity_prefers_the_less_or_the_more_widely_known(obscurity: int, first: str) -> None:
    rows = blended(
        *(candidate("content", artist, rank) for rank, artist in enumerate(["star", "rare"], 1)),
        params=replace(PARAMS, obscurity=obscurity),
        details=listeners(star=1_000_000, rare=10),
    )
    assert rows[0]["artist_id"] == first
    assert {row["artist_id"]: row["popularity"] for row in rows} == {"star": 1, "rare": 0}


def test_listeners_of_different_sources_are_not_compared() -> None:
    counts = listeners(star=1_000_000, rare=10).assign(listeners_source=["lastfm", "listenbrainz"])
    rows = blended(candidate("content", "star", 1), candidate("content", "rare", 2), details=counts)
    assert [row["popularity"] for row in rows] == [None, None]


def feedback(*links: tuple[str, str, str, float]) -> pd.DataFrame:
    columns = ["verdict", "feedback_artist_id", "artist_id", "closeness"]
    frame = pd.DataFrame(list(links), columns=columns)
    return frame.assign(feedback_artist_name=frame["feedback_artist_id"].str.title())


def test_a_like_raises_its_neighbours_and_is_their_reason() -> None:
    before, after = (
        blended(candidate("content", "a", 9), candidate("content", "b", 1), feedback_links=links)
        for links in (feedback(), feedback(("like", "love", "a", 1.0)))
    )
    assert [row["artist_id"] for row in before] == ["b", "a"]
    assert [row["artist_id"] for row in after] == ["a", "b"]
    assert after[0]["score"] == pytest.approx(1.5 * before[1]["score"], abs=1e-5)
    reasons = {r["seed_artist_name"]: r for r in after[0]["reasons"]}
    assert reasons["Love"]["engine"] == "feedback"
    assert reasons["Love"]["contribution"] == pytest.approx(1 / 3, abs=1e-5)
    assert reasons["Seed"]["contribution"] == pytest.approx(2 / 3, abs=1e-5)


def test_what_likes_lift_beyond_one_is_still_ranked_by_it() -> None:
    links = feedback(("like", "x", "a", 1.0), *(("like", f"y{n}", "b", 1.0) for n in range(3)))
    rows = blended(
        *(candidate(engine, name, 1) for engine in ("content", "other") for name in "ab"),
        feedback_links=links,
    )
    assert [(row["artist_id"], row["score"]) for row in rows] == [("b", 1), ("a", 1)]


def test_a_dislike_lowers_its_neighbours_by_their_closeness() -> None:
    links = feedback(("dislike", "no", "a", 1.0), ("dislike", "no", "b", 0.5))
    rows = blended(*(candidate("content", name, 1) for name in "abc"), feedback_links=links)
    factors = {row["artist_id"]: row["feedback_factor"] for row in rows}
    assert factors == {"a": pytest.approx(1 / 1.5), "b": pytest.approx(1.5**-0.5), "c": 1}


def test_what_was_tried_and_broken_off_comes_up_less() -> None:
    tried = played(("skipped", 3, 0.0), ("finished", 1, 1.0))
    rows = blended(
        *(candidate("content", a, 1) for a in ("finished", "new", "skipped")), tried=tried
    )
    factors = {row["artist_id"]: row["tried_factor"] for row in rows}
    assert factors == {"finished": 1, "new": 1, "skipped": 0.25}
    assert rows[-1]["artist_id"] == "skipped"


@pytest.mark.parametrize(("tier_share", "first"), [(1.0, "heading"), (0.5, "of the tier")])
def test_a_deep_tier_leads_its_own_list(tier_share: float, first: str) -> None:
    weights = [{"engine": "content", "weight": 0.5}, {"engine": "other", "weight": 1.0}]
    rows = blended(
        candidate("content", "of the tier", 1),
        candidate("other", "heading", 1),
        params=replace(PARAMS, engine_weights=weights),
        tier_share=tier_share,
    )
    assert rows[0]["artist_id"] == first


def test_no_candidates_give_an_empty_table_of_the_same_types() -> None:
    empty = blend(TABLE.empty_table(), BlendInputs(), PARAMS)
    assert empty.schema == BLENDED
    assert empty.num_rows == 0
