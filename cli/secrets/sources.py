"""Where each secret comes from: environment, `config/.env`, `config/secrets.enc`, a question.

Each name is looked for on its own, in that order, and a lower place is not opened once it is found.
A blank value is absent; a bad one is an error that names its place, never a step to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from cli.errors import ConfigurationError
from cli.logs.redaction import hide
from cli.secrets import env_file
from cli.secrets.asking import PASSWORD_VARIABLE, Passwords, ask_hidden
from cli.secrets.errors import WrongPasswordError
from cli.secrets.methods import ConfigMethod
from cli.secrets.names import Secret

VAULT_LABEL = "config/secrets.enc"
PROMPT_LABEL = "typed in"
_PASSWORD_TRIES = 3


class Reach(StrEnum):
    """How far a look-up may go for a name."""

    QUIET = "quiet"
    """No further than what needs no person."""
    PASSWORD = "password"  # noqa: S105 - a word for how far
    """It may ask for the password of the encrypted file."""
    PROMPT = "prompt"
    """It may ask for the value itself too."""


@dataclass(frozen=True, slots=True)
class Found:
    """A secret and the place it comes from."""

    value: str = field(repr=False)
    source: str


class Sources:
    """The places of one command, each opened at most once."""

    def __init__(
        self,
        env: Mapping[str, str],
        config: Path,
        passwords: Passwords,
        method: ConfigMethod | None = None,
    ) -> None:
        self._env = env
        self._config = config
        self._passwords = passwords
        self._method = method
        self._from_file: dict[str, str] | None = None
        self._from_vault: dict[str, str] | None = None
        self._is_left_closed = False

    @property
    def vault(self) -> Path:
        """Where the encrypted file lies."""
        from cli.secrets.store import FILE_NAME

        return self._config / FILE_NAME

    def password(self) -> str | None:
        """Return the password of the encrypted file, if it needs no asking."""
        return self._passwords.given()

    @property
    def is_locked(self) -> bool:
        """Whether there is an encrypted file that could not be opened without asking."""
        from cli.secrets import store

        return self._from_vault is None and store.exists(self.vault)

    def find(self, secret: Secret, reach: Reach) -> Found | None:
        """Return a secret with its place, or None when it is in none that may be looked at.

        Raises `ConfigurationError` for a bad value, and what opening the encrypted file raises.
        """
        found = self._look_for(secret, reach)
        if found is None:
            return None
        hide(secret.name, found.value)
        from python_engines.clients.errors import ClientSettingsError

        try:
            secret.check(found.value, _said_at(secret, found.source))
        except ClientSettingsError as error:
            raise ConfigurationError(str(error)) from None
        return found

    def _look_for(self, secret: Secret, reach: Reach) -> Found | None:
        if self._method in (None, ConfigMethod.ENV):
            for name in secret.variables:
                if value := self._env.get(name, "").strip():
                    return Found(value, name)
            for name in secret.variables:
                if value := self._env_file().get(name, "").strip():
                    return Found(value, env_file.LABEL)
        if self._method in (None, ConfigMethod.ENCRYPTED):
            value = self._vault(reach).get(secret.stored_name, "").strip()
            if value:
                return Found(value, VAULT_LABEL)
        is_asked = self._method in (None, ConfigMethod.PROMPT) and reach is Reach.PROMPT
        if is_asked and self._passwords.can_ask:
            value = ask_hidden(f"{secret.name} (Enter = without)").strip()
            return Found(value, PROMPT_LABEL) if value else None
        return None

    def _env_file(self) -> dict[str, str]:
        if self._from_file is None:
            self._from_file = env_file.read(self._config / env_file.FILE_NAME)
        return self._from_file

    def _vault(self, reach: Reach) -> dict[str, str]:
        """Return what the encrypted file holds; nothing when it stays closed."""
        from cli.secrets import store

        if self._from_vault is not None:
            return self._from_vault
        if not store.exists(self.vault):
            return {}
        if (password := self._passwords.given()) is not None:
            self._from_vault = store.read(self.vault, password)
        elif reach is not Reach.QUIET and self._passwords.can_ask and not self._is_left_closed:
            opened = open_by_asking(self.vault, "(Enter = leave it closed)")
            self._is_left_closed = opened is None
            self._from_vault = None if opened is None else opened[1]
        return self._from_vault or {}


def open_by_asking(vault: Path, hint: str = "") -> tuple[str, dict[str, str]] | None:
    """Ask for the password until it opens the file, three times at most.

    Returns the password and what the file holds, None for an empty answer. Raises
    `WrongPasswordError` after the last try, and what reading the file raises.
    """
    from cli import output
    from cli.secrets import store

    store.header(vault)  # a damaged file is told before anybody types
    for left in reversed(range(_PASSWORD_TRIES)):
        password = ask_hidden(f"password of {VAULT_LABEL} {hint}".rstrip())
        if not password:
            return None
        hide(PASSWORD_VARIABLE, password)
        try:
            return password, store.read(vault, password)
        except WrongPasswordError as error:
            if not left:
                raise
            output.note(str(error))
    return None


def _said_at(secret: Secret, source: str) -> str:
    """Return how a message names a value: the variable, or the name and its place."""
    return source if source in secret.variables else f"{secret.name} ({source})"
