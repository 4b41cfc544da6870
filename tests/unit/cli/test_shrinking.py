"""A warehouse with far fewer plays is only published when the listener said that it is meant."""

from pathlib import Path

import duckdb
import pytest

from cli.context import Context
from cli.errors import InputRefusedError
from cli.shrinking import refuse_shrunken
from stores.paths import Home

OLD, NEW = "a" * 64, "b" * 64


@pytest.fixture
def context(tmp_path: Path) -> Context:
    (tmp_path / "data" / "history").mkdir(parents=True)
    return Context({"MM_HOME": str(tmp_path)})


def make(path: Path, plays: dict[str, int], *, after_as_of: int = 0) -> None:
    """A warehouse with so many plays of each file, named by the first letter of its SHA-256."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table import_ledger (file varchar, outcome varchar, reason varchar, rows int)"
        )
        connection.execute("create table int_plays__files (file varchar, file_sha256 varchar)")
        for sha256, count in plays.items():
            name = f"{sha256[0]}.json"
            ledger = "insert into import_ledger values (?, ?, ?, ?)"
            connection.execute(ledger, [name, "kept", "kept", count])
            connection.execute(ledger, [name, "rejected", "too_short", 1000])
            connection.execute("insert into int_plays__files values (?, ?)", [name, sha256])
        connection.execute(
            "insert into import_ledger values ('a.json', 'rejected', 'after_as_of', ?)",
            [after_as_of],
        )


def judge(context: Context, new: dict[str, int], *, after_as_of: int = 0) -> None:
    home = Home.from_environment(context.env)
    make(home.staging_warehouse, new, after_as_of=after_as_of)
    refuse_shrunken(context, home)


def publish(context: Context, plays: dict[str, int]) -> None:
    make(Home.from_environment(context.env).warehouse, plays)


def test_a_fifth_fewer_is_fine_and_one_more_is_not(context: Context) -> None:
    publish(context, {OLD: 100})
    judge(context, {OLD: 80})
    Home.from_environment(context.env).staging_warehouse.unlink()
    with pytest.raises(InputRefusedError) as caught:
        judge(context, {OLD: 79})
    assert str(caught.value) == (
        "nothing was published: this build has 79 plays, the last one 100; if that is meant, say "
        "`mm build --accept-shrink`"
    )


def test_a_file_that_left_the_store_is_named_with_the_way_back(context: Context) -> None:
    publish(context, {OLD: 50, NEW: 50})
    with pytest.raises(InputRefusedError, match=r"b\.json left the history store: `mm import "):
        judge(context, {OLD: 50})


def test_a_file_that_the_listener_had_forgotten_is_called_that(context: Context) -> None:
    publish(context, {OLD: 50, NEW: 50})
    history = Home.from_environment(context.env).history
    (history / "forgotten.txt").write_text(f"{NEW}\n")
    with pytest.raises(InputRefusedError, match=r"; you let it forget b\.json; if that is meant, "):
        judge(context, {OLD: 50})


def test_plays_after_a_day_that_was_asked_for_are_not_lost(context: Context) -> None:
    publish(context, {OLD: 100})
    judge(context, {OLD: 10}, after_as_of=90)


def test_only_a_few_of_many_files_are_named(context: Context) -> None:
    publish(context, {letter * 64: 10 for letter in "0123456789"})
    with pytest.raises(InputRefusedError, match=r"0\.json, 1\.json, 2\.json and 6 more left"):
        judge(context, {"9" * 64: 10})


@pytest.mark.parametrize("content", [None, b"", b"no warehouse" * 1000])
def test_what_cannot_be_read_is_nothing_to_compare_with(
    context: Context, content: bytes | None
) -> None:
    if content is not None:
        Home.from_environment(context.env).warehouse.write_bytes(content)
    judge(context, {OLD: 1})
