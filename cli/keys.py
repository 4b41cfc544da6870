"""Where the key of Last.fm comes from: the environment, then `config/.env`. It is never shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cli.errors import ConfigurationError
from python_engines.clients.settings import (
    KEY_SOURCE_VARIABLE,
    KEY_VARIABLES,
    USER_AGENT_VARIABLE,
)

_ENV_FILE = ".env"


def find(env: Mapping[str, str], config: Path) -> dict[str, str]:
    """Return the secrets for the child's environment; a name that nobody set is not there.

    A blank value counts as absent. The file is only read when the environment lacks a name.
    """
    key, source = _first(env, KEY_VARIABLES)
    agent = env.get(USER_AGENT_VARIABLE, "").strip()
    if not key or not agent:
        stored = _read_env_file(config / _ENV_FILE)
        if not key:
            key, source = _first(stored, KEY_VARIABLES)[0], f"config/{_ENV_FILE}"
        agent = agent or stored.get(USER_AGENT_VARIABLE, "").strip()
    # The first of the key's names is the one that dbt masks in its logs.
    found = {KEY_VARIABLES[0]: key, USER_AGENT_VARIABLE: agent}
    if key:
        found[KEY_SOURCE_VARIABLE] = source
    return {name: value for name, value in found.items() if value}


def _first(values: Mapping[str, str], names: tuple[str, ...]) -> tuple[str, str]:
    """Return the first value that is set, and its name; two empty texts if none is."""
    said = ((values.get(name, "").strip(), name) for name in names)
    return next(((value, name) for value, name in said if value), ("", ""))


def _read_env_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    from dotenv import dotenv_values

    # By name and without expansion: a search upwards or `${HOME}` would bring in what others wrote.
    try:
        values = dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError("config/.env: not UTF-8") from None
    return {name: value for name, value in values.items() if value is not None}
