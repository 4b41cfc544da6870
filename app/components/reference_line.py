"""`<ReferenceLine/>` inside a chart: an average, a goal, the day something changed."""

from __future__ import annotations

from app.components.contract import Call, Component, Props


class ReferenceLineProps(Props, frozen=True, kw_only=True):
    """Where the line is: `y=100` or `x="2020-03-01"`; with `data`, a column of such values."""

    x: float | str | None = None
    y: float | str | None = None
    label: str = ""
    """Words; with `data`, a column of words."""
    hide_value: bool = False


def verify(call: Call[ReferenceLineProps]) -> None:
    """Raise `ValueError` unless the line is at one x or y, in a column that is there."""
    props = call.props
    if (props.x is None) == (props.y is None):
        raise ValueError("say x or y, and not both")
    columns = [str(column) for column in call.frame.columns]
    if not columns:
        return
    for prop, said in (("x", props.x), ("y", props.y), ("label", props.label or None)):
        if said is not None and str(said) not in columns:
            there = ", ".join(columns)
            raise ValueError(f"{prop}: data has no column {str(said)!r}; it has {there}")


COMPONENT = Component(
    name="ReferenceLine",
    props=ReferenceLineProps,
    data="optional",
    verify=verify,
    is_child=True,
)
