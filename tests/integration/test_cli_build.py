"""`mm build`: all or nothing, whatever happens on the way."""

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.integration.mm import SIMILAR_ARTISTS, Mm, error_of


def data_files(mm: Mm) -> list[str]:
    return sorted(path.name for path in (mm.home / "data").glob("*.duckdb*"))


@pytest.mark.slow
def test_the_tier_decides_which_artists_recommend(built: Mm):
    done = built.run("build", "--vars", "tier_start:100,tier_end:200", "--num-recs", "5")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 6
    ranks = {
        row["artist_id"]: row["preference_rank"]
        for row in built.answer("sql", "select artist_id, preference_rank from artist_preferences")
    }
    reasons = [
        reason
        for row in built.answer("recommend", "--num-recs", "200")
        for reason in row["reasons"]
        if reason["engine"] == "content"
    ]
    assert reasons
    assert {100 <= ranks[reason["seed_artist_id"]] <= 200 for reason in reasons} == {True}
    assert {reason["seed_rank"] == ranks[reason["seed_artist_id"]] for reason in reasons} == {True}


def test_a_tier_beyond_the_library_ends_with_2_before_dbt_starts(built: Mm):
    before = (built.home / "data" / "mmuffin.duckdb").read_bytes()
    started = time.monotonic()
    done = built.run("build", "--tier-start", "5000", "--tier-end", "6000")
    assert (done.returncode, done.stdout) == (2, "")
    assert "it can be 1 to " in error_of(done)
    assert "building" not in done.stderr
    assert time.monotonic() - started < 60
    assert (built.home / "data" / "mmuffin.duckdb").read_bytes() == before


@pytest.mark.slow
def test_a_tier_beyond_the_library_ends_with_2_also_without_a_warehouse(built: Mm):
    (built.home / "data" / "mmuffin.duckdb").unlink()
    done = built.run("build", "--tier-start", "5000", "--tier-end", "6000")
    assert (done.returncode, done.stdout) == (2, "")
    assert "it can be 1 to " in error_of(done)
    assert data_files(built) == []


@pytest.mark.parametrize("place", ["missing", "empty", "other files"])
def test_a_usual_place_with_nothing_new_costs_one_short_note(built: Mm, place: str):
    count = len(built.answer("import", "--list"))
    usual = built.home / "data" / "spotify"
    shutil.rmtree(usual)
    if place != "missing":
        usual.mkdir()
    if place == "other files":
        (usual / "Playlist1.json").write_text('{"playlists": []}')
    # refused after the import and before dbt starts: the note is all that this is about
    done = built.run("build", "--tier-start", "5000", "--tier-end", "6000")
    (note,) = [line for line in done.stderr.splitlines() if line.startswith("note: ")]
    stored = f"the {count} files" if count > 1 else "the 1 file"
    tail = f"; building from {stored} imported before"
    if place == "other files":
        assert note.startswith("note: no listening history found: looked for ")
        assert note.endswith(f"{usual} holds 1 other file{tail}")
    else:
        short = usual.relative_to(built.home.parent)  # where the command runs
        assert note == f"note: nothing new in {short}{tail}"


@pytest.mark.parametrize("kind", ["a model fails", "the history is damaged"])
def test_a_failed_build_ends_in_one_line_and_leaves_the_old_warehouse(built: Mm, kind: str):
    before = (built.home / "data" / "mmuffin.duckdb").read_bytes()
    if kind == "a model fails":
        done = Mm(built.home, {**built.env, "MM_MEMORY_LIMIT": "15MB"}).run("build")
        code, words = 1, "Out of Memory Error"
        assert "DuckDB may use 15MB: say more with `mm config set memory_limit SIZE`" in done.stderr
    else:
        broken = built.home / "data" / "history" / f"{'0' * 64}.v1.parquet"
        broken.write_bytes(b"PAR1 this is none PAR1")
        done = built.run("build")
        code, words = 8, f"{broken.name} is damaged: remove it"
    assert (done.returncode, done.stdout) == (code, "")
    assert words in error_of(done)
    assert data_files(built) == ["mmuffin.duckdb"]
    assert (built.home / "data" / "mmuffin.duckdb").read_bytes() == before


@pytest.mark.parametrize(
    ("setting", "content", "words"),
    [
        ("similar_artists_file", "artist_name,match\nLow,1\n", "has no column similar_artist_name"),
        ("artist_details_file", "artist_name,tags\nLow,a\nLOW,b\n", "tells of one artist twice"),
    ],
)
def test_a_file_that_no_build_could_use_is_refused_before_dbt_starts(
    built: Mm, setting: str, content: str, words: str
):
    before = (built.home / "data" / "mmuffin.duckdb").read_bytes()
    file = built.home / "own.csv"
    file.write_text(content)
    done = Mm(built.home, {**built.env, f"MM_{setting.upper()}": str(file)}).run("build")
    assert (done.returncode, done.stdout) == (2, "")
    assert error_of(done).startswith(f"{setting}: the file of ")
    assert words in error_of(done)
    assert str(file) in error_of(done)
    assert "building" not in done.stderr
    assert (built.home / "data" / "mmuffin.duckdb").read_bytes() == before


def test_a_build_passes_on_only_what_the_child_needs():
    from cli.dbt_run import environment
    from stores.paths import Home

    home = Home.from_environment({"MM_HOME": "/nowhere"})
    made = environment(
        {"PATH": "/bin", "AWS_SECRET_ACCESS_KEY": "x", "LD_PRELOAD": "y", "DBT_TARGET": "z"},
        {"MM_OFFLINE": "1"},
        home,
        home.staging_warehouse,
    )
    assert made["PATH"] == "/bin"
    assert made["MM_OFFLINE"] == "1"
    assert made["OPENBLAS_NUM_THREADS"] == "1"
    assert not {"AWS_SECRET_ACCESS_KEY", "LD_PRELOAD", "DBT_TARGET"} & set(made)
    assert os.environ.get("HOME", "") not in made.values() or "HOME" not in made


def test_the_demo_is_offline_even_with_a_key_and_never_touches_the_listeners_own(
    demo, tmp_path: Path
):
    assert not (demo.mm.home / "data").exists()
    assert SIMILAR_ARTISTS.is_file()
    report = demo.mm.answer("--demo", "sql", "select api_call_count, is_partial from run_report")
    assert report == [{"api_call_count": 0, "is_partial": False}]
