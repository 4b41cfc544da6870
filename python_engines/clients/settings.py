"""The settings of the clients, their defaults, and the one place that knows the names they have
in the environment.
"""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from python_engines.clients.errors import ClientSettingsError, MissingKeyError
from stores.paths import Home, absolute

KEY_VARIABLES = ("DBT_ENV_SECRET_LASTFM_API_KEY", "LASTFM_API_KEY")
"""Where the Last.fm key is looked for: as `mm` passes it, then as plain dbt users set it."""
KEY_SOURCE_VARIABLE = "MM_LASTFM_KEY_SOURCE"
"""Where `mm` found the key, for messages: the name it was set under, or the file."""
USER_AGENT_VARIABLE = "MUSICBRAINZ_USER_AGENT"
CACHE_FOLDER_VARIABLE = "MM_CACHE_FOLDER"
PROVIDERS_VARIABLE = "MM_PROVIDERS"
SIMILAR_FILE_VARIABLE = "MM_SIMILAR_ARTISTS_FILE"
OFFLINE_VARIABLE = "MM_OFFLINE"
LASTFM_URL_VARIABLE = "MM_LASTFM_URL"
LASTFM_RATE_VARIABLE = "MM_LASTFM_CALLS_PER_SECOND"
CALL_CAP_VARIABLE = "MM_MAX_API_CALLS_PER_SESSION"
CACHING_VARIABLE = "MM_ENABLE_CACHING"
EXPIRY_VARIABLE = "MM_CACHE_EXPIRY_HOURS"
PROGRESS_VARIABLE = "MM_PROGRESS"

LASTFM = "lastfm"
FILE = "file"
AUTO = "auto"
PROVIDER_CHOICES = (AUTO, LASTFM, FILE)

DEFAULT_LASTFM_URL = "https://ws.audioscrobbler.com/2.0/"
DEFAULT_LASTFM_CALLS_PER_SECOND = 2.0
HIGHEST_LASTFM_CALLS_PER_SECOND = 4.0
"""Last.fm suspends accounts that "continuously" make "several calls per second"."""
DEFAULT_MAX_API_CALLS_PER_SESSION = 2_000
DEFAULT_ENABLE_CACHING = True
DEFAULT_CACHE_EXPIRY_HOURS = 720
SHORTEST_LASTFM_EXPIRY_HOURS = 168
"""Last.fm's terms: similar artists are kept for a week at least."""

_HIGHEST_LOOPBACK_RATE = 1_000.0
_LONGEST_EXPIRY_HOURS = 87_600
_HIGHEST_CALL_CAP = 1_000_000
_LONGEST_TEXT = 200
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})
_PRINTABLE = re.compile(r"[\x20-\x7e]+")
_KEY_FORM = re.compile(r"[\x21-\x7e]+")
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
    similar_artists_file: Path | None = None
    user_agent: str = field(default_factory=default_user_agent, repr=False)
    is_offline: bool = False
    lastfm_url: str = DEFAULT_LASTFM_URL
    lastfm_calls_per_second: float = DEFAULT_LASTFM_CALLS_PER_SECOND
    max_api_calls_per_session: int = DEFAULT_MAX_API_CALLS_PER_SESSION
    enable_caching: bool = DEFAULT_ENABLE_CACHING
    cache_expiry_hours: int = DEFAULT_CACHE_EXPIRY_HOURS
    shows_progress: bool = False

    @property
    def providers_in_use(self) -> tuple[str, ...]:
        """The providers after `auto` is settled: Last.fm with a key, else the file, else none."""
        if self.providers != (AUTO,):
            return self.providers
        if self.lastfm_key is not None:
            return (LASTFM,)
        return (FILE,) if self.similar_artists_file is not None else ()

    @property
    def lastfm_expiry_hours(self) -> int:
        """How long a Last.fm list counts as fresh."""
        return max(self.cache_expiry_hours, SHORTEST_LASTFM_EXPIRY_HOURS)


def from_mapping(env: Mapping[str, str]) -> ClientSettings:
    """Read the settings from an environment; what is absent or blank has its default.

    Raises `ClientSettingsError` (`MissingKeyError` when Last.fm is named and has no key). The
    messages name the variable, never its value.
    """
    home = Home.from_environment(env)
    if (cache := _said(env, CACHE_FOLDER_VARIABLE)) is not None:
        home = home.with_folders(cache=absolute(cache, home.root))
    similar = _said(env, SIMILAR_FILE_VARIABLE)
    url = _read_url(env)
    key, key_source = _read_key(env)
    settings = ClientSettings(
        answers=home.answers,
        providers=_read_providers(env),
        lastfm_key=key,
        lastfm_key_source=key_source,
        similar_artists_file=None if similar is None else absolute(similar, home.root),
        user_agent=_read_user_agent(env),
        is_offline=_read_bool(env, OFFLINE_VARIABLE, default=False),
        lastfm_url=url,
        lastfm_calls_per_second=_read_number(
            env,
            LASTFM_RATE_VARIABLE,
            DEFAULT_LASTFM_CALLS_PER_SECOND,
            lowest=0.01,
            # a server on this machine is a test's or a mirror's: nobody to be polite to
            highest=_HIGHEST_LOOPBACK_RATE
            if url.startswith("http:")
            else HIGHEST_LASTFM_CALLS_PER_SECOND,
        ),
        max_api_calls_per_session=_read_whole(
            env, CALL_CAP_VARIABLE, DEFAULT_MAX_API_CALLS_PER_SESSION, 0, _HIGHEST_CALL_CAP
        ),
        enable_caching=_read_bool(env, CACHING_VARIABLE, default=DEFAULT_ENABLE_CACHING),
        cache_expiry_hours=_read_whole(
            env, EXPIRY_VARIABLE, DEFAULT_CACHE_EXPIRY_HOURS, 1, _LONGEST_EXPIRY_HOURS
        ),
        shows_progress=_read_bool(env, PROGRESS_VARIABLE, default=False),
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


def _said(env: Mapping[str, str], name: str) -> str | None:
    return env.get(name, "").strip() or None


def _read_key(env: Mapping[str, str]) -> tuple[str | None, str | None]:
    for name in KEY_VARIABLES:
        if (key := _said(env, name)) is None:
            continue
        source = _said(env, KEY_SOURCE_VARIABLE) or name
        if len(key) > _LONGEST_TEXT or not _KEY_FORM.fullmatch(key):
            raise ClientSettingsError(
                f"{source} is no API key (spaces or odd characters in it): copy the key anew"
            )
        return key, source
    return None, None


def _read_user_agent(env: Mapping[str, str]) -> str:
    agent = _said(env, USER_AGENT_VARIABLE)
    if agent is None:
        return default_user_agent()
    if len(agent) > _LONGEST_TEXT or not _PRINTABLE.fullmatch(agent):
        raise ClientSettingsError(
            f"{USER_AGENT_VARIABLE} must be at most {_LONGEST_TEXT} plain ASCII characters"
        )
    is_named = _AGENT_FORM.fullmatch(agent) and _CONTACT.search(agent)
    if not is_named or agent.lower().startswith(_GENERIC_AGENTS):
        raise ClientSettingsError(
            f"{USER_AGENT_VARIABLE} must name a program and a contact, such as"
            " `my-music/1.0 ( me@example.org )`"
        )
    return agent


def _read_providers(env: Mapping[str, str]) -> tuple[str, ...]:
    text = _said(env, PROVIDERS_VARIABLE) or AUTO
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    is_known = names and all(name in PROVIDER_CHOICES for name in names)
    if not is_known or (AUTO in names and len(names) > 1):
        raise ClientSettingsError(
            f"{PROVIDERS_VARIABLE} must be auto, or a comma list of lastfm and file"
        )
    return names


def _read_url(env: Mapping[str, str]) -> str:
    url = _said(env, LASTFM_URL_VARIABLE) or DEFAULT_LASTFM_URL
    if not _is_safe_url(url):
        raise ClientSettingsError(
            f"{LASTFM_URL_VARIABLE} must be an https address, or http to this machine (127.0.0.1)"
        )
    return url


def _is_safe_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or parts.query or parts.fragment:
        return False
    if not _KEY_FORM.fullmatch(url):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read_bool(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = (_said(env, name) or str(default)).lower()
    if text not in _TRUE | _FALSE:
        raise ClientSettingsError(f"{name} must be 1 or 0")
    return text in _TRUE


def _read_number(
    env: Mapping[str, str], name: str, default: float, *, lowest: float, highest: float
) -> float:
    try:
        number = float(_said(env, name) or default)
    except ValueError:
        number = math.nan
    if not lowest <= number <= highest:
        raise ClientSettingsError(f"{name} must be a number from {lowest:g} to {highest:g}")
    return number


def _read_whole(env: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    text = _said(env, name) or str(default)
    if not (text.isascii() and text.isdigit()) or not lowest <= int(text) <= highest:
        raise ClientSettingsError(f"{name} must be a whole number from {lowest} to {highest}")
    return int(text)
