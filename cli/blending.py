"""Blending anew what the engines found at a cut-off, without dbt: the same function, the same
tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from python_engines.blend import BlendParams, blend
from stores.warehouse import read_frame, read_table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True)
class Blender:
    """Everything that the blend of one warehouse was made from."""

    candidates: pa.Table
    heard: pd.DataFrame
    params: BlendParams

    @classmethod
    def of_warehouse(cls, path: Path) -> Self:
        """Read what the model `eng_hybrid__blend` reads."""
        return cls(
            read_table(path, "select * from engine_candidates order by engine, engine_rank"),
            read_frame(path, "select * from int_candidates__heard order by artist_id"),
            BlendParams.from_row(read_frame(path, "select * from int_run__parameters")),
        )

    def ranked(self, params: BlendParams | None = None) -> list[str]:
        """Return the artists of the blended list, best first."""
        blended = blend(self.candidates, self.heard, params or self.params)
        return [str(artist) for artist in blended["artist_id"].to_pylist()]
