"""Writing a list to the folder of saved lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cli import output
from cli.output import Format
from stores.atomic import atomic_write

_ENDINGS = {Format.TABLE: "txt", Format.JSON: "json", Format.CSV: "csv", Format.MD: "md"}


def save(
    folder: Path,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    form: Format,
    *,
    day: date,
    context: str | None = None,
) -> Path:
    """Write a list as it is printed and return where; that day's list of that form is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = ["recommendations", *([context] if context else []), day.isoformat()]
    path = folder / f"{'-'.join(parts)}.{_ENDINGS[form]}"
    atomic_write(path, output.written(columns, rows, form).encode())
    return path
