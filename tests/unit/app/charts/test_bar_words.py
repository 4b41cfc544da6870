from typing import Any

import pandas as pd
import pytest

from app.charts.bar_words import ends_with_labels, labelled, with_shares
from app.charts.points import Points, read_points
from app.charts.props import XYProps

ROWS = pd.DataFrame({"x": ["a", "b", "a", "c"], "who": list("ppqq"), "n": [1, 5, 3, 5]})


def points(frame: pd.DataFrame, **props: Any) -> Points:
    return read_points(frame, XYProps(**props))


def test_stacks_are_labelled_with_their_sum_and_groups_bar_by_bar():
    one = points(ROWS, series="who", y=("n",), y_fmt="num1")
    frame, label = labelled(one, None, is_grouped=False)
    assert dict(zip(frame[one.x.field], frame[label], strict=True)) == {
        "a": "4.0",
        "b": "5.0",
        "c": "5.0",
    }
    frame, label = labelled(one, "num0", is_grouped=True)
    assert frame[label].tolist() == ["1", "5", "3", "5"]


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([10, 20], {"domainMax": 22.0}),
        ([-10, 20], {"domainMax": 23.0, "domainMin": -13.0}),
        ([-10, -20], {"domainMin": -22.0}),
        ([0, 0], {}),
    ],
)
def test_labels_have_room_beyond_the_longest_bars(values: list[int], ends: dict[str, float]):
    frame = pd.DataFrame({"x": ["a", "b"], "n": values})
    assert ends_with_labels(points(frame), is_grouped=False) == ends


def test_shares_are_of_all_series_at_the_same_x():
    frame = pd.DataFrame({"x": [1, 1, 2], "who": ["a", "b", "a"], "n": [1, 3, 0]})
    found = with_shares(points(frame, x="x", y=("n",), series="who"))
    assert found.frame[found.y.text].tolist() == ["1 (25.0%)", "3 (75.0%)", "0 (–)"]
