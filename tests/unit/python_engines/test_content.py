"""The content engine fuses the tier's lists by place and agreement."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from python_engines.candidates import CANDIDATES
from python_engines.content import ContentParams, score_candidates

PARAMS = ContentParams(content_rank_offset=10, content_confidence_prior_seeds=3, score_digits=6)


def links(*rows: tuple[str, str, int, float, str, int]) -> pd.DataFrame:
    """Rows of seed, candidate, seed rank, seed weight, provider, place."""
    return pd.DataFrame(
        [
            {
                "seed_artist_id": seed.lower(),
                "seed_artist_name": seed,
                "seed_rank": seed_rank,
                "seed_weight": weight,
                "artist_id": candidate.lower(),
                "artist_name": candidate,
                "provider": provider,
                "provider_rank": place,
            }
            for seed, candidate, seed_rank, weight, provider, place in rows
        ]
    )


def scores(table: object) -> dict[str, float]:
    return {row["artist_id"]: row["score"] for row in table.to_pylist()}  # type: ignore[attr-defined]


def test_two_seeds_that_agree_beat_one_that_is_sure() -> None:
    found = score_candidates(
        links(
            ("One", "Sure", 1, 1.0, "file", 1),
            ("One", "Agreed", 1, 1.0, "file", 8),
            ("Two", "Agreed", 2, 1.0, "file", 8),
        ),
        PARAMS,
    ).to_pylist()
    assert [row["artist_id"] for row in found] == ["agreed", "sure"]
    assert found[0]["score"] == pytest.approx(2 / 18, abs=1e-6)
    assert found[1]["score"] == pytest.approx(1 / 11, abs=1e-6)
    assert [row["support"] for row in found] == [2, 1]
    assert [row["confidence"] for row in found] == [0.4, 0.25]


def test_a_seed_counts_by_how_much_it_is_preferred() -> None:
    found = score_candidates(
        links(("Loved", "A", 1, 0.9, "file", 1), ("Liked", "B", 2, 0.3, "file", 1)), PARAMS
    )
    assert scores(found)["a"] == pytest.approx(3 * scores(found)["b"], rel=1e-4)


def test_a_seed_known_to_two_providers_does_not_count_twice() -> None:
    once = score_candidates(links(("One", "A", 1, 1.0, "file", 1)), PARAMS)
    twice = score_candidates(
        links(("One", "A", 1, 1.0, "file", 1), ("One", "A", 1, 1.0, "lastfm", 1)), PARAMS
    )
    assert scores(once) == scores(twice)
    assert twice.to_pylist()[0]["support"] == 1


def test_seeds_come_strongest_first_and_sum_to_the_score() -> None:
    found = score_candidates(
        links(("Far", "A", 7, 0.5, "file", 90), ("Near", "A", 9, 0.5, "file", 2)), PARAMS
    ).to_pylist()[0]
    assert [seed["artist_name"] for seed in found["seeds"]] == ["Near", "Far"]
    assert [seed["seed_rank"] for seed in found["seeds"]] == [9, 7]
    total = sum(seed["contribution"] for seed in found["seeds"])
    assert total == pytest.approx(found["score"], abs=1e-6)


def test_ties_go_by_key_and_ranks_have_no_gaps() -> None:
    found = score_candidates(
        links(("One", "B", 1, 1.0, "file", 1), ("Two", "A", 2, 1.0, "file", 1)), PARAMS
    ).to_pylist()
    assert [(row["artist_id"], row["engine_rank"]) for row in found] == [("a", 1), ("b", 2)]


def test_no_links_give_an_empty_table_of_the_same_types() -> None:
    empty = score_candidates(links(), PARAMS)
    assert empty.schema == CANDIDATES
    assert empty.num_rows == 0


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(random: object) -> None:
    rows = [
        (f"S{seed}", f"C{seed * place % 7}", seed, seed / 9, provider, place)
        for seed in range(1, 9)
        for place in range(1, 6)
        for provider in ("file", "lastfm")
    ]
    frame = links(*rows).drop_duplicates(["seed_artist_id", "artist_id", "provider"])
    shuffled = frame.sample(frac=1, random_state=random.randrange(2**31))  # type: ignore[attr-defined]
    assert score_candidates(frame, PARAMS).equals(score_candidates(shuffled, PARAMS))
