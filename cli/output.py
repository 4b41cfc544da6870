"""The only place that writes to the terminal: answers to stdout, everything else to stderr.

Names of artists and tracks come from files that anyone may have written, so control and bidi
characters never reach the terminal, and a CSV cell never starts a spreadsheet formula.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

Row = Sequence[Any]

TABLE_ROWS = 1000
"""Rows that a table or a Markdown table shows; csv and json give all of them."""

_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MARKDOWN_MARKS = re.compile(r"([\\`*_\[\]<>|!])")
_DIGITS_SHOWN = 4


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


def survive_any_name() -> None:
    """Let a terminal that cannot show a character show its number instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def flush() -> None:
    """Hand on all that was written; raises `BrokenPipeError` when nobody reads it."""
    sys.stdout.flush()


def forget_stdout() -> None:
    """Stop writing answers: Python would complain at its end that nobody reads them."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def error(message: str) -> None:
    """Write the one line that says what went wrong and what to do."""
    _to_stderr(f"mm: error: {clean(message)}")


def note(message: str) -> None:
    """Write one line that the reader should know, apart from the answer."""
    _to_stderr(f"note: {clean(message)}")


def progress(message: str) -> None:
    """Write one line about what is being done."""
    _to_stderr(clean(message))


def raw_error(text: str) -> None:
    """Write a traceback, only ever asked for with `--debug`."""
    _to_stderr(text.rstrip("\n"))


def text(words: str) -> None:
    """Write an answer that is plain text."""
    sys.stdout.write(words.rstrip("\n") + "\n")


def heading(words: str, form: Format) -> None:
    """Write the heading of the table that follows."""
    text(f"\n## {markdown(words)}\n" if form is Format.MD else f"\n{clean(words)}")


def answer(columns: Sequence[str], rows: Iterable[Row], form: Format) -> None:
    """Write rows to stdout in the form that was asked for.

    JSON is one array of objects, streamed; a column name that comes twice gets a number.
    """
    names = _unique(columns)
    if form is Format.JSON:
        objects(dict(zip(names, row, strict=True)) for row in rows)
    elif form is Format.CSV:
        _write_csv(names, rows)
    else:
        shown = list(islice(rows, TABLE_ROWS + 1))
        if len(shown) > TABLE_ROWS:
            note(f"only the first {TABLE_ROWS} rows are shown; --format csv gives all of them")
            shown = shown[:TABLE_ROWS]
        write = _write_markdown if form is Format.MD else _write_table
        write(names, shown)


def written(columns: Sequence[str], rows: Iterable[Row], form: Format) -> str:
    """Return what `answer` would write, for a file."""
    with redirect_stdout(io.StringIO()) as text_of_file:
        answer(columns, rows, form)
    return text_of_file.getvalue()


def objects(entries: Iterable[Mapping[str, Any]]) -> None:
    """Write one JSON array of objects to stdout, each as soon as it is there."""
    import json

    separator = ""
    sys.stdout.write("[")
    for entry in entries:
        written = json.dumps(plain(dict(entry)), ensure_ascii=False, allow_nan=False)
        # What JSON does not escape by itself but a terminal would obey. Inside a string, as all
        # of these are, the escape means the same character.
        safe = _CONTROLS.sub(lambda found: f"\\u{ord(found.group()):04x}", written)
        sys.stdout.write(f"{separator}\n  {safe}")
        separator = ","
    sys.stdout.write("\n]\n" if separator else "]\n")


def clean(words: str) -> str:
    """Return `words` without control and bidi characters, on one line."""
    return _CONTROLS.sub("", words.replace("\n", " ").replace("\t", " "))


def plain(value: Any) -> Any:
    """Return a value of DuckDB as JSON knows it: times as ISO text, decimals as numbers."""
    if isinstance(value, str | bool | int) or value is None:
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Decimal):
        return plain(float(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(entry) for entry in value]
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    return str(value)


def _write_csv(names: Sequence[str], rows: Iterable[Row]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([_csv_cell(name) for name in names])
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])


def _nested(value: Any) -> str:
    """Return a list or a struct as the text of one cell."""
    import json

    return json.dumps(value, ensure_ascii=False)


def _csv_cell(value: Any) -> Any:
    simple = plain(value)
    if isinstance(simple, dict | list):
        simple = _nested(simple)
    if isinstance(simple, bool):
        return "true" if simple else "false"
    if not isinstance(simple, str):
        return simple
    cleaned = clean(simple)
    starts_a_formula = simple.startswith(_FORMULA_STARTS) or cleaned.startswith(_FORMULA_STARTS)
    return "'" + cleaned if isinstance(value, str) and starts_a_formula else cleaned


def _write_markdown(names: Sequence[str], rows: Sequence[Row]) -> None:
    lines = ["| " + " | ".join(markdown(name) for name in names) + " |"]
    lines.append("|" + "---|" * len(names))
    lines += ["| " + " | ".join(markdown(_cell(value)) for value in row) + " |" for row in rows]
    text("\n".join(lines))


def markdown(words: str) -> str:
    """Return `words` on one line of Markdown, so that no mark in them is obeyed."""
    # A bare address would become a link, or an image that a viewer fetches.
    return _MARKDOWN_MARKS.sub(r"\\\1", clean(words)).replace("://", ":\u200b//")


def _write_table(names: Sequence[str], rows: Sequence[Row]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for index, name in enumerate(names):
        is_number = bool(rows) and all(
            isinstance(row[index], int | float | Decimal | None) for row in rows
        )
        table.add_column(
            Text(clean(name)), justify="right" if is_number else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    drawn(table)


def drawn(table: Table | Group) -> None:
    """Write what rich draws to stdout; the words in it must be `clean`."""
    from rich.console import Console

    # rich pads every line to the full width; only a terminal has a width that matters.
    lines = io.StringIO()
    is_terminal = sys.stdout.isatty()
    width = None if is_terminal else _WIDE
    console = Console(
        file=lines, width=width or _terminal_width(), force_terminal=is_terminal, highlight=False
    )
    console.print(table, crop=False)
    text("\n".join(line.rstrip() for line in lines.getvalue().splitlines()))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | Decimal):
        return f"{value:.{_DIGITS_SHOWN}f}".rstrip("0").rstrip(".")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    simple = plain(value)
    if isinstance(simple, dict | list):
        simple = _nested(simple)
    return clean(str(simple))


_WIDE = 10_000
_DEFAULT_WIDTH = 100


def _terminal_width() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _DEFAULT_WIDTH
    except (OSError, ValueError):
        return _DEFAULT_WIDTH


def _unique(columns: Sequence[str]) -> list[str]:
    names: list[str] = []
    for column in columns:
        name, number = column, 1
        while name in names:
            name, number = f"{column}_{number}", number + 1
        names.append(name)
    return names


def _to_stderr(line: str) -> None:
    sys.stdout.flush()
    try:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
    except OSError:
        # Nobody reads the notes any more, as in `mm build 2>&1 | head -1`: the work goes on.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
