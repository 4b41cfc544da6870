"""The subset of Excel's format codes that pages may say: `#,##0`, `0.0%`, `mmm d, yyyy`, …

A code is read once into a `NumberCode` or a `TimeCode`; both know how to write a value, and how to
say the same to d3 (axes) and to Streamlit's tables.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

_DIGITS = re.compile(r"(?P<whole>#,##0|#?0|#)(?:\.(?P<decimals>0+|#+))?(?P<thousands>,*)")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_PLAIN = " /-:.,+()$€£"
_TIME_TOKENS = re.compile(r"y+|m+|d+|h+|s+|am/pm", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a number's code: `0.0%` is a factor of 100, a decimal and a suffix."""

    prefix: str
    suffix: str
    factor: float
    """What the value is multiplied by before it is written."""
    decimals: int
    is_grouped: bool
    is_trimmed: bool
    """Whether zeros at the end are left out: `0.##`."""

    def write(self, magnitude: float) -> str:
        """Return a number that is not negative as this section writes it."""
        text = f"{magnitude * self.factor:{',' if self.is_grouped else ''}.{self.decimals}f}"
        if self.is_trimmed and self.decimals:
            text = text.rstrip("0").rstrip(".")
        return f"{self.prefix}{text}{self.suffix}"

    def d3(self, *, is_trimmed: bool) -> str:
        """Return d3's specifier of the digits alone."""
        trim = "~" if (is_trimmed or self.is_trimmed) and self.decimals else ""
        return f"{',' if self.is_grouped else ''}.{self.decimals}{trim}f"

    def vega(self, *, is_trimmed: bool) -> str:
        """Return a Vega expression that writes `abs(datum.value)`."""
        digits = f"format(abs(datum.value) * {self.factor:g}, '{self.d3(is_trimmed=is_trimmed)}')"
        around = [json.dumps(text) if text else "" for text in (self.prefix, self.suffix)]
        return " + ".join(part for part in (around[0], digits, around[1]) if part)


@dataclass(frozen=True, slots=True)
class NumberCode:
    """A number's code; a negative number without a section of its own gets a minus."""

    positive: Section
    negative: Section | None = None

    def write(self, value: float) -> str:
        """Return the number as text."""
        if value >= 0:
            return self.positive.write(value)
        if self.negative is not None:
            return self.negative.write(-value)
        text = self.positive.write(-value)
        # −0.001 with one decimal is 0.0, not −0.0.
        return text if text == self.positive.write(0) else f"-{text}"

    def d3(self) -> str | None:
        """Return d3's specifier, or None where d3 has no word for the code."""
        one = self.positive
        around = (one.prefix.strip("+"), one.suffix, one.factor)
        if around == ("", "%", 100):
            digits = one.d3(is_trimmed=False).replace("f", "%")
        elif around == ("", "", 1):
            digits = one.d3(is_trimmed=False)
        else:
            return None
        if self.negative is None:
            return digits if one.prefix == "" else None
        is_signed = (one.prefix, self.negative.prefix) == ("+", "-")
        is_alike = one.write(1).strip("+") == self.negative.write(1).strip("-")
        return f"+{digits}" if is_signed and is_alike else None

    def label_expression(self) -> str:
        """Return the Vega expression of an axis label; zeros after the point are left out there."""
        positive = self.positive.vega(is_trimmed=True)
        if self.negative is not None:
            return f"datum.value < 0 ? {self.negative.vega(is_trimmed=True)} : {positive}"
        return f"(datum.value < 0 ? '-' : '') + {positive}"

    def printf(self) -> str | None:
        """Return the pattern of Streamlit's number column, for values times the factor."""
        if self.negative is not None:
            return None
        one = self.positive
        before, after = (text.replace("%", "%%") for text in (one.prefix, one.suffix))
        return f"{before}%{',' if one.is_grouped else ''}.{one.decimals}f{after}"


@dataclass(frozen=True, slots=True)
class _TimePart:
    write: Callable[[datetime], str]
    d3: str
    moment: str


@dataclass(frozen=True, slots=True)
class TimeCode:
    """A date's or a time's code, as literal text and parts in turn."""

    parts: tuple[str | _TimePart, ...]

    def write(self, moment: datetime) -> str:
        """Return the moment as text, in English."""
        return "".join(part if isinstance(part, str) else part.write(moment) for part in self.parts)

    def d3(self) -> str:
        """Return d3's specifier."""
        return "".join(
            part.replace("%", "%%") if isinstance(part, str) else part.d3 for part in self.parts
        )

    def moment(self) -> str:
        """Return the pattern of Streamlit's date and time columns (moment.js)."""
        return "".join(
            (f"[{part}]" if part.strip(_PLAIN) else part) if isinstance(part, str) else part.moment
            for part in self.parts
        )


Code: TypeAlias = NumberCode | TimeCode

_TIME_PARTS: dict[str, _TimePart] = {
    "yyyy": _TimePart(lambda t: f"{t.year:04d}", "%Y", "YYYY"),
    "yy": _TimePart(lambda t: f"{t.year % 100:02d}", "%y", "YY"),
    "mmmm": _TimePart(lambda t: _MONTHS[t.month - 1], "%B", "MMMM"),
    "mmm": _TimePart(lambda t: _MONTHS[t.month - 1][:3], "%b", "MMM"),
    "mm": _TimePart(lambda t: f"{t.month:02d}", "%m", "MM"),
    "m": _TimePart(lambda t: str(t.month), "%-m", "M"),
    "dddd": _TimePart(lambda t: _WEEKDAYS[t.weekday()], "%A", "dddd"),
    "ddd": _TimePart(lambda t: _WEEKDAYS[t.weekday()][:3], "%a", "ddd"),
    "dd": _TimePart(lambda t: f"{t.day:02d}", "%d", "DD"),
    "d": _TimePart(lambda t: str(t.day), "%-d", "D"),
    "hh": _TimePart(lambda t: f"{t.hour:02d}", "%H", "HH"),
    "h": _TimePart(lambda t: str(t.hour), "%-H", "H"),
    "hh12": _TimePart(lambda t: f"{(t.hour - 1) % 12 + 1:02d}", "%I", "hh"),
    "h12": _TimePart(lambda t: str((t.hour - 1) % 12 + 1), "%-I", "h"),
    "minutes": _TimePart(lambda t: f"{t.minute:02d}", "%M", "mm"),
    "ss": _TimePart(lambda t: f"{t.second:02d}", "%S", "ss"),
    "am/pm": _TimePart(lambda t: "AM" if t.hour < 12 else "PM", "%p", "A"),
}
_SAME = {"y": "yy", "s": "ss"}


@lru_cache(maxsize=256)
def read_code(code: str) -> Code:
    """Read an Excel format code.

    Raises `ValueError` in one line where it is not of the subset.
    """
    bare = _LITERAL.sub("", code)
    if any(digit in bare for digit in "0#"):
        sections = _sections(code)
        if len(sections) > 2:
            raise ValueError(f'"{code}" has more than a part for positive and one for negative')
        return NumberCode(*(_section(text, code) for text in sections))
    if _TIME_TOKENS.search(bare):
        return read_time_code(code)
    raise ValueError(f'"{code}" has no digits and no date in it')


def _sections(code: str) -> list[str]:
    """Split at the semicolons that no quotes hold."""
    return re.findall(r'(?:\\.|"[^"]*"|[^;"\\])+', code)


def _section(text: str, code: str) -> Section:
    found = _DIGITS.search(_LITERAL.sub(lambda m: "_" * len(m.group()), text))
    if found is None:
        raise ValueError(f'"{code}" needs digits such as 0 or #,##0 in each of its parts')
    prefix, suffix = text[: found.start()], text[found.end() :]
    percents = sum(_LITERAL.sub("", side).count("%") for side in (prefix, suffix))
    decimals = found["decimals"] or ""
    return Section(
        prefix=_words(prefix, code, allowed=_PLAIN + "%"),
        suffix=_words(suffix, code, allowed=_PLAIN + "%"),
        factor=100.0**percents / 1000.0 ** len(found["thousands"]),
        decimals=len(decimals),
        is_grouped="," in found["whole"],
        is_trimmed=decimals.startswith("#"),
    )


def _words(text: str, code: str, *, allowed: str) -> str:
    """Return literal text without its quotes."""
    bare = _LITERAL.sub("", text)
    if odd := bare.strip(allowed):
        raise ValueError(f'"{code}" has {odd!r} in it; put words in double quotes')
    return _LITERAL.sub(lambda m: m.group(1) if m.group(1) is not None else m.group(2), text)


def read_time_code(code: str) -> TimeCode:
    """Read a code of dates and times; raises `ValueError` as `read_code`."""
    is_12_hour = "am/pm" in code.lower()
    parts: list[str | _TimePart] = []
    before = ""
    position = 0
    for token in re.finditer(rf"{_LITERAL.pattern}|{_TIME_TOKENS.pattern}", code, re.IGNORECASE):
        parts.append(_words(code[position : token.start()], code, allowed=_PLAIN))
        position = token.end()
        if token.group()[0] in '"\\':
            parts.append(_words(token.group(), code, allowed=""))
            continue
        name = token.group().lower()
        # As in Excel, m is minutes where hours stand before it.
        if name in ("m", "mm") and before.startswith("h"):
            name = "minutes"
        elif is_12_hour and name in ("h", "hh"):
            name += "12"
        name = _SAME.get(name, name)
        if name not in _TIME_PARTS:
            raise ValueError(f'"{code}" has {token.group()!r} in it, which no date has')
        parts.append(_TIME_PARTS[name])
        before = name
    parts.append(_words(code[position:], code, allowed=_PLAIN))
    return TimeCode(tuple(part for part in parts if part != ""))
