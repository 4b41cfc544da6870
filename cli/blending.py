"""Blending anew what the engines found at a cut-off, without dbt: the same function, the same
tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from python_engines.blend import BlendInputs, BlendParams, blend
from stores.warehouse import read_frame, read_rows, read_table

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Blender:
    """Everything that the blend of one warehouse was made from."""

    candidates: pa.Table
    inputs: BlendInputs
    params: BlendParams

    @classmethod
    def of_replay(cls, path: Path) -> Self:
        """Read what the model `eng_hybrid__blend` reads; feedback of today is no part of a past."""
        (tier,) = read_rows(path, "select tier_share from int_candidates__tier_share")
        return cls(
            read_table(path, "select * from engine_candidates order by engine, engine_rank"),
            BlendInputs(
                heard=read_frame(path, "select * from int_candidates__excluded order by artist_id"),
                tried=read_frame(path, "select * from int_candidates__heard order by artist_id"),
                tier_share=float(tier["tier_share"]),
                details=read_frame(
                    path, "select * from int_candidates__details order by artist_id"
                ),
                tags=read_frame(path, "select * from artist_tags order by artist_id, tag"),
                feedback_links=read_frame(
                    path,
                    "select * from int_feedback__links order by feedback_artist_id, artist_id",
                ),
            ),
            BlendParams.from_row(read_frame(path, "select * from int_run__blend")),
        )

    def ranked(self, params: BlendParams | None = None) -> list[str]:
        """Return the artists of the blended list, best first."""
        blended = blend(self.candidates, self.inputs, params or self.params)
        return [str(artist) for artist in blended["artist_id"].to_pylist()]
