"""The file of the sealed secrets, `config/secrets.enc`: read with care, replaced as a whole.

Writers take turns by a lock on a file beside it, since the file itself is replaced. What a writer
changes it reads under that lock, so a change made by another in the meantime is never undone.
"""

from __future__ import annotations

import errno
import os
import shlex
import stat
import unicodedata
from pathlib import Path

from cli.errors import ConfigurationError
from cli.secrets import vault
from cli.secrets.errors import (
    NoSecretsFileError,
    NotDurableError,
    NotWrittenError,
    SecretRefusedError,
    UnknownFormError,
    UnsafeFileError,
)
from stores.atomic import atomic_write, remove_leftovers
from stores.lock import wait_for

FILE_NAME = "secrets.enc"
"""The name of the file in the folder `config`."""
LOCK_NAME = ".secrets.lock"
"""The name of the lock beside it."""
LONGEST_VALUE = 1_000
"""The longest value that is kept, in characters."""

PATIENCE_SECONDS = 10.0
"""How long a writer waits for its turn: another one needs less than a second."""
_BITS_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO
# Control characters and halves of characters, and the line ends that only Unicode knows.
_FORBIDDEN_KINDS = ("Cc", "Cs", "Zl", "Zp")


def exists(path: Path) -> bool:
    """Whether there is a secrets file, be it readable or not."""
    return os.path.lexists(path)


def read(path: Path, password: str) -> dict[str, str]:
    """Return the names and values in the file.

    Raises `NoSecretsFileError`, `UnsafeFileError` for a link or a file of somebody else,
    `SecretsFileError`, `WrongPasswordError`, `OSError`.
    """
    return vault.unseal(_load(path)[0], password)


def header(path: Path) -> vault.Header:
    """Return what the file tells without a password; raises as `read` does."""
    return vault.inspect(_load(path)[0])


def problems(path: Path) -> list[str]:
    """Return what should be mended in a file that can be read, a sentence each.

    Raises as `read` does, for what must be mended first.
    """
    data, mode = _load(path)
    found = []
    if mode & _BITS_OF_OTHERS:
        command = f"chmod 600 {shlex.quote(str(path))}"
        found.append(f"{FILE_NAME} is open to others on this machine: run `{command}`")
    if (iterations := vault.inspect(data).iterations) < vault.LEAST_WRITTEN:
        found.append(f"{too_few(iterations)}: run `mm secrets rotate` to raise them")
    return found


def too_few(iterations: int) -> str:
    """Return in words that a file's iterations are fewer than are written today."""
    return f"{FILE_NAME} has only {iterations:,} iterations against guessing"


def check_value(value: str) -> None:
    """Raise `SecretRefusedError` unless the value is one line of at most 1,000 characters."""
    if not value.strip():
        raise SecretRefusedError("the value is blank: give the secret itself")
    if len(value) > LONGEST_VALUE:
        raise SecretRefusedError(f"the value is longer than {LONGEST_VALUE:,} characters")
    if any(unicodedata.category(character) in _FORBIDDEN_KINDS for character in value):
        raise SecretRefusedError("the value holds a line end or a control character: leave it out")


def set_secret(
    path: Path,
    name: str,
    value: str,
    password: str,
    *,
    method: vault.Method | None = None,
    iterations: int | None = None,
) -> vault.Header:
    """Keep one secret in the file, which is made if there is none; return the new header.

    `method` and `iterations` are for a new file (else Fernet and 1,000,000); what is there keeps
    its own, but never fewer iterations than may be written. A new file needs a password that
    passes `check_new_password`. Raises as `read` does, `SecretRefusedError`,
    `PasswordRefusedError`, `ConfigurationError` for a method or count that an existing file does
    not have, `LockHeldError` when another writer does not finish.
    """
    vault.check_name(name)
    check_value(value)
    with wait_for(path.parent / LOCK_NAME, PATIENCE_SECONDS):
        if not exists(path):
            vault.check_new_password(password)
            secrets: dict[str, str] = {}
            method = method or vault.Method.FERNET
            iterations = vault.DEFAULT_ITERATIONS if iterations is None else iterations
        else:
            data, _ = _load(path)
            now = vault.inspect(data)
            if method not in (None, now.method) or iterations not in (None, now.iterations):
                raise ConfigurationError(
                    "the secrets file is there already: change its method or iterations by "
                    "`mm secrets rotate`"
                )
            secrets = vault.unseal(data, password)
            method, iterations = now.method, _kept(now.iterations)
        return _replace(path, {**secrets, name: value}, password, method, iterations)


def rotate(
    path: Path,
    password: str,
    *,
    new_password: str | None = None,
    method: vault.Method | None = None,
    iterations: int | None = None,
    force: bool = False,
) -> vault.Header:
    """Seal the same secrets anew, with new salt and keys; return the new header.

    What is not said stays as it is, but never fewer iterations than may be written. Lowering them
    needs `force`. Raises as `set_secret` does. Copies of the old file still open with the old
    password.
    """
    if new_password is not None:
        vault.check_new_password(new_password)
    if iterations is not None:
        vault.check_iterations(iterations)
    header(path)  # before a lock is made in a folder that has no such file
    with wait_for(path.parent / LOCK_NAME, PATIENCE_SECONDS):
        data, _ = _load(path)
        now = vault.inspect(data)
        if iterations is not None and iterations < now.iterations and not force:
            raise ConfigurationError(
                f"{iterations:,} iterations are fewer than the {now.iterations:,} of the file: "
                "say --force to lower them"
            )
        secrets = vault.unseal(data, password)
        return _replace(
            path,
            secrets,
            password if new_password is None else new_password,
            method or now.method,
            _kept(now.iterations) if iterations is None else iterations,
        )


def _kept(iterations: int) -> int:
    """Return the iterations of a file for its next version: a weak file is raised on the way."""
    return iterations if iterations >= vault.LEAST_WRITTEN else vault.DEFAULT_ITERATIONS


def _replace(
    path: Path, secrets: dict[str, str], password: str, method: vault.Method, iterations: int
) -> vault.Header:
    remove_leftovers(path.parent)
    data = vault.seal(secrets, password, method, iterations)
    if vault.unseal(data, password) != secrets:
        raise NotWrittenError
    try:
        atomic_write(path, data)
    except OSError:
        # Once the new file has its name, only the word of the disk can be missing.
        is_in_place = _is_in_place(path, data)
        if not is_in_place:
            raise
    else:
        return vault.inspect(data)
    raise NotDurableError


def _is_in_place(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _load(path: Path) -> tuple[bytes, int]:
    """Return the bytes and the mode of a file that is ours, and no link to something else."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        raise NoSecretsFileError from None
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        raise UnsafeFileError(
            f"{FILE_NAME} is a symbolic link: put the file itself in its place"
        ) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise UnknownFormError("it is not a file")
        if status.st_uid != os.geteuid():
            raise UnsafeFileError(
                f"{FILE_NAME} belongs to another user: look at it, then take it over with chown"
            )
        with os.fdopen(handle, "rb", closefd=False) as file:
            # One byte too many is enough to know that it is too large.
            return file.read(vault.MAX_BYTES + 1), stat.S_IMODE(status.st_mode)
    finally:
        os.close(handle)
