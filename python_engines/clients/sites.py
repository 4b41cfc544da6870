"""The services that are asked: their names, where they are, and how often they may be called.

Each address and pace can be set in the environment; a pace never above what its owner puts up with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from python_engines.clients.environment import is_on_this_machine, read_number, read_url

LASTFM = "lastfm"
LISTENBRAINZ = "listenbrainz"
MUSICBRAINZ = "musicbrainz"

LOWEST_CALLS_PER_SECOND = 0.01
_HIGHEST_LOOPBACK_RATE = 1_000.0


@dataclass(frozen=True, slots=True)
class Site:
    """A service at an address, and the calls made there in a second."""

    name: str
    """What people call it."""
    url: str
    calls_per_second: float


@dataclass(frozen=True, slots=True)
class SiteRules:
    """A service's defaults, and the environment's names for them."""

    name: str
    url: str
    url_variable: str
    calls_per_second: float
    highest_calls_per_second: float
    rate_variable: str

    @property
    def default(self) -> Site:
        """The site when nothing is set."""
        return Site(self.name, self.url, self.calls_per_second)

    def highest_rate(self, env: Mapping[str, str]) -> float:
        """Return how many calls a second may be set at most, at the address in an environment."""
        url = read_url(env, self.url_variable, self.url)
        # a server on this machine is a test's or a mirror's: nobody to be polite to
        is_ours = is_on_this_machine(url)
        return _HIGHEST_LOOPBACK_RATE if is_ours else self.highest_calls_per_second

    def read(self, env: Mapping[str, str]) -> Site:
        """Return the site that an environment says; raises `ClientSettingsError`."""
        rate = read_number(
            env,
            self.rate_variable,
            self.calls_per_second,
            lowest=LOWEST_CALLS_PER_SECOND,
            highest=self.highest_rate(env),
        )
        return Site(self.name, read_url(env, self.url_variable, self.url), rate)


LASTFM_SITE = SiteRules(
    name="Last.fm",
    url="https://ws.audioscrobbler.com/2.0/",
    url_variable="MM_LASTFM_URL",
    calls_per_second=2.0,
    highest_calls_per_second=4.0,
    rate_variable="MM_LASTFM_CALLS_PER_SECOND",
)
"""Last.fm suspends accounts that "continuously" make "several calls per second"."""

MUSICBRAINZ_SITE = SiteRules(
    name="MusicBrainz",
    url="https://musicbrainz.org/ws/2/",
    url_variable="MM_MUSICBRAINZ_URL",
    calls_per_second=1.0,
    highest_calls_per_second=1.0,
    rate_variable="MM_MUSICBRAINZ_CALLS_PER_SECOND",
)
"""MusicBrainz allows one call a second on average, and refuses all of them above it."""

LISTENBRAINZ_SITE = SiteRules(
    name="ListenBrainz",
    url="https://api.listenbrainz.org/1/",
    url_variable="MM_LISTENBRAINZ_URL",
    calls_per_second=2.0,
    highest_calls_per_second=3.0,
    rate_variable="MM_LISTENBRAINZ_CALLS_PER_SECOND",
)
"""ListenBrainz allows 30 calls in 10 seconds, and says in each answer what is left of them."""

LISTENBRAINZ_LABS_SITE = SiteRules(
    name="ListenBrainz labs",
    url="https://labs.api.listenbrainz.org/",
    url_variable="MM_LISTENBRAINZ_LABS_URL",
    calls_per_second=LISTENBRAINZ_SITE.calls_per_second,
    highest_calls_per_second=LISTENBRAINZ_SITE.highest_calls_per_second,
    rate_variable=LISTENBRAINZ_SITE.rate_variable,
)
