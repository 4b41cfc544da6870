"""The secrets there are: their names in each place, and what their values may be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from cli.errors import ConfigurationError
from python_engines.clients.errors import ClientSettingsError
from python_engines.clients.settings import (
    KEY_SOURCE_VARIABLE,
    KEY_VARIABLES,
    TOKEN_SOURCE_VARIABLE,
    TOKEN_VARIABLES,
    USER_AGENT_VARIABLE,
    check_key,
    check_user_agent,
)


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret by its names; `variables` are tried in turn, the last is the one people write."""

    variables: tuple[str, ...]
    source_variable: str | None
    """Where the child is told from which place the value comes, for its messages."""
    meaning: str
    check: Callable[[str, str], str]
    """Takes value and source; returns the value or raises `ClientSettingsError`."""

    @property
    def name(self) -> str:
        """The name in the environment and in `config/.env`."""
        return self.variables[-1]

    @property
    def stored_name(self) -> str:
        """The name in `config/secrets.enc`."""
        return self.name.lower()

    @property
    def child_variable(self) -> str:
        """The name in the environment of dbt, which masks what begins with DBT_ENV_SECRET_."""
        return self.variables[0]


_LOOKS_LIKE_A_NAME = re.compile(r"[A-Za-z]{1,16}(_[A-Za-z]{1,16})*")
_LASTFM_KEY_FORM = re.compile(r"[0-9a-fA-F]{32}")


def _check_lastfm_key(key: str, source: str) -> str:
    if not _LASTFM_KEY_FORM.fullmatch(key):
        raise ClientSettingsError(
            f"{source} is no key of Last.fm, which is 32 digits and letters a to f: copy it anew"
        )
    return key


LASTFM_KEY = Secret(
    KEY_VARIABLES,
    KEY_SOURCE_VARIABLE,
    "Key of Last.fm (last.fm/api/account/create).",
    _check_lastfm_key,
)
USER_AGENT = Secret(
    (USER_AGENT_VARIABLE,),
    None,
    "Your program and contact, as services see them: my-music/1.0 ( me@example.org ).",
    check_user_agent,
)
LISTENBRAINZ_TOKEN = Secret(
    TOKEN_VARIABLES,
    TOKEN_SOURCE_VARIABLE,
    "Token of ListenBrainz (listenbrainz.org/settings), for top tracks.",
    check_key,
)
SECRETS = (LASTFM_KEY, USER_AGENT, LISTENBRAINZ_TOKEN)


def secret_named(name: str) -> Secret:
    """Return a secret by the name people write, in any case.

    Raises `ConfigurationError` with the nearest name, and never repeats what may be a secret.
    """
    if not _LOOKS_LIKE_A_NAME.fullmatch(name):
        raise ConfigurationError(
            f"that is no name of a secret (there are {', '.join(s.name for s in SECRETS)}); if it "
            "was a secret itself, it is in your shell's history now: revoke it if others can see"
        )
    found = {secret.name: secret for secret in SECRETS}
    if name.upper() in found:
        return found[name.upper()]
    nearest = get_close_matches(name.upper(), found, n=1, cutoff=0.3)
    hint = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(found)}"
    raise ConfigurationError(f"there is no secret {name}; {hint}")
