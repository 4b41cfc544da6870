"""What the processes of a test run share is made by one of them, whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from stores.paths import PROJECT_ROOT
from tests.sharing import made_once

MAKER = """
import os, pathlib, sys, time
from tests.sharing import made_once

def make(folder):
    with open(sys.argv[2], "a") as file:
        file.write("made ")
    (folder / "half").touch()
    time.sleep(0.3)
    (folder / "whole").touch()

print((made_once(pathlib.Path(sys.argv[1]), make) / "whole").exists())
"""


def test_of_three_processes_one_makes_and_the_others_wait_for_the_whole(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-c", MAKER, str(tmp_path / "shared"), str(log)]
    started = [
        subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [process.communicate(timeout=60)[0] for process in started] == ["True\n"] * 3
    assert log.read_text() == "made "


def test_what_was_left_half_made_is_made_anew(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise RuntimeError("cut short")

    with pytest.raises(RuntimeError, match="cut short"):
        made_once(tmp_path / "shared", fail)
    made = made_once(tmp_path / "shared", lambda folder: (folder / "whole").touch())
    assert [path.name for path in made.iterdir()] == ["whole"]
