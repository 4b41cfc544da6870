import math
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from app import formats
from app.formats import format_text

MOMENT = datetime(2022, 1, 9, 14, 5, 3)

NUMBERS = [
    ("num0", 1234.5678, "1,235"),
    ("num1", 1234.5678, "1,234.6"),
    ("num2", 1234.5678, "1,234.57"),
    ("num3", 1234.5678, "1,234.568"),
    ("num4", 1234.5678, "1,234.5678"),
    ("num0k", 64201, "64k"),
    ("num1k", 64201, "64.2k"),
    ("num2k", 64201, "64.20k"),
    ("num0m", 42_539_483, "43M"),
    ("num1m", 42_539_483, "42.5M"),
    ("num2m", 42_539_483, "42.54M"),
    ("pct", 0.731, "73.1%"),
    ("pct0", 0.731, "73%"),
    ("pct1", 0.731, "73.1%"),
    ("pct2", 0.731, "73.10%"),
    ("pct3", 0.731, "73.100%"),
    ("pct0", 12.5, "1,250%"),
    ("pct0", -0.05, "-5%"),
    ("id", 921594675, "921594675"),
    ("mult", 5.32, "5.3x"),
    ("mult0", 5.32, "5x"),
    ("mult1", 5.32, "5.3x"),
    ("mult2", 5.32, "5.32x"),
    ("#,##0", 1234567, "1,234,567"),
    ("0", 1234567, "1234567"),
    ("0.0", 1234.56, "1234.6"),
    ("0.##", 12.5, "12.5"),
    ("0.##", 12.0, "12"),
    ("0.0%", 0.0666, "6.7%"),
    ("+0.0;-0.0", 1.25, "+1.2"),
    ("+0.0;-0.0", -1.25, "-1.2"),
    ("+0.0;-0.0", 0, "+0.0"),
    ("+0%;-0%", 0.25, "+25%"),
    ('#,##0" h"', 1234.2, "1,234 h"),
    ('"about "0', 3, "about 3"),
    ('"0% of "0', 3, "0% of 3"),
    ('0" a;b"', 3, "3 a;b"),
    ("0\\h", 3, "3h"),
    ("$#,##0.00", 12.5, "$12.50"),
    ("0;(0)", -12, "(12)"),
    ("0.0", -0.001, "0.0"),
    ("num1", -1234.56, "-1,234.6"),
]
TIMES = [
    ("ddd", "Sun"),
    ("dddd", "Sunday"),
    ("mmm", "Jan"),
    ("mmmm", "January"),
    ("yyyy", "2022"),
    ("shortdate", "Jan 9/22"),
    ("longdate", "January 9, 2022"),
    ("fulldate", "Sunday January 9, 2022"),
    ("mdy", "1/9/22"),
    ("dmy", "9/1/22"),
    ("hms", "2:05:03 PM"),
    ("yyyy-mm-dd", "2022-01-09"),
    ("mmm yyyy", "Jan 2022"),
    ("m/d/y", "1/9/22"),
    ("dd.mm.yyyy hh:mm", "09.01.2022 14:05"),
    ("h:mm am/pm", "2:05 PM"),
    ('d "of" mmmm', "9 of January"),
]
USUAL = [
    (None, "–"),
    (float("nan"), "–"),
    (pd.NaT, "–"),
    (pd.NA, "–"),
    (np.datetime64("NaT", "s"), "–"),
    (0, "0"),
    (1234567, "1,234,567"),
    (np.int64(1234), "1,234"),
    (12.0, "12"),
    (1234.5678, "1,234.57"),
    (0.731, "0.73"),
    (0.00123, "0.0012"),
    (-0.5, "-0.5"),
    (Decimal("12.500"), "12.5"),
    (Decimal("12345678901234567890"), "12,345,678,901,234,567,890"),
    (math.inf, "∞"),
    (-math.inf, "-∞"),
    (True, "yes"),
    (np.bool_(False), "no"),
    (date(2022, 1, 9), "Jan 9, 2022"),
    (datetime(2022, 1, 9), "Jan 9, 2022"),
    (MOMENT, "Jan 9, 2022, 14:05"),
    (pd.Timestamp("2022-01-09"), "Jan 9, 2022"),
    (np.datetime64("2022-01-09T14:05:03"), "Jan 9, 2022, 14:05"),
    ("Sigur Rós", "Sigur Rós"),
    ("", ""),
    (["a", 1], "a, 1"),
    (np.array(["a", "b"]), "a, b"),
]


@pytest.mark.parametrize(("fmt", "value", "text"), NUMBERS)
def test_numbers(fmt: str, value: float, text: str):
    assert format_text(value, fmt) == text
    assert format_text(Decimal(str(value)), fmt) == text


@pytest.mark.parametrize(("fmt", "text"), TIMES)
def test_dates_and_times(fmt: str, text: str):
    assert format_text(MOMENT, fmt) == text
    assert format_text(pd.Timestamp(MOMENT), fmt) == text


@pytest.mark.parametrize(("hour", "text"), [(0, "12 AM"), (11, "11 AM"), (12, "12 PM")])
def test_noon_and_midnight(hour: int, text: str):
    assert format_text(datetime(2022, 1, 9, hour), "h AM/PM") == text


@pytest.mark.parametrize("value", [np.array(["a", "b"]), np.array([]), [], [None]])
def test_a_list_is_a_value(value: object):
    assert not formats.is_nothing(value)


@pytest.mark.parametrize(("value", "text"), USUAL)
def test_values_without_a_format(value: object, text: str):
    assert format_text(value) == text


@pytest.mark.parametrize("name", formats.NAMES)
def test_every_name_reads_nothing_as_a_dash_and_leaves_words_alone(name: str):
    assert format_text(None, name) == "–"
    assert format_text("Björk", name) == "Björk"
    formats.check_format(name)


def test_a_format_of_another_kind_leaves_the_value_as_without():
    assert format_text(MOMENT, "pct0") == "Jan 9, 2022, 14:05"
    assert format_text(0.5, "longdate") == "0.5"


@pytest.mark.parametrize(
    ("fmt", "hint"),
    [
        ("pct9", "did you mean pct"),
        ("numo", "did you mean num"),
        ("longdat", "did you mean longdate?"),
        ("0.0 hours", "put words in double quotes"),
        ("0;0;0", "more than a part"),
        ("???", "no digits and no date"),
        ('"words"', "no digits and no date"),
        ("yyyyy", "did you mean yyyy?"),
        ("yyy/mmmmmmmm/ddd ddd", "which no date has"),
        ("", "no digits and no date"),
    ],
)
def test_an_unknown_format_is_refused_in_one_line(fmt: str, hint: str):
    with pytest.raises(ValueError, match="there is no format") as caught:
        formats.check_format(fmt)
    assert hint in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("fmt", "d3"),
    [
        ("num0", ",.0f"),
        ("num2", ",.2f"),
        ("id", ".0f"),
        ("0.##", ".2~f"),
        ("pct1", ",.1%"),
        ("+0.0;-0.0", "+.1f"),
        ("+0%;-0%", "+.0%"),
        ("num0k", None),
        ("mult1", None),
        ('0" h"', None),
        ("0;(0)", None),
        ("longdate", "%B %-d, %Y"),
        ("hms", "%-I:%M:%S %p"),
        ('mmm "%"', "%b %%"),
    ],
)
def test_what_d3_is_told(fmt: str, d3: str | None):
    assert formats.d3_format(fmt) == d3


@pytest.mark.parametrize(
    ("fmt", "expression"),
    [
        ("num1", "(datum.value < 0 ? '-' : '') + format(abs(datum.value) * 1, ',.1~f')"),
        ("pct0", "(datum.value < 0 ? '-' : '') + format(abs(datum.value) * 100, ',.0f') + \"%\""),
        (
            "num0k",
            "(datum.value < 0 ? '-' : '') + format(abs(datum.value) * 0.001, ',.0f') + \"k\"",
        ),
        (
            "+0;-0",
            "datum.value < 0 ? \"-\" + format(abs(datum.value) * 1, '.0f')"
            " : \"+\" + format(abs(datum.value) * 1, '.0f')",
        ),
        ("yyyy", None),
    ],
)
def test_what_an_axis_is_told(fmt: str, expression: str | None):
    assert formats.label_expression(fmt) == expression


def test_words_in_an_axis_cannot_leave_their_string():
    expression = formats.label_expression('0"\' + alert() + \'"\\"') or ""
    assert expression.endswith(r'''+ "' + alert() + '\""''')


@pytest.mark.parametrize(
    ("fmt", "pattern", "factor"),
    [
        ("num0", "%,.0f", 1),
        ("id", "%.0f", 1),
        ("pct1", "%,.1f%%", 100),
        ("num1k", "%,.1fk", 0.001),
        ('0" h"', "%.0f h", 1),
        ("+0.0;-0.0", None, 1),
        ("longdate", None, 1),
    ],
)
def test_what_a_number_column_is_told(fmt: str, pattern: str | None, factor: float):
    assert formats.number_column_format(fmt) == pattern
    assert formats.column_factor(fmt) == factor


@pytest.mark.parametrize(
    ("fmt", "pattern"),
    [
        ("longdate", "MMMM D, YYYY"),
        ("yyyy-mm-dd", "YYYY-MM-DD"),
        ("hms", "h:mm:ss A"),
        ('d "of" mmm', "D [of] MMM"),
        ("num0", None),
    ],
)
def test_what_a_date_column_is_told(fmt: str, pattern: str | None):
    assert formats.time_column_format(fmt) == pattern


@pytest.mark.parametrize(
    ("column", "fmt", "title"),
    [
        ("growth_pct", "pct", "Growth"),
        ("growth_pct2", "pct2", "Growth"),
        ("plays_num0", "num0", "Plays"),
        ("plays_num1k", "num1k", "Plays"),
        ("finished_share", "pct", "Finished share"),
        ("play_count", "num0", "Play count"),
        ("local_year", "id", "Local year"),
        ("year", "id", "Year"),
        ("artist_id", "id", "Artist id"),
        ("hours", None, "Hours"),
        ("Share of nights", None, "Share of nights"),
        ("valid", None, "Valid"),
        ("_", None, ""),
    ],
)
def test_what_a_columns_name_tells(column: str, fmt: str | None, title: str):
    assert formats.infer(column) == fmt
    assert formats.column_title(column) == title
    if fmt:
        formats.check_format(fmt)
