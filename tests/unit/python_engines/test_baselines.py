"""The baselines, each on a few lists."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from python_engines import baselines


def lists(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Rows of seed, its preference rank, similar artist, place and match."""
    columns = ["seed_artist_id", "seed_rank", "artist_id", "provider_rank", "match"]
    return pd.DataFrame(rows, columns=columns).astype({"match": float})


def details(*rows: tuple[str, int | None, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["artist_id", "listeners", "listeners_source"])


NONE_TOLD = details().astype({"listeners": float})
WITH_MATCH = lists(
    ("first", 1, "close to one", 1, 1.0),
    ("first", 1, "close to both", 2, 0.6),
    ("second", 2, "close to both", 1, 0.9),
    ("third", 3, "far", 1, 0.3),
)
UNIVERSE = ["close to both", "close to one", "far"]


def test_popularity_is_the_number_of_lists_where_no_listeners_are_told() -> None:
    links = lists(("x", 1, "b", 1, None), ("y", 2, "b", 1, None), ("x", 1, "a", 2, None))
    assert baselines.popularity(links, NONE_TOLD, ["a", "b", "seed only"]) == [
        "b",
        "a",
        "seed only",
    ]


def test_listeners_of_several_sources_are_put_on_one_scale() -> None:
    named = {"a": 2, "b": 1, "c": 1, "d": 2, "e": 5}
    links = lists(*((f"seed {n}", n, name, 1, None) for name, k in named.items() for n in range(k)))
    told = details(
        # Last.fm: 500, 300 and 100 listeners a list, in the middle 300: a counts 3.33, b 1, c 0.33
        ("a", 1000, "lastfm"),
        ("b", 300, "lastfm"),
        ("c", 100, "lastfm"),
        # ListenBrainz: 10 listeners a list: e counts 5, though it has the fewest
        ("e", 50, "listenbrainz"),
        ("d", None, "lastfm"),
    )
    assert baselines.popularity(links, told, list(named)) == ["e", "a", "d", "b", "c"]


def test_max_match_takes_the_best_match_and_sum_match_the_sum() -> None:
    assert baselines.max_match(WITH_MATCH, UNIVERSE, 10) == ["close to one", "close to both", "far"]
    assert baselines.sum_match(WITH_MATCH, UNIVERSE, 10, 50) == UNIVERSE


def test_sum_match_looks_at_the_first_seeds_only() -> None:
    assert baselines.sum_match(WITH_MATCH, UNIVERSE, 10, 2) == ["close to both", "close to one"]
    assert baselines.sum_match(WITH_MATCH, UNIVERSE, 10, 1) == ["close to one", "close to both"]


def test_known_artists_are_not_ranked() -> None:
    assert baselines.max_match(WITH_MATCH, ["far"], 10) == ["far"]


def test_without_match_a_place_counts_as_much_as_its_rank() -> None:
    # (10 + 1) / (10 + r): 1 at the first place, 11/12 at the second, 0.55 at the tenth.
    links = lists(
        ("x", 1, "once first", 1, None),
        ("x", 1, "twice tenth", 10, None),
        ("y", 2, "twice tenth", 10, None),
        ("y", 2, "once second", 2, None),
    )
    ranked = ["twice tenth", "once first", "once second"]
    assert baselines.sum_match(links, ranked, 10, 50) == ranked
    assert baselines.max_match(links, ranked, 10) == ["once first", "once second", "twice tenth"]


def test_equal_scores_are_ordered_by_the_artists_key() -> None:
    links = lists(("x", 1, "b", 1, 0.5), ("y", 2, "a", 1, 0.5))
    assert baselines.max_match(links, ["b", "a"], 10) == ["a", "b"]


def test_a_shuffle_is_all_artists_in_an_order_of_its_seed_alone() -> None:
    universe = [f"artist {n:02}" for n in range(50)]
    shuffled = baselines.shuffled(universe, [1])
    assert sorted(shuffled) == universe
    assert shuffled == baselines.shuffled(universe[::-1], [1])
    assert shuffled != baselines.shuffled(universe, [2])


@pytest.mark.parametrize("scorer", ["popularity", "max_match", "sum_match", "shuffled"])
def test_without_candidates_there_is_an_empty_list(scorer: str) -> None:
    none = WITH_MATCH.head(0)
    ranked = {
        "popularity": lambda: baselines.popularity(none, NONE_TOLD, []),
        "max_match": lambda: baselines.max_match(none, [], 10),
        "sum_match": lambda: baselines.sum_match(none, [], 10, 50),
        "shuffled": lambda: baselines.shuffled([], [1]),
    }
    assert ranked[scorer]() == []
