import hashlib
from typing import Any

import pytest

from cli.secrets import vault


class _Quick:
    """Stands in for PBKDF2HMAC: another key for anything else that goes in, by one hash."""

    def __init__(self, *said: Any) -> None:
        self._said = [said[0].name, *said[1:]]

    def derive(self, text: bytes) -> bytes:
        """Return 32 bytes made of all that was said and the password."""
        return hashlib.sha256(repr([self._said, text]).encode()).digest()


@pytest.fixture
def quick_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are not stretched where a test is about something else."""
    monkeypatch.setattr(vault, "PBKDF2HMAC", _Quick)
