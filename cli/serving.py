"""A server of ours as the user has it: started, its address told, ended with `mm`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cli import children, output
from cli.context import Context
from cli.errors import ConfigurationError, MmError
from cli.logs.events import event
from stores.paths import PROJECT_ROOT

_LOG_FOLDER_MODE = 0o700
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


class ServerError(MmError):
    """A server did not start, or ended by itself."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be served and how."""

    what: str
    """In words, such as "the pages"."""
    module: str
    """The module of `app` that serves it."""
    arguments: Sequence[str]
    port: int
    """0 is any free one."""
    is_browser_wanted: bool
    log: Path
    """Where the server's own words go; with `--debug` they come to the terminal."""


def serve(context: Context, wanted: Wanted, environment: Mapping[str, str]) -> None:
    """Serve until Ctrl-C, SIGTERM, SIGHUP or the server's end; the address is the answer on stdout.

    `environment` is what the server gets beside what any program needs. Raises
    `ConfigurationError` when the port cannot be had, `ServerError` when the server ends by itself.
    """
    output.progress(f"starting {wanted.what} …")
    wanted.log.parent.mkdir(mode=_LOG_FOLDER_MODE, parents=True, exist_ok=True)
    # Added to and emptied, not written anew: another server of this home may be writing there.
    with wanted.log.open("a", encoding="utf-8") as log:
        log.truncate(0)
        child = children.start(
            [sys.executable, "-m", wanted.module, *wanted.arguments, str(wanted.port)],
            cwd=PROJECT_ROOT,
            env={**children.basic_environment(context.env), **environment},
            stderr=None if context.is_debug else log,
        )
    try:
        port = child.stdout.readline().strip() if child.stdout else ""
        if port:
            event("serving", is_told=True, name=wanted.what, port=port)
            _tell(context, wanted, port)
        code = child.wait()
    except KeyboardInterrupt:
        # How one ends a server: nothing went wrong.
        children.end(child)
        event("stopped", is_told=True, name=wanted.what)
        output.progress("stopped")
        return
    except BaseException:
        children.end(child)
        raise
    raise _why(wanted, code, is_started=bool(port), is_logged=not context.is_debug)


def _tell(context: Context, wanted: Wanted, port: str) -> None:
    import webbrowser

    from app.fence import ADDRESS

    address = f"http://{ADDRESS}:{port}/"
    output.text(address)
    output.flush()
    output.note(f"{wanted.what}: open that address in a browser on this machine; Ctrl-C ends it")
    if wanted.is_browser_wanted and _has_display(context.env):
        webbrowser.open(address)


def _has_display(env: Mapping[str, str]) -> bool:
    """Say whether there is a screen: without one, a browser of the terminal would take it over."""
    return sys.platform in ("darwin", "win32") or any(env.get(name) for name in _DISPLAYS)


def _why(wanted: Wanted, code: int, *, is_started: bool, is_logged: bool) -> MmError:
    from app.serving import PORT_TAKEN

    if code == PORT_TAKEN and not is_started:
        return ConfigurationError(
            f"port {wanted.port} cannot be had, perhaps something else is using it: "
            "name another with --port (0 is any free one)"
        )
    how = "ended by itself" if is_started else "did not start"
    # With --debug its words stand above, in the terminal.
    words = _last_words(wanted.log) if is_logged else ""
    return ServerError(f"the server of {wanted.what} {how}{words}")


def _last_words(log: Path) -> str:
    lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    return f": {lines[-1].strip()} (more in {log})" if lines else f"; its log is {log}"
