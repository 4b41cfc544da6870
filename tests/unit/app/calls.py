"""Tags as a page spells them, turned into the calls that a component gets."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import altair as alt
import msgspec
import pandas as pd

from app.components.contract import Call, Component, Surroundings
from app.syntax.nodes import Node, Tag


class Place:
    """A scope that only knows where it is."""

    def __init__(self, *, is_dark: bool) -> None:
        self.surroundings = Surroundings(Path("w.duckdb"), Path("f.csv"), "mm", is_dark=is_dark)

    def draw(self, nodes: Sequence[Node]) -> None:
        raise AssertionError("a chart draws no nodes")

    def key(self, name: str) -> str:
        return name


def call(
    component: Component[Any],
    frame: pd.DataFrame | None = None,
    children: Sequence[Call[Any]] = (),
    *,
    is_dark: bool = False,
    **props: object,
) -> Call[Any]:
    """A use of the tag with the props as a page spells them (`xFmt`)."""
    said = {key: list(value) if isinstance(value, tuple) else value for key, value in props.items()}
    return Call(
        Tag(1, component.name),
        msgspec.convert(said, component.props, strict=False),
        pd.DataFrame() if frame is None else frame,
        tuple(children),
        Place(is_dark=is_dark),
    )


class Spec:
    """A chart's specification, with the rows of each layer at hand."""

    def __init__(self, chart: alt.TopLevelMixin) -> None:
        # Altair checks each part as it is made; the whole is checked once per chart, in
        # test_charts, for that takes its time.
        self.whole: dict[str, Any] = chart.to_dict(validate=False)

    @property
    def layers(self) -> list[dict[str, Any]]:
        return list(self.whole["layer"])

    def layer(self, mark: str, number: int = 0) -> dict[str, Any]:
        """The layer of that mark, the first unless said."""
        return [one for one in self.layers if one["mark"]["type"] == mark][number]

    def marks(self) -> list[str]:
        return [one["mark"]["type"] for one in self.layers]

    def rows(self, layer: dict[str, Any]) -> list[dict[str, Any]]:
        data = layer.get("data", self.whole.get("data"))
        return list(self.whole["datasets"][data["name"]])

    def column(self, layer: dict[str, Any], channel: str) -> list[Any]:
        """The values that a channel of the layer takes, row by row."""
        return [row[layer["encoding"][channel]["field"]] for row in self.rows(layer)]

    def tooltip(self, layer: dict[str, Any]) -> list[dict[str, str]]:
        """What is said of each row: its lines by their names."""
        lines = layer["encoding"]["tooltip"]
        return [{one["title"]: row[one["field"]] for one in lines} for row in self.rows(layer)]

    def colours(self) -> set[str]:
        """Every colour that the specification names outside its data."""
        shown = {key: value for key, value in self.whole.items() if key != "datasets"}
        return set(re.findall(r"#[0-9a-fA-F]{6}\b", json.dumps(shown)))


def drawn(
    component: Component[Any],
    frame: pd.DataFrame,
    children: Sequence[Call[Any]] = (),
    *,
    is_dark: bool = False,
    **props: object,
) -> Spec:
    """The specification of the chart that the tag draws."""
    assert component.chart is not None
    one = call(component, frame, children, is_dark=is_dark, **props)
    if component.verify is not None:
        component.verify(one)
    return Spec(component.chart(one))


def fields(spec: Spec) -> Iterator[str]:
    """Every field that an encoding names."""
    for layer in spec.layers:
        for channel in layer["encoding"].values():
            for one in channel if isinstance(channel, list) else [channel]:
                if "field" in one:
                    yield one["field"]
