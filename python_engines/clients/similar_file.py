"""Similar artists from a file of the listener's own: CSV or Parquet, no key and no network.

Columns `artist_name`, `similar_artist_name` and, if there is one, `match` (0 to 1). The rows of an
artist are in order, the closest first. Other columns are ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from python_engines.clients.errors import SimilarFileError
from python_engines.clients.listener_file import PROVIDER, FileForm
from python_engines.clients.names import clean_match, clean_name, name_key
from python_engines.clients.tables import SIMILAR_LISTS
from python_engines.frames import typed_table

_SEED = "artist_name"
_SIMILAR = "similar_artist_name"
_MATCH = "match"
_FORM = FileForm("similar artists", (_SEED, _SIMILAR), (_MATCH,), SimilarFileError)


class SimilarFile:
    """All lists of one file, read once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.lists = _lists_of(_FORM.read(path), path)
        """Every list of the file, in the form `SIMILAR_LISTS`, ordered by seed and rank."""
        self._keys = {
            name_key(name) for name in self.lists["seed_artist_name"].unique().to_pylist()
        }

    def lists_without(self, seed_keys: Collection[str]) -> pa.Table:
        """Return the lists of all artists but those whose `name_key` is given."""
        if not seed_keys:
            return self.lists
        names = self.lists["seed_artist_name"].unique().to_pylist()
        kept = [name for name in names if name_key(name) not in seed_keys]
        return self.lists.filter(
            pc.is_in(self.lists["seed_artist_name"], value_set=pa.array(kept, pa.string()))
        )

    def has(self, artist_name: str) -> bool:
        """Tell whether the file holds a list for an artist."""
        return name_key(artist_name) in self._keys


def _lists_of(table: pa.Table, path: Path) -> pa.Table:
    seeds, similars = _clean(table[_SEED]), _clean(table[_SIMILAR])
    frame = pd.DataFrame({"seed": seeds, "similar": similars})
    frame["match"] = _matches(table)
    frame = frame.dropna(subset=["seed", "similar"])
    if frame.empty:
        raise _FORM.refused("holds no artist", path)
    frame["seed_key"] = _mapped(frame["seed"], name_key)
    frame["similar_key"] = _mapped(frame["similar"], name_key)
    frame = frame.drop_duplicates(["seed_key", "similar_key"])
    grouped = frame.groupby("seed_key", sort=False)
    frame = frame.assign(
        seed=grouped["seed"].transform("first"), provider_rank=grouped.cumcount() + 1
    ).sort_values(["seed_key", "provider_rank"])
    return typed_table(
        SIMILAR_LISTS,
        columns={
            "seed_artist_name": frame["seed"],
            "provider": pa.repeat(PROVIDER, len(frame)),
            "provider_rank": frame["provider_rank"],
            "candidate_artist_name": frame["similar"],
            "candidate_mbid": pa.nulls(len(frame), pa.string()),
            "match": frame["match"],
            "fetched_at": pa.nulls(len(frame), pa.timestamp("us")),
            "is_stale": pa.repeat(pa.scalar(value=False), len(frame)),
            "answered_artist_name": frame["seed"],
            "seed_mbid": pa.nulls(len(frame), pa.string()),
        },
    )


def _clean(column: pa.ChunkedArray) -> pd.Series:
    return _mapped(pd.Series(column.to_pylist(), dtype=object), clean_name)


def _mapped(names: pd.Series, change: Callable[[Any], str | None]) -> pd.Series:
    """Change each distinct name once: a list of lists repeats them a hundred times."""
    changed = {name: change(name) for name in names.unique()}
    return names.map(changed)


def _matches(table: pa.Table) -> list[float | None] | None:
    if _MATCH not in table.column_names:
        return None
    return [clean_match(value) for value in table[_MATCH].to_pylist()]
