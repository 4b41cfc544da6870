"""Atomic writes leave the old file or the new one, owner-only, and clean up after the dead."""

import errno
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from stores.atomic import atomic_write, leftovers, put_in_place, remove_leftovers, write_temporary


class FullDiskError(Exception):
    pass


def test_the_new_content_replaces_the_old(tmp_path: Path) -> None:
    target = tmp_path / "answers.txt"
    target.write_bytes(b"old")
    atomic_write(target, b"new")
    assert target.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["answers.txt"]


def test_only_the_owner_may_read_what_was_written(tmp_path: Path) -> None:
    old_mask = os.umask(0)
    try:
        atomic_write(tmp_path / "f", b"x")
    finally:
        os.umask(old_mask)
    assert stat.S_IMODE((tmp_path / "f").stat().st_mode) == 0o600


def test_a_write_that_fails_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"old")

    def write(file: BinaryIO) -> None:
        file.write(b"half of the new")
        raise FullDiskError

    with pytest.raises(FullDiskError):
        write_temporary(tmp_path, write)
    assert (tmp_path / "f").read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["f"]


def test_a_rename_that_fails_leaves_no_temporary_file(tmp_path: Path) -> None:
    temporary = write_temporary(tmp_path, lambda file: file.write(b"x"))
    folder = tmp_path / "taken"
    folder.mkdir()
    with pytest.raises(IsADirectoryError):
        put_in_place(temporary, folder)
    assert [entry.name for entry in tmp_path.iterdir()] == ["taken"]


def test_leftovers_of_a_killed_process_go_and_those_of_a_running_one_stay(tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib; from stores.atomic import write_temporary\n"
        "write_temporary(pathlib.Path(sys.argv[1]), lambda f: f.write(b'x'))\n"
        "os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert killed.returncode == -9
    assert len(list(tmp_path.iterdir())) == 1
    mine = write_temporary(tmp_path, lambda file: file.write(b"mine"))
    (tmp_path / "other.partial").write_bytes(b"not ours")
    assert len(leftovers(tmp_path)) == 1
    assert remove_leftovers(tmp_path) == 1
    assert leftovers(tmp_path) == []
    assert {entry.name for entry in tmp_path.iterdir()} == {mine.name, "other.partial"}


def test_a_dead_process_that_nobody_has_buried_leaves_no_claim(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from stores.atomic import write_temporary\n"
        "write_temporary(pathlib.Path(sys.argv[1]), lambda f: f.write(b'x'))"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) as dead:
        os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)  # it ended, but stays a zombie
        assert remove_leftovers(tmp_path) == 1


def test_a_file_of_a_dead_process_that_had_our_number_is_removed_but_not_our_own(
    tmp_path: Path,
) -> None:
    dead = tmp_path / f".mm-{os.getpid()}-dead.partial"
    dead.write_bytes(b"half")
    ours = write_temporary(tmp_path, lambda file: file.write(b"whole"))
    assert remove_leftovers(tmp_path) == 1
    assert list(tmp_path.iterdir()) == [ours]


def test_an_error_of_the_disk_names_where_it_was_to_be_written(tmp_path: Path) -> None:
    def write(_: BinaryIO) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match=re.escape(str(tmp_path))):
        write_temporary(tmp_path, write)
