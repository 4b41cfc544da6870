"""How the program behaves: its settings, where each comes from, and how one is changed.

| place | what it holds |
|---|---|
| here, and `python_engines.clients.settings` for what the clients need | every default |
| `config/global_config.json` of the listener | what the listener changed, sparse |
| environment, `MM_<KEY>` | one shell's or one machine's choice; wins over the file |

The order is environment over file over default, and `mm config show` prints the place that won.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cli.errors import ConfigurationError
from cli.files import place_of, read_json_object, refuse_secret
from cli.values import Specification, read_value
from cli.variables import TIER_END, TIER_START, Said, unknown_name
from python_engines.clients.sites import (
    LASTFM_SITE,
    LISTENBRAINZ_SITE,
    LOWEST_CALLS_PER_SECOND,
    MUSICBRAINZ_SITE,
)
from stores.paths import PROJECT_ROOT, Home, absolute

CONFIG_FILE = "global_config.json"
ENVIRONMENT_PREFIX = "MM_"
_FILE_LABEL = f"config/{CONFIG_FILE}"

DATA_FOLDER = "data_folder"
TIER_SETTINGS = {
    "default_artist_tier_start": TIER_START,
    "default_artist_tier_end": TIER_END,
}
"""Settings of the original tool that say a var: each is that var's lasting choice."""

_FOLDERS = ("cache_folder", "output_folder", "logs_folder")
SIMILAR_FILE = "similar_artists_file"
DETAILS_FILE = "artist_details_file"
_PATHS = (DATA_FOLDER, *_FOLDERS, SIMILAR_FILE, DETAILS_FILE)

_RATES = {
    rules.rate_variable.removeprefix(ENVIRONMENT_PREFIX).lower(): rules
    for rules in (LASTFM_SITE, MUSICBRAINZ_SITE, LISTENBRAINZ_SITE)
}

SPECIFICATIONS: dict[str, Specification] = {
    entry.name: entry
    for entry in (
        Specification(DATA_FOLDER, "path", "Where your Spotify export lies: a folder or the zip."),
        Specification("cache_folder", "path", "Where the answers of services are kept."),
        Specification("output_folder", "path", "Where saved lists go."),
        Specification("logs_folder", "path", "Where dbt's log goes."),
        *(
            Specification(key, "integer", f"The var {variable}.", "", 1, 10_000_000)
            for key, variable in TIER_SETTINGS.items()
        ),
        Specification(
            "num_recs", "integer", "How many artists a list shows.", "artists", 1, 1_000_000
        ),
        Specification(
            "providers",
            "text",
            "Who is asked: auto, or a list of lastfm, listenbrainz (with musicbrainz), file.",
        ),
        Specification(SIMILAR_FILE, "path", "A CSV or Parquet of similar artists."),
        Specification(DETAILS_FILE, "path", "A CSV or Parquet of artists: tags, listeners."),
        Specification("offline", "boolean", "Ask no service; use what is stored."),
        *(
            Specification(
                key,
                "number",
                f"Pace of calls to {rules.name}; slower when it asks for that.",
                "calls/s",
                LOWEST_CALLS_PER_SECOND,
                rules.highest_calls_per_second,
            )
            for key, rules in _RATES.items()
        ),
        Specification(
            "listenbrainz_algorithms",
            "text",
            "ListenBrainz's names of ways to count, tried in turn; unset: its usual ones.",
        ),
        Specification(
            "max_api_calls_per_session",
            "integer",
            "Calls one build makes at most.",
            "calls",
            0,
            1_000_000,
        ),
        Specification("enable_caching", "boolean", "Answer from the store when it is fresh."),
        Specification(
            "cache_expiry_hours",
            "integer",
            "How long a stored answer is fresh.",
            "hours",
            1,
            87_600,
        ),
        Specification(
            "port", "integer", "Where `mm view` serves the pages; 0: any free port.", "", 0, 65_535
        ),
        Specification("threads", "integer", "Threads a build computes with.", "threads", 1, 256),
        Specification("memory_limit", "memory", "Memory DuckDB may use."),
    )
}

_NUM_RECS = 20
_PORT = 8501
_PROFILE = "profiles/profiles.yml"
_PROFILE_DEFAULT = re.compile(r"env_var\('MM_([A-Z_]+)', *'([^']*)'\)")


class Settings:
    """Every setting's value with the place it was said at."""

    def __init__(self, said: Mapping[str, Said], home: Home) -> None:
        self._said = dict(said)
        self.home = home

    def __getitem__(self, key: str) -> Any:
        return self._said[key].value

    def items(self) -> list[tuple[str, Said]]:
        """Return every setting with its source, in the order of the table above."""
        return list(self._said.items())

    def said(self, key: str) -> Said:
        """Return a setting with its source."""
        return self._said[key]

    def tier(self, *, from_environment: bool) -> dict[str, Said]:
        """Return the vars that the tier settings say, from the environment or from the file."""
        return {
            variable: self._said[key]
            for key, variable in TIER_SETTINGS.items()
            if self._said[key].value is not None
            and self._said[key].source.startswith(ENVIRONMENT_PREFIX) is from_environment
        }

    def for_child(self) -> dict[str, str]:
        """Return the environment in which dbt and the clients find home and settings."""
        return {
            "MM_HOME": str(self.home.root),
            **{
                variable_of(key): as_text(said.value)
                for key, said in self._said.items()
                if said.value is not None and key not in TIER_SETTINGS
            },
            "MM_CACHE_FOLDER": str(self.home.cache),
        }


def load(env: Mapping[str, str], fixed: Mapping[str, Any] | None = None) -> Settings:
    """Read every setting; `fixed` values (those of the demo) win over all other places.

    Raises `ConfigurationError` for an unknown key or a value out of range.
    """
    home = Home.from_environment(env)
    said: dict[str, Said] = {key: Said(None, "default") for key in SPECIFICATIONS}
    said.update({key: Said(value, "default") for key, value in default_values(home).items()})
    said.update(_from_profile())
    said.update(_from_file(home))
    said.update(_from_environment(env))
    said.update({key: Said(value, "demo") for key, value in (fixed or {}).items()})
    folders = {key.removesuffix("_folder"): Path(said[key].value) for key in _FOLDERS}
    return Settings(said, home.with_folders(**folders))


def read_text(key: str, text: str, where: str) -> Any:
    """Return what the shell says a setting should be; a path is meant from the current folder."""
    return _placed(key, read_value(SPECIFICATIONS[key], text, where), Path.cwd())


def read_file(home: Home) -> dict[str, Any]:
    """Return what the listener's `global_config.json` says, unchecked; empty without the file."""
    path = home.config / CONFIG_FILE
    return read_json_object(path, _FILE_LABEL) if path.is_file() else {}


def default_values(home: Home) -> dict[str, Any]:
    """Return the default of every setting that has one here."""
    from python_engines.clients import settings as clients

    return {
        DATA_FOLDER: str(home.exports),
        "cache_folder": str(home.cache),
        "output_folder": str(home.output),
        "logs_folder": str(home.logs),
        "num_recs": _NUM_RECS,
        "port": _PORT,
        "providers": clients.AUTO,
        "offline": False,
        **{key: rules.calls_per_second for key, rules in _RATES.items()},
        "max_api_calls_per_session": clients.DEFAULT_MAX_API_CALLS_PER_SESSION,
        "enable_caching": clients.DEFAULT_ENABLE_CACHING,
        "cache_expiry_hours": clients.DEFAULT_CACHE_EXPIRY_HOURS,
    }


def _from_profile() -> dict[str, Said]:
    """Return the defaults that plain dbt needs too, so they live in dbt's profile."""
    text = (PROJECT_ROOT / _PROFILE).read_text(encoding="utf-8")
    return {
        key: Said(read_value(SPECIFICATIONS[key], value, _PROFILE), _PROFILE)
        for key, value in ((name.lower(), value) for name, value in _PROFILE_DEFAULT.findall(text))
        if key in SPECIFICATIONS
    }


def _from_file(home: Home) -> dict[str, Said]:
    said: dict[str, Said] = {}
    for key, value in read_file(home).items():
        where = place_of(key, home.config / CONFIG_FILE, _FILE_LABEL)
        refuse_secret(key, where)
        if key not in SPECIFICATIONS:
            raise ConfigurationError(unknown_name("setting", key, SPECIFICATIONS, where))
        read = read_value(SPECIFICATIONS[key], value, where)
        said[key] = Said(_placed(key, read, home.root), _FILE_LABEL)
    return said


def _from_environment(env: Mapping[str, str]) -> dict[str, Said]:
    said: dict[str, Said] = {}
    for key in SPECIFICATIONS:
        name = variable_of(key)
        text = env.get(name, "").strip()
        if text and key in _RATES:
            # A server on this machine may be asked faster than a service of others.
            specification = replace(SPECIFICATIONS[key], maximum=_RATES[key].highest_rate(env))
            said[key] = Said(read_value(specification, text, name), name)
        elif text:
            said[key] = Said(read_text(key, text, name), name)
    return said


def _placed(key: str, value: Any, base: Path) -> Any:
    """Return the paths among the values absolute: a build runs in another folder than the shell."""
    return str(absolute(value, base)) if key in _PATHS else value


def variable_of(key: str) -> str:
    """Return the environment's name of a setting."""
    return ENVIRONMENT_PREFIX + key.upper()


def as_text(value: Any) -> str:
    """Return a value as an environment holds it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list | tuple):
        return ",".join(str(entry) for entry in value)
    return str(value)
