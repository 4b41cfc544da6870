"""What a build is made from, as marks: equal marks mean that another build would find the same.

| mark | of |
|---|---|
| program | models, macros, seeds, data tests, engines, and the libraries that compute |
| history, feedback, evaluations | the stores of the listener |
| answers | what services answered, and which of it is no longer fresh |
| asked | who is asked, and the listener's own files of similar artists and details |
| variables | the vars that differ from their default |
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import output
from stores.paths import PROJECT_ROOT, Home

if TYPE_CHECKING:
    from python_engines.clients.questions import Holding
    from python_engines.clients.settings import ClientSettings

_PROGRAM = ("models", "macros", "seeds", "python_engines", "tests/dbt", "profiles")
_PROGRAM_SUFFIXES = (".sql", ".yml", ".csv", ".py", ".md")
_LIBRARIES = ("dbt-core", "dbt-duckdb", "duckdb", "implicit", "numpy", "pandas", "scipy")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The marks of one build."""

    program: str
    history: str
    feedback: str
    evaluations: str
    answers: str
    asked: str
    variables: Mapping[str, Any]

    @classmethod
    def of(cls, home: Home, variables: Mapping[str, Any], clients: ClientSettings) -> Inputs:
        """Look at all of it; the lock of the home must be held."""
        return cls(
            program=program_mark(),
            history=history_mark(home),
            feedback=mark_of_files([home.feedback]),
            evaluations=mark_of_files(sorted(home.evaluations.glob("*.parquet"))),
            answers=answers_mark(clients),
            asked=asked_mark(clients),
            variables=dict(variables),
        )

    @property
    def of_sources(self) -> dict[str, str]:
        """The mark of each source of the models, by the source's name."""
        return {
            "spotify": self.history,
            "listener": self.feedback,
            "evaluations": self.evaluations,
        }

    @property
    def generation(self) -> str:
        """What the listener gave: tells one generation of the warehouse from the next."""
        given = {name: said for name, said in asdict(self).items() if name != "answers"}
        return mark_of(given)[:16]


def mark_of(said: object) -> str:
    """Return the mark of anything that JSON can say."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def program_mark() -> str:
    """Return the mark of all that turns plays into tables."""
    files = [PROJECT_ROOT / "dbt_project.yml"]
    for folder in _PROGRAM:
        files += [p for p in (PROJECT_ROOT / folder).rglob("*") if p.suffix in _PROGRAM_SUFFIXES]
    libraries = [f"{name} {metadata.version(name)}" for name in _LIBRARIES]
    return mark_of([libraries, mark_of_files(sorted(files))])


def history_mark(home: Home) -> str:
    """Return the mark of the imported files, which are named by their content."""
    files = sorted((path.name, path.stat().st_size) for path in home.history.glob("*.parquet"))
    return mark_of(files)


def answers_mark(clients: ClientSettings) -> str:
    """Return the mark of the stored answers and of how many of each kind are no longer fresh."""
    now = time.time()
    stale = [
        sum(now - at > clients.lives_of(each.provider).of(each.status) for at in each.fetched_at)
        for each in _held(clients.answers)
    ]
    return mark_of([held_mark(clients.answers), stale])


def held_mark(answers: Path) -> str:
    """Return the mark of the answers that are stored, fresh or not."""
    return mark_of([astuple(each) for each in _held(answers)])


def _held(answers: Path) -> list[Holding]:
    if not answers.is_file():
        return []
    from python_engines.clients.answers import AnswerStore

    store = AnswerStore(answers, note=output.note)
    held = store.holdings()
    store.close()
    return held


def asked_mark(clients: ClientSettings) -> str:
    """Return the mark of whom a build asks; it holds no key."""
    files = (clients.similar_artists_file, clients.artist_details_file)
    sites = (clients.lastfm, clients.musicbrainz, clients.listenbrainz, clients.listenbrainz_labs)
    return mark_of(
        [
            clients.providers_in_use,
            clients.is_automatic,
            clients.is_offline,
            clients.listenbrainz_algorithms,
            clients.max_api_calls_per_session,
            clients.cache_expiry_hours,
            [site.url for site in sites],
            [mark_of_files([path]) if path is not None else "" for path in files],
        ]
    )


def mark_of_files(files: Iterable[Path]) -> str:
    """Return the mark of the names and contents of those files that are there."""
    digest = hashlib.sha256()
    for path in files:
        if path.is_file():
            digest.update(f"{path.parent.name}/{path.name}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
