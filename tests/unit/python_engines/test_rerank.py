"""The list is made diverse, and no one artist explains most of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
import pytest

from python_engines.rerank import RerankParams, reranked

NO_TAGS = pd.DataFrame({"artist_id": [], "tag": [], "weight": []})


def row(artist: str, score: float, **seeds: float) -> dict[str, Any]:
    reasons = [{"seed_artist_id": seed, "contribution": part} for seed, part in seeds.items()]
    return {"artist_id": artist, "worth": score, "all_reasons": reasons}


def order(
    rows: list[dict[str, Any]],
    *,
    diversity: float = 0.0,
    cap: float = 1.0,
    share_from: int = 1,
    tags: pd.DataFrame = NO_TAGS,
    count: int = 100,
) -> list[str]:
    params = RerankParams(
        diversity=diversity,
        diversity_pool_count=400,
        seed_max_share=cap,
        seed_share_from=share_from,
    )
    return [kept["artist_id"] for kept in reranked(rows, tags, count, params)]


ROWS = [row("a1", 1.0, a=1.0), row("a2", 0.9, a=1.0), row("b1", 0.8, b=1.0)]


def test_without_diversity_the_score_alone_counts() -> None:
    assert order(ROWS) == ["a1", "a2", "b1"]


def test_with_diversity_another_seed_comes_before_more_of_the_same() -> None:
    assert order(ROWS, diversity=0.5) == ["a1", "b1", "a2"]


def test_tags_tell_artists_of_one_seed_apart() -> None:
    rows = [row(name, score, a=1.0) for name, score in (("x", 1.0), ("y", 0.9), ("z", 0.85))]
    tags = pd.DataFrame(
        {"artist_id": list("xyz"), "tag": ["pop", "pop", "jazz"], "weight": [1.0, 1.0, 1.0]}
    )
    assert order(rows, diversity=0.3, tags=tags) == ["x", "z", "y"]


def test_no_artist_is_the_main_reason_of_more_than_its_share() -> None:
    rows = [row(f"a{n}", 1 - n / 100, a=0.9, b=0.1) for n in range(20)]
    rows += [row(f"b{n}", 0.5 - n / 100, b=1.0) for n in range(10)]
    rows += [row(f"c{n}", 0.3 - n / 100, c=1.0) for n in range(10)]
    kept = order(rows, cap=0.4, count=20)
    for length in range(5, 21):
        mains = Counter(name[0] for name in kept[:length])
        assert max(mains.values()) <= -(-0.4 * length // 1)


def test_the_first_places_go_by_score() -> None:
    rows = [row(f"a{n}", 1 - n / 100, a=1.0) for n in range(9)]
    rows += [row(f"b{n}", 0.5 - n / 100, b=1.0) for n in range(9)]
    kept = order(rows, cap=0.4, share_from=10)
    assert [name[0] for name in kept[:10]] == ["a"] * 4 + ["b"] * 4 + ["a"] * 2


def test_a_tier_of_one_artist_still_gives_a_whole_list() -> None:
    rows = [row(f"a{n}", 1 - n / 100, a=1.0) for n in range(10)]
    assert order(rows, cap=0.3) == [f"a{n}" for n in range(10)]


@pytest.mark.parametrize("diversity", [0.0, 0.5, 1.0])
def test_nothing_is_lost_or_doubled(diversity: float) -> None:
    assert sorted(order([*ROWS, row("none", 0.0)], diversity=diversity)) == [
        "a1",
        "a2",
        "b1",
        "none",
    ]


def test_an_empty_list_stays_empty() -> None:
    assert order([]) == []
