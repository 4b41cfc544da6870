"""The population is sound: the same by seed, lists as a service returns them, peers in order."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import ours
from benchmarks.bench_engines import (
    ALL,
    COLLABORATIVE,
    HOP,
    LIMIT,
    SUM,
    judge_ours,
    judge_peers,
    ratios,
    tables,
)
from benchmarks.population import (
    Population,
    SimilarityLists,
    Traits,
    as_links,
    draw,
    similarity_lists,
)
from benchmarks.ranking import Figures, best_of, judge, mean_of

SMALL = Traits(listeners=600, test_listeners=12, artists=3_000, scenes=40, families=8)
SEED = 5


@pytest.fixture(scope="module")
def population() -> Population:
    return draw(SMALL, SEED)


@pytest.fixture(scope="module")
def lists(population: Population) -> SimilarityLists:
    return similarity_lists(population.training, SMALL)


@pytest.fixture(scope="module")
def figures(population: Population, lists: SimilarityLists) -> dict[str, Figures]:
    return dict(judge_peers(population, lists, SEED)) | dict(judge_ours(population, lists, {}))


def test_the_same_seed_gives_the_same_population(population: Population) -> None:
    again, other = draw(SMALL, SEED), draw(SMALL, SEED + 1)
    assert (again.shown != population.shown).nnz == 0
    assert (again.training != population.training).nnz == 0
    assert (other.training != population.training).nnz > 0


def test_a_fifth_of_what_a_test_listener_heard_is_hidden_and_not_shown(
    population: Population,
) -> None:
    for shown, hidden in zip(population.shown, population.hidden, strict=True):
        assert len(hidden) == 10
        assert shown.nnz == 40
        assert not set(hidden) & set(shown.indices)


def test_popularity_has_a_long_tail(population: Population) -> None:
    heard = np.sort(np.asarray((population.training > 0).sum(axis=0)).ravel())[::-1]
    assert heard[:100].sum() > 0.3 * heard.sum()
    assert np.median(heard[heard > 0]) < heard[50] / 10


def test_lists_are_cut_to_a_hundred_and_start_at_1(lists: SimilarityLists) -> None:
    lengths = np.diff(lists.match.indptr)
    assert lengths.max() == SMALL.list_length
    assert np.allclose(lists.match[lengths > 0].max(axis=1).toarray(), 1)
    assert not lists.match.diagonal().any()
    first = int(np.argmax(lengths))
    order = np.argsort(lists.place[first].data)
    assert (np.diff(lists.match[first].data[order]) <= 0).all()


def test_lists_rest_on_the_training_listeners_alone(
    population: Population, lists: SimilarityLists
) -> None:
    heard = np.asarray((population.training > 0).sum(axis=0)).ravel()
    listed = np.asarray((lists.match > 0).sum(axis=0)).ravel()
    assert not listed[heard < SMALL.min_common].any()


def test_known_lists_of_some_artists_are_theirs_alone(lists: SimilarityLists) -> None:
    links = as_links(lists, np.array([3, 1]))
    assert set(links["seed_artist_id"]) == {"artist 00001", "artist 00003"}
    third = links.loc[links["seed_artist_id"] == "artist 00003"]
    assert len(third) == lists.match[3].nnz


def test_figures_are_those_of_a_ranking_worked_by_hand() -> None:
    found = judge([np.array([7, 3, 9])], [np.array([3, 8])])
    assert found.recall[0] == pytest.approx(1 / 2)
    assert found.ndcg[0] == pytest.approx((1 / np.log2(3)) / (1 + 1 / np.log2(3)))


def test_what_is_known_is_never_ranked_and_ties_go_by_artist() -> None:
    assert list(best_of(np.array([1.0, 5.0, 1.0, 2.0]), np.array([1]))) == [3, 0, 2]


def test_an_interval_holds_its_mean_and_narrows_with_more_listeners() -> None:
    rng = np.random.default_rng(0)
    few, many = mean_of(rng.random(20)), mean_of(rng.random(2_000))
    assert few.low < few.mean < few.high
    assert many.high - many.low < few.high - few.low


def test_peers_come_in_the_published_order(figures: dict[str, Figures]) -> None:
    ndcg = {name: found.ndcg.mean() for name, found in figures.items()}
    assert ndcg["popularity"] < ndcg["max match"] < ndcg[SUM] < ndcg[LIMIT]
    assert abs(ndcg[COLLABORATIVE] / ndcg[SUM] - 1) < 0.15


def test_nothing_finds_more_than_the_generator_knows(figures: dict[str, Figures]) -> None:
    limit = figures[LIMIT].ndcg.mean()
    assert all(found.ndcg.mean() <= limit for found in figures.values())


@pytest.mark.parametrize("setting", [ALL, HOP])
def test_our_engines_hold_their_own_beside_scorers_that_see_more(
    figures: dict[str, Figures], setting: str
) -> None:
    hybrid = figures[f"hybrid, {setting}"].ndcg.mean()
    singles = [figures[f"{name}, {setting}"].ndcg.mean() for name in ("content", "temporal")]
    # Twelve listeners and no time in their taste: level within what so few can tell.
    assert hybrid >= max(singles) * 0.95
    assert hybrid >= figures[COLLABORATIVE].ndcg.mean() * 0.95
    assert hybrid >= figures["max match"].ndcg.mean() * 1.3


def test_a_changed_var_reaches_the_engines(population: Population, lists: SimilarityLists) -> None:
    shown = population.shown[0]
    few = ours.parameters({"candidates_per_engine": 7})
    graph = ours.second_hop_graph(shown, lists, few)
    ranked = ours.rankings(shown, graph, few)
    assert len(ranked["content"]) == len(ranked["temporal"]) == 7
    assert not set(ranked["hybrid"]) & set(shown.indices)


def test_the_tables_name_every_scorer_with_its_interval(figures: dict[str, Figures]) -> None:
    printed = tables(figures)
    assert all(f"| {name} | " in printed for name in figures)
    assert len(list(ratios(figures))) == 7
