"""`mm evaluate` on the sample: two cut-offs, interrupted at the second and then gone on with."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.blending import Blender
from python_engines.evaluation import BASELINES, HYBRID
from stores.lock import hold
from stores.warehouse import read_rows
from tests.integration.conftest import Demo
from tests.integration.logs import events_in
from tests.integration.mm import FROM_FILE, Mm, error_of

pytestmark = pytest.mark.slow

TWO = ("--vars", "evaluation_cutoff_count:2")
LATER, EARLIER = "2024-03-10", "2023-03-11"


@dataclass(frozen=True)
class Evaluated:
    """A home in which an evaluation was interrupted and then run to its end."""

    mm: Mm
    interrupted: subprocess.CompletedProcess[str]
    kept_by_then: list[str]
    done: subprocess.CompletedProcess[str]
    published: bytes

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The answer of the evaluation that was run to its end."""
        rows: list[dict[str, Any]] = json.loads(self.done.stdout)
        return rows

    def replay(self, day: str) -> Path:
        """The replay that is kept of one cut-off."""
        return self.mm.home / "cache" / "evaluations" / f"{day}.duckdb"


@pytest.fixture(scope="module")
def evaluated(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    assert demo.done.returncode == 0, demo.done.stderr
    home = tmp_path_factory.mktemp("evaluated") / "home"
    shutil.copytree(demo.home, home)
    mm = Mm(home, FROM_FILE)
    published = (home / "data" / "mmuffin.duckdb").read_bytes()
    process = mm.start("evaluate", *TWO)
    assert process.stderr is not None
    heard = []
    for line in process.stderr:
        heard.append(line)
        if "(2 of 2)" in line:
            process.send_signal(signal.SIGINT)
            break
    out, err = process.communicate(timeout=60)
    interrupted = subprocess.CompletedProcess(
        process.args, process.returncode, out, "".join(heard) + err
    )
    kept = sorted(path.name for path in (home / "cache" / "evaluations").glob("*.duckdb*"))
    return Evaluated(mm, interrupted, kept, mm.run("evaluate", *TWO, "--format", "json"), published)


def test_an_interrupted_evaluation_keeps_the_cut_offs_it_finished(evaluated: Evaluated) -> None:
    assert evaluated.interrupted.returncode == 130, evaluated.interrupted.stderr
    assert "interrupted" in error_of(evaluated.interrupted)
    assert evaluated.interrupted.stdout == ""
    assert evaluated.kept_by_then == [f"{EARLIER}.duckdb"]
    ends = events_in(evaluated.mm.home, "interrupted", "end")
    assert [(end["event"], end.get("exit")) for end in ends][-3:] == [
        ("interrupted", None),
        ("end", "130"),
        ("end", "0"),
    ]


def test_the_next_one_goes_on_where_it_stopped(evaluated: Evaluated) -> None:
    assert evaluated.done.returncode == 0, evaluated.done.stderr
    assert f"cut-off {EARLIER}" not in evaluated.done.stderr
    assert f"cut-off {LATER} (2 of 2)" in evaluated.done.stderr


def test_there_is_a_row_for_each_scorer_and_cut_off(evaluated: Evaluated) -> None:
    engines = read_rows(evaluated.replay(LATER), "select distinct engine from engine_candidates")
    scorers = {HYBRID, *BASELINES, *(str(row["engine"]) for row in engines)}
    found = [(row["scorer"], row["as_of"]) for row in evaluated.rows]
    assert sorted(found) == sorted(
        (scorer, f"{day}T00:00:00") for scorer in scorers for day in (EARLIER, LATER)
    )
    for row in evaluated.rows:
        assert 20 < row["reachable"] <= row["truths"]
        assert row["hits"] == pytest.approx(row["recall_50"] * row["truths"], abs=1e-3)
        assert 0 <= row["recall_20"] <= row["recall_50"] <= row["coverage"] <= 1
        assert row["ndcg_low"] <= row["ndcg"] <= row["ndcg_high"]


def test_the_truths_are_artists_taken_up_after_the_cut_off(evaluated: Evaluated) -> None:
    artists = evaluated.mm.answer(
        "sql",
        "select count(*) as n from ("
        "  select artist_id from fct_plays where engagement_score >= 0.5 group by artist_id"
        f"  having min(ended_at) > '{EARLIER}'"
        f"  and count(*) filter (where ended_at <= '{LATER}') >= 3)",
    )
    truths = {row["truths"] for row in evaluated.rows if row["as_of"].startswith(EARLIER)}
    # Nearly all: who was finished three times, never engaged, was known already.
    assert len(truths) == 1
    assert artists[0]["n"] - 3 <= truths.pop() <= artists[0]["n"]


def test_a_replay_knows_nothing_of_what_came_after(evaluated: Evaluated) -> None:
    seen = read_rows(
        evaluated.replay(EARLIER),
        "select max(last_engaged_at) as latest, count(*) as artists from artist_preferences",
    )[0]
    assert seen["latest"].isoformat() < EARLIER
    assert seen["artists"] > 100


def test_random_artists_find_least_and_an_engine_finds_more(evaluated: Evaluated) -> None:
    ndcg: dict[str, float] = {}
    for row in evaluated.rows:
        ndcg[row["scorer"]] = ndcg.get(row["scorer"], 0) + row["ndcg"]
    assert ndcg["temporal"] > 2 * ndcg["random"]


def test_the_blend_of_a_replay_is_its_list(evaluated: Evaluated) -> None:
    replay = evaluated.replay(LATER)
    listed = read_rows(replay, "select artist_id from recommendations order by rank")
    assert Blender.of_replay(replay).ranked() == [row["artist_id"] for row in listed]


def test_the_store_holds_what_was_told_and_the_warehouse_is_as_it_was(evaluated: Evaluated) -> None:
    import pyarrow.parquet as pq

    home = evaluated.mm.home
    stored = pq.read_table(home / "data" / "evaluations" / "evaluations.parquet").to_pylist()
    times = ("as_of", "measured_at")
    kept = [{**row, **{name: row[name].isoformat() for name in times}} for row in stored]
    assert kept == evaluated.rows
    assert (home / "data" / "mmuffin.duckdb").read_bytes() == evaluated.published


def test_a_second_evaluation_computes_nothing_again_and_says_the_same(evaluated: Evaluated) -> None:
    again = evaluated.mm.run("evaluate", *TWO)
    assert again.returncode == 0, again.stderr
    assert "starting dbt" not in again.stderr
    assert "recall@50 (95 %)" in again.stdout
    assert f"seen as on {EARLIER}, {LATER}: " in again.stderr
    assert "the blend's nDCG is " in again.stderr
    assert "know about later years" in again.stderr


def test_tuning_reports_the_cut_off_it_has_not_seen(evaluated: Evaluated) -> None:
    overrides = evaluated.mm.home / "config" / "overrides.yml"
    overrides.parent.mkdir(exist_ok=True)
    coarse = f"{TWO[1]},evaluation_tune_steps:2"
    done = evaluated.mm.run("evaluate", "--vars", coarse, "--tune")
    assert done.returncode == 0, done.stderr
    assert "starting dbt" not in done.stderr
    said = next(line for line in done.stderr.splitlines() if line.startswith("note: tuning: "))
    assert overrides.exists() is ("written to config/overrides.yml" in said)
    overrides.unlink(missing_ok=True)


def test_no_two_evaluations_and_no_build_at_once(evaluated: Evaluated) -> None:
    with hold(evaluated.mm.home / "data" / "build.lock"):
        done = evaluated.mm.run("evaluate", *TWO)
    assert done.returncode == 6
    assert "is writing here; try again" in error_of(done)


def test_too_little_history_is_told_with_what_to_do(evaluated: Evaluated) -> None:
    done = evaluated.mm.run("evaluate", "--vars", "evaluation_horizon_days:3650")
    assert done.returncode == 2
    assert "evaluation_horizon_days:" in error_of(done)


def test_the_day_is_not_for_the_listener_to_say(evaluated: Evaluated) -> None:
    done = evaluated.mm.run("evaluate", "--vars", "as_of:2023-01-01")
    assert (done.returncode, done.stdout) == (2, "")
    assert "as_of is set by the evaluation itself" in error_of(done)


def test_without_a_warehouse_it_says_what_to_run(mm: Mm) -> None:
    done = mm.run("evaluate")
    assert done.returncode == 6
    assert error_of(done) == "there is no warehouse yet: run `mm build`"
