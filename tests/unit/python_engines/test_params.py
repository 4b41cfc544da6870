"""Parameters come from one row, and a var that was forgotten is an error."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
import pytest

from python_engines.params import MissingParameterError, RowParams


@dataclass(frozen=True)
class Params(RowParams):
    offset: float
    names: list[str]


def test_fields_are_taken_and_other_columns_ignored() -> None:
    row = pd.DataFrame([{"offset": Decimal("0.5"), "names": ["a", "b"], "other": None}])
    assert Params.from_row(row) == Params(offset=0.5, names=["a", "b"])


@pytest.mark.parametrize(
    "row", [{"offset": None, "names": []}, {"names": []}, {"offset": float("nan"), "names": []}]
)
def test_a_missing_or_null_parameter_is_named(row: dict[str, object]) -> None:
    with pytest.raises(MissingParameterError, match="offset"):
        Params.from_row(pd.DataFrame([row]))


def test_more_than_one_row_is_refused() -> None:
    with pytest.raises(MissingParameterError, match="one row"):
        Params.from_row(pd.DataFrame([{"offset": 1, "names": []}] * 2))
