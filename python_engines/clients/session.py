"""One run of look-ups: what is stored is not asked again, what fails does not fail the build.

A session is shared by all fetch models of one dbt run, so that pace, call cap and the decision to
leave a service count over the whole run.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pandas as pd
import pyarrow as pa

from python_engines.clients.answers import AnswerStore
from python_engines.clients.detail_rows import DetailRows
from python_engines.clients.details import Details, Log
from python_engines.clients.details_file import DetailsFile
from python_engines.clients.errors import FaultKind
from python_engines.clients.http import HttpPolicy
from python_engines.clients.identities import Identities
from python_engines.clients.names import name_key
from python_engines.clients.pace import CallBudget, Timing
from python_engines.clients.plan import LookUp, Result, by_purpose, read_plan
from python_engines.clients.progress import NOTE_MARK, Progress, say
from python_engines.clients.read_through import ReadThrough
from python_engines.clients.records import AnswerStatus
from python_engines.clients.services import Services
from python_engines.clients.settings import (
    FILE,
    SHORTEST_LASTFM_EXPIRY_HOURS,
    ClientSettings,
    from_mapping,
)
from python_engines.clients.similar import (
    FileSimilar,
    LastfmSimilar,
    ListenBrainzSimilar,
    SimilarProvider,
)
from python_engines.clients.similar_file import SimilarFile
from python_engines.clients.similar_lists import SimilarLists
from python_engines.clients.sites import LASTFM, LISTENBRAINZ
from python_engines.clients.tables import CALL_LOG, CallStatus, Origin
from python_engines.frames import typed_table

_ATTEMPTS = CALL_LOG.names.index("attempt_count")
_WITHOUT_MBID = (AnswerStatus.NOT_FOUND, CallStatus.AMBIGUOUS)
_GOES_ON = "what is stored is used, and the next build goes on where this one stopped"
_CALLS_USED_UP = (
    "of the {} calls of one run (max_api_calls_per_session) the share of this step is used up; "
    + _GOES_ON
)


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
        self._notes: list[str] = []
        self._timing = timing or Timing()
        self._budget = CallBudget(settings.max_api_calls_per_session)
        self._store = AnswerStore(settings.answers, note=self._note)
        reads = ReadThrough(
            self._store, self._timing, settings.lives_of, trusts_store=settings.enable_caching
        )
        self.services = Services.of(settings, policy or HttpPolicy(), self._budget, self._timing)
        self._lists = SimilarLists(self._store, reads)
        identities = Identities(self.services, reads, self._lists)
        self._details = Details(self.services, reads, identities)
        self._file, self._details_file = self._read_files()
        self._providers: dict[str, SimilarProvider] = {
            LASTFM: LastfmSimilar(self.services, reads, self._lists, identities),
            LISTENBRAINZ: ListenBrainzSimilar(self.services, reads, self._lists, identities),
        }
        if self._file is not None:
            self._providers[FILE] = FileSimilar(self._file)
        self._log: dict[str, dict[tuple[str, str], tuple[object, ...]]] = {}
        self._unidentified: list[tuple[str, LookUp]] = []
        self._lock = threading.RLock()
        is_short = settings.cache_expiry_hours < SHORTEST_LASTFM_EXPIRY_HOURS
        if is_short and LASTFM in settings.providers_in_use:
            self._note(
                f"cache_expiry_hours counts as {SHORTEST_LASTFM_EXPIRY_HOURS} for Last.fm:"
                " its terms ask to keep its answers a week"
            )

    @property
    def call_count(self) -> int:
        """Calls made over the network so far, retries included."""
        return self._budget.taken

    def fetch_similar(self, step: str, plan: pd.DataFrame) -> pa.Table:
        """Look up the artists of a plan, then return every list there is, as `SIMILAR_LISTS`.

        The plan is as `read_plan` takes it and is worked through by purpose, provider and rank.
        Network trouble never raises: it is told by `call_log`.
        """
        with self._lock:
            lookups = read_plan(plan)
            in_use = self._settings.providers_in_use
            providers = [name for name in in_use if name in self._providers]
            with self._logging(step, len(lookups) * len(providers), "similar artists") as log:
                for group in by_purpose(lookups):
                    self._budget.allow_until(group[0].call_share_until)
                    for provider in providers:
                        for lookup in self._left_for(provider, group):
                            result = self._providers[provider].look_up(lookup)
                            log(lookup, result)
                            if provider == LISTENBRAINZ and result.status in _WITHOUT_MBID:
                                self._unidentified.append((step, lookup))
            self._look_up_those_that_lists_have_named()
            return self._all_lists()

    def _look_up_those_that_lists_have_named(self) -> None:
        """Ask for artists whose MBID only a later list told, until none is told any more.

        Else the next build would find it there and ask, though nothing had changed.
        """
        while named := [each for each in self._unidentified if self._has_mbid(each[1])]:
            self._unidentified = [each for each in self._unidentified if each not in named]
            for step, lookup in named:
                with self._logging(step, 0, "") as log:
                    log(lookup, self._providers[LISTENBRAINZ].look_up(lookup))

    def _has_mbid(self, lookup: LookUp) -> bool:
        return self._lists.mbid_of(lookup.artist_name) is not None

    def fetch_details(self, step: str, plan: pd.DataFrame) -> pa.Table:
        """Look up what is known of the artists of a plan, as `ARTIST_DETAILS`."""
        with self._lock:
            lookups = read_plan(plan)
            in_use = self._settings.providers_in_use
            asked = [name for name in in_use if name != FILE or self._details_file is not None]
            rows = DetailRows()
            with self._logging(step, len(lookups) * len(asked), "artists") as log:
                for group in by_purpose(lookups):
                    self._budget.allow_until(group[0].call_share_until)
                    told = self._details.fetch(group, log)
                    self._add_from_file(group, told, log)
                    rows.extend(told)
            return rows.table()

    def _add_from_file(self, lookups: list[LookUp], rows: DetailRows, log: Log) -> None:
        """Add what the listener's file tells; unless it is named, of whom nobody told tags."""
        if self._details_file is None:
            return
        for lookup in lookups:
            if self._settings.is_automatic and rows.has_tags(lookup):
                continue
            details = self._details_file.of(lookup.artist_name)
            if details is not None:
                rows.add_from_file(lookup, details)
            status = AnswerStatus.NOT_FOUND if details is None else AnswerStatus.OK
            log(lookup, Result(FILE, status, Origin.FILE))

    def call_log(self) -> pa.Table:
        """Return what became of each planned look-up so far, as `CALL_LOG`, by step."""
        with self._lock:
            rows = [row for step in sorted(self._log) for row in self._log[step].values()]
            return typed_table(CALL_LOG, rows=rows)

    def notes(self) -> tuple[str, ...]:
        """Return what the listener should know of this run, one sentence each."""
        return tuple(self._notes)

    def close(self) -> None:
        """Close the answer store."""
        self._store.close()

    @contextmanager
    def _logging(
        self, step: str, total: int, what: str
    ) -> Iterator[Callable[[LookUp, Result], None]]:
        """Yield what takes in how each look-up ended; it counts the calls made since the last."""
        shown = self._settings.shows_progress
        progress = Progress(what, step.replace("_", " "), total, self._timing, is_shown=shown)
        # Filled as it goes: an interrupted step shows what it did.
        rows = self._log.setdefault(step, {})
        counted = self._budget.taken

        def log(lookup: LookUp, result: Result) -> None:
            nonlocal counted
            if result.status is CallStatus.OFFLINE and not self._is_in_use(result.provider):
                return  # nobody wanted to ask there
            attempt_count = self._budget.taken - counted
            counted = self._budget.taken
            key = (result.provider, lookup.artist_id)
            before = rows.get(key)
            made_before = before[_ATTEMPTS] if before is not None else 0
            rows[key] = (
                step,
                lookup.purpose,
                result.provider,
                lookup.artist_id,
                lookup.artist_name,
                result.status,
                result.origin,
                attempt_count + int(str(made_before)),
                result.detail,
            )
            if self._is_in_use(result.provider):
                progress.advance(was_asked=attempt_count > 0)
            if result.detail is FaultKind.TOKEN_REFUSED:
                source = self._settings.listenbrainz_token_source
                self._note(
                    f"ListenBrainz refused the token from {source}: check it, or take it away"
                )
            if result.detail is FaultKind.CALLS_USED_UP:
                self._note(_CALLS_USED_UP.format(self._settings.max_api_calls_per_session))
            for http in self.services.https():
                if http.left_for is not None:
                    self._note(_why_left(http.left_for, http.site.name, self._settings))

        yield log
        progress.finish()

    def _is_in_use(self, provider: str) -> bool:
        return provider in self._settings.providers_in_use

    def _left_for(self, provider: str, lookups: list[LookUp]) -> list[LookUp]:
        """Return the look-ups for a provider; the file, unless it is named, is the last resort."""
        if provider != FILE or not self._settings.is_automatic:
            return lookups
        known = self._lists.seed_keys()
        return [lookup for lookup in lookups if name_key(lookup.artist_name) not in known]

    def _all_lists(self) -> pa.Table:
        stored = self._lists.table()
        if self._file is None:
            return stored
        known = self._lists.seed_keys() if self._settings.is_automatic else set()
        return pa.concat_tables([self._file.lists_without(known), stored])

    def _read_files(self) -> tuple[SimilarFile | None, DetailsFile | None]:
        settings = self._settings
        if FILE not in settings.providers_in_use:
            return None, None
        similar, details = settings.similar_artists_file, settings.artist_details_file
        return (
            None if similar is None else SimilarFile(similar),
            None if details is None else DetailsFile(details),
        )

    def _note(self, sentence: str) -> None:
        if sentence not in self._notes:
            self._notes.append(sentence)
            say(f"{NOTE_MARK}{sentence}", is_shown=self._settings.shows_progress)


def _why_left(kind: FaultKind, service: str, settings: ClientSettings) -> str:
    """Return in a sentence why a service is not asked any more, and what to do about it."""
    sentences = {
        FaultKind.KEY_REFUSED: f"{service} refused the key from {settings.lastfm_key_source}:"
        " check it, or take it away to go on without",
        FaultKind.TURNED_AWAY: f"{service} turned us away; {_GOES_ON}; if it stays so, name"
        " yourself: MUSICBRAINZ_USER_AGENT='my-music/1.0 ( me@example.org )'",
        FaultKind.ASKED_TO_WAIT: f"{service} asked for a long pause; {_GOES_ON}",
        FaultKind.UNREACHABLE: f"{service} cannot be reached; {_GOES_ON}",
        FaultKind.TOO_MANY_FAILURES: f"{service} failed too often in a row; {_GOES_ON}",
    }
    return sentences[kind]


_sessions: dict[ClientSettings, Session] = {}
_sessions_lock = threading.Lock()


def open_session(env: Mapping[str, str]) -> Session:
    """Return the session of this process for the settings in `env`.

    Raises `ClientSettingsError` or `ListenerFileError` for what the listener must set right.
    """
    settings = from_mapping(env)
    with _sessions_lock:
        if settings not in _sessions:
            _sessions[settings] = Session(settings)
        return _sessions[settings]
