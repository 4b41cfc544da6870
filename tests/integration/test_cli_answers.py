"""What `mm` answers on a built warehouse, and that stdout holds the answer and nothing else."""

import csv
import io
import json
import subprocess
import sys
import time

import pytest

from tests.integration.conftest import Demo
from tests.integration.mm import Mm, error_of

MARTS = ("run_report", "tier_distribution", "artist_preferences", "taste_periods")


def test_the_demo_ends_in_a_table_of_twenty_artists_with_reasons(demo: Demo):
    assert demo.done.returncode == 0, demo.done.stderr
    lines = demo.done.stdout.splitlines()
    assert lines[0].split() == ["#", "artist", "score", "confidence", "tags", "because"]
    assert len(lines) == 21
    assert all(" like " in line and "(#" in line for line in lines[1:])


def test_the_demo_says_what_to_do_next(demo: Demo) -> None:
    assert (
        "note: this listener is made up; look around with `mm --demo analyze`" in demo.done.stderr
    )


def test_the_demo_leaves_everything_in_its_own_home_and_private(demo: Demo):
    assert [entry.name for entry in demo.mm.home.iterdir()] == ["demo"]
    written = [path for path in demo.mm.home.rglob("*") if not path.is_symlink()]
    assert len(written) > 20
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_a_build_leaves_no_half_built_file(demo: Demo):
    assert [path.name for path in (demo.home / "data").glob("*.duckdb*")] == ["mmuffin.duckdb"]


def test_recommend_gives_the_mart_as_json(demo: Demo):
    rows = demo.mm.answer("--demo", "recommend", "--num-recs", "7")
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert set(rows[0]["reasons"][0]) >= {"engine", "seed_artist_name", "seed_rank"}
    assert rows[0]["links"]["lastfm"].startswith("https://www.last.fm/")
    assert isinstance(rows[0]["score"], float)


def test_the_demo_tells_tags_and_listeners_from_its_own_file(demo: Demo):
    rows = demo.mm.answer("--demo", "recommend", "--num-recs", "20")
    assert all(row["tags"] and row["listeners"] for row in rows)
    assert {row["listeners_source"] for row in rows} == {"file"}
    assert "tags" in demo.done.stdout.splitlines()[0]
    (own,) = demo.mm.answer(
        "--demo",
        "sql",
        "select count(distinct artist_id) as artists, any_value(source) as source"
        " from artist_tags semi join artist_preferences using (artist_id)",
    )
    assert own["artists"] >= 300
    assert own["source"] == "file"


def test_recommend_gives_as_many_as_there_are_and_says_so(demo: Demo):
    done = demo.mm.run("--demo", "recommend", "--num-recs", "100000", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert done.returncode == 0
    assert f"note: {len(rows)} of the 100000 asked for" in done.stderr


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
@pytest.mark.parametrize("command", [["recommend"], ["analyze"], ["config", "show"]])
def test_every_answer_has_every_form(demo: Demo, command: list[str], form: str):
    done = demo.mm.run("--demo", *command, "--format", form)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 3
    assert "note:" not in done.stdout
    if form == "json":
        assert all(isinstance(row, dict) for row in json.loads(done.stdout))
    if form == "csv":
        assert len({len(row) for row in csv.reader(io.StringIO(done.stdout))}) == 1


def test_analyze_gives_rows_of_every_part_under_the_names_of_the_marts(demo: Demo):
    rows = demo.mm.answer("--demo", "analyze", "--tier-start", "100", "--tier-end", "104")
    assert set(MARTS) <= {row["section"] for row in rows}
    ranks = [row["preference_rank"] for row in rows if row["section"] == "artist_preferences"]
    assert ranks == [100, 101, 102, 103, 104]


def test_analyze_verbose_shows_more(demo: Demo):
    brief, full = (
        demo.mm.answer("--demo", "analyze"),
        demo.mm.answer("--demo", "analyze", "--verbose"),
    )
    assert len(full) > len(brief)


def test_sql_answers_one_select(demo: Demo):
    rows = demo.mm.answer(
        "--demo",
        "sql",
        "select file, sum(rows) as rows from import_ledger group by file order by file",
    )
    imported = demo.mm.answer("--demo", "import", "--list")
    assert [(row["file"], row["rows"]) for row in rows] == sorted(
        (file["file"], file["records"]) for file in imported
    )


@pytest.mark.parametrize(
    "statement",
    [
        "drop table run_report",
        "select 1; select 2",
        "select * from nowhere",
        "select * from read_csv('/etc/passwd')",
        "",
    ],
)
def test_sql_refuses_everything_else_with_code_2(demo: Demo, statement: str):
    done = demo.mm.run("--demo", "sql", statement)
    assert (done.returncode, done.stdout) == (2, "")
    assert "/etc" not in error_of(done)


def test_a_reader_that_has_enough_is_no_error(demo: Demo):
    process = demo.mm.start(
        "--demo", "sql", "select * from range(2000000)", "--format", "csv", bufsize=1
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == "range\n"
    process.stdout.close()
    assert process.wait(timeout=60) == 0
    assert process.stderr.read() == ""
    process.stderr.close()


def test_the_list_and_the_sql_of_two_readers_do_not_block_each_other(demo: Demo):
    readers = [demo.mm.start("--demo", "recommend", "--format", "json") for _ in range(3)]
    assert [(reader.communicate(timeout=60), reader.returncode)[1] for reader in readers] == [0] * 3


def loading(arguments: list[str], unwanted: set[str]) -> str:
    """Return a program that runs `mm` and ends with the names of what it loaded in vain."""
    return (
        f"import sys; from cli.__main__ import run; code = run({arguments!r});"
        f"sys.exit(code or ' '.join(sorted({unwanted!r} & set(sys.modules))) or 0)"
    )


def test_help_comes_at_once_and_loads_nothing_heavy(mm: Mm):
    for arguments in ([], ["--help"], ["build", "--help"]):
        assert mm.run(*arguments).returncode == 0
    heavy = {"duckdb", "pandas", "numpy", "pyarrow", "dbt", "rich", "yaml", "requests", "pydantic"}
    code = loading(["--help"], heavy | {"csv", "json", "tempfile", "stores.feedback"})
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    # 0.15 s on an idle machine; the bound leaves room for a busy one.
    assert time.monotonic() - started < 3
    assert "recommend" in done.stdout


def test_the_list_loads_nothing_but_what_it_shows(demo: Demo):
    heavy = {"pandas", "numpy", "pyarrow", "dbt", "yaml", "msgspec", "requests"}
    code = loading(["--demo", "recommend"], heavy | {"cli.recommending.explaining"})
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=demo.mm.environment() | {"PYTHONPATH": demo.mm.python_path()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 21


def test_no_arguments_show_the_help_and_are_fine(mm: Mm):
    done = mm.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == mm.run("--help").stdout
    assert not mm.home.exists()


def test_the_version_is_one_line(mm: Mm):
    done = mm.run("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("mmuffin ")
    assert done.stdout.count("\n") == 1
