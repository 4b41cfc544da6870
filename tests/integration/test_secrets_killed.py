"""A rotation that is killed, or failed by the disk, leaves the old secrets file or the new one."""

import json
import os
import signal
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.exits import Exit
from cli.secrets import store, vault
from cli.secrets.vault import Header, Method
from stores.atomic import remove_leftovers
from stores.lock import hold
from stores.paths import PROJECT_ROOT

OLD, NEW = "the old password of before", "the new password of now"
SECRETS = {"lastfm_api_key": "c" * 32, "listenbrainz_token": "token of the listener"}
LEFTOVER = ".mm-999999999-x.partial"
KILLS = ("kill", "kill after")
FAULTS = (*KILLS, "ENOSPC", "EIO")
# What a rotation does to the disk: reads, locks, reads again, clears up, writes, replaces.
READS = "open fstat read close"
STEPS = (
    f"{READS} open flock ftruncate pwrite {READS} listdir unlink "
    "open write flush fsync replace open fsync close close"
).split()
REPLACE = STEPS.index("replace")

# Rotates in a child of its own for each fault, and tells how each child ended and whether the
# fault was reached. A fault is a call, counted over all calls that touch the disk, and what befalls
# it: killed before, killed after, or an error instead of the call. A write that fails is half done.
SHIM = r"""
import errno, fcntl, json, os, shutil, signal, sys
from pathlib import Path

from cli.exits import exit_code_of
from cli.secrets import store, vault

# How long a password is stretched says nothing about the disk.
vault.LEAST_WRITTEN = vault.LEAST_READ
template, folder, old, new = sys.argv[1:5]
real = {name: getattr(os, name) for name in ("open", "write", "close", "fdopen", "kill")}


class Shim:
    def __init__(self, number, fault, report):
        self.number, self.fault, self.report, self.calls = number, fault, report, []

    def __call__(self, name, call, half=None):
        def wrapped(*args, **kwargs):
            self.calls.append(name)
            if len(self.calls) - 1 != self.number:
                return call(*args, **kwargs)
            real["write"](self.report, b"fired")
            if self.fault == "kill after":
                call(*args, **kwargs)
            elif half is not None:
                half(*args)
            if self.fault.startswith("kill"):
                real["kill"](os.getpid(), signal.SIGKILL)
            if name == "close":  # as the kernel does: the descriptor is gone all the same
                call(*args, **kwargs)
            code = getattr(errno, self.fault)
            raise OSError(code, os.strerror(code))

        return wrapped

    def install(self):
        for module, names in {
            os: "open ftruncate pwrite listdir unlink fsync fstat replace close".split(),
            fcntl: ["flock"],
        }.items():
            for name in names:
                setattr(module, name, self(name, getattr(module, name)))
        os.fdopen = lambda handle, mode, **said: File(self, real["fdopen"](handle, mode, **said))


class File:
    def __init__(self, shim, file):
        self.file, self.fileno = file, file.fileno
        self.read = shim("read", file.read)
        self.write = shim("write", file.write, half=self.write_half)
        self.flush = shim("flush", file.flush)

    def write_half(self, data):
        self.file.write(data[: len(data) // 2])
        self.file.flush()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()


def rotate(place, number, fault):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        shim = Shim(number, fault, writer)
        try:
            shim.install()
            path = Path(place, "secrets.enc")
            store.rotate(path, old, new_password=new, iterations=vault.LEAST_READ)
            code, end = 0, " ".join(shim.calls)
        except BaseException as error:
            code, end = int(exit_code_of(error)), type(error).__name__
        real["write"](writer, f" {end}".encode())
        os._exit(code)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as pipe:
        return os.waitstatus_to_exitcode(status), pipe.read().decode()


for number, fault in json.load(sys.stdin):
    place = os.path.join(folder, f"{number} {fault}")
    shutil.copytree(template, place)
    print(json.dumps([number, fault, place, *rotate(place, number, fault)]), flush=True)
"""
ROTATE = """
import sys
from pathlib import Path
from cli.errors import message_of
from cli.exits import exit_code_of
from cli.secrets import store
print("ready", flush=True)
sys.stdin.readline()
try:
    store.rotate(Path(sys.argv[1]), sys.argv[2], new_password=sys.argv[3])
except Exception as error:
    print(message_of(error), file=sys.stderr)
    sys.exit(exit_code_of(error))
"""


@dataclass(frozen=True)
class Ending:
    """How one rotation ended."""

    number: int
    fault: str
    place: Path
    code: int
    said: str

    @property
    def file(self) -> Path:
        return self.place / store.FILE_NAME

    @property
    def partial(self) -> list[Path]:
        return list(self.place.glob(".mm-*"))


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A folder with a secrets file of the old password, and what a killed writer left."""
    folder = tmp_path / "template"
    folder.mkdir()
    known = Header(1, Method.AES_256_CBC, vault.LEAST_READ)
    plain = vault._canonical(SECRETS)
    data = vault._seal(plain, OLD, known, os.urandom(16), os.urandom(16), 0)
    (folder / store.FILE_NAME).write_bytes(data)
    (folder / store.FILE_NAME).chmod(0o600)
    (folder / LEFTOVER).write_bytes(data[:100])
    return folder


def rotate_under(faults: list[tuple[int, str]], template: Path, folder: Path) -> list[Ending]:
    """Rotate a copy of the template for each fault: the number of the step, and what befalls it."""
    command = [sys.executable, "-c", SHIM, str(template), str(folder), OLD, NEW]
    ran = subprocess.run(
        command,
        input=json.dumps(faults),
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT_ROOT,
    )
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    return [Ending(number, fault, Path(place), *rest) for number, fault, place, *rest in told]


def test_the_steps_of_a_rotation_are_those_that_the_faults_meet(
    template: Path, tmp_path: Path
) -> None:
    (ending,) = rotate_under([(-1, "none")], template, tmp_path)
    assert ending.code == 0
    assert ending.said.split() == STEPS
    assert store.read(ending.file, NEW) == SECRETS
    assert ending.partial == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_step_leaves_the_old_file_or_the_new(
    template: Path, tmp_path: Path, fault: str
) -> None:
    old = (template / store.FILE_NAME).read_bytes()
    endings = rotate_under([(number, fault) for number in range(len(STEPS))], template, tmp_path)
    assert len(endings) == len(STEPS)
    for number, ending in enumerate(endings):
        where = f"step {number}, {STEPS[number]}, {fault}: {ending.said}"
        assert ending.said.startswith("fired"), where
        assert ending.code == (-signal.SIGKILL if fault in KILLS else Exit.DISK), where
        is_replaced = number > REPLACE or (number == REPLACE and fault == "kill after")
        data = ending.file.read_bytes()
        assert (data != old) == is_replaced, where
        assert vault.unseal(data, NEW if is_replaced else OLD) == SECRETS, where
        assert stat.S_IMODE(ending.file.stat().st_mode) == 0o600
        if fault not in KILLS:
            is_told = ending.said.endswith("NotDurableError")
            assert is_told == (REPLACE < number < len(STEPS) - 1), where
            assert {entry.name for entry in ending.partial} <= {LEFTOVER}, where
        for partial in ending.partial:
            assert not any(value.encode() in partial.read_bytes() for value in SECRETS.values())
            assert partial.name == LEFTOVER or stat.S_IMODE(partial.stat().st_mode) == 0o600
        with hold(ending.place / store.LOCK_NAME):
            remove_leftovers(ending.place)
        assert ending.partial == [], where


def test_the_next_rotation_clears_up_after_a_killed_one(template: Path, tmp_path: Path) -> None:
    (ending,) = rotate_under([(REPLACE, "kill")], template, tmp_path)
    assert len(ending.partial) == 1
    assert ending.partial[0].name != LEFTOVER
    store.rotate(ending.file, OLD, new_password=NEW)
    assert ending.partial == []
    assert store.read(ending.file, NEW) == SECRETS


def test_a_disk_that_takes_only_a_part_of_the_file(template: Path) -> None:
    file = template / store.FILE_NAME
    old = file.read_bytes()
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(old) // 2},) * 2)\n"
    )
    ran = start(limited + ROTATE, file, NEW).communicate("\n", timeout=60)
    assert "the disk is full" in ran[1]
    assert file.read_bytes() == old
    assert list(template.glob(".mm-*")) == []


def test_of_three_rotations_at_once_one_wins_and_the_others_are_told(template: Path) -> None:
    file = template / store.FILE_NAME
    passwords = [f"{NEW} by number {number}" for number in range(3)]
    children = [start(ROTATE, file, password) for password in passwords]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    said = [child.communicate(timeout=60)[1] for child in children]
    codes = [child.returncode for child in children]
    assert sorted(codes) == [Exit.OK, Exit.WRONG_PASSWORD, Exit.WRONG_PASSWORD], said
    assert store.read(file, passwords[codes.index(Exit.OK)]) == SECRETS


def start(script: str, file: Path, new_password: str) -> subprocess.Popen[str]:
    """Start a rotation in a process of its own, which waits for a line before it begins."""
    return subprocess.Popen(
        [sys.executable, "-c", script, str(file), OLD, new_password],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT_ROOT,
    )
