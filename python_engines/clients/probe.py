"""Asking a service one question, to see whether it takes a key."""

from __future__ import annotations

from dataclasses import replace

from python_engines.clients.errors import FaultKind
from python_engines.clients.http import HttpPolicy
from python_engines.clients.pace import CallBudget, Timing
from python_engines.clients.services import Services
from python_engines.clients.settings import ClientSettings
from python_engines.clients.sites import LASTFM

_KNOWN_ARTIST = "The Beatles"


def probe_lastfm(settings: ClientSettings) -> FaultKind | None:
    """Make one call to Last.fm with the key in `settings`; None when it was answered."""
    services = Services.of(
        replace(settings, providers=(LASTFM,)), HttpPolicy(tries=1), CallBudget(1), Timing()
    )
    if services.lastfm is None:
        return FaultKind.KEY_REFUSED
    fault = services.lastfm.fetch_info(_KNOWN_ARTIST).fault
    return None if fault is None else fault.kind
