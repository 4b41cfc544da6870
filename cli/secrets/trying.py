"""Trying a key once at its service."""

from __future__ import annotations

from dataclasses import replace

from cli.clients import client_environment, read_clients
from cli.context import Context
from cli.secrets.names import LASTFM_KEY

REFUSED = "Last.fm refused the key: copy it anew from last.fm/api/accounts"


def try_key(context: Context, key: str) -> str:
    """Ask Last.fm one question with a key and return in a sentence what came of it."""
    from python_engines.clients.errors import FaultKind
    from python_engines.clients.probe import probe_lastfm

    settings = read_clients(client_environment(context, {LASTFM_KEY.child_variable: key}))
    fault = probe_lastfm(replace(settings, is_offline=False))
    if fault is None:
        return "Last.fm takes the key"
    if fault is FaultKind.KEY_REFUSED:
        return REFUSED
    return f"the key could not be tried, Last.fm gave no answer ({fault.value.replace('_', ' ')})"
