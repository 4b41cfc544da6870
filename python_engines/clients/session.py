"""One run of look-ups: what is stored is not asked again, what fails does not fail the build.

A session is shared by all fetch models of one dbt run, so that pace, call cap and the decision to
leave a provider count over the whole run.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

import pandas as pd
import pyarrow as pa

from python_engines.clients import lastfm, similar_file
from python_engines.clients.answers import AnswerStore, Lives, StoredAnswer
from python_engines.clients.errors import Fault, FaultKind
from python_engines.clients.http import HttpClient, HttpPolicy
from python_engines.clients.pace import CallBudget, Timing
from python_engines.clients.progress import NOTE_MARK, Progress, say
from python_engines.clients.records import (
    CALL_LOG,
    SIMILAR_LISTS,
    AnswerStatus,
    name_key,
)
from python_engines.clients.settings import (
    FILE,
    LASTFM,
    SHORTEST_LASTFM_EXPIRY_HOURS,
    ClientSettings,
    from_mapping,
)
from python_engines.frames import typed_table

_GOES_ON = "what is stored is used, and the next build goes on where this one stopped"

NO_PROVIDER = "none"
"""The provider in the call log where there is none to ask."""


class Origin(StrEnum):
    """Where the list of a look-up comes from."""

    NETWORK = "network"
    STORE = "store"
    FILE = "file"
    NONE = "none"


class CallStatus(StrEnum):
    """What became of a look-up that gave no answer; the others have an `AnswerStatus`."""

    FAILED = "failed"
    """Asked, without success; asked again by the next build."""
    LEFT = "left"
    """Not asked (or not to the end): its provider was left for this run."""
    OFFLINE = "offline"
    """Nothing is stored and nothing may be asked."""
    NO_PROVIDER = "no_provider"
    """Nothing is stored and there is no key and no file."""


@dataclass(frozen=True, slots=True)
class _LookUp:
    artist_id: str
    artist_name: str


@dataclass(frozen=True, slots=True)
class _Result:
    provider: str
    status: AnswerStatus | CallStatus
    origin: Origin
    attempt_count: int = 0
    detail: FaultKind | None = None


class Session:
    """The look-ups of one run. Safe to use from several threads; one look-up at a time."""

    def __init__(
        self,
        settings: ClientSettings,
        *,
        policy: HttpPolicy | None = None,
        timing: Timing | None = None,
    ) -> None:
        self._settings = settings
        self._timing = timing or Timing()
        self._opened_at = self._timing.now()  # one moment decides what is stale in this run
        self._budget = CallBudget(settings.max_api_calls_per_session)
        self._lives = Lives(ok=settings.lastfm_expiry_hours * 3_600.0)
        self._store = AnswerStore(settings.answers, note=self._note)
        self._stored_lists: pa.Table | None = None
        self._asked_keys: set[str] = set()
        self._log: dict[str, list[tuple[object, ...]]] = {}
        self._notes: list[str] = []
        self._lock = threading.RLock()
        self._lastfm = self._build_lastfm(policy or HttpPolicy())
        self._file = self._read_file()
        if settings.cache_expiry_hours < SHORTEST_LASTFM_EXPIRY_HOURS:
            self._note(
                f"cache_expiry_hours counts as {SHORTEST_LASTFM_EXPIRY_HOURS} for Last.fm lists:"
                " its terms ask to keep them a week"
            )

    @property
    def call_count(self) -> int:
        """Calls made over the network so far, retries included."""
        return self._budget.taken

    def fetch_similar(self, step: str, plan: pd.DataFrame) -> pa.Table:
        """Look up the artists of `plan`, then return every list there is, as `SIMILAR_LISTS`.

        `plan` has the columns lookup_rank, artist_id, artist_name and is worked through by rank.
        Network trouble never raises: it is told by `call_log`.
        """
        with self._lock:
            lookups = _lookups_of(plan)
            providers = self._settings.providers_in_use or (NO_PROVIDER,)
            progress = Progress(
                f"similar artists, {step.replace('_', ' ')}",
                len(lookups) * len(providers),
                self._timing,
                is_shown=self._settings.shows_progress,
            )
            rows: list[tuple[object, ...]] = []
            self._log[step] = rows  # filled as it goes: an interrupted step shows what it did
            for provider in providers:
                for lookup in lookups:
                    result = self._look_up(provider, lookup.artist_name)
                    rows.append(_log_row(step, lookup, result))
                    progress.advance(was_asked=result.attempt_count > 0)
            return self._lists()

    def call_log(self) -> pa.Table:
        """Return what became of each planned look-up so far, as `CALL_LOG`, by step."""
        with self._lock:
            rows = [row for step in sorted(self._log) for row in self._log[step]]
            return typed_table(CALL_LOG, rows=rows)

    def notes(self) -> tuple[str, ...]:
        """Return what the listener should know of this run, one sentence each."""
        return tuple(self._notes)

    def close(self) -> None:
        """Close the answer store."""
        self._store.close()

    def _look_up(self, provider: str, artist_name: str) -> _Result:
        if provider == FILE and self._file is not None:
            is_there = self._file.has(artist_name)
            status = AnswerStatus.OK if is_there else AnswerStatus.NOT_FOUND
            return _Result(FILE, status, Origin.FILE)
        stored = self._store.get(LASTFM, lastfm.METHOD, artist_name)
        if stored is not None and (self._is_fresh(stored) or self._lastfm is None):
            return _Result(LASTFM, stored.answer.status, Origin.STORE)
        if self._settings.is_offline:
            return _Result(provider, CallStatus.OFFLINE, Origin.NONE)
        if self._lastfm is None:
            self._note("no similar artists are asked for: there is no Last.fm key and no file")
            return _Result(NO_PROVIDER, CallStatus.NO_PROVIDER, Origin.NONE)
        return self._ask_lastfm(self._lastfm, artist_name, stored)

    def _ask_lastfm(
        self, client: lastfm.LastfmClient, artist_name: str, stored: StoredAnswer | None
    ) -> _Result:
        outcome = client.fetch_similar(artist_name)
        if outcome.value is not None:
            self._store.put(LASTFM, lastfm.METHOD, outcome.value, self._timing.now())
            self._stored_lists = None
            self._asked_keys.add(name_key(artist_name))
            return _Result(LASTFM, outcome.value.status, Origin.NETWORK, outcome.attempt_count)
        fault = outcome.fault or Fault(FaultKind.BAD_ANSWER)
        self._note_why_left(client)
        return _Result(
            LASTFM,
            CallStatus.LEFT if fault.is_left else CallStatus.FAILED,
            Origin.NONE if stored is None else Origin.STORE,
            outcome.attempt_count,
            fault.kind,
        )

    def _is_fresh(self, stored: StoredAnswer) -> bool:
        is_trusted = (
            self._settings.enable_caching or name_key(stored.answer.asked_name) in self._asked_keys
        )
        return is_trusted and not stored.is_stale(self._opened_at, self._lives)

    def _lists(self) -> pa.Table:
        if self._stored_lists is None:
            self._stored_lists = self._read_stored_lists()
        if self._file is None:
            return self._stored_lists
        return pa.concat_tables([self._file.lists, self._stored_lists])

    def _read_stored_lists(self) -> pa.Table:
        columns: dict[str, list[object]] = {name: [] for name in SIMILAR_LISTS.names}
        for stored in self._store.read_lists(LASTFM, lastfm.METHOD):
            artists = stored.answer.artists
            columns["provider_rank"].extend(range(1, len(artists) + 1))
            columns["candidate_artist_name"].extend(artist.name for artist in artists)
            columns["candidate_mbid"].extend(artist.mbid for artist in artists)
            columns["match"].extend(artist.match for artist in artists)
            for name, value in {
                "seed_artist_name": stored.answer.asked_name,
                "provider": LASTFM,
                "fetched_at": datetime.fromtimestamp(stored.fetched_at, UTC).replace(tzinfo=None),
                "is_stale": stored.is_stale(self._opened_at, self._lives),
                "answered_artist_name": stored.answer.answered_name,
            }.items():
                columns[name].extend([value] * len(artists))
        return typed_table(SIMILAR_LISTS, columns=columns)

    def _build_lastfm(self, policy: HttpPolicy) -> lastfm.LastfmClient | None:
        """Return the client, or None when Last.fm may not be asked."""
        said = self._settings
        if said.is_offline or said.lastfm_key is None or LASTFM not in said.providers_in_use:
            return None
        paced = replace(policy, calls_per_second=said.lastfm_calls_per_second)
        http = HttpClient(said.lastfm_url, said.user_agent, paced, self._budget, self._timing)
        return lastfm.LastfmClient(http, said.lastfm_key)

    def _read_file(self) -> similar_file.SimilarFile | None:
        path = self._settings.similar_artists_file
        if FILE not in self._settings.providers_in_use or path is None:
            return None
        return similar_file.SimilarFile(path)

    def _note_why_left(self, client: lastfm.LastfmClient) -> None:
        said = self._settings
        reasons = {
            FaultKind.KEY_REFUSED: f"Last.fm refused the key from {said.lastfm_key_source}:"
            " check it, or take it away to go on without",
            FaultKind.ASKED_TO_WAIT: f"Last.fm asked for a long pause; {_GOES_ON}",
            FaultKind.CALLS_USED_UP: f"the {said.max_api_calls_per_session} calls of one run"
            f" (max_api_calls_per_session) are used up; {_GOES_ON}",
            FaultKind.UNREACHABLE: f"Last.fm cannot be reached; {_GOES_ON}",
            FaultKind.TOO_MANY_FAILURES: f"Last.fm failed too often in a row; {_GOES_ON}",
        }
        if client.left_for is not None:
            self._note(reasons[client.left_for])

    def _note(self, sentence: str) -> None:
        if sentence not in self._notes:
            self._notes.append(sentence)
            say(f"{NOTE_MARK}{sentence}", is_shown=self._settings.shows_progress)


_sessions: dict[ClientSettings, Session] = {}
_sessions_lock = threading.Lock()


def open_session(env: Mapping[str, str]) -> Session:
    """Return the session of this process for the settings in `env`.

    Raises `ClientSettingsError` or `SimilarFileError` for what the listener must set right.
    """
    settings = from_mapping(env)
    with _sessions_lock:
        if settings not in _sessions:
            _sessions[settings] = Session(settings)
        return _sessions[settings]


def _lookups_of(plan: pd.DataFrame) -> list[_LookUp]:
    ordered = plan.dropna(subset=["artist_name"]).sort_values(["lookup_rank", "artist_id"])
    return [
        _LookUp(str(artist_id), str(artist_name))
        for artist_id, artist_name in zip(ordered["artist_id"], ordered["artist_name"], strict=True)
    ]


def _log_row(step: str, lookup: _LookUp, result: _Result) -> tuple[object, ...]:
    return (
        step,
        result.provider,
        lookup.artist_id,
        lookup.artist_name,
        result.status,
        result.origin,
        result.attempt_count,
        result.detail,
    )
