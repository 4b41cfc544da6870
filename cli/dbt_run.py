"""Running dbt: one child process with an environment made from nothing, its events read live."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from cli import children
from cli.errors import BuildFailedError
from cli.inputs import mark_of, program_mark
from cli.variables import ENGINES
from stores.paths import PROJECT_ROOT, Home

BUILD_ARGUMENTS = (
    *("--exclude-resource-type", "unit_test", "--exclude-resource-type", "exposure"),
    *("--exclude", "tag:code"),
)
"""A user's build runs the data tests; unit tests and tests of the code belong to `make test`."""

COPY_ARGUMENTS = (
    *BUILD_ARGUMENTS,
    *("--exclude-resource-type", "seed"),
)
"""A build in a copy of the published warehouse: seeds belong to the program, which is the same."""

REPLAY_ARGUMENTS = (
    *("--exclude-resource-type", "unit_test", "--exclude-resource-type", "test"),
    *("--select", "+recommendations"),
)
"""A replay of the past makes what leads to the list, and tests nothing: the build has done that."""


@dataclass(frozen=True, slots=True)
class NodeResult:
    """How one model, seed or data test of a dbt run ended."""

    unique_id: str
    status: str
    message: str
    failures: int | None

    @property
    def kind(self) -> str:
        """Say what the node is: model, seed, test."""
        return self.unique_id.split(".", 1)[0]

    @property
    def name(self) -> str:
        """The node's name without project and hash."""
        return self.unique_id.split(".")[2]

    @property
    def has_failed(self) -> bool:
        """Whether the node ended in an error or a failed test."""
        return self.status in ("error", "fail", "runtime error")


_RESULTS = ("LogModelResult", "LogSeedResult", "LogTestResult")


@dataclass(slots=True)
class Run:
    """What came of a dbt run, as its events told it."""

    exit_code: int = 0
    results: list[NodeResult] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    stderr: list[str] = field(default_factory=list)

    @property
    def failed(self) -> list[NodeResult]:
        """The nodes that failed, in the order in which they did."""
        return [result for result in self.results if result.has_failed]

    def take(self, name: str, data: Mapping[str, Any]) -> None:
        """Take in an event that says how a node ended, or why it failed."""
        unique_id = str(data.get("node_info", {}).get("unique_id", ""))
        if name in _RESULTS:
            status = str(data["status"]).lower()
            result = NodeResult(unique_id, status, "", data.get("num_failures"))
            self.results.append(result)
        elif name == "RunResultError":
            # Comes at the end of the run, for a node whose result is there already.
            message = str(data.get("msg", ""))
            self.results = [
                replace(result, message=message) if result.unique_id == unique_id else result
                for result in self.results
            ]


Listener = Callable[[str, Mapping[str, Any]], None]
"""Takes the name of a dbt event and its data; `STDERR` with {"line": …} for a line of stderr."""

STDERR = "stderr"


def environment(
    env: Mapping[str, str], child_settings: Mapping[str, str], home: Home, warehouse: Path
) -> dict[str, str]:
    """Return the environment of the child: what it needs, and nothing else of ours.

    `child_settings` are the settings and, if there is one, the key; `warehouse` is the file to
    write.
    """
    return {
        **children.basic_environment(env),
        **child_settings,
        "MM_WAREHOUSE": str(warehouse),
        "MM_PROGRESS": "1",
        "DBT_PROFILES_DIR": str(PROJECT_ROOT / "profiles"),
        "DBT_TARGET_PATH": str(home.target),
        "DBT_LOG_PATH": str(home.logs),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        # What we want to know comes as events.
        "DBT_WRITE_JSON": "false",
        "DO_NOT_TRACK": "1",
        # More threads only slow down the many small products that the engines compute.
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def parse_key(env: Mapping[str, str], variables: Mapping[str, Any]) -> str:
    """Return the key of all that the parsed models depend on: equal keys, equal models.

    They are the program, the name of the database, and the engines.
    """
    database = Path(env["MM_WAREHOUSE"]).name.split(".", 1)[0]
    return mark_of([program_mark(), database, variables.get(ENGINES)])


def run_build(
    env: Mapping[str, str],
    variables: Mapping[str, Any],
    *,
    listen: Listener,
    lock_descriptors: Sequence[int],
    arguments: Sequence[str] = BUILD_ARGUMENTS,
) -> Run:
    """Run one `dbt build` to its end and return how every node ended; see `run_dbt`.

    `arguments` say what is built and tested.
    """
    return run_dbt(
        ("build", *arguments), env, variables, listen=listen, lock_descriptors=lock_descriptors
    )


def run_dbt(
    words: Sequence[str],
    env: Mapping[str, str],
    variables: Mapping[str, Any],
    *,
    listen: Listener,
    lock_descriptors: Sequence[int],
) -> Run:
    """Run one command of dbt to its end and return how every node ended.

    The child inherits the locks, so that they are held while it lives. Whatever ends this call
    early, Ctrl-C included, ends the child first.
    """
    if find_spec("dbt") is None:
        raise BuildFailedError("dbt is not installed beside this Python: run `make demo` once")
    command = [sys.executable, "-m", "cli.dbt_child", parse_key(env, variables)]
    command += words
    if variables:
        command += ["--vars", json.dumps(dict(variables), sort_keys=True)]
    run = Run()
    child = children.start(
        command,
        cwd=PROJECT_ROOT,
        env=dict(env),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        pass_fds=tuple(lock_descriptors),
    )
    try:
        _follow(child, run, listen)
        run.exit_code = child.wait()
    except BaseException:
        children.end(child)
        raise
    return run


def _follow(child: subprocess.Popen[str], run: Run, listen: Listener) -> None:
    stdout, stderr = child.stdout, child.stderr
    if stdout is None or stderr is None:
        return
    reader = threading.Thread(target=_follow_stderr, args=(stderr, run, listen), daemon=True)
    reader.start()
    for line in stdout:
        try:
            event = json.loads(line)
            info, data = event["info"], event["data"]
        except (ValueError, KeyError, TypeError):
            continue
        if info.get("level") == "error":
            run.errors.append(str(info.get("msg", "")))
        name = str(info.get("name", ""))
        run.take(name, data)
        listen(name, data)
    reader.join()


def _follow_stderr(stderr: IO[str], run: Run, listen: Listener) -> None:
    for line in stderr:
        if line.strip():
            run.stderr.append(line.strip())
            listen(STDERR, {"line": line.strip()})
