"""How `mm` ends: one code for each kind of end, and the one place that maps errors to codes."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of `mm`; scripts may rely on them."""

    OK = 0
    """Done."""
    FAILED = 1
    """A model of the build or a data test failed."""
    USAGE = 2
    """The command line, a variable or a setting is wrong."""
    SECRET_MISSING = 3
    """A key that was asked for is nowhere to be found."""
    WRONG_PASSWORD = 4
    """The secrets file does not open with this password."""
    SECRETS_DAMAGED = 5
    """The secrets file is damaged, tampered with, of unknown form or too new."""
    NO_WAREHOUSE = 6
    """The warehouse is missing, damaged or busy, or another build is running."""
    DISK = 7
    """The disk is full, or a file or folder may not be read or written."""
    INPUT_REFUSED = 8
    """There is nothing to read and no history yet, all of it was refused, or a store is damaged."""
    INTERRUPTED = 130
    """Stopped from outside (Ctrl-C)."""


def exit_code_of(error: BaseException) -> Exit:
    """Return the code for any error that reached the top."""
    from cli.errors import MmError
    from python_engines.clients.errors import AnswerStoreError
    from stores.errors import StoreDamagedError
    from stores.lock import LockHeldError
    from stores.warehouse import StatementError, WarehouseError

    if isinstance(error, MmError):
        return error.code
    if isinstance(error, KeyboardInterrupt):
        return Exit.INTERRUPTED
    if isinstance(error, LockHeldError | WarehouseError):
        return Exit.NO_WAREHOUSE
    if isinstance(error, StoreDamagedError):
        return Exit.INPUT_REFUSED
    if isinstance(error, OSError | AnswerStoreError):
        return Exit.DISK
    # What typer raises for a faulty command line carries its own exit code.
    is_usage = isinstance(error, StatementError) or getattr(error, "exit_code", None) == Exit.USAGE
    return Exit.USAGE if is_usage else Exit.FAILED
