"""Every text of a table as SQL: what lies in lists and structs too, without writing out numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb.sqltypes import DuckDBPyType

_NEW_LINE = "chr(10)"
_NESTED = ("list", "struct")


@lru_cache
def type_of(said: str) -> DuckDBPyType:
    """Return the type that DuckDB writes so."""
    import duckdb

    return duckdb.dtype(said)


def text_of(kind: DuckDBPyType, expression: str, depth: int = 0) -> str | None:
    """Return SQL for the texts in a value, joined by line ends; None where it holds no text."""
    if kind.id == "varchar":
        return expression
    if kind.id == "list":
        element = f"element_{depth}"
        inner = text_of(_children(kind)["child"], element, depth + 1)
        if inner is None:
            return None
        texts = f"list_transform({expression}, lambda {element}: {inner})"
        return f"array_to_string({expression if inner == element else texts}, {_NEW_LINE})"
    if kind.id == "struct":
        parts = [
            part
            for name, child in _children(kind).items()
            if (part := text_of(child, f"{expression}.{quoted(name)}", depth)) is not None
        ]
        return f"concat_ws({_NEW_LINE}, {', '.join(parts)})" if parts else None
    # What else could hold one, such as a map, no model of ours makes.
    return f"cast({expression} as varchar)" if "VARCHAR" in str(kind) else None


def field_names(kind: DuckDBPyType) -> list[str]:
    """Return the names of the fields within a type, at any depth."""
    names: list[str] = []
    if kind.id in _NESTED:
        for name, child in _children(kind).items():
            names += [name] * (kind.id == "struct") + field_names(child)
    return names


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _children(kind: DuckDBPyType) -> dict[str, DuckDBPyType]:
    """Return the types within a nested type by name; that of a list is called child."""
    from duckdb.sqltypes import DuckDBPyType

    return {name: child for name, child in kind.children if isinstance(child, DuckDBPyType)}
