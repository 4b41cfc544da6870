"""What the published warehouse was made from, and so how much of it a build has to make anew.

A small file in the cache folder says it of one file of the warehouse, told by its identity: whoever
replaces or changes that file by other means, or removes the note, gets a whole build.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path

from cli.inputs import Inputs
from stores.atomic import atomic_write
from stores.generations import FileIdentity, identity_of
from stores.paths import Home

FILE_NAME = "last_build.json"


class Reach(Enum):
    """How much a build has to make anew."""

    NOTHING = "nothing"
    """The warehouse is what a build would make."""
    SOME = "some"
    """What the change reaches; all else is taken over from the published file."""
    ALL = "all"
    """Everything, in an empty file."""


@dataclass(frozen=True, slots=True)
class LastBuild:
    """The inputs of the published warehouse, and the file that came of them."""

    inputs: Inputs
    warehouse: FileIdentity
    is_settled: bool
    """Whether every look-up that was planned has been answered."""

    def reach(self, now: Inputs, *, may_ask: bool) -> Reach:
        """Return what a build from `now` has to make; `may_ask` says that services may be asked."""
        then = self.inputs
        if (then.program, then.history) != (now.program, now.history):
            return Reach.ALL
        has_open_questions = may_ask and not self.is_settled
        return Reach.NOTHING if then == now and not has_open_questions else Reach.SOME

    def changes(self, now: Inputs) -> list[str]:
        """Return the names of the vars and of the models' sources that are no longer the same."""
        then = self.inputs
        pairs = ((then.variables, now.variables), (then.of_sources, now.of_sources))
        return [
            name
            for before, after in pairs
            for name in sorted({*before, *after})
            if (name in before, before.get(name)) != (name in after, after.get(name))
        ]


def read(home: Home) -> LastBuild | None:
    """Return what is known of the published warehouse, None if nothing is, or not of this file."""
    try:
        said = json.loads(_path(home).read_bytes())
        known = LastBuild(
            Inputs(**said["inputs"]), FileIdentity(**said["warehouse"]), bool(said["is_settled"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return known if known.warehouse == identity_of(home.warehouse) else None


def write(home: Home, inputs: Inputs, *, is_settled: bool) -> None:
    """Remember what the warehouse that lies there now was made from."""
    identity = identity_of(home.warehouse)
    if identity is not None:
        said = LastBuild(inputs, identity, is_settled)
        atomic_write(_path(home), json.dumps(asdict(said), indent=2).encode())


def forget(home: Home) -> None:
    """Make the next build a whole one."""
    _path(home).unlink(missing_ok=True)


def _path(home: Home) -> Path:
    return home.cache / FILE_NAME
