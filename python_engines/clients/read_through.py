"""The store before the service: what is stored and fresh is not asked for again.

What a service says is stored at once, so a run that is interrupted goes on where it stopped. When a
service cannot be asked, an answer that has outlived its time is better than none, and marked stale.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from python_engines.clients.answers import AnswerStore
from python_engines.clients.errors import Fault, FaultKind
from python_engines.clients.http import Outcome
from python_engines.clients.pace import Timing
from python_engines.clients.questions import Lives, Question, StoredAnswer
from python_engines.clients.records import Answer, AnswerStatus
from python_engines.clients.tables import CallStatus, Origin

A = TypeVar("A", bound=Answer)
A_co = TypeVar("A_co", bound=Answer, covariant=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[A_co]):
    """What a question came to: an answer, fresh or stale, or why there is none."""

    origin: Origin
    answer: A_co | None = None
    fetched_at: float | None = None
    """When the answer was received, seconds since 1970 in UTC."""
    is_stale: bool = False
    fault: Fault | None = None
    """Why the service did not answer, where it was asked; a stale answer may be there still."""

    @property
    def status(self) -> AnswerStatus | CallStatus:
        """How the look-up ended."""
        if self.fault is not None:
            return CallStatus.LEFT if self.fault.is_left else CallStatus.FAILED
        return CallStatus.OFFLINE if self.answer is None else self.answer.status


class ReadThrough:
    """Answers from the store, else from the service."""

    def __init__(
        self,
        store: AnswerStore,
        timing: Timing,
        lives: Callable[[str], Lives],
        *,
        trusts_store: bool,
    ) -> None:
        """`lives` gives the lives of a provider's answers.

        Without `trusts_store` each question is asked anew, once a run; its answer is stored all the
        same.
        """
        self._store = store
        self._timing = timing
        self._lives = lives
        self._trusts_store = trusts_store
        self._opened_at = timing.now()  # one moment decides what is stale in this run
        self._asked_now: set[tuple[str, str, str]] = set()
        self._failed_now: dict[tuple[str, str, str], Fault] = {}

    def is_stale(self, question: Question[A], stored: StoredAnswer[A]) -> bool:
        """Tell whether a stored answer has outlived its time."""
        return stored.is_stale(self._opened_at, self._lives(question.provider))

    def stored(self, question: Question[A]) -> Found[A] | None:
        """Return what is stored, when it is fresh enough to be used without asking."""
        stored = self._store.get(question)
        is_usable = stored is not None and self._is_usable(question, stored)
        return self._found(question, stored) if is_usable else None

    def get(self, question: Question[A], ask: Callable[[], Outcome[A]] | None) -> Found[A]:
        """Return the stored answer while it is fresh, else ask; `ask` is None when nobody may be.

        An empty answer that is doubtful is not stored: it counts as a failure.
        """
        stored = self._store.get(question)
        if stored is not None and (ask is None or self._is_usable(question, stored)):
            return self._found(question, stored)
        if ask is None:
            return Found(Origin.NONE)
        if (fault := self._failed_now.get(_key(question))) is not None:
            return self._failed(question, stored, fault)  # once a run is enough
        outcome = ask()
        if outcome.value is None:
            return self._failed(question, stored, outcome.fault)
        if outcome.is_doubtful and outcome.value.status is AnswerStatus.EMPTY:
            return self._failed(question, stored, Fault(FaultKind.DOUBTFUL))
        return self._keep([(question, outcome.value)])[0]

    def get_many(
        self,
        questions: Sequence[Question[A]],
        ask: Callable[[Sequence[Question[A]]], Outcome[tuple[A, ...]]] | None,
        batch: int,
    ) -> list[Found[A]]:
        """Return an answer for each question; those to be asked go out in batches.

        `ask` answers in the order of its questions.
        """
        found: dict[int, Found[A]] = {}
        to_ask: list[int] = []
        for at, question in enumerate(questions):
            stored = self._store.get(question)
            if stored is not None and (ask is None or self._is_usable(question, stored)):
                found[at] = self._found(question, stored)
            elif ask is None:
                found[at] = Found(Origin.NONE)
            else:
                to_ask.append(at)
        for start in range(0, len(to_ask), batch):
            places = to_ask[start : start + batch]
            asked = [questions[at] for at in places]
            outcome = ask(asked) if ask is not None else Outcome(None)
            answers, fault = outcome.value or (), outcome.fault
            holds_nothing = all(answer.status is AnswerStatus.EMPTY for answer in answers)
            if answers and not (outcome.is_doubtful and holds_nothing):
                answered = self._keep(list(zip(asked, answers, strict=True)))
            else:
                fault = fault or Fault(FaultKind.DOUBTFUL)
                answered = [
                    self._failed(question, self._store.get(question), fault) for question in asked
                ]
            found.update(zip(places, answered, strict=True))
        return [found[at] for at in range(len(questions))]

    def _is_usable(self, question: Question[A], stored: StoredAnswer[A]) -> bool:
        is_trusted = self._trusts_store or _key(question) in self._asked_now
        return is_trusted and not self.is_stale(question, stored)

    def _found(self, question: Question[A], stored: StoredAnswer[A] | None) -> Found[A]:
        if stored is None:
            return Found(Origin.NONE)
        is_stale = self.is_stale(question, stored)
        return Found(Origin.STORE, stored.answer, stored.fetched_at, is_stale)

    def _failed(
        self, question: Question[A], stored: StoredAnswer[A] | None, fault: Fault | None
    ) -> Found[A]:
        known = fault or Fault(FaultKind.BAD_ANSWER)
        if not known.is_left:
            self._failed_now[_key(question)] = known
        return replace(self._found(question, stored), fault=known)

    def _keep(self, answers: Sequence[tuple[Question[A], A]]) -> list[Found[A]]:
        now = self._timing.now()
        self._store.put(answers, now)
        self._asked_now.update(_key(question) for question, _ in answers)
        return [Found(Origin.NETWORK, answer, now) for _, answer in answers]


def _key(question: Question[A]) -> tuple[str, str, str]:
    return question.provider, question.method, question.arguments
