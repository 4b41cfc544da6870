"""A tiny listener for whole builds that are cut short, and what must hold of a home afterwards."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from stores.warehouse import read_rows
from tests.faults.processes import of_home, wait_until
from tests.integration.listeners import play, similar_file
from tests.integration.mm import Mm

_ARTISTS = ("Alpha", "Beta", "Gamma", "Delta")
_LISTS = {"Alpha": ["New One", "New Two"], "Beta": ["New Two", "New Three"], "Gamma": ["New Four"]}
PLAYS_PER_FILE = 40
_FEEDBACK = ("block", "New Four")

# Counts from several tables: they agree only if all of them are of one generation.
LOOK = """
    select
        (select play_count from run_report) as reported,
        (select count(*) from fct_plays) as plays,
        (select sum(rows) from import_ledger where outcome = 'kept') as kept,
        (select count(*) from recommendations) as recommended,
        (select recommendation_count from run_report) as recommended_reported
"""

# All that may lie in a home after a build that went well.
_MAY_BE_THERE = re.compile(
    r"""
    data/(mmuffin\.duckdb|build\.lock|feedback\.csv|feedback\.lock|shown\.csv|shown\.lock)
    | data/history/(([0-9a-f]{64}|_empty)\.v\d+\.parquet|(seen|forgotten|ahead)\.txt)
    | data/evaluations/evaluations\.parquet
    | data/spotify/.*
    | cache/(last_build|build_seconds)\.json
    | cache/dbt/.*
    | cache/docs/docs\.lock
    | cache/answers\.sqlite(\.damaged-\d+)?
    | logs/[a-z.]+\.log(\.\d+)?
    """,
    re.VERBOSE,
)


class Listener:
    """A home whose export grows file by file, so that each build has something to do."""

    def __init__(self, home: Path) -> None:
        self.home = home
        (home / "data" / "spotify").mkdir(parents=True)
        self.mm = Mm(home)
        self.mm = Mm(home, similar_file(self.mm, _LISTS))
        self.files = 0
        self.hear_more()

    @property
    def warehouse(self) -> Path:
        return self.home / "data" / "mmuffin.duckdb"

    @property
    def plays(self) -> int:
        """How many plays the export holds."""
        return self.files * PLAYS_PER_FILE

    def hear_more(self) -> None:
        """Export another file of plays."""
        first = self.plays
        records = [
            play(first + number, _ARTISTS[(number * number) % len(_ARTISTS)])
            for number in range(PLAYS_PER_FILE)
        ]
        path = self.home / "data" / "spotify" / f"Streaming_History_Audio_2024_{self.files}.json"
        path.write_text(json.dumps(records), "utf-8")
        self.files += 1

    def say(self) -> None:
        """Give a word of feedback, which no fault may lose."""
        done = self.mm.run("feedback", *_FEEDBACK)
        assert done.returncode == 0, done.stderr

    def build(self, *arguments: str) -> None:
        """Build, which must go well and leave nothing behind."""
        done = self.mm.run("build", *arguments)
        assert done.returncode == 0, done.stderr
        self.check_whole()
        assert self.left_behind() == []

    def look(self) -> dict[str, Any]:
        """Read the published warehouse; it must be of one generation."""
        (row,) = read_rows(self.warehouse, LOOK)
        assert is_whole(row), row
        return row

    def mark(self) -> str:
        """What tells one published file from any other."""
        return hashlib.sha256(self.warehouse.read_bytes()).hexdigest()

    def check_whole(self) -> None:
        """The warehouse is readable and of one generation, and so is every store."""
        self.look()
        for path in (self.home / "data" / "history").glob("*.parquet"):
            assert pq.read_table(path).num_rows in (0, PLAYS_PER_FILE)
        feedback = self.home / "data" / "feedback.csv"
        lines = feedback.read_text("utf-8").splitlines()
        assert [line.split(",")[1] for line in lines[1:]] in ([], [_FEEDBACK[0]])
        answers = self.home / "cache" / "answers.sqlite"
        if answers.exists():
            with closing(sqlite3.connect(answers)) as connection:
                assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
                connection.execute("pragma wal_checkpoint(truncate)")

    def left_behind(self) -> list[str]:
        """The files in the home that have no business there."""
        return sorted(
            str(path.relative_to(self.home))
            for path in self.home.rglob("*")
            if path.is_file() and not _MAY_BE_THERE.fullmatch(str(path.relative_to(self.home)))
        )

    def wait_for_quiet(self) -> None:
        """Wait until no process of this home is left; fail when one stays."""
        wait_until(lambda: not of_home(self.home))

    @contextmanager
    def no_process_left(self) -> Iterator[None]:
        """End what a failed test left running in this home."""
        try:
            yield
        finally:
            for other in of_home(self.home):
                with suppress(ProcessLookupError):
                    other.kill()


def is_whole(row: dict[str, Any]) -> bool:
    """Whether the counts of one look agree."""
    return bool(
        row["reported"] == row["plays"] == row["kept"]
        and row["recommended"] == row["recommended_reported"]
    )
