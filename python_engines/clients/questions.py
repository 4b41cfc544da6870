"""What a service is asked, what is stored of its answers, and how long that counts as fresh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from python_engines.clients.names import name_key
from python_engines.clients.records import Answer, AnswerStatus

A = TypeVar("A", bound=Answer)
A_co = TypeVar("A_co", bound=Answer, covariant=True)


@dataclass(frozen=True, slots=True)
class Lives:
    """For how many seconds each kind of answer counts as fresh."""

    ok: float
    empty: float = 7 * 86_400.0
    not_found: float = 30 * 86_400.0

    @classmethod
    def up_to(cls, seconds: float) -> Lives:
        """Return lives of which none is longer than this."""
        usual = cls(seconds)
        return cls(seconds, min(usual.empty, seconds), min(usual.not_found, seconds))

    def of(self, status: AnswerStatus) -> float:
        """Return the life of an answer with `status`."""
        lives = {
            AnswerStatus.OK: self.ok,
            AnswerStatus.EMPTY: self.empty,
            AnswerStatus.NOT_FOUND: self.not_found,
        }
        return lives[status]


@dataclass(frozen=True, slots=True)
class Question(Generic[A]):
    """What a service is asked, and the kind of record that answers it."""

    provider: str
    method: str
    kind: type[A]
    said: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, provider: str, method: str, kind: type[A], **said: str) -> Question[A]:
        """Build a question; names that differ in case or space only ask the same."""
        return cls(provider, method, kind, tuple(sorted(said.items())))

    @property
    def arguments(self) -> str:
        """The normalised arguments as JSON."""
        return msgspec.json.encode({name: name_key(text) for name, text in self.said}).decode()


@dataclass(frozen=True, slots=True)
class StoredAnswer(Generic[A_co]):
    """An answer and when it was received (seconds since 1970, UTC)."""

    answer: A_co
    fetched_at: float

    def is_stale(self, now: float, lives: Lives) -> bool:
        """Tell whether its life is over; a clock set back makes no answer old."""
        return max(0.0, now - self.fetched_at) > lives.of(self.answer.status)


@dataclass(frozen=True, slots=True)
class Holding:
    """How much of one kind of answer is stored."""

    provider: str
    method: str
    status: AnswerStatus
    fetched_at: tuple[float, ...]
    """When each was received, seconds since 1970 in UTC, oldest first."""
    size_bytes: int
