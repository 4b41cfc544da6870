"""The places that keys may be restricted to."""

from enum import StrEnum


class ConfigMethod(StrEnum):
    """The only place that is looked at, when one is said."""

    ENV = "env"
    """The environment, then `config/.env`."""
    ENCRYPTED = "encrypted"
    """`config/secrets.enc`."""
    PROMPT = "prompt"
    """A question at the terminal."""
