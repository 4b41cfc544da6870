"""The services of one run: those that the settings allow, all on one budget of calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from python_engines.clients.errors import FaultKind
from python_engines.clients.http import HttpClient, HttpPolicy
from python_engines.clients.lastfm import LastfmClient
from python_engines.clients.listenbrainz import ListenBrainzClient
from python_engines.clients.musicbrainz import MusicBrainzClient
from python_engines.clients.pace import CallBudget, Timing
from python_engines.clients.settings import ClientSettings
from python_engines.clients.sites import LASTFM, LISTENBRAINZ


@dataclass(frozen=True, slots=True)
class Services:
    """The clients of those who may be asked; None is "may not be"."""

    lastfm: LastfmClient | None = None
    musicbrainz: MusicBrainzClient | None = None
    listenbrainz: ListenBrainzClient | None = None

    @classmethod
    def of(
        cls, settings: ClientSettings, policy: HttpPolicy, budget: CallBudget, timing: Timing
    ) -> Services:
        """Build the clients that the settings allow.

        MusicBrainz comes with ListenBrainz, which knows artists only by their MBID.
        """
        if settings.is_offline:
            return cls()
        agent, in_use = settings.user_agent, settings.providers_in_use
        lastfm = musicbrainz = listenbrainz = None
        if LASTFM in in_use and settings.lastfm_key is not None:
            # Last.fm wraps passing troubles in HTTP 400 too
            lenient = replace(policy, bad_request=FaultKind.BAD_ANSWER)
            http = HttpClient(settings.lastfm, agent, lenient, budget, timing)
            lastfm = LastfmClient(http, settings.lastfm_key)
        if LISTENBRAINZ in in_use:
            http = HttpClient(settings.musicbrainz, agent, policy, budget, timing)
            musicbrainz = MusicBrainzClient(http)
            heeding = replace(policy, reads_rate_headers=True)
            listenbrainz = ListenBrainzClient(
                HttpClient(settings.listenbrainz, agent, heeding, budget, timing),
                HttpClient(settings.listenbrainz_labs, agent, heeding, budget, timing),
                settings.listenbrainz_algorithms,
                settings.listenbrainz_token,
            )
        return cls(lastfm, musicbrainz, listenbrainz)

    def https(self) -> Iterator[HttpClient]:
        """Yield the connection to each service."""
        if self.lastfm is not None:
            yield self.lastfm.http
        if self.musicbrainz is not None:
            yield self.musicbrainz.http
        if self.listenbrainz is not None:
            yield self.listenbrainz.labs
            yield self.listenbrainz.api
