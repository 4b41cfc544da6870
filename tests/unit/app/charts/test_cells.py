import pandas as pd
import pytest

from app.charts.amounts import ends_of, is_strong
from app.charts.cells import read_cells

CLOCK = pd.DataFrame(
    {
        "hour": [10, 9, 9],
        "weekday": ["Monday", "Monday", "Tuesday"],
        "number": [1, 1, 0],
        "play_count": [5, 3, 0],
    }
)


def test_numbers_rise_words_stay_and_pairs_without_a_row_are_zero():
    cells = read_cells(CLOCK, "hour", "weekday", "play_count", None)
    assert cells.x.sort == "ascending"
    assert cells.x.labels == ("9", "10")
    assert cells.y.sort == ["Monday", "Tuesday"]
    rows = cells.frame[[cells.x.channel.field, cells.y.channel.field, cells.value.field]]
    assert sorted(rows.itertuples(index=False, name=None)) == [
        (9, "Monday", 3),
        (9, "Tuesday", 0),
        (10, "Monday", 5),
        (10, "Tuesday", 0),
    ]
    assert sorted(cells.frame[cells.value.text]) == ["0", "0", "3", "5"]


def test_a_column_may_order_the_categories():
    cells = read_cells(CLOCK, "hour", "weekday", "play_count", None, sorts=(None, "number"))
    assert cells.y.sort == ["Tuesday", "Monday"]
    cells = read_cells(CLOCK, "hour", "weekday", "play_count", None, sorts=("play_count", None))
    assert cells.x.sort == ["9", "10"]


def test_pairs_may_stay_empty():
    cells = read_cells(CLOCK, "hour", "weekday", "play_count", None, is_zero_filled=False)
    assert len(cells.frame) == 3


def test_a_pair_of_several_rows_is_refused():
    with pytest.raises(ValueError, match="aggregate in SQL"):
        read_cells(pd.concat([CLOCK, CLOCK]), "hour", "weekday", "play_count", None)


def test_nothing_and_only_nothing():
    nothing = CLOCK.assign(play_count=None)
    assert read_cells(nothing, "hour", "weekday", "play_count", None, is_zero_filled=False).is_empty
    assert read_cells(CLOCK.iloc[:0], "hour", "weekday", "play_count", None).is_empty


@pytest.mark.parametrize(
    ("values", "ramp", "low", "high", "ends"),
    [
        ([2, 8], "sequential", None, None, (0, 8)),
        ([-2, 8], "sequential", None, None, (-2, 8)),
        ([2, 8], "sequential", 2, 5, (2, 5)),
        ([-2, 8], "diverging", None, None, (-8, 8)),
        ([0, 0], "sequential", None, None, (0, 1)),
        ([0, 0], "diverging", None, None, (-1, 1)),
        ([5, 5], "sequential", 9, None, (9, 10)),
    ],
)
def test_where_a_ramp_starts_and_ends(
    values: list[float],
    ramp: str,
    low: float | None,
    high: float | None,
    ends: tuple[float, float],
):
    assert ends_of(pd.Series(values), ramp, low, high) == ends  # type: ignore[arg-type]


def test_what_is_written_on_strong_colours_needs_the_other_ink():
    assert [is_strong(v, (0, 10), "sequential") for v in (0, 4, 6, 10)] == [
        False,
        False,
        True,
        True,
    ]
    assert [is_strong(v, (-10, 10), "diverging") for v in (-9, -1, 1, 9)] == [
        True,
        False,
        False,
        True,
    ]
