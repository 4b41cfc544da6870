"""What can go wrong with an answer, said without address or key.

A failed call is a value (`Fault`), not an exception: nothing that carries a request, and with it
the key, is ever chained to a traceback. Exceptions are left for what the listener must set right.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ClientError(Exception):
    """Base of the errors of this package; the message is one line that says what to do."""


class ClientSettingsError(ClientError):
    """A setting of the clients cannot be used."""


class MissingKeyError(ClientSettingsError):
    """A provider was asked for by name and its key is not there."""


class ListenerFileError(ClientError):
    """A file of the listener's own cannot be used."""


class SimilarFileError(ListenerFileError):
    """The file of similar artists cannot be used."""


class DetailsFileError(ListenerFileError):
    """The file of artist details cannot be used."""


class AnswerStoreError(ClientError):
    """The store of answers cannot be read or written (disk, permission, in use)."""


class FaultKind(StrEnum):
    """Why a look-up has no answer; the value is what the call log shows."""

    UNREACHABLE = "unreachable"
    """No connection: no network, unknown host, refused, or a certificate that does not hold."""
    CUT_OFF = "cut_off"
    """The connection broke before the answer was whole."""
    TOO_SLOW = "too_slow"
    """The attempt reached its deadline."""
    TOO_LARGE = "too_large"
    """The answer is larger than any true one."""
    REDIRECTED = "redirected"
    """The server pointed elsewhere; the key is not carried there."""
    BUSY = "busy"
    """The service asked to be left alone for a moment, or said that it is out of order."""
    BAD_ANSWER = "bad_answer"
    """Not an answer of this service: HTML, broken JSON, another shape."""
    OTHER_ARTIST = "other_artist"
    """The answer is about someone else."""
    REFUSED = "refused"
    """The service refused this request, and would refuse it again."""
    KEY_REFUSED = "key_refused"
    """The service refused the key."""
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - says so, is none
    """The service refused the token, which only some of its answers need."""
    TURNED_AWAY = "turned_away"
    """The service does not answer us at all (401 or 403): address or program is blocked."""
    ASKED_TO_WAIT = "asked_to_wait"
    """The service asked for a longer pause than a run can make."""
    CALLS_USED_UP = "calls_used_up"
    """The number of calls allowed in one run is used up."""
    TOO_MANY_FAILURES = "too_many_failures"
    """So many look-ups failed in a row that the service is left alone for this run."""
    DOUBTFUL = "doubtful"
    """An empty answer of a service that just said it is asked too fast: it may know more."""


WORTH_ANOTHER_TRY = frozenset(
    {
        FaultKind.UNREACHABLE,
        FaultKind.CUT_OFF,
        FaultKind.TOO_SLOW,
        FaultKind.BUSY,
        FaultKind.BAD_ANSWER,
        FaultKind.OTHER_ARTIST,
    }
)
"""Faults that may be gone at the next attempt."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one attempt, or a whole look-up, gave no answer."""

    kind: FaultKind
    retry_after: float | None = None
    """Seconds the service asked to wait, where it did."""
    is_left: bool = False
    """True when the provider was not asked (any more): it was left for this run."""
