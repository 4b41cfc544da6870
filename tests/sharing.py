"""What the processes of one test run share: made once, by whichever comes first."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stores.lock import wait_for

_SECONDS_TO_MAKE = 600


def folder_of_the_run(config: pytest.Config, factory: pytest.TempPathFactory) -> Path:
    """The folder that is the same for every process of this run and for no other run."""
    own = factory.getbasetemp()
    return own.parent if hasattr(config, "workerinput") else own


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return the folder once `make` has filled it, here or in another process of this run.

    The others wait meanwhile. Whoever comes after a `make` that failed tries again.
    """
    with wait_for(folder.with_name(f"{folder.name}.lock"), _SECONDS_TO_MAKE):
        if not folder.exists():
            partial = folder.with_name(f"{folder.name}.partial")
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            make(partial)
            partial.rename(folder)
    return folder
