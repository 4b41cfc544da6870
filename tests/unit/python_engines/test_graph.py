"""The factorised graph, and folding somebody into it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from implicit.cpu.als import AlternatingLeastSquares
from scipy import sparse

from python_engines.graph import ARTIST_FACTORS, factor_count, factorise
from python_engines.space import ArtistSpace, FoldInParams
from tests.unit.python_engines.worlds import GRAPH, graph_of, lists_of, no_periods, two_circles

FOLD = FoldInParams(graph_alpha=10)


def space() -> ArtistSpace:
    return ArtistSpace(graph_of(lists_of(two_circles())), FOLD)


@pytest.mark.parametrize(("lists", "factors"), [(50, 18), (300, 33), (1000, 50), (10_000, 108)])
def test_factors_grow_with_the_cube_root_of_the_lists(lists: int, factors: int) -> None:
    assert factor_count(lists, 20_000, GRAPH) == factors


def test_artists_of_one_circle_are_closer_than_those_of_another() -> None:
    folded = space().fold_in({"a0": 1.0, "a1": 0.5})
    scores = dict(zip(space().artist_ids, folded.scores, strict=True))
    assert min(scores[f"a{n}"] for n in range(2, 8)) > max(scores[f"b{n}"] for n in range(8))


def test_a_fold_in_is_what_implicit_would_give_the_same_row() -> None:
    placed = space()
    model = AlternatingLeastSquares(
        factors=placed.factors.shape[1],
        regularization=graph_of(lists_of(two_circles()))["regularization"][0].as_py(),
        alpha=10,
        dtype=np.float64,
    )
    model.item_factors = placed.factors
    row = sparse.csr_matrix(([1.0, 0.5], ([0, 0], placed.places(["a0", "b3"]))), (1, len(placed)))
    folded = placed.fold_in({"a0": 2.0, "b3": 1.0, "nobody": 9.0})
    assert folded.vector == pytest.approx(model.recalculate_user(0, row), abs=1e-4)


def test_contributions_sum_to_the_score_and_nobody_speaks_for_itself() -> None:
    folded = space().fold_in({"a0": 1.0, "a1": 0.5, "b0": 0.1})
    everybody = np.arange(len(space()))
    parts = folded.contributions(everybody)
    assert parts.sum(axis=1) == pytest.approx(folded.scores, abs=1e-9)
    assert np.diag(parts[folded.members]) == pytest.approx([0, 0, 0])


def test_the_order_of_the_rows_and_the_threads_change_nothing() -> None:
    lists = lists_of(two_circles())
    shuffled = lists.sample(frac=1, random_state=7)
    assert graph_of(lists).equals(graph_of(shuffled))


def test_the_regularisation_grows_with_what_a_row_says() -> None:
    # Two lists of one artist each: 1 for the list's own, 1 for the one it names, × alpha 10.
    short = graph_of(
        lists_of({"a": ["b"], "c": ["d"]}), replace(GRAPH, graph_regularization_share=0.1)
    )
    assert short["regularization"].to_pylist() == pytest.approx([0.1 * 10 * 2] * 4)


def test_periods_are_rows_but_the_newest() -> None:
    periods = pd.DataFrame(
        {
            "period_start_date": pd.to_datetime(["2024-01-01", "2024-01-01", "2024-04-01"]),
            "artist_id": ["a0", "unlisted", "newest"],
            "engaged_minutes": [10.0, 5.0, 3.0],
        }
    )
    artists = factorise(lists_of(two_circles()), periods, GRAPH).to_pylist()
    counts = {row["artist_id"]: row["list_count"] for row in artists}
    assert counts["unlisted"] == 0
    assert counts["a0"] == 7
    assert "newest" not in counts


def test_nothing_to_factorise_gives_an_empty_table_and_an_empty_space() -> None:
    nothing = factorise(lists_of({}), no_periods(), GRAPH)
    assert (nothing.schema, nothing.num_rows) == (ARTIST_FACTORS, 0)
    folded = ArtistSpace(nothing, FOLD).fold_in({"a": 1.0})
    assert folded.scores.size == folded.members.size == 0


def test_one_list_of_one_artist_is_enough() -> None:
    tiny = graph_of(lists_of({"a": ["b"]}), replace(GRAPH, graph_iterations=1))
    assert tiny.num_rows == 2
    assert np.isfinite(ArtistSpace(tiny, FOLD).fold_in({"a": 1.0}).scores).all()


def test_vectors_compare_as_the_scores_that_they_give() -> None:
    placed = space()
    folds = [placed.fold_in({"a0": 1.0}), placed.fold_in({"b0": 1.0, "a1": 0.2})]
    vectors = placed.by_scores(np.vstack([each.vector for each in folds]))
    scores = np.vstack([placed.factors @ each.vector for each in folds])
    assert vectors @ vectors.T == pytest.approx(scores @ scores.T)


def test_a_stranger_folds_in_as_nothing() -> None:
    assert not space().fold_in({"nobody": 1.0, "a0": 0.0}).scores.any()
