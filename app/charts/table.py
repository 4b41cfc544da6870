"""The rows of a chart under names that Vega can carry.

Vega reads `.`, `[` and quotes in a field's name as a path, so fields are named by their titles
without them. The names stay readable: Streamlit shows them where a reader asks for a chart's data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

_PATHS = re.compile(r"""[\\.\[\]"'`\x00-\x1f]+""")


@dataclass(slots=True)
class Table:
    """Columns that grow into the frame of a chart."""

    _columns: dict[str, pd.Series] = field(default_factory=dict)

    def add(self, title: str, values: Iterable[object] | pd.Series) -> str:
        """Add a column and return the name of its field."""
        plain = " ".join(_PATHS.sub(" ", title).split()) or "Value"
        name = plain
        number = 2
        while name in self._columns:
            name = f"{plain} {number}"
            number += 1
        if isinstance(values, pd.Series):
            self._columns[name] = values.reset_index(drop=True)
        else:
            self._columns[name] = pd.Series(list(values))
        return name

    @property
    def frame(self) -> pd.DataFrame:
        """All the columns added so far."""
        return pd.DataFrame(self._columns)
