"""How values are written: the formats that a page's `fmt` may name, the same on text and charts."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from difflib import get_close_matches

import numpy as np
import pandas as pd

from app.excel_codes import Code, NumberCode, TimeCode, read_code, read_time_code

NOTHING = "–"
"""What stands where there is no value."""

NAMES: Mapping[str, str] = {
    **{f"num{n}": "#,##0" + ("." + "0" * n if n else "") for n in range(5)},
    **{f"num{n}k": "#,##0" + ("." + "0" * n if n else "") + ',"k"' for n in range(3)},
    **{f"num{n}m": "#,##0" + ("." + "0" * n if n else "") + ',,"M"' for n in range(3)},
    "pct": "#,##0.0%",
    **{f"pct{n}": "#,##0" + ("." + "0" * n if n else "") + "%" for n in range(4)},
    "id": "0",
    "mult": '#,##0.0"x"',
    **{f"mult{n}": "#,##0" + ("." + "0" * n if n else "") + '"x"' for n in range(3)},
    **{word: word for word in ("ddd", "dddd", "mmm", "mmmm", "yyyy")},
    "shortdate": "mmm d/yy",
    "longdate": "mmmm d, yyyy",
    "fulldate": "dddd mmmm d, yyyy",
    "mdy": "m/d/yy",
    "dmy": "d/m/yy",
    "hms": "h:mm:ss AM/PM",
}
"""Evidence's names and their Excel codes; a share of 0.731 is 73.1% as `pct`."""

_DATE = read_time_code("mmm d, yyyy")
_DATE_TIME = read_time_code("mmm d, yyyy, hh:mm")
_TAG = re.compile(r"_((?:num[0-4][km]?)|(?:pct[0-3]?)|(?:mult[0-2]?))$")
_KINDS = {"share": "pct", "year": "id", "id": "id", "count": "num0", "rank": "num0"}
_KEPT_DECIMALS = 2


def format_text(value: object, fmt: str | None = None) -> str:
    """Return `value` as a reader should see it; nothing (None, NaN) is a dash.

    Without a format, whole numbers get thousands separators, others two decimals (below 1: two
    digits that count), dates read `Jan 9, 2022`. A format of another kind than the value (`pct` of
    a word) leaves the value as it is without a format.

    Raises `ValueError` for an unknown format.
    """
    code = None if fmt is None else code_of(fmt)
    plain = _plain(value)
    if isinstance(plain, (list, tuple)):
        return ", ".join(format_text(one, fmt) for one in plain)
    if is_nothing(plain):
        return NOTHING
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    if isinstance(plain, (int, float, Decimal)):
        return code.write(float(plain)) if isinstance(code, NumberCode) else _number(plain)
    if isinstance(plain, date):
        moment = _as_moment(plain)
        return (code if isinstance(code, TimeCode) else _usual_code(moment)).write(moment)
    return str(plain)


def is_nothing(value: object) -> bool:
    """Return whether a cell holds no value: None, NaN, NaT or pandas' NA; a list is one."""
    if isinstance(value, (list, np.ndarray)):
        return False
    return value is None or value is pd.NaT or value is pd.NA or value != value


def code_of(fmt: str) -> Code:
    """Return what a format's name, or an Excel code, stands for.

    Raises `ValueError` naming the nearest format where it is neither.
    """
    try:
        return read_code(NAMES.get(fmt, fmt))
    except ValueError as error:
        nearest = get_close_matches(fmt, NAMES, n=1)
        hint = f": did you mean {nearest[0]}?" if nearest else f", and as an Excel code {error}"
        raise ValueError(f"there is no format {fmt!r}{hint}") from None


def check_format(fmt: str) -> None:
    """Raise `ValueError` naming the nearest format unless `fmt` is one."""
    code_of(fmt)


def d3_format(fmt: str) -> str | None:
    """Return d3's specifier for axes and legends; None where only `label_expression` can say it."""
    return code_of(fmt).d3()


def label_expression(fmt: str) -> str | None:
    """Return the Vega expression that writes `datum.value` of a number's axis; None for dates."""
    code = code_of(fmt)
    return code.label_expression() if isinstance(code, NumberCode) else None


def number_column_format(fmt: str) -> str | None:
    """Return the pattern of Streamlit's `NumberColumn`, or None where it has none.

    It writes the value times `column_factor(fmt)`: the table multiplies the column first, so that
    it still sorts by number.
    """
    code = code_of(fmt)
    return code.printf() if isinstance(code, NumberCode) else None


def column_factor(fmt: str) -> float:
    """Return the factor of a table's column before `number_column_format`: 100 for `pct`."""
    code = code_of(fmt)
    return code.positive.factor if isinstance(code, NumberCode) else 1.0


def time_column_format(fmt: str) -> str | None:
    """Return the pattern of Streamlit's date and time columns; None for a number's format."""
    code = code_of(fmt)
    return code.moment() if isinstance(code, TimeCode) else None


def infer(column_name: str) -> str | None:
    """Return the format that a column's name tells, or None; a page's own `fmt` goes before it.

    Evidence's tags (`growth_pct`, `plays_num1`), and the endings of our own tables: `_share` is a
    part of 1, `_count` and `_rank` are whole, a year and an id have no thousands separators.
    """
    name = column_name.lower()
    if tag := _TAG.search(name):
        return tag.group(1)
    return _KINDS.get(name.rsplit("_", 1)[-1])


def column_title(column_name: str) -> str:
    """Return a column's name as a title: `finished_share` is "Finished share"."""
    words = _TAG.sub("", column_name.lower()) if _TAG.search(column_name.lower()) else column_name
    title = " ".join(words.replace("_", " ").split())
    return title[:1].upper() + title[1:]


def _plain(value: object) -> object:
    """Return NumPy's values as Python's."""
    if isinstance(value, np.datetime64):
        return pd.Timestamp(value)
    if isinstance(value, (np.generic, np.ndarray)):
        return value.tolist()
    return value


def _number(value: float | Decimal) -> str:
    number = float(value)
    if math.isinf(number):
        return "∞" if number > 0 else "-∞"
    if number.is_integer():
        # Not by way of float: a whole number may have more digits than a float keeps.
        return f"{int(value):,}"
    decimals = _KEPT_DECIMALS
    if abs(number) < 1:
        decimals = _KEPT_DECIMALS - 1 - math.floor(math.log10(abs(number)))
    return f"{number:,.{decimals}f}".rstrip("0").rstrip(".")


def _as_moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def _usual_code(moment: datetime) -> TimeCode:
    return _DATE if moment.time() == time() else _DATE_TIME
