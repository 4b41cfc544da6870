"""A build makes only what a change reaches, and comes to what a whole build comes to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.integration.fingerprints import fingerprints
from tests.integration.mm import Mm

UP_TO_DATE = "up to date: nothing has changed since the last build"
ALWAYS_MADE = {
    "fetch_similar__seeds", "fetch_similar__second_hop", "fetch_artist_details", "fetch_calls",
}  # fmt: skip
TIER = ("--vars", "tier_start:5,tier_end:40")


def warehouse_of(mm: Mm) -> Path:
    return mm.home / "data" / "mmuffin.duckdb"


def made_by(mm: Mm, *arguments: str) -> set[str]:
    """Build, and return which tables and views were made anew."""
    done = mm.run("build", "--verbose", *arguments)
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stderr.splitlines() if " s " in line]
    made = {words[-1] for words in lines if words[0] in ("ok", "kept")}
    kept = {words[-1] for words in lines if words[0] == "kept"}
    return made - kept


def words_for_a_top_artist(mm: Mm, words: str, rank: int) -> None:
    artist = mm.answer(
        "sql", f"select artist_name as name from artist_preferences where preference_rank = {rank}"
    )
    assert mm.run("feedback", words, artist[0]["name"]).returncode == 0


def nothing_is_made(mm: Mm, *arguments: str) -> None:
    """Build again; dbt does not run, the file stays as it is, and the list is shown."""
    before = warehouse_of(mm).stat()
    done = mm.run("build", *arguments)
    assert done.returncode == 0, done.stderr
    assert UP_TO_DATE in done.stderr
    assert "dbt" not in done.stderr
    assert done.stdout == mm.run("recommend").stdout
    after = warehouse_of(mm).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_each_change_comes_to_the_same_as_a_whole_build(built: Mm) -> None:
    first = fingerprints(warehouse_of(built))
    tier = made_by(built, *TIER)
    nothing_is_made(built, *TIER)
    shutil.rmtree(built.home / "data" / "evaluations")  # it held none, and is made again empty
    nothing_is_made(built, *TIER)
    words_for_a_top_artist(built, "like", 3)
    words_for_a_top_artist(built, "block", 8)
    words = made_by(built, *TIER)
    deep = (
        "--vars",
        f"{TIER[1]},obscurity:0.7,preference_half_life_days:90,taste_period_grain:month",
    )
    vars_ = made_by(built, *deep)
    assert tier & words & vars_ >= ALWAYS_MADE
    assert "fct_plays" not in tier | words | vars_
    assert "eng_content__candidates" in tier
    assert not tier & {"artist_preferences", "eng_graph__artist_factors", "eng_context__lists"}
    assert "eng_hybrid__blend" in words & vars_
    assert {"artist_preferences", "artist_periods", "eng_graph__artist_factors"} <= vars_
    by_steps = fingerprints(warehouse_of(built))
    generation = built.answer("sql", "select generation from run_report")
    made_by(built, *deep, "--full-refresh")
    assert fingerprints(warehouse_of(built)) == by_steps != first
    assert built.answer("sql", "select generation from run_report") == generation


@pytest.mark.slow
def test_what_reaches_further_than_the_warehouse_is_made_anew(built: Mm) -> None:
    """A file that somebody else put there is not one to go on from."""
    with warehouse_of(built).open("r+b") as file:
        file.seek(0, 2)
        file.write(b"\0")
    assert "fct_plays" in made_by(built)
    assert UP_TO_DATE in built.run("build").stderr
