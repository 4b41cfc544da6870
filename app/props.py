"""From what a tag says to the typed props of its component, with words for every mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, get_type_hints

import msgspec
import msgspec.inspect as inspect

from app.components.contract import IS_COLUMN, IS_FORMAT, Component, Props
from app.formats import check_format
from app.syntax.mistakes import nearest

P = TypeVar("P", bound=Props)

DATA = "data"
"""The prop that is no prop: it names the rows, which the renderer reads for the component."""

_PROSE = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "str": "words",
    "array": "a list of words",
    "null": "nothing",
}
_KINDS = re.compile(r"`([a-z |]+)`")


class PropsError(ValueError):
    """What is wrong with a tag's props, in one line."""


def check_names(component: Component[P], names: Iterable[str]) -> None:
    """Refuse, naming the nearest, what is no prop of the component, and say what is missing."""
    fields = _fields(component.props)
    known = [field.encode_name for field in fields]
    if component.data != "none":
        known.append(DATA)
    names = list(names)
    wrong = [f"it has no prop {name}{nearest(name, known)}" for name in names if name not in known]
    needed = [field.encode_name for field in fields if field.required]
    if component.data == "required":
        needed.insert(0, DATA)
    wrong += [f"it needs the prop {name}" for name in needed if name not in names]
    if wrong:
        raise PropsError("; ".join(wrong))


def read_props(component: Component[P], values: Mapping[str, object]) -> P:
    """Return the props of a tag from what it says, by the names of the page and without `data`.

    A value of None counts as not said. Raises `PropsError` that tells all that does not fit.
    """
    said = {name: value for name, value in values.items() if value is not None}
    check_names(component, [*said, DATA] if component.data == "required" else said)
    hints = _hints(component.props)
    read: dict[str, Any] = {}
    wrong: list[str] = []
    for field in _fields(component.props):
        if field.encode_name not in said:
            continue
        value = _fitting(said[field.encode_name], field.type)
        try:
            read[field.name] = msgspec.convert(value, hints[field.name], strict=False)
        except msgspec.ValidationError as error:
            wrong.append(f"{field.encode_name}={value!s}: {_in_words(error, value, field.type)}")
    wrong += _bad_formats(component.props, read)
    if wrong:
        raise PropsError("; ".join(wrong))
    return component.props(**read)


def check_columns(props: Props, columns: Iterable[str] | None) -> None:
    """Refuse, naming the nearest, a prop that names a column which `columns` lack.

    None says that there is no data to have columns.
    """
    known = None if columns is None else list(columns)
    wrong = []
    for field in _fields(type(props)):
        if not _is(field.type, IS_COLUMN):
            continue
        for name in _words(getattr(props, field.name)):
            if known is None:
                wrong.append(f"{field.encode_name}={name} names a column, but there is no data")
            elif name not in known:
                wrong.append(f"{field.encode_name}={name}: no such column{nearest(name, known)}")
    if wrong:
        raise PropsError("; ".join(wrong))


def _bad_formats(props: type[Props], read: Mapping[str, Any]) -> Iterator[str]:
    for field in _fields(props):
        if field.name in read and _is(field.type, IS_FORMAT):
            try:
                check_format(read[field.name])
            except ValueError as error:
                yield f"{field.encode_name}: {error}"


@cache
def _fields(props: type[Props]) -> tuple[inspect.Field, ...]:
    info = inspect.type_info(props)
    return info.fields if isinstance(info, inspect.StructType) else ()


@cache
def _hints(props: type[Props]) -> dict[str, Any]:
    return get_type_hints(props, include_extras=True)


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _is(kind: inspect.Type, mark: str) -> bool:
    if isinstance(kind, inspect.Metadata):
        return (kind.extra or {}).get("is") == mark
    return isinstance(kind, inspect.UnionType) and any(_is(each, mark) for each in kind.types)


def _choices(kind: inspect.Type) -> tuple[inspect.Type, ...]:
    """Return the simple types that a type stands for."""
    if isinstance(kind, inspect.Metadata):
        return _choices(kind.type)
    if isinstance(kind, inspect.UnionType):
        return tuple(choice for each in kind.types for choice in _choices(each))
    return (kind,)


def _fitting(value: object, kind: inspect.Type) -> object:
    """Return the value as the prop wants it, where a page's spelling leaves that open."""
    kinds = {type(choice) for choice in _choices(kind)}
    takes_words = inspect.StrType in kinds
    if isinstance(value, str):
        if inspect.BoolType in kinds and value in ("true", "false"):
            return value == "true"
        return (value,) if inspect.VarTupleType in kinds and not takes_words else value
    if isinstance(value, int | float) and takes_words and not isinstance(value, bool):
        return value if kinds & {inspect.IntType, inspect.FloatType} else str(value)
    return value


def _in_words(error: msgspec.ValidationError, value: object, kind: inspect.Type) -> str:
    literals = [
        str(word)
        for choice in _choices(kind)
        if isinstance(choice, inspect.LiteralType)
        for word in choice.values
    ]
    if literals:
        return f"must be one of {', '.join(literals)}{nearest(str(value), literals)}"
    message = _KINDS.sub(_kinds_in_words, str(error).partition(" - at ")[0])
    return message[:1].lower() + message[1:]


def _kinds_in_words(found: re.Match[str]) -> str:
    kinds = found[1].split(" | ")
    if "float" in kinds and "int" in kinds:
        kinds.remove("int")
    return " or ".join(
        _PROSE.get(kind, kind) for kind in kinds if kind != "null" or len(kinds) == 1
    )
