"""Each bad input ends in its exit code, one line on stderr, and nothing on stdout."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stores.lock import hold
from tests.integration.mm import Mm, error_of
from tests.modes_count import obey_modes


@pytest.mark.parametrize("command", [["recommend"], ["analyze"], ["sql", "select 1"]])
def test_without_a_warehouse_readers_end_with_6_and_say_what_to_run(mm: Mm, command: list[str]):
    done = mm.run(*command)
    assert (done.returncode, done.stdout) == (6, "")
    assert "mm build" in error_of(done)
    assert not mm.home.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bild"], "Did you mean 'build'"),
        (["build", "--nonsense"], "--nonsense"),
        (["build", "--vars", "tier_strt:1"], "did you mean tier_start"),
        (["build", "--vars", "tier_start"], "no name:value"),
        (["build", "--vars", "{tier_start: 1"], "YAML"),
        (["build", "--vars", "tier_start:x"], "a whole number from 1"),
        (["build", "--tier-start", "x"], "--tier-start"),
        (["build", "--tier-start", "0"], "is not in the range x>=1"),
        (["analyze", "--tier-start", "0"], "is not in the range x>=1"),
        (["config", "set", "memory_limit", "900%"], "such as 2GB or 70%"),
        (["config", "set", "threads", "100000"], "from 1 to 256"),
        (["build", "--tier-end", "2147483648"], "a whole number from 1 to 10,000,000"),
        (["build", "--tier-start", "60"], "tier_start can be 1 to 50"),
        (["build", "--artist-tier-start", "9", "--artist-tier-end", "8"], "can be 1 to 8"),
        (["build", "--tier-start", "5", "--vars", "tier_start:6"], "different things"),
        (["build", "--vars", "home_timezone:Vienna"], "IANA"),
        (["build", "--vars", "{engines: {contents: 1}}"], "did you mean content"),
        (["build", "--num-recs", "0"], "--num-recs"),
        (["recommend", "--format", "xml"], "xml"),
        (["sql"], "Missing argument"),
        (["import", "x", "--list"], "one at a time"),
        (["import", "--forget", "nothing.json"], "no imported file"),
        (["config", "set", "num_rec", "1"], "did you mean num_recs"),
        (["config", "set", "num_recs", "0"], "a whole number from 1"),
        (["config", "set", "tier_start"], "Missing argument"),
        (["config", "nonsense"], "nonsense"),
    ],
)
def test_a_faulty_command_line_ends_with_2(mm: Mm, arguments: list[str], words: str):
    done = mm.run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in error_of(done)


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("global_config.json", '{"cache_folders": "x"}', "did you mean cache_folder"),
        ("global_config.json", "{", "not valid JSON"),
        ("global_config.json", '{"threads": "many"}', "threads must be"),
        ("global_config.json", '{"memory_limit": "lots"}', "such as 2GB"),
        ("overrides.yml", "tier_strat: 1", "did you mean tier_start"),
        ("overrides.yml", "tier_start: [", "not valid YAML"),
        ("overrides.yml", "tier_start: 60", "can be 1 to 50"),
    ],
)
def test_a_faulty_settings_file_ends_a_build_with_2(mm: Mm, file: str, content: str, words: str):
    (mm.home / "config").mkdir(parents=True)
    (mm.home / "config" / file).write_text(content)
    done = mm.run("build")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in error_of(done)
    assert file in error_of(done)


def test_a_provider_that_needs_a_key_ends_with_3_when_there_is_none(mm: Mm):
    done = Mm(mm.home, {"MM_PROVIDERS": "lastfm"}).run("build")
    assert (done.returncode, done.stdout) == (3, "")
    assert "LASTFM_API_KEY" in error_of(done)


@pytest.mark.parametrize("content", [b"", b"x" * 9000])
def test_a_damaged_warehouse_ends_with_6(mm: Mm, content: bytes):
    (mm.home / "data").mkdir(parents=True)
    (mm.home / "data" / "mmuffin.duckdb").write_bytes(content)
    done = mm.run("recommend")
    assert (done.returncode, done.stdout) == (6, "")
    assert "mm build" in error_of(done)


@pytest.mark.parametrize("command", [["build"], ["import"], ["import", "--forget", "x"]])
def test_a_second_writer_ends_with_6_and_names_the_first(mm: Mm, command: list[str]):
    with hold(mm.home / "data" / "build.lock"):
        done = mm.run(*command)
    assert (done.returncode, done.stdout) == (6, "")
    assert f"process {os.getpid()}, running since" in error_of(done)


def test_a_home_that_may_not_be_written_ends_with_7_and_names_the_path(tmp_path: Path):
    # In a place of its own, where no test before it left dbt's parse to be lent.
    mm = Mm(tmp_path / "a" / "home")
    mm.home.mkdir(parents=True)
    mm.home.chmod(0o500)
    done = mm.run("build", before_exec=obey_modes())
    assert (done.returncode, done.stdout) == (7, "")
    assert str(mm.home) in error_of(done)
    assert list(mm.home.iterdir()) == []


def test_a_settings_file_that_may_not_be_read_ends_with_7(mm: Mm):
    (mm.home / "config").mkdir(parents=True)
    secret = mm.home / "config" / "global_config.json"
    secret.write_text("{}")
    secret.chmod(0)
    done = mm.run("config", "show", before_exec=obey_modes())
    assert (done.returncode, done.stdout) == (7, "")
    assert str(secret) in error_of(done)


def test_nothing_to_read_and_no_history_ends_with_8_and_says_where_was_looked(
    mm: Mm, tmp_path: Path
):
    (tmp_path / "empty").mkdir()
    for arguments, place in (
        (["build"], mm.home / "data" / "spotify"),
        (["import"], mm.home / "data" / "spotify"),
        (["build", "--data-folder", str(tmp_path / "empty")], tmp_path / "empty"),
        (["import", str(tmp_path / "empty")], tmp_path / "empty"),
        (["build", "--data-folder", str(tmp_path / "none")], tmp_path / "none"),
        (["import", str(tmp_path / "none")], tmp_path / "none"),
    ):
        done = mm.run(*arguments)
        assert (done.returncode, done.stdout) == (8, ""), arguments
        assert str(place) in error_of(done)


def test_an_export_of_which_every_file_is_broken_ends_with_8_and_says_why(mm: Mm, tmp_path: Path):
    export = tmp_path / "export"
    export.mkdir()
    record = {"ts": "2020-01-01T00:00:00Z", "ms_played": 1000, "conn_country": "DE"}
    whole = json.dumps([record | {"master_metadata_track_name": "A Private Song"}] * 5)
    (export / "Streaming_History_Audio_2020_0.json").write_text(whole[: len(whole) // 2])
    for arguments in (["import", str(export)], ["build", "--data-folder", str(export)]):
        done = mm.run(*arguments)
        assert done.returncode == 8
        assert "Streaming_History_Audio_2020_0.json" in error_of(done)
        assert "Private" not in done.stdout + done.stderr


def test_a_traceback_is_only_shown_with_debug(mm: Mm):
    assert "Traceback" not in mm.run("recommend").stderr
    done = mm.run("--debug", "recommend")
    assert "Traceback" in done.stderr
    assert (done.returncode, done.stdout) == (6, "")


def test_a_name_that_the_terminal_cannot_show_does_not_end_in_a_traceback(mm: Mm):
    done = Mm(mm.home, {"PYTHONIOENCODING": "ascii"}).run("config", "set", "num_recs", "é")
    assert done.returncode == 2
    assert "\\xe9" in done.stderr


def test_the_demo_that_is_not_built_yet_names_its_own_command(mm: Mm):
    done = mm.run("--demo", "recommend")
    assert done.returncode == 6
    assert "run `mm demo`" in error_of(done)


def test_no_option_and_no_argument_takes_a_secret():
    """Flags that say where one is read are fine: others on the machine see only the flag."""
    from typer.main import get_command

    from cli.app import app

    def parameters(command: Any, path: str = "mm") -> Iterator[tuple[str, Any]]:
        yield from ((path, parameter) for parameter in command.params)
        for name, inner in getattr(command, "commands", {}).items():
            yield from parameters(inner, f"{path} {name}")

    found = list(parameters(get_command(app)))
    assert len(found) > 50
    secret = re.compile("key|secret|password|token", re.IGNORECASE)
    taking = [
        (path, parameter.name)
        for path, parameter in found
        if secret.search(" ".join([str(parameter.name), *parameter.opts]))
        and not getattr(parameter, "is_flag", False)
    ]
    assert taking == [("mm config set", "key")]  # the name of a setting
