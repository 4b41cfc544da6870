"""Files that are private by their name; a name is a path with `/`, from the top of a folder."""

from __future__ import annotations

import re

KEY_STORE = "key store"
"""The rule of files that hold the listener's secrets, sealed or not; nobody can allow them."""

# What editors, databases, packers and careful people put behind a name.
_COPY = (
    r"([-._](wal|shm|journal|tmp|bak|backup|old|orig|copy|partial|gz|bz2|xz|zst|zip|7z|sw.|\d+))*~?"
)
_KEYS = "it holds keys in plain text"
_PLAYS = "it holds your plays, addresses and names"
_HISTORY = "it holds what you played and when"


def _compiled(*rules: tuple[str, str, str]) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    flags = re.IGNORECASE | re.DOTALL
    return tuple((rule, re.compile(pattern, flags), why) for rule, pattern, why in rules)


_ANYWHERE = _compiled(
    ("env file", rf"(.*/)?(\.env(\d*~?|\..*|[-_ ][^/.]*|s?/.*)|[^/]*\.env{_COPY})", _KEYS),
    ("env file", r"(.*/)?\.envrc([-._~][^/]*)?", f"{_KEYS}, as .envrc is made for"),
    ("env file", rf"(.*/)?(?-i:ENV){_COPY}", _KEYS),  # in small letters it is a common folder
    (
        KEY_STORE,
        r"(.*/)?(secrets\.enc[^a-z0-9/][^/]*|\.secrets\.enc[^/]*)",
        "a second copy of the key store; an old password may open it",
    ),
    (
        KEY_STORE,
        r"(.*/)?\.mm-[^/]*\.partial",
        "left over by an mm that was killed; it may be a copy of any private file",
    ),
    ("key file", r"(.*/)?(\.secrets\.(?!baseline$).*|\.streamlit/secrets\.toml)", "it holds keys"),
    (
        "history store",
        rf"(.*/)?data/(history|evaluations)/.*\.(parquet|jsonl?|csv){_COPY}",
        _HISTORY,
    ),
    ("feedback", rf"(.*/)?data/(feedback|shown)\.csv{_COPY}", "it holds what you like and dislike"),
    (
        "export",
        r"(.*/)?([^/]*streaming_?history[^/]*|endsong[^/]*"
        rf"|(yourlibrary|identity|userdata)([-_ ]?\(?\d+\)?)?)\.json{_COPY}",
        _PLAYS,
    ),
    ("export", rf"(.*/)?my_spotify_data[^/]*\.zip{_COPY}", _PLAYS),
    (
        "export",
        r"(.*/)?((?-i:My ?Data)|spotify (extended streaming history|account data))/.*"
        rf"\.(json|zip){_COPY}",
        _PLAYS,
    ),
    (
        "warehouse",
        rf"(.*/)?([^/]*\.duckdb({_COPY}|\.tmp/.*)|[^/]*\.wal|\.build-[^/]*/.*)",
        "it holds your plays",
    ),
    (
        "answer store",
        rf"(.*/)?([^/]*\.sqlite3?{_COPY}|http_cache((\.|/[^/]*\.)(db|json|pickle|pkl))?{_COPY})",
        "it holds what was asked",
    ),
)
# In these folders of a home; anywhere else they are names like others.
_AT_TOP = _compiled(
    ("export", r"exports/.*", _PLAYS),
    ("private data", r"data/.*", _HISTORY),
    ("saved list", r"output/.*", "it tells what you listen to"),
    (
        "own settings",
        rf"config/(global_config\.json|overrides\.ya?ml){_COPY}",
        "it holds your own choices and folders",
    ),
)
_PUBLIC = re.compile(
    r"(.*/)?(\.env|[^/]*\.env)(\.[^/.]+)*\.(example|sample|template|dist)"
    r"|tests/fixtures/.*\.json|(.*/)?secrets\.enc",
    re.IGNORECASE | re.DOTALL,
)
_PLACEHOLDER = re.compile(r"(.*/)?(\.git(keep|ignore|attributes)|readme(\.(md|rst|txt))?)", re.I)


def is_public(name: str) -> bool:
    """Whether git may have a file of that name, whatever other rules say of the name."""
    return _PUBLIC.fullmatch(name) is not None


def why_private(name: str, *, is_from_top: bool = True) -> tuple[str, str] | None:
    """Return rule and reason against a file of that name, or None.

    `is_from_top` says that the name begins at the top of a home or repository.
    """
    if is_public(name):
        return None
    rules = _ANYWHERE
    if is_from_top and not _PLACEHOLDER.fullmatch(name):
        rules += _AT_TOP
    return next(((rule, why) for rule, pattern, why in rules if pattern.fullmatch(name)), None)
