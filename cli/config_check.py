"""What `mm config` tells of secrets, and the test of everything that a build would read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.clients import client_environment, read_clients
from cli.context import Context
from cli.errors import ConfigurationError, MmError
from cli.library import check_tier
from cli.secrets.names import LASTFM_KEY, SECRETS, Secret
from cli.secrets.resolve import Access, find_for_build, for_child, sources_of
from cli.secrets.sources import VAULT_LABEL, Reach, Sources
from cli.secrets.trying import REFUSED, try_key
from cli.variables import check_engines, differing
from stores.paths import PROJECT_ROOT

COLUMNS = ("what", "result", "source")
SET, NOT_SET = "set", "not set"


def secret_entries(context: Context) -> list[tuple[Any, ...]]:
    """Return a row of `mm config show` for each secret: set or not, never its value."""
    sources = sources_of(context, Access())
    return [
        (
            "secret",
            secret.name,
            *_state(context, sources, secret),
            "a line of text",
            "",
            secret.meaning,
        )
        for secret in SECRETS
    ]


def check_all(context: Context, access: Access, *, is_online: bool) -> list[tuple[str, str, str]]:
    """Return what a build would read, a row each in the order of `COLUMNS`.

    Raises what the build would raise before it starts: `ConfigurationError`,
    `SecretMissingError`, and what opening the encrypted file raises; with `is_online` also
    `ConfigurationError` when Last.fm refuses the key.
    """
    rows = list(_check_settings(context))
    is_quiet = context.is_demo or bool(context.settings["offline"])
    sources = sources_of(context, access)
    found = {} if is_quiet else find_for_build(context, access, sources)
    clients = read_clients(client_environment(context, for_child(found)))
    for secret in SECRETS:
        if secret in found:
            rows.append((secret.name, SET, found[secret].source))
        else:
            state, source = _state(context, sources, secret)
            rows.append((secret.name, f"{state}, not used" if source else state, source))
    asked = "nobody, offline" if is_quiet else ", ".join(clients.providers_in_use)
    rows.append(("who is asked", asked, context.settings.said("providers").source))
    rows.append(("user agent", clients.user_agent, ""))
    if is_online:
        key = found.get(LASTFM_KEY) or (None if is_quiet else sources.find(LASTFM_KEY, Reach.QUIET))
        answer = "no key to try" if key is None else try_key(context, key.value)
        if key is not None and answer == REFUSED:
            raise ConfigurationError(f"{answer}; it comes from {key.source}")
        rows.append(("Last.fm", answer, ""))
    return rows


def _state(context: Context, sources: Sources, secret: Secret) -> tuple[str, str]:
    """Return in words whether a secret is set, and its place; nobody is asked."""
    if context.is_demo:
        return NOT_SET, ""
    try:
        found = sources.find(secret, Reach.QUIET)
    except MmError as error:
        return f"cannot be read: {error}", ""
    if found is not None:
        return SET, found.source
    return (f"{NOT_SET} ({VAULT_LABEL} is closed)" if sources.is_locked else NOT_SET), ""


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
