"""The generator writes the same bytes for the same arguments, in every layout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sample_data import generate, layout
from tests.sample_data.reading import read_files

GENERATOR = Path(generate.__file__)


def _run_generator(*arguments: str, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(GENERATOR), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=GENERATOR.anchor,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )


def test_the_same_arguments_give_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    told = []
    for hash_seed in ("1", "2"):
        done = _run_generator(
            "--out", str(tmp_path / hash_seed), "--plays", "3000", hash_seed=hash_seed
        )
        assert done.returncode == 0, done.stderr
        told.append(done.stdout)
    first, second = ({p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*")
                      if p.is_file()} for n in ("1", "2"))  # fmt: skip
    assert first == second
    assert told[0] == told[1]


def test_another_seed_is_another_life(tmp_path: Path) -> None:
    one = generate.generate_export(tmp_path / "one", plays=2000, seed=1)
    two = generate.generate_export(tmp_path / "two", plays=2000, seed=2)
    assert one.taste["eras"][0]["centre"] != two.taste["eras"][0]["centre"]
    assert read_files(tmp_path / "one") != read_files(tmp_path / "two")


def test_every_layout_holds_the_same_files(tmp_path: Path) -> None:
    names_and_bytes = {}
    for form in ("folder", "zip", "flat"):
        generate.generate_export(tmp_path / form, plays=1500, form=form)
        files = read_files(tmp_path / form)
        names_and_bytes[form] = {path.rsplit("/", 1)[-1]: body for path, body in files.items()}
    assert names_and_bytes["zip"] == names_and_bytes["folder"]
    assert names_and_bytes["flat"] == names_and_bytes["folder"]


@pytest.mark.parametrize(
    ("form", "kept"), [("account-only", layout.ACCOUNT), ("extended-only", layout.EXTENDED)]
)
def test_one_form_alone_leaves_the_other_out(tmp_path: Path, form: str, kept: str) -> None:
    generate.generate_export(tmp_path, plays=1500, form=form)
    folders = {path.split("/")[0] for path in read_files(tmp_path)}
    assert kept in folders
    assert len(folders & {layout.ACCOUNT, layout.EXTENDED}) == 1


def test_one_play_is_enough_for_an_export(tmp_path: Path) -> None:
    planted = generate.generate_export(tmp_path, plays=1)
    assert planted.plays == 1


@pytest.mark.parametrize("arguments", [["--plays", "0"], ["--layout", "heap"]])
def test_the_command_refuses_what_it_cannot_make(tmp_path: Path, arguments: list[str]) -> None:
    done = _run_generator("--out", str(tmp_path / "out"), *arguments)
    assert done.returncode == 2
    assert not (tmp_path / "out").exists()
