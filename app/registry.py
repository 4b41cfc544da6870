"""The tags that pages may use: every module of `app.components` that holds a `COMPONENT`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from app import components
from app.components.contract import Component


def _found() -> Iterator[Component[Any]]:
    for module in iter_modules(components.__path__, f"{components.__name__}."):
        held = getattr(import_module(module.name), "COMPONENT", None)
        if isinstance(held, Component):
            yield held


COMPONENTS: Mapping[str, Component[Any]] = {component.name: component for component in _found()}
"""Every component by the name of its tag."""
