import pandas as pd
import pytest

from app.charts.lines import Missing, completed, lone
from app.charts.points import Points, read_points
from app.charts.props import XYProps

ROWS = pd.DataFrame({"x": [2, 1, 1, 3], "who": ["a", "a", "b", "b"], "n": [20.0, 10.0, None, 30.0]})


def points(frame: pd.DataFrame, series: str | None = None) -> Points:
    return read_points(frame, XYProps(x="x", y=("n",), series=series))


@pytest.mark.parametrize(
    ("missing", "values"),
    [
        (
            "gap",
            [(1, "a", 10), (1, "b", "–"), (2, "a", 20), (2, "b", "–"), (3, "a", "–"), (3, "b", 30)],
        ),
        ("zero", [(1, "a", 10), (1, "b", 0), (2, "a", 20), (2, "b", 0), (3, "a", 0), (3, "b", 30)]),
        ("connect", [(1, "a", 10), (2, "a", 20), (3, "b", 30)]),
    ],
)
def test_what_is_missing_is_a_gap_or_zero_or_left_out(
    missing: Missing, values: list[tuple[int, str, object]]
):
    found = completed(points(ROWS, "who"), missing)
    assert found.series is not None
    shown = found.frame[[found.x.field, found.series.field, found.y.field]].astype(object)
    shown = shown.fillna("–")
    assert list(shown.itertuples(index=False, name=None)) == values
    if missing == "zero":
        assert "–" not in found.frame[found.y.text].tolist()
    assert found.frame[found.rank].notna().all()


def test_categories_keep_the_order_of_their_rows():
    frame = pd.DataFrame({"x": ["b", "a", "b"], "who": ["p", "p", "q"], "n": [1, 2, 3]})
    found = completed(points(frame, "who"), "gap")
    assert found.frame[found.x.field].tolist() == ["b", "b", "a", "a"]


def test_points_without_neighbours_are_found():
    one = completed(points(ROWS, "who"), "gap")
    assert lone(one)[one.y.field].tolist() == [30]
    alone = points(pd.DataFrame({"x": [1, 2, 3, 4], "n": [1.0, None, 3.0, 4.0]}))
    assert lone(alone)[alone.y.field].tolist() == [1]
