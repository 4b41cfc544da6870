"""What `mm secrets` and `mm init` do with the encrypted file, in words for its owner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cli.context import Context
from cli.errors import ConfigurationError, SecretMissingError
from cli.secrets import store
from cli.secrets.asking import PASSWORD_VARIABLE, Passwords, ask_hidden, read_line
from cli.secrets.methods import ConfigMethod
from cli.secrets.names import SECRETS, Secret
from cli.secrets.resolve import Access, sources_of
from cli.secrets.sources import VAULT_LABEL, Reach, open_by_asking
from cli.secrets.vault import Method, check_new_password
from python_engines.clients.errors import ClientSettingsError

LIST_COLUMNS = ("name", "source", "meaning")
NOT_SET = "not set"
METHODS = {"fernet": Method.FERNET, "aes-256-cbc": Method.AES_256_CBC}
"""The methods of encryption under the names people write."""


def keep(
    context: Context,
    secret: Secret,
    access: Access,
    *,
    is_from_stdin: bool = False,
    value: str | None = None,
    method: Method | None = None,
) -> list[str]:
    """Put one secret into the encrypted file and return what to know about it.

    `value` is one that was checked already; without it one line of input or a question gives it.

    Raises `ConfigurationError` for a value it cannot have, and what the file raises.
    """
    passwords = Passwords(context.env, from_stdin=access.password_from_stdin)
    path = context.settings.home.config / store.FILE_NAME
    is_new = not store.exists(path)
    if is_new:
        given = passwords.given()
        password = _ask_new(passwords) if given is None else given
        check_new_password(password)
    else:
        password = _password(path, passwords)  # a wrong one is told before the value is typed
    if value is None:
        value = _value(secret, passwords, is_from_stdin=is_from_stdin)
    path.parent.mkdir(parents=True, exist_ok=True)
    store.set_secret(path, secret.stored_name, value, password, method=method)
    lines = [f"{secret.name} is in {VAULT_LABEL} now; only its password opens it"]
    if is_new:
        lines.append("nobody can recover that password: keep it where you keep passwords")
    return lines + what_wins(context, secret, value)


def what_wins(context: Context, secret: Secret, value: str) -> list[str]:
    """Return a warning when another place says a secret otherwise and comes first."""
    try:
        found = sources_of(context, Access(ConfigMethod.ENV)).find(secret, Reach.QUIET)
    except ConfigurationError as error:
        return [f"but a build will stop: {error}"]
    if found is None or found.value == value:
        return []
    return [f"but {found.source} says it otherwise, and that wins: take it away there"]


def list_rows(context: Context, access: Access) -> list[tuple[Any, ...]]:
    """Return a row for each secret, in the order of `LIST_COLUMNS`."""
    sources = sources_of(context, access)
    rows = []
    for secret in SECRETS:
        found = sources.find(secret, Reach.PASSWORD)
        if found is not None:
            source = found.source
        else:
            source = f"{NOT_SET} ({VAULT_LABEL} is closed)" if sources.is_locked else NOT_SET
        rows.append((secret.name, source, secret.meaning))
    return rows


def rotate(
    context: Context,
    access: Access,
    *,
    is_new_password: bool,
    method: str | None,
    iterations: int | None,
    is_forced: bool,
) -> list[str]:
    """Encrypt the file anew and return what changed and what that cannot undo."""
    if method is not None and method not in METHODS:
        raise ConfigurationError(f"--method: take one of {', '.join(METHODS)}")
    passwords = Passwords(context.env, from_stdin=access.password_from_stdin)
    path = context.settings.home.config / store.FILE_NAME
    before = store.header(path)
    password = _password(path, passwords)
    after = store.rotate(
        path,
        password,
        new_password=passwords.new() if is_new_password else None,
        method=None if method is None else METHODS[method],
        iterations=iterations,
        force=is_forced,
    )
    changed = [
        "a new password" if is_new_password else "",
        f"method {after.method}" if after.method is not before.method else "",
        f"{after.iterations:,} iterations" if after.iterations != before.iterations else "",
    ]
    what = ", ".join(["a fresh salt", *filter(None, changed)])
    return [
        f"{VAULT_LABEL} was encrypted anew with {what}",
        "this cannot undo a leak: copies of the old file, in git too, open with the old password, "
        "and a key that was seen must be revoked at its service",
    ]


def check_value(secret: Secret, value: str) -> str:
    """Return a value that the secret can have, or raise `ConfigurationError`."""
    try:
        return secret.check(value, secret.name)
    except ClientSettingsError as error:
        raise ConfigurationError(str(error)) from None


def ask_value(secret: Secret) -> str:
    """Ask for a value at the terminal; empty for an empty answer."""
    value = ask_hidden(secret.name).strip()
    return check_value(secret, value) if value else ""


def _value(secret: Secret, passwords: Passwords, *, is_from_stdin: bool) -> str:
    if is_from_stdin:
        value = read_line(secret.name).strip()
    elif passwords.can_ask:
        value = ask_hidden(secret.name).strip()
    else:
        raise SecretMissingError(f"no value for {secret.name}: call this at a terminal, or --stdin")
    if not value:
        raise SecretMissingError(f"no value for {secret.name} was given: nothing was changed")
    return check_value(secret, value)


def _password(path: Path, passwords: Passwords) -> str:
    """Return the password that opens the file; raises what opening it raises."""
    given = passwords.given()
    if given is not None:
        store.read(path, given)
        return given
    opened = open_by_asking(path) if passwords.can_ask else None
    if opened is None:
        raise SecretMissingError(_no_password(passwords))
    return opened[0]


def _ask_new(passwords: Passwords) -> str:
    if not passwords.can_ask:
        raise SecretMissingError(_no_password(passwords))
    return passwords.new()


def _no_password(passwords: Passwords) -> str:
    if passwords.from_stdin:
        return f"no password for {VAULT_LABEL}: standard input gave none in its first line"
    return (
        f"no password for {VAULT_LABEL}: give it in {PASSWORD_VARIABLE} or with --password-stdin, "
        "or call this at a terminal"
    )
