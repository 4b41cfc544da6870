"""The ends that `mm` foresees, each a message of one line that says what to do."""

from __future__ import annotations

import errno

from cli.exits import Exit, exit_code_of
from stores.disk import is_full

_SECRETS_COMMAND = "mm secrets"
_OF_THE_SAMPLE = {
    "WarehouseMissingError": "the sample listener is not built yet: run `mm demo`",
    "WarehouseOutdatedError": "the sample listener was built by another version of mm: run "
    "`mm demo`",
}


class MmError(Exception):
    """An end that `mm` foresees; its class holds the exit code."""

    code: Exit = Exit.FAILED


class BuildFailedError(MmError):
    """A model or a data test of the build failed."""

    code = Exit.FAILED


class ConfigurationError(MmError):
    """The command line, a variable or a setting is wrong."""

    code = Exit.USAGE


class SecretMissingError(MmError):
    """A key that was asked for is nowhere to be found."""

    code = Exit.SECRET_MISSING


class DiskError(MmError):
    """The disk is too full for a build, or did not confirm what was written."""

    code = Exit.DISK


class InputRefusedError(MmError):
    """There is nothing to read, or nothing of it could be taken."""

    code = Exit.INPUT_REFUSED


def message_of(error: BaseException, *, is_demo: bool = False) -> str:
    """Return what to tell the user of any error, in one line; the demo is built by itself."""
    if is_demo and (words := _OF_THE_SAMPLE.get(type(error).__name__)):
        return words
    if isinstance(error, KeyboardInterrupt):
        return "interrupted: nothing half done was kept; run it again to go on"
    if isinstance(error, OSError):
        return _words_for_os_error(error)
    if getattr(error, "exit_code", None) == Exit.USAGE:
        return _words_for_usage_error(error)
    one_line = " ".join(str(error).split())
    if exit_code_of(error) == Exit.FAILED and not isinstance(error, MmError):
        kind = type(error).__name__
        return f"something went wrong inside mm ({kind}); --debug before the command says more"
    return one_line


def _words_for_usage_error(error: BaseException) -> str:
    """Return what typer has to say of a command line, on one line and with where to look."""
    format_message = getattr(error, "format_message", error.__str__)
    words = " ".join(str(format_message()).split()).rstrip(".")
    path = str(getattr(getattr(error, "ctx", None), "command_path", "mm"))
    if path.startswith(_SECRETS_COMMAND) and "argument" in words:
        # What was typed there may be the secret itself: it is not repeated.
        words = (
            f"{words.partition('(')[0].strip()}: a secret is never an argument, which others can "
            "see; it is asked for, or read with --stdin"
        )
    joint = " See" if words.endswith("?") else "; see"
    return f"{words}{joint} `{path} --help`"


def _words_for_os_error(error: OSError) -> str:
    where = f" {error.filename}" if error.filename else " a file"
    if is_full(error):
        place = f" at {error.filename}" if error.filename else ""
        return f"the disk is full{place}: free some space and try again; nothing was replaced"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"no permission for{where}: check its owner and mode"
    if error.errno == errno.EROFS:
        return f"the disk is read-only, so{where} cannot be written"
    return f"{(error.strerror or type(error).__name__).lower()}:{where}"
