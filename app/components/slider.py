"""`<Slider name=… min=… max=… step=…/>`: a number within bounds. It gives `inputs.name`.

With `data` the upper bound may be a column of its first row: `maxColumn=artist_count`.
"""

from __future__ import annotations

import streamlit as st

from app.choices import settle, stored_at, title_of
from app.components.contract import Bindings, Call, ColumnName, Component, Props
from app.escape import md
from app.props import DATA
from app.rows import plain_value


class SliderProps(Props, frozen=True, kw_only=True):
    """The bounds and where it stands at first: at `defaultValue`, else at the lower one."""

    name: str
    title: str | None = None
    min: int | float = 0
    max: int | float = 100
    max_column: ColumnName | None = None
    """Wins over `max`; where the column holds no number, or one below `min`, `min` is the bound."""
    step: int | float = 1
    default_value: int | float | None = None


def _bindings(call: Call[SliderProps], stored: object) -> Bindings:
    return {"": _value(call, stored)}


def _numbers(call: Call[SliderProps]) -> tuple[float, float, float]:
    """Return bounds and step, all whole or all not, as Streamlit wants them."""
    props = call.props
    numbers = (props.min, max(props.min, _upper_bound(call)), props.step)
    is_whole = all(isinstance(number, int) for number in (*numbers, props.default_value or 0))
    low, high, step = numbers if is_whole else map(float, numbers)
    return low, high, step


def _upper_bound(call: Call[SliderProps]) -> int | float:
    column = call.props.max_column
    if column is None:
        return call.props.max
    found = plain_value(call.frame[column].iloc[0]) if len(call.frame) else None
    return found if isinstance(found, int | float) else call.props.min


def _value(call: Call[SliderProps], stored: object) -> float:
    low, high, _ = _numbers(call)
    wanted = stored if isinstance(stored, int | float) else call.props.default_value
    return type(low)(min(max(low if wanted is None else wanted, low), high))


def _draw(call: Call[SliderProps]) -> None:
    props = call.props
    label = md(title_of(props.title, props.name))
    low, high, step = _numbers(call)
    if low == high:
        st.slider(label, min_value=low, max_value=low + step, value=low, disabled=True)
        return
    key = call.scope.key(props.name)
    settle(key, _value(call, stored_at(key)))
    st.slider(label, min_value=low, max_value=high, step=step, key=key, persist_state="session")


def _verify(call: Call[SliderProps]) -> None:
    props = call.props
    if (DATA in call.tag.props) != (props.max_column is not None):
        raise ValueError("data and maxColumn, the column of its upper bound, belong together")
    if props.step <= 0:
        raise ValueError(f"step={props.step} is not above 0")
    if props.max_column is None:
        if props.min >= props.max:
            raise ValueError(f"min={props.min} is not below max={props.max}")
        if props.default_value is not None and not props.min <= props.default_value <= props.max:
            raise ValueError(f"defaultValue={props.default_value} is not from min to max")


COMPONENT = Component(
    name="Slider",
    props=SliderProps,
    data="optional",
    draw=_draw,
    verify=_verify,
    bindings=_bindings,
)
