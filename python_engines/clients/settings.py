"""The settings of the clients, their defaults, and the one place that knows the names they have
in the environment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from python_engines.clients.environment import (
    VISIBLE,
    read_boolean,
    read_whole,
    said,
)
from python_engines.clients.errors import ClientSettingsError, MissingKeyError
from python_engines.clients.sites import (
    LASTFM,
    LASTFM_SITE,
    LISTENBRAINZ,
    LISTENBRAINZ_LABS_SITE,
    LISTENBRAINZ_SITE,
    MUSICBRAINZ_SITE,
    Site,
)
from stores.paths import Home, absolute

if TYPE_CHECKING:
    from python_engines.clients.questions import Lives

KEY_VARIABLES = ("DBT_ENV_SECRET_LASTFM_API_KEY", "LASTFM_API_KEY")
"""Where the Last.fm key is looked for: as `mm` passes it, then as plain dbt users set it."""
KEY_SOURCE_VARIABLE = "MM_LASTFM_KEY_SOURCE"
"""Where `mm` found the key, for messages: the name it was set under, or the file."""
TOKEN_VARIABLES = ("DBT_ENV_SECRET_LISTENBRAINZ_TOKEN", "LISTENBRAINZ_TOKEN")
"""Where the optional token of ListenBrainz is looked for; only top tracks need one."""
TOKEN_SOURCE_VARIABLE = "MM_LISTENBRAINZ_TOKEN_SOURCE"  # noqa: S105 - a name, no token
USER_AGENT_VARIABLE = "MUSICBRAINZ_USER_AGENT"
CACHE_FOLDER_VARIABLE = "MM_CACHE_FOLDER"
PROVIDERS_VARIABLE = "MM_PROVIDERS"
SIMILAR_FILE_VARIABLE = "MM_SIMILAR_ARTISTS_FILE"
DETAILS_FILE_VARIABLE = "MM_ARTIST_DETAILS_FILE"
OFFLINE_VARIABLE = "MM_OFFLINE"
CALL_CAP_VARIABLE = "MM_MAX_API_CALLS_PER_SESSION"
CACHING_VARIABLE = "MM_ENABLE_CACHING"
EXPIRY_VARIABLE = "MM_CACHE_EXPIRY_HOURS"
ALGORITHMS_VARIABLE = "MM_LISTENBRAINZ_ALGORITHMS"
PROGRESS_VARIABLE = "MM_PROGRESS"

FILE = "file"
AUTO = "auto"
PROVIDER_CHOICES = (AUTO, LASTFM, LISTENBRAINZ, FILE)

DEFAULT_MAX_API_CALLS_PER_SESSION = 2_000
DEFAULT_ENABLE_CACHING = True
DEFAULT_CACHE_EXPIRY_HOURS = 720
SHORTEST_LASTFM_EXPIRY_HOURS = 168
"""Last.fm's terms: similar artists are kept for a week at least."""
DEFAULT_LISTENBRAINZ_ALGORITHMS = (
    "session_based_days_7500_session_300_contribution_5_threshold_10_limit_100_filter_True_skip_30",
    "session_based_days_7500_session_300_contribution_3_threshold_10_limit_100_filter_True_skip_30",
    "session_based_days_7500_session_300_contribution_5_threshold_10_limit_100_skip_30",
)
"""ListenBrainz's names for its ways to count co-listening, tried in turn: they come and go."""


_LONGEST_EXPIRY_HOURS = 87_600
_SECONDS_PER_HOUR = 3_600.0
_HIGHEST_CALL_CAP = 1_000_000
_LONGEST_TEXT = 200
_PRINTABLE = re.compile(r"[\x20-\x7e]+")
_ALGORITHM = re.compile(r"\w{1,200}", re.ASCII)
_AGENT_FORM = re.compile(r"[^\s/()]+/[^\s/()]+ .*\S.*")
_CONTACT = re.compile(r"https?://\S|\S@\S")
_GENERIC_AGENTS = (
    "java", "python", "jakarta", "curl", "wget", "mozilla", "go-http-client", "okhttp", "libwww",
)  # fmt: skip


def default_user_agent() -> str:
    """Return the program's name, version and home page, as the installed package states them."""
    from importlib import metadata  # costs as much as all else here, and `mm --help` needs none

    try:
        about = metadata.metadata("mmuffin")
    except metadata.PackageNotFoundError:
        return "mmuffin/0 ( not installed )"
    pages = dict(line.split(", ", 1) for line in about.get_all("Project-URL") or [])
    return f"mmuffin/{about['Version']} ( {pages.get('Homepage', 'a listener at home')} )"


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """How the clients behave. Equal settings share one session."""

    answers: Path
    """The file of stored answers."""
    providers: tuple[str, ...] = (AUTO,)
    lastfm_key: str | None = field(default=None, repr=False)
    lastfm_key_source: str | None = None
    listenbrainz_token: str | None = field(default=None, repr=False)
    listenbrainz_token_source: str | None = None
    similar_artists_file: Path | None = None
    artist_details_file: Path | None = None
    user_agent: str = field(default_factory=default_user_agent, repr=False)
    is_offline: bool = False
    lastfm: Site = LASTFM_SITE.default
    musicbrainz: Site = MUSICBRAINZ_SITE.default
    listenbrainz: Site = LISTENBRAINZ_SITE.default
    listenbrainz_labs: Site = LISTENBRAINZ_LABS_SITE.default
    listenbrainz_algorithms: tuple[str, ...] = DEFAULT_LISTENBRAINZ_ALGORITHMS
    max_api_calls_per_session: int = DEFAULT_MAX_API_CALLS_PER_SESSION
    enable_caching: bool = DEFAULT_ENABLE_CACHING
    cache_expiry_hours: int = DEFAULT_CACHE_EXPIRY_HOURS
    shows_progress: bool = False

    @property
    def is_automatic(self) -> bool:
        """Whether the program decides who is asked; the file is then the last resort."""
        return self.providers == (AUTO,)

    @property
    def providers_in_use(self) -> tuple[str, ...]:
        """The providers after `auto` is settled: Last.fm with a key, ListenBrainz, the file."""
        if not self.is_automatic:
            return self.providers
        with_key = (LASTFM,) if self.lastfm_key is not None else ()
        files = (self.similar_artists_file, self.artist_details_file)
        with_file = (FILE,) if any(file is not None for file in files) else ()
        return (*with_key, LISTENBRAINZ, *with_file)

    @property
    def lastfm_expiry_hours(self) -> int:
        """How long an answer of Last.fm counts as fresh."""
        return max(self.cache_expiry_hours, SHORTEST_LASTFM_EXPIRY_HOURS)

    def lives_of(self, provider: str) -> Lives:
        """Return for how long the answers of a provider count as fresh."""
        from python_engines.clients.questions import Lives

        is_lastfm = provider == LASTFM
        hours = self.lastfm_expiry_hours if is_lastfm else self.cache_expiry_hours
        return Lives.up_to(hours * _SECONDS_PER_HOUR)


def from_mapping(env: Mapping[str, str]) -> ClientSettings:
    """Read the settings; a blank value counts as absent.

    Raises `MissingKeyError` when Last.fm is named and has no key, `ClientSettingsError` when a
    value cannot be used; the message names the variable and never repeats the value.
    """
    home = Home.from_environment(env)
    cache = said(env, CACHE_FOLDER_VARIABLE)
    if cache is not None:
        home = home.with_folders(cache=absolute(cache, home.root))
    key, key_source = _read_key(env, KEY_VARIABLES, KEY_SOURCE_VARIABLE)
    token, token_source = _read_key(env, TOKEN_VARIABLES, TOKEN_SOURCE_VARIABLE)
    settings = ClientSettings(
        answers=home.answers,
        providers=_read_providers(env),
        lastfm_key=key,
        lastfm_key_source=key_source,
        listenbrainz_token=token,
        listenbrainz_token_source=token_source,
        similar_artists_file=_read_path(env, SIMILAR_FILE_VARIABLE, home),
        artist_details_file=_read_path(env, DETAILS_FILE_VARIABLE, home),
        user_agent=_read_user_agent(env),
        is_offline=read_boolean(env, OFFLINE_VARIABLE, default=False),
        lastfm=LASTFM_SITE.read(env),
        musicbrainz=MUSICBRAINZ_SITE.read(env),
        listenbrainz=LISTENBRAINZ_SITE.read(env),
        listenbrainz_labs=LISTENBRAINZ_LABS_SITE.read(env),
        listenbrainz_algorithms=_read_algorithms(env),
        max_api_calls_per_session=read_whole(
            env, CALL_CAP_VARIABLE, DEFAULT_MAX_API_CALLS_PER_SESSION, 0, _HIGHEST_CALL_CAP
        ),
        enable_caching=read_boolean(env, CACHING_VARIABLE, default=DEFAULT_ENABLE_CACHING),
        cache_expiry_hours=read_whole(
            env, EXPIRY_VARIABLE, DEFAULT_CACHE_EXPIRY_HOURS, 1, _LONGEST_EXPIRY_HOURS
        ),
        shows_progress=read_boolean(env, PROGRESS_VARIABLE, default=False),
    )
    _require_what_is_named(settings)
    return settings


def _require_what_is_named(settings: ClientSettings) -> None:
    if LASTFM in settings.providers and settings.lastfm_key is None and not settings.is_offline:
        raise MissingKeyError(
            f"{PROVIDERS_VARIABLE} names lastfm but there is no key: set {KEY_VARIABLES[1]}, or"
            f" set {PROVIDERS_VARIABLE} to auto"
        )
    if FILE in settings.providers and settings.similar_artists_file is None:
        raise ClientSettingsError(
            f"{PROVIDERS_VARIABLE} names file but no file is set: set {SIMILAR_FILE_VARIABLE} to"
            " a CSV or Parquet file of similar artists"
        )


def check_key(key: str, source: str) -> str:
    """Return a key or token that may be one, or raise `ClientSettingsError` naming its source."""
    if len(key) > _LONGEST_TEXT or not VISIBLE.fullmatch(key):
        raise ClientSettingsError(
            f"{source} is no API key (spaces or odd characters in it): copy the key anew"
        )
    return key


def check_user_agent(agent: str, source: str) -> str:
    """Return a user agent that services accept, or raise `ClientSettingsError` naming its source.

    It must name a program and a contact: MusicBrainz blocks those that do not, address and all.
    """
    if len(agent) > _LONGEST_TEXT or not _PRINTABLE.fullmatch(agent):
        raise ClientSettingsError(
            f"{source} must be at most {_LONGEST_TEXT} plain ASCII characters"
        )
    is_named = _AGENT_FORM.fullmatch(agent) and _CONTACT.search(agent)
    if not is_named or agent.lower().startswith(_GENERIC_AGENTS):
        raise ClientSettingsError(
            f"{source} must name a program and a contact, such as `my-music/1.0 ( me@example.org )`"
        )
    return agent


def _read_key(
    env: Mapping[str, str], names: tuple[str, ...], source_variable: str
) -> tuple[str | None, str | None]:
    for name in names:
        if (key := said(env, name)) is not None:
            source = said(env, source_variable) or name
            return check_key(key, source), source
    return None, None


def _read_path(env: Mapping[str, str], name: str, home: Home) -> Path | None:
    text = said(env, name)
    return None if text is None else absolute(text, home.root)


def _read_user_agent(env: Mapping[str, str]) -> str:
    agent = said(env, USER_AGENT_VARIABLE)
    return default_user_agent() if agent is None else check_user_agent(agent, USER_AGENT_VARIABLE)


def _read_providers(env: Mapping[str, str]) -> tuple[str, ...]:
    said_names = _read_list(env, PROVIDERS_VARIABLE, (AUTO,))
    names = tuple(dict.fromkeys(name.lower() for name in said_names))
    is_known = names and all(name in PROVIDER_CHOICES for name in names)
    if not is_known or (AUTO in names and len(names) > 1):
        raise ClientSettingsError(
            f"{PROVIDERS_VARIABLE} must be auto, or a comma list of"
            f" {', '.join(PROVIDER_CHOICES[1:])}"
        )
    return names


def _read_algorithms(env: Mapping[str, str]) -> tuple[str, ...]:
    names = _read_list(env, ALGORITHMS_VARIABLE, DEFAULT_LISTENBRAINZ_ALGORITHMS)
    if not names or not all(_ALGORITHM.fullmatch(name) for name in names):
        raise ClientSettingsError(
            f"{ALGORITHMS_VARIABLE} must be a comma list of algorithm names of ListenBrainz"
        )
    return names


def _read_list(env: Mapping[str, str], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    text = said(env, name)
    if text is None:
        return default
    return tuple(dict.fromkeys(entry.strip() for entry in text.split(",") if entry.strip()))
