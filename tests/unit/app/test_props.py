"""What a tag says becomes typed props, or words that help."""

from datetime import date
from typing import Annotated, Literal

import msgspec
import pytest

from app.components.contract import ColumnName, ColumnNames, Component, Format, Props
from app.props import PropsError, check_columns, check_names, read_props


class All(Props, frozen=True, kw_only=True):
    """One prop of each kind."""

    x: ColumnName
    y_columns: ColumnNames = ()
    x_fmt: Format | None = None
    size: Annotated[int, msgspec.Meta(ge=1, le=6)] = 2
    share: float = 0.5
    is_open: bool = False
    axis: bool | str = True
    word: str | None = None
    either: str | int | float | None = None
    kind: Literal["bar", "line"] = "bar"
    day: date | None = None


ALL = Component(name="All", props=All, data="required")


@pytest.mark.parametrize(
    ("prop", "value", "read"),
    [
        ("yColumns", "hours", ("hours",)),
        ("yColumns", ("hours", "plays"), ("hours", "plays")),
        ("size", "3", 3),
        ("size", 3, 3),
        ("share", 1, 1.0),
        ("share", "0.25", 0.25),
        ("isOpen", "true", True),
        ("isOpen", True, True),
        ("axis", "false", False),
        ("axis", "Hours", "Hours"),
        ("word", 5, "5"),
        ("word", None, None),
        ("either", "5", "5"),
        ("either", 5, 5),
        ("kind", "line", "line"),
        ("day", "2024-03-01", date(2024, 3, 1)),
        ("xFmt", "pct1", "pct1"),
    ],
)
def test_the_page_s_spelling_becomes_the_prop_s_type(
    prop: str, value: object, read: object
) -> None:
    props = read_props(ALL, {"x": "hours", prop: value})
    assert msgspec.to_builtins(props, builtin_types=(date, tuple))[prop] == read


@pytest.mark.parametrize(
    ("prop", "value", "words"),
    [
        ("size", 9, "size=9: expected a whole number <= 6"),
        ("size", "many", "size=many: expected a whole number, got words"),
        ("size", 2.5, "size=2.5: expected a whole number, got a number"),
        ("share", "half", "share=half: expected a number, got words"),
        ("isOpen", "yes", "isOpen=yes: expected true or false, got words"),
        ("kind", "lines", "kind=lines: must be one of bar, line; did you mean line?"),
        ("word", True, "word=True: expected words, got true or false"),
        ("xFmt", "pct9", "xFmt: there is no format 'pct9'"),
        ("day", "March", "day=March: "),
        ("colour", "red", "it has no prop colour"),
        ("sise", 3, "it has no prop sise; did you mean size?"),
    ],
)
def test_what_does_not_fit_is_told(prop: str, value: object, words: str) -> None:
    with pytest.raises(PropsError) as error:
        read_props(ALL, {"x": "hours", prop: value})
    assert str(error.value).startswith(words)


def test_all_that_does_not_fit_is_told_at_once() -> None:
    with pytest.raises(PropsError, match=r"size=0: .*; kind=pie: .*; xFmt: "):
        read_props(ALL, {"x": "hours", "size": 0, "kind": "pie", "xFmt": "pct9"})
    with pytest.raises(PropsError, match="no prop a; it has no prop b; it needs the prop data; it"):
        check_names(ALL, ["a", "b"])


def test_nothing_is_as_good_as_not_said() -> None:
    with pytest.raises(PropsError, match="it needs the prop x"):
        read_props(ALL, {"x": None})


def test_data_is_no_prop_of_a_tag_without_data() -> None:
    check_names(ALL, ["x", "data"])
    with pytest.raises(PropsError, match="it has no prop data"):
        check_names(Component(name="Bare", props=Props), ["data"])


def test_columns_are_looked_for() -> None:
    props = All(x="hours", y_columns=("play", "hour"))
    with pytest.raises(PropsError) as error:
        check_columns(props, ["hours", "plays"])
    assert str(error.value) == (
        "yColumns=play: no such column; did you mean plays?; "
        "yColumns=hour: no such column; did you mean hours?"
    )
    check_columns(All(x="hours"), ["hours"])
    with pytest.raises(PropsError, match="x=hours names a column, but there is no data"):
        check_columns(props, None)
