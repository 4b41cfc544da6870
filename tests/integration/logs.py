"""Reading the log of a home as a log viewer would."""

from __future__ import annotations

import shlex
from pathlib import Path

Event = dict[str, str]


def events_in(home: Path, *kinds: str) -> list[Event]:
    """The events of these kinds in the log of a home, or all of them; each line must be one."""
    lines = (home / "logs" / "mm.log").read_text("utf-8").splitlines()
    events = [dict(part.split("=", 1) for part in shlex.split(line)) for line in lines]
    assert all({"time", "level", "pid", "event"} <= set(event) for event in events)
    return [event for event in events if not kinds or event["event"] in kinds]


def last_run_in(home: Path) -> list[str]:
    """Say in short what the log tells of the last command: kind, name and exit of each event."""
    events = events_in(home)
    first = max(at for at, event in enumerate(events) if event["event"] == "start")
    keys = ("event", "name", "exit")
    return [" ".join(event[key] for key in keys if key in event) for event in events[first:]]
