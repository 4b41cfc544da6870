"""The stored answers of services as a person sees them: how many, how fresh; forgetting them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cli.clients import client_environment, read_clients
from cli.context import Context
from cli.errors import ConfigurationError
from cli.pipeline import locks
from cli.variables import unknown_name
from python_engines.clients.sites import LASTFM, LISTENBRAINZ, MUSICBRAINZ

if TYPE_CHECKING:
    from python_engines.clients.answers import AnswerStore

COLUMNS = (
    "provider",
    "method",
    "status",
    "answer_count",
    "fresh_count",
    "size_mb",
    "oldest_at",
    "newest_at",
)
_PROVIDERS = (LASTFM, LISTENBRAINZ, MUSICBRAINZ)
_BYTES_PER_MB = 1_000_000


def rows_of_store(context: Context) -> list[tuple[Any, ...]]:
    """Return a row for each kind of answer that is stored, in the order of `COLUMNS`."""
    clients = read_clients(client_environment(context, {"MM_OFFLINE": "1"}))
    now = time.time()
    rows = []
    for held in _open(context).holdings() if _is_there(context) else ():
        life = clients.lives_of(held.provider).of(held.status)
        fresh = sum(now - fetched_at <= life for fetched_at in held.fetched_at)
        rows.append(
            (
                held.provider,
                held.method,
                str(held.status),
                len(held.fetched_at),
                fresh,
                round(held.size_bytes / _BYTES_PER_MB, 3),
                _moment(held.fetched_at[0]),
                _moment(held.fetched_at[-1]),
            )
        )
    return rows


def count_stored(context: Context, provider: str | None) -> int:
    """Return how many answers are stored, of one provider or of all.

    Raises `ConfigurationError` for a provider that there is none of.
    """
    if provider is not None and provider not in _PROVIDERS:
        raise ConfigurationError(unknown_name("provider", provider, _PROVIDERS, "--provider"))
    if not _is_there(context):
        return 0
    return sum(
        len(held.fetched_at)
        for held in _open(context).holdings()
        if provider in (None, held.provider)
    )


def clear_store(context: Context, provider: str | None) -> int:
    """Forget the answers of one provider or of all, and return how many there were.

    Raises `LockHeldError` while a build runs: it may be writing them.
    """
    with locks(context.settings.home):
        return _open(context).clear(provider)


def _is_there(context: Context) -> bool:
    return context.settings.home.answers.is_file()


def _open(context: Context) -> AnswerStore:
    from cli import output
    from python_engines.clients.answers import AnswerStore

    return AnswerStore(context.settings.home.answers, note=output.note)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None, microsecond=0)
