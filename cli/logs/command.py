"""The log of one command: from its start to its exit code, whatever happens in between."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import typer

from cli import output, progress
from cli.context import Context
from cli.errors import MmError, message_of
from cli.exits import Exit, exit_code_of
from cli.failures import without_values
from cli.logs.events import LOGGER, event, is_told
from cli.logs.file import LOG_FILE, SharedFileHandler
from cli.logs.lines import LogfmtFormatter, WordsFormatter
from cli.logs.redaction import hide
from cli.secrets.asking import NEW_PASSWORD_VARIABLE, PASSWORD_VARIABLE
from cli.secrets.names import SECRETS
from stores.paths import PROJECT_ROOT

_FRAMES_KEPT = 30
_COMMAND_LINE = "COMMANDLINE"


@contextmanager
def logged(ctx: typer.Context, context: Context, *, is_verbose: bool = False) -> Iterator[None]:
    """Log the command that runs inside: its start, every event, its end with the exit code.

    Of its options only those that were given are named, never their values. `is_verbose` shows
    the events on stderr too. Errors go on; `ConfigurationError` when the settings are wrong.
    """
    _hide_secrets_of(context.env)
    handlers: list[logging.Handler] = [_log_file(context.settings.home.logs)]
    if is_verbose:
        handlers.append(_Live())
    for handler in handlers:
        LOGGER.addHandler(handler)
    started = monotonic()
    try:
        event(
            "start",
            name=str(ctx.info_name),
            options=_given(ctx) or None,
            demo=context.is_demo or None,
        )
        yield
    except BaseException as error:
        _tell_failure(error, is_demo=context.is_demo)
        event("end", name=str(ctx.info_name), exit=int(_code_of(error)), seconds=_since(started))
        raise
    else:
        event("end", name=str(ctx.info_name), exit=int(Exit.OK), seconds=_since(started))
    finally:
        for handler in handlers:
            LOGGER.removeHandler(handler)
            handler.close()


class _Live(logging.Handler):
    """Shows events on stderr, but for those that are told there anyway."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(WordsFormatter())
        self.addFilter(lambda record: not is_told(record))

    def emit(self, record: logging.LogRecord) -> None:
        """Show one event."""
        progress.show(self.format(record))


def _log_file(folder: Path) -> logging.Handler:
    def tell(error: OSError) -> None:
        output.note(f"no log is kept of this: {message_of(error)}")

    handler = SharedFileHandler(folder / LOG_FILE, tell)
    handler.setFormatter(LogfmtFormatter())
    return handler


def _hide_secrets_of(env: Mapping[str, str]) -> None:
    names = [name for secret in SECRETS for name in secret.variables]
    for name in (*names, PASSWORD_VARIABLE, NEW_PASSWORD_VARIABLE):
        if value := env.get(name, "").strip():
            hide(name, value)


def _given(ctx: typer.Context) -> list[str]:
    """Return the options that stood on the command line, without their values."""
    found = []
    for parameter in ctx.command.params:
        source = ctx.get_parameter_source(str(parameter.name))
        if source is not None and source.name == _COMMAND_LINE:
            found.append(max(parameter.opts, key=len))
    return found


def _tell_failure(error: BaseException, *, is_demo: bool) -> None:
    if isinstance(error, typer.Exit | BrokenPipeError):
        return
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        event("interrupted", level=logging.WARNING, is_told=True)
        return
    is_foreseen = isinstance(error, MmError) or exit_code_of(error) is not Exit.FAILED
    event(
        "failure",
        level=logging.ERROR,
        is_told=True,
        message=message_of(error, is_demo=is_demo),
        kind=type(error).__name__,
        # What others' errors say may quote a record.
        said=None if is_foreseen else without_values(str(error)),
        trace=_frames_of(error),
    )


def _frames_of(error: BaseException) -> str:
    """Return where an error came from on one line: file, line and function of each frame."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES_KEPT:]
    return " > ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)


def _short(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(PROJECT_ROOT):
        path = path.relative_to(PROJECT_ROOT)
    return str(path).rpartition("site-packages/")[2]


def _code_of(error: BaseException) -> int:
    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, typer.Abort):
        return Exit.INTERRUPTED
    return Exit.OK if isinstance(error, BrokenPipeError) else exit_code_of(error)


def _since(started: float) -> float:
    return monotonic() - started
