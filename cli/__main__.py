"""The entry point of `mm`: runs a command and turns whatever happens into an exit code."""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from types import FrameType

from cli import output
from cli.errors import message_of
from cli.exits import Exit, exit_code_of

_PRIVATE = 0o077
# Loading modules makes many objects and no garbage: Python's 700 cost a tenth of a short command.
_OBJECTS_PER_COLLECTION = 50_000
_COMPLETION = "_MM_COMPLETE"  # typer's name for it, after the program's


def main() -> None:
    """Run `mm` with the arguments of this process and end it with an exit code."""
    # First of all: whatever this process and its children write is the listener's alone.
    os.umask(_PRIVATE)
    gc.set_threshold(_OBJECTS_PER_COLLECTION)
    signal.signal(signal.SIGTERM, _stop)
    # A terminal that is closed ends us too, unless we were started to outlive it, as with nohup.
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _stop)
    output.survive_any_name()
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before a command began, or while it was ending
        code = _end(KeyboardInterrupt(), is_debug=False, is_demo=False)
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; an error is one line on stderr."""
    import typer
    from typer.main import get_command

    from cli.app import app, app_for

    if _COMPLETION in os.environ:
        # The shell asks what could follow; typer answers and ends the process.
        get_command(app).main([], prog_name="mm")
    command = get_command(app_for(arguments))
    try:
        # Not command.main(): that would answer some errors itself, each in its own way.
        with command.make_context("mm", list(arguments)) as context:
            command.invoke(context)
        output.flush()
    except typer.Exit as end:
        return end.exit_code
    except BrokenPipeError:
        # The reader of a pipe had enough, as in `mm sql … | head`.
        output.forget_stdout()
        return Exit.OK
    except (typer.Abort, KeyboardInterrupt):
        return _end(KeyboardInterrupt(), is_debug=False, is_demo=False)
    except Exception as error:  # the one place where every error ends
        return _end(error, is_debug="--debug" in arguments, is_demo="--demo" in arguments[:1])
    return Exit.OK


def _end(error: BaseException, *, is_debug: bool, is_demo: bool) -> int:
    if is_debug:
        from cli.logs.redaction import redact

        output.raw_error(redact("".join(traceback.format_exception(error))))
    output.error(message_of(error, is_demo=is_demo))
    return exit_code_of(error)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does: the child is ended and the staging file removed."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
