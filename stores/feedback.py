"""What the listener said of artists: `data/feedback.csv`, outside the warehouse, in order.

The last word of an artist counts; the words before it stay, so that one can be taken back. Times
rise from line to line, so a time tells which word came last, in SQL too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from stores.csv_log import CsvLog, LogDamagedError, written
from stores.verdicts import Verdict

_COLUMNS = ("said_at", "verdict", "artist_id", "artist_name")
_TICK = timedelta(microseconds=1)


EFFECTS: Mapping[Verdict, str] = {
    Verdict.LIKE: "with the next build, artists that resemble it rank higher",
    Verdict.DISLIKE: "with the next build it is not recommended, artists that resemble it rank "
    "lower, and it is no reason for others",
    Verdict.BLOCK: "mm recommend leaves it out at once; with the next build it is gone from the "
    "pages too, and is no reason for others",
    Verdict.KNOWN: "with the next build it is not recommended",
}
"""What a word does, and when, in words."""


@dataclass(frozen=True, slots=True)
class Word:
    """One verdict of one artist; the time is UTC without zone."""

    said_at: datetime
    verdict: Verdict
    artist_id: str
    artist_name: str


def ensure(path: Path) -> None:
    """Create the file, empty with its header, if it is missing."""
    CsvLog(path, _COLUMNS).ensure()


def read(path: Path) -> list[Word]:
    """Return every word in order; none where there is no file yet.

    Raises `LogDamagedError` naming file and line.
    """
    log = CsvLog(path, _COLUMNS)
    words: list[Word] = []
    for number, line in log.read():
        said_at = log.moment(number, line["said_at"])
        if words and said_at <= words[-1].said_at:
            raise LogDamagedError(path, number, "its time is not after that of the line before")
        if not line["artist_id"]:
            raise LogDamagedError(path, number, "it names no artist_id")
        try:
            verdict = Verdict(line["verdict"])
        except ValueError:
            known = ", ".join(Verdict)
            why = f"the verdict {line['verdict']!r} is none of {known}"
            raise LogDamagedError(path, number, why) from None
        words.append(Word(said_at, verdict, line["artist_id"], line["artist_name"]))
    return words


def latest(words: Iterable[Word]) -> dict[str, Word]:
    """Return the word that counts of each artist, by artist_id."""
    return {word.artist_id: word for word in words}


def say(path: Path, verdict: Verdict, artist_id: str, artist_name: str, now: datetime) -> Word:
    """Add a word, if it is not the one that holds, and return the one that holds.

    `now` is UTC without zone; a clock that went back is put after the last word.
    """
    with CsvLog(path, _COLUMNS).turn():
        words = read(path)
        holding = latest(words).get(artist_id)
        if holding is not None and holding.verdict is verdict:
            return holding  # said already: taking it back once must be enough
        said_at = max(now, words[-1].said_at + _TICK) if words else now
        word = Word(said_at, verdict, artist_id, artist_name)
        _replace(path, [*words, word])
    return word


def take_back(path: Path, artist_id: str | None = None) -> Word | None:
    """Remove the last word, or the last one of an artist, and return it; None if there is none."""
    with CsvLog(path, _COLUMNS).turn():
        words = read(path)
        meant = [word for word in words if artist_id in (None, word.artist_id)]
        if not meant:
            return None
        words.remove(meant[-1])
        _replace(path, words)
    return meant[-1]


def effect_of_taking_back(word: Word, before: Word | None) -> str:
    """Return in words what holds, and when, after `word` went and `before` is the artist's last."""
    rest = f"{before.verdict} holds again" if before else "nothing is said of it any more"
    if before is None and word.verdict is Verdict.BLOCK:
        return f"{rest}, and the list may show it at once"
    return f"{rest}, and the next build sees it"


def _replace(path: Path, words: Iterable[Word]) -> None:
    CsvLog(path, _COLUMNS).replace(
        (written(word.said_at), word.verdict, word.artist_id, word.artist_name) for word in words
    )
