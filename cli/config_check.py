"""What `mm config` tells of secrets, and the test of everything that a build would read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.clients import client_environment, read_clients
from cli.context import Context
from cli.errors import ConfigurationError
from cli.library import check_tier
from cli.secrets.names import LASTFM_KEY, SECRETS
from cli.secrets.resolve import Access, find_for_build, for_child, quiet_secrets
from cli.secrets.trying import try_key
from cli.variables import check_engines, differing
from stores.paths import PROJECT_ROOT

COLUMNS = ("what", "result", "source")
SET, NOT_SET = "set", "not set"


def secret_entries(context: Context) -> list[tuple[Any, ...]]:
    """Return a row of `mm config show` for each secret: set or not, never its value."""
    found = {} if context.is_demo else quiet_secrets(context)
    return [
        (
            "secret",
            secret.name,
            SET if secret in found else NOT_SET,
            found[secret].source if secret in found else "",
            "a line of text",
            "",
            secret.meaning,
        )
        for secret in SECRETS
    ]


def check_all(context: Context, access: Access, *, is_online: bool) -> list[tuple[str, str, str]]:
    """Return what a build would read, a row each in the order of `COLUMNS`.

    Raises what the build would raise before it starts: `ConfigurationError`,
    `SecretMissingError`, and what opening the encrypted file raises.
    """
    rows = list(_check_settings(context))
    is_offline = bool(context.settings["offline"])
    found = find_for_build(context, access, is_offline=is_offline)
    clients = read_clients(client_environment(context, for_child(found)))
    seen = {} if context.is_demo else {**quiet_secrets(context), **found}
    for secret in SECRETS:
        state, source = (SET, seen[secret].source) if secret in seen else (NOT_SET, "")
        rows.append((secret.name, state, source))
    asked = ", ".join(clients.providers_in_use)
    said = context.settings.said("providers")
    rows.append(("who is asked", "nobody, offline" if is_offline else asked, said.source))
    rows.append(("user agent", clients.user_agent, ""))
    if is_online:
        key = seen.get(LASTFM_KEY)
        answer = "no key to try" if key is None else try_key(context, key.value)
        rows.append(("Last.fm", answer, ""))
    return rows


def _check_settings(context: Context) -> Iterator[tuple[str, str, str]]:
    resolved = context.variables()
    check_tier(resolved)
    check_engines(resolved, PROJECT_ROOT)
    changed = len(differing(context.catalog, resolved))
    yield "vars", f"{len(resolved)} sound, {changed} differ from their defaults", ""
    settings = context.settings
    yield "settings", f"{len(settings.items())} sound", ""
    home = settings.home
    exports = Path(settings["data_folder"])
    found = "there" if exports.exists() else "not there yet"
    yield "exports", f"{exports}, {found}", settings.said("data_folder").source
    for name, path in (
        ("warehouse", home.warehouse),
        ("answers of services", home.answers),
        ("log", home.logs),
    ):
        yield name, f"{path}, {_writable(path)}", ""


def _writable(path: Path) -> str:
    """Say whether a file can be written where it is to lie; raises `ConfigurationError` if not."""
    place = path if path.is_dir() else path.parent
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK):
        raise ConfigurationError(f"{path} cannot be written: see to {place}")
    return "there" if path.exists() else "will be made"
