"""Folders as they lie on a disk: whether they can be written, and who else can read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cli.doctoring import folders
from cli.doctoring.exposure import is_open, judge, open_below
from cli.doctoring.finding import State
from cli.doctoring.folders import Folder
from cli.exits import Exit

WELL = Folder(Path("/a b"), is_folder=True, is_writable=True, is_ours=True, is_disk_read_only=False)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody can enter; those of pytest itself are closed."""
    with TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def file(path: Path, mode: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("mode", "is_seen"), [(0o600, False), (0o640, True), (0o604, True), (0o602, True)]
)
def test_a_file_is_open_by_its_mode(shared: Path, mode: int, is_seen: bool):
    path = file(shared / "data" / "plays.json", mode)
    (shared / "data").chmod(0o755)
    assert is_open(path) is is_seen
    assert open_below(shared / "data") == ([path] if is_seen else [])


@pytest.mark.parametrize("closed", ["home", "home/data", "home/data/spotify"])
def test_whatever_its_mode_a_file_in_a_closed_folder_is_safe(shared: Path, closed: str):
    path = file(shared / "home" / "data" / "spotify" / "plays.json", 0o644)
    for folder in ("home", "home/data", "home/data/spotify"):
        (shared / folder).chmod(0o755)
    assert open_below(shared / "home" / "data") == [path]
    (shared / closed).chmod(0o700)
    assert open_below(shared / "home" / "data") == []
    assert not is_open(path)


def test_a_link_is_not_followed_and_what_is_missing_is_not_open(shared: Path):
    target = file(shared / "elsewhere" / "x", 0o644)
    (shared / "data").mkdir(mode=0o755)
    (shared / "data" / "link").symlink_to(target)
    (shared / "data" / "folder").symlink_to(target.parent)
    assert open_below(shared / "data") == []
    assert open_below(shared / "none") == []
    assert not is_open(shared / "none")


def test_what_is_open_is_closed_by_one_command():
    assert judge({}).state is State.OK
    data, env = Path("/h/data"), Path("/h/config/.env")
    finding = judge({data: [data / "a", data / "b"], data / "c": [data / "c"], env: [env]})
    assert finding.found == (
        "/h/data/a, /h/data/b, /h/data/c and 1 more are open to others on this machine"
    )
    assert (finding.mend, finding.code) == ("chmod -R go-rwx /h/data /h/config/.env", Exit.DISK)


def test_a_folder_that_is_not_there_yet_is_that_of_its_nearest_parent(tmp_path: Path):
    assert folders.look(tmp_path / "a" / "b").place == tmp_path
    (tmp_path / "a").write_text("")
    assert not folders.look(tmp_path / "a" / "b").is_folder
    (tmp_path / "c").symlink_to(tmp_path / "none")
    assert not folders.look(tmp_path / "c").is_folder


@pytest.mark.parametrize(
    ("changed", "mend"),
    [
        ({"is_writable": False}, "chmod u+rwx '/a b'"),
        ({"is_writable": False, "is_ours": False}, "sudo chown -R \"$USER\" '/a b'"),
        ({"is_writable": False, "is_disk_read_only": True}, "export MM_HOME=FOLDER"),
        ({"is_folder": False}, "mv '/a b' '/a b.old'"),
    ],
)
def test_each_way_a_folder_cannot_be_written_has_its_own_mend(changed: dict[str, bool], mend: str):
    amiss = replace(WELL, **changed)
    (finding,) = folders.judge("/", [WELL, amiss, amiss])
    assert (finding.state, finding.mend, finding.code) == (State.PROBLEM, mend, Exit.DISK)


def test_folders_that_can_be_written_are_one_line():
    (finding,) = folders.judge("/a", [WELL, WELL])
    assert (finding.state, finding.found) == (State.OK, "yours to write, in /a")
