"""The process in which dbt runs: dbt's own program, but with the models as they were parsed before.

dbt parses everything anew when a var differs from the last time, which takes longer than the rest
of a small change. Nothing that is parsed here depends on a var, but for the one that names the
engines; so what was parsed is kept beside a key of all that it does depend on.

dbt dresses every debug event, some twenty for each model, for its loggers, only to drop it there.
So these events end where they begin; all others become a line on stdout, for `mm`, and in the log.

It works in the listener's home, so that what is parsed and built names no place: another home, or
one that was moved, can use it.

Called with that key and the words for dbt, in the environment that `cli.dbt_run` makes.
"""

from __future__ import annotations

import atexit
import gc
import hashlib
import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.logs.file import SharedFileHandler
from cli.reach import CHANGES, selection
from stores.paths import HOME_VARIABLE, PROJECT_ROOT

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest
    from dbt_common.events.base_types import EventMsg

PARSED_FILE = "partial_parse.msgpack"
"""dbt's own name for what it parsed."""
KEY_FILE = "parsed.key"
LOG_FILE = "dbt.log"
_SILENT = ("--log-level", "none", "--log-level-file", "none", "--no-use-colors")
_PROJECT = ("--project-dir", str(PROJECT_ROOT))
_NOT_TOLD = ("debug", "test")
_OK, _FAILED, _UNUSABLE = 0, 1, 2  # dbt's exit codes


def main(arguments: Sequence[str]) -> int:
    """Run dbt and return its exit code."""
    from dbt.cli.main import dbtRunner

    key, *words = arguments
    os.chdir(os.environ[HOME_VARIABLE])
    os.environ[HOME_VARIABLE] = os.curdir
    folder = Path(os.environ["DBT_TARGET_PATH"])
    manifest = load(folder, key)
    # What has been read stays to the end: there is no use in looking for garbage among it.
    gc.freeze()
    hush()
    if manifest is not None and CHANGES in os.environ:
        words += selection(manifest, json.loads(os.environ[CHANGES]))
    told = [teller(Path(os.environ["DBT_LOG_PATH"]) / LOG_FILE)]
    done = dbtRunner(manifest=manifest, callbacks=told).invoke([*_SILENT, *words, *_PROJECT])
    if manifest is None and done.exception is None:
        keep(folder, key)
    if done.success:
        return _OK
    return _FAILED if done.exception is None else _UNUSABLE


def hush() -> None:
    """Let dbt's debug events end where they begin."""
    from dbt_common.events.base_types import BaseEvent, EventLevel
    from dbt_common.events.event_manager import EventManager
    from dbt_common.events.event_manager_client import ctx_set_event_manager

    class Hushed(EventManager):
        def fire_event(
            self, e: BaseEvent, level: EventLevel | None = None, *more: Any, **named: Any
        ) -> None:
            if (level or e.level_tag()).value not in _NOT_TOLD:
                super().fire_event(e, level, *more, **named)

    ctx_set_event_manager(Hushed())


def teller(log: Path) -> Callable[[EventMsg], None]:
    """Return what writes each event above debug to stdout, as JSON, and in words to the log."""
    from dbt_common.events.functions import env_scrubber, msg_to_dict
    from dbt_common.utils.encoding import ForgivingJSONEncoder

    turn = threading.Lock()
    file = SharedFileHandler(log, lambda _: None)
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))

    def tell(msg: EventMsg) -> None:
        if msg.info.level in _NOT_TOLD:
            return
        event = msg_to_dict(msg)
        line = json.dumps(event, sort_keys=True, cls=ForgivingJSONEncoder)
        words = str(event["info"]["msg"]).strip()
        said = {"msg": env_scrubber(words), "levelname": msg.info.level.upper()}
        with turn:
            sys.stdout.write(env_scrubber(line) + "\n")
            sys.stdout.flush()
            if words:
                file.emit(logging.makeLogRecord(said))

    return tell


def load(folder: Path, key: str) -> Manifest | None:
    """Return what was parsed under this key, None if it was another, or the file is another."""
    from dbt.contracts.graph.manifest import Manifest

    try:
        parsed = (folder / PARSED_FILE).read_bytes()
        if (folder / KEY_FILE).read_text(encoding="utf-8") != _said(key, parsed):
            return None
    except (OSError, ValueError):
        return None
    gc.disable()
    manifest: Manifest = Manifest.from_msgpack(parsed)
    # What models see as `graph`.
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    gc.enable()
    return manifest


def keep(folder: Path, key: str) -> None:
    """Say under which key dbt's file of what it parsed can be used again."""
    parsed = folder / PARSED_FILE
    if parsed.is_file():
        (folder / KEY_FILE).write_text(_said(key, parsed.read_bytes()), encoding="utf-8")


def _said(key: str, parsed: bytes) -> str:
    return f"{key} {hashlib.sha256(parsed).hexdigest()}\n"


if __name__ == "__main__":
    code = main(sys.argv[1:])
    # What is to be done at the end, but not to take apart what was loaded: that takes a second, and
    # DuckDB's binding complains of it.
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
