from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from python_engines.eras import ERAS, EraParams, divide, find_eras
from python_engines.frames import typed_table
from python_engines.graph import ARTIST_FACTORS

PARAMS = EraParams(
    graph_alpha=10,
    era_max_count=12,
    era_min_periods=2,
    era_min_silhouette=0.3,
    era_silhouette_share=0.95,
    score_digits=6,
)
NO_GRAPH = ARTIST_FACTORS.empty_table()
FOLK, POP, RAP = [1.0, 0.0, 0.1], [0.0, 1.0, 0.1], [0.1, 0.1, 1.0]


def places(*centres: list[float], noise: float = 0.05) -> np.ndarray:
    """Periods near these centres, each a little beside."""
    chance = np.random.default_rng(7)
    return np.array(centres) + noise * chance.normal(size=(len(centres), 3))


def graph(**artists: list[float]) -> pa.Table:
    names = list(artists)
    columns = {
        "artist_id": names,
        "list_count": [1] * len(names),
        "regularization": [0.05] * len(names),
        "factors": [artists[name] for name in names],
    }
    return typed_table(ARTIST_FACTORS, columns=columns)


def listening(*periods: dict[str, float]) -> pd.DataFrame:
    """One period a quarter from 2020 on, each with the minutes of its artists."""
    rows = [
        (pd.Timestamp(2020 + number // 4, 1 + number % 4 * 3, 1), artist, minutes)
        for number, period in enumerate(periods)
        for artist, minutes in period.items()
    ]
    return pd.DataFrame(rows, columns=["period_start_date", "artist_id", "engaged_minutes"])


def eras_of(heard: pd.DataFrame, factors: pa.Table = NO_GRAPH) -> list[int]:
    return find_eras(heard, factors, PARAMS)["era_number"].to_pylist()


def test_three_places_are_three_eras():
    found = divide(places(FOLK, FOLK, FOLK, POP, POP, RAP, RAP, RAP), PARAMS)
    assert found == [1, 1, 1, 2, 2, 3, 3, 3]


def test_a_place_that_comes_back_is_an_era_of_its_own():
    found = divide(places(FOLK, FOLK, POP, POP, FOLK, FOLK), PARAMS)
    assert found == [1, 1, 2, 2, 3, 3]


def test_one_odd_period_is_no_era():
    found = divide(places(FOLK, FOLK, FOLK, RAP, FOLK, POP, POP, POP, POP), PARAMS)
    assert found == [1, 1, 1, 1, 1, 2, 2, 2, 2]


def test_periods_in_no_order_are_one_era():
    chance = np.random.default_rng(3)
    assert divide(chance.normal(size=(40, 16)), PARAMS) == [1] * 40


def test_periods_that_are_all_alike_are_one_era():
    assert divide(np.tile(FOLK, (12, 1)), PARAMS) == [1] * 12
    assert divide(np.zeros((12, 3)), PARAMS) == [1] * 12


@pytest.mark.parametrize("count", [1, 2, 3])
def test_too_few_periods_for_two_eras_are_one(count: int):
    assert divide(places(*[FOLK, POP, RAP][:count]), PARAMS) == [1] * count


def test_the_number_of_eras_is_bounded():
    steps = places(*[centre for centre in (FOLK, POP, RAP, FOLK, POP) for _ in range(4)])
    assert max(divide(steps, PARAMS)) == 5
    assert max(divide(steps, replace(PARAMS, era_max_count=4))) == 4


def test_periods_without_a_common_artist_are_alike_when_their_music_is():
    factors = graph(a=FOLK, b=FOLK, c=FOLK, x=POP, y=POP, z=POP)
    heard = listening({"a": 9}, {"b": 9}, {"c": 9}, {"x": 9}, {"y": 9}, {"z": 9})
    table = find_eras(heard, factors, PARAMS)
    assert table["era_number"].to_pylist() == [1, 1, 1, 2, 2, 2]
    similarities = table["similarity_to_period_before"].to_pylist()
    assert similarities[0] is None
    assert similarities[3] < 0.5 < 0.99 < min(similarities[1], similarities[5])


def test_without_a_graph_periods_are_compared_by_their_artists():
    heard = listening({"a": 9, "b": 1}, {"a": 8}, {"a": 7, "b": 2}, {"x": 9}, {"x": 5}, {"x": 9})
    table = find_eras(heard, NO_GRAPH, PARAMS)
    assert table["era_number"].to_pylist() == [1, 1, 1, 2, 2, 2]
    assert table["similarity_to_period_before"].to_pylist() == [None] * 6
    # Nor does a graph help that knows none of them.
    assert find_eras(heard, graph(q=FOLK), PARAMS).equals(table)


def test_one_period_is_one_era_and_none_is_none():
    assert eras_of(listening({"a": 1})) == [1]
    nothing = find_eras(listening(), NO_GRAPH, PARAMS)
    assert nothing.schema == ERAS
    assert nothing.num_rows == 0


def test_a_period_in_which_all_was_skipped_at_once_is_no_trouble():
    heard = listening({"a": 9}, {"a": 9}, {"a": 0.0, "x": 0.0}, {"x": 9}, {"x": 9}, {"x": 9})
    table = find_eras(heard, graph(a=FOLK, x=POP), PARAMS)
    assert table["similarity_to_period_before"].to_pylist()[2:4] == [None, None]
    assert set(table["era_number"].to_pylist()) == {1, 2}


def test_the_order_of_the_rows_does_not_matter():
    factors = graph(a=FOLK, b=FOLK, x=POP, y=POP)
    heard = listening({"a": 9, "b": 3}, {"b": 9, "x": 1}, {"x": 9, "a": 2}, {"y": 9, "x": 3})
    shuffled = heard.sample(frac=1, random_state=1)
    assert find_eras(shuffled, factors, PARAMS).equals(find_eras(heard, factors, PARAMS))
    days = find_eras(shuffled, factors, PARAMS)["period_start_date"].to_pylist()
    assert days == [date(2020, 1, 1), date(2020, 4, 1), date(2020, 7, 1), date(2020, 10, 1)]
