"""Asking a person, and only a person: hidden input at a terminal, or a line that a script gives."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Mapping

from cli.logs.redaction import hide
from cli.secrets.errors import PasswordRefusedError

PASSWORD_VARIABLE = "MM_SECRETS_PASSWORD"  # noqa: S105 - a name, no password
NEW_PASSWORD_VARIABLE = "MM_SECRETS_NEW_PASSWORD"  # noqa: S105 - a name, no password


def is_person_there() -> bool:
    """Whether both input and notes are a terminal: else nobody could see or answer a question."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask_hidden(question: str) -> str:
    """Ask at the terminal, without echo; an end of input is an interruption.

    Never called without a terminal: `getpass` would then show what is typed.
    """
    try:
        return getpass.getpass(f"{question}: ")
    except EOFError:
        raise KeyboardInterrupt from None


def read_line(question: str) -> str:
    """Return the next line of standard input, without its end; typed at a terminal, unseen."""
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        return ask_hidden(question)
    return sys.stdin.readline().rstrip("\r\n")


class Passwords:
    """The password of the encrypted file: from a variable, from standard input, or asked for."""

    def __init__(
        self,
        env: Mapping[str, str],
        *,
        from_stdin: bool = False,
        is_person: Callable[[], bool] = is_person_there,
    ) -> None:
        self._env = env
        self.from_stdin = from_stdin
        self._is_person = is_person
        self._line: str | None = None

    @property
    def can_ask(self) -> bool:
        """Whether a person can be asked."""
        return self._is_person() and not self.from_stdin

    def given(self) -> str | None:
        """Return the password that needs no asking, or None."""
        if self.from_stdin:
            if self._line is None:
                self._line = read_line("password of config/secrets.enc")
                hide(PASSWORD_VARIABLE, self._line)
            return self._line or None
        return self._env.get(PASSWORD_VARIABLE, "").strip("\r\n") or None

    def new(self) -> str:
        """Return a new password: from its variable, the next line of input, or asked for twice."""
        if self.from_stdin:
            return read_line("new password")
        said = self._env.get(NEW_PASSWORD_VARIABLE, "").strip("\r\n")
        if said:
            return said
        if not self.can_ask:
            raise PasswordRefusedError(
                f"no new password: give it in {NEW_PASSWORD_VARIABLE}, or as a line with "
                "--password-stdin, or call this at a terminal"
            )
        first = ask_hidden("new password (12 characters or 4 words)")
        if ask_hidden("the same again") != first:
            raise PasswordRefusedError("the two passwords differ: nothing was changed")
        return first
