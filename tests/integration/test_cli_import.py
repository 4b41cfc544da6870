"""`mm import`: the ledger, the list, and undoing."""

import contextlib
import csv
import io
import json
import os
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.integration.mm import Mm, error_of


def record(number: int, **changes: object) -> dict[str, object]:
    return {
        "ts": f"2020-01-{number % 28 + 1:02}T10:05:09Z",
        "username": "canary-user-4711",
        "ip_addr": "203.0.113.77",
        "ms_played": 180_000 + number,
        "conn_country": "DE",
        "master_metadata_track_name": f"Track {number}",
        "master_metadata_album_artist_name": f"Artist {number % 3}",
        "spotify_track_uri": f"spotify:track:{number:022}",
    } | changes


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A good file with two bad records, a broken file, and a file of another kind."""
    folder = tmp_path / "my export"
    folder.mkdir()
    records = [record(number) for number in range(40)]
    records += [record(41, ts="yesterday"), record(42, ms_played=-1)]
    (folder / "Streaming_History_Audio_2020_0.json").write_text(json.dumps(records))
    (folder / "Streaming_History_Audio_2021_1.json").write_text(json.dumps(records)[:-40])
    (folder / "Playlist1.json").write_text('{"playlists": []}')
    return folder


def ledger(done: "subprocess.CompletedProcess[str]") -> dict[str, dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return {row["file"]: row for row in json.loads(done.stdout)}


def test_the_ledger_tells_what_became_of_each_file(mm: Mm, export: Path):
    rows = ledger(mm.run("import", str(export), "--format", "json"))
    good = rows["Streaming_History_Audio_2020_0.json"]
    assert (good["status"], good["records"], good["kept"]) == ("imported", 42, 40)
    assert good["set_aside"] == {"bad_time": 1, "bad_ms_played": 1}
    broken = rows["Streaming_History_Audio_2021_1.json"]
    assert (broken["status"], broken["kept"]) == ("refused", 0)
    assert broken["reason"]
    assert rows["Playlist1.json"]["status"] == "ignored"


def test_the_table_says_the_same_in_words(mm: Mm, export: Path):
    done = mm.run("import", str(export))
    assert "bad_time 1, bad_ms_played 1" in done.stdout
    assert "refused" in done.stdout


def test_nothing_set_aside_is_an_empty_cell_and_in_json_an_empty_object(mm: Mm, tmp_path: Path):
    file = tmp_path / "endsong_0.json"
    file.write_text(json.dumps([record(1)]))
    out = {
        form: mm.run("import", str(file), "--format", form).stdout
        for form in ("table", "md", "csv", "json")
    }
    assert out["table"].splitlines()[1].split() == [file.name, "imported", "1", "1"]
    assert "{}" not in out["md"]
    assert next(csv.DictReader(io.StringIO(out["csv"])))["set_aside"] == ""
    assert json.loads(out["json"])[0]["set_aside"] == {}


def test_importing_again_changes_nothing(mm: Mm, export: Path):
    mm.run("import", str(export))
    before = {path.name: path.read_bytes() for path in history(mm)}
    rows = ledger(mm.run("import", str(export), "--format", "json"))
    assert rows["Streaming_History_Audio_2020_0.json"]["status"] == "already"
    assert {path.name: path.read_bytes() for path in history(mm)} == before


def test_a_forgotten_file_stays_away_until_it_is_asked_for(mm: Mm, export: Path):
    mm = Mm(mm.home, {"MM_DATA_FOLDER": str(export)})
    name = "Streaming_History_Audio_2020_0.json"
    mm.run("import")
    assert [row["file"] for row in mm.answer("import", "--list")] == [name]
    done = mm.run("import", "--forget", name)
    assert (done.returncode, done.stdout) == (0, "")
    assert mm.answer("import", "--list") == []
    assert ledger_status(mm.run("import", "--format", "json"), name) == "forgotten"
    assert mm.answer("import", "--list") == []
    assert ledger_status(mm.run("import", str(export), "--format", "json"), name) == "imported"
    assert len(mm.answer("import", "--list")) == 1


@pytest.mark.parametrize("command", ["import", "build"])
def test_where_all_was_forgotten_the_error_says_so_and_its_command_brings_it_back(
    mm: Mm, export: Path, command: str
):
    mm = Mm(mm.home, {"MM_DATA_FOLDER": str(export)})
    mm.run("import")
    mm.run("import", "--forget", "Streaming_History_Audio_2020_0.json")
    (export / "Streaming_History_Audio_2021_1.json").unlink()
    done = mm.run(command)
    back = f"import {shlex.quote(str(export))}"
    assert done.returncode == 8
    assert error_of(done) == (
        f"no history is left: every file found in {export} was forgotten; "
        f"`mm {back}` brings it back"
    )
    assert mm.run(*shlex.split(back)).returncode == 0
    assert len(mm.answer("import", "--list")) == 1


def test_beside_what_was_forgotten_a_broken_file_is_named(mm: Mm, export: Path):
    mm = Mm(mm.home, {"MM_DATA_FOLDER": str(export)})
    mm.run("import")
    mm.run("import", "--forget", "Streaming_History_Audio_2020_0.json")
    said = error_of(mm.run("import"))
    assert "every file that can be read in" in said
    assert "brings it back; refused: Streaming_History_Audio_2021_1.json: " in said


def ledger_status(done: "subprocess.CompletedProcess[str]", name: str) -> object:
    rows = {row["file"]: row for row in json.loads(done.stdout)}
    return rows[name]["status"]


def test_an_empty_store_is_made_so_that_plain_dbt_finds_one(mm: Mm):
    assert mm.run("import").returncode == 8
    assert [path.name for path in history(mm)] == ["_empty.v1.parquet"]


def test_nothing_new_with_a_history_is_only_a_note(mm: Mm, export: Path):
    mm.run("import", str(export))
    done = mm.run("import")
    assert (done.returncode, done.stdout) == (0, "")
    assert str(mm.home / "data" / "spotify") in done.stderr


def test_a_path_with_nothing_in_it_is_refused_even_with_a_history(
    mm: Mm, export: Path, tmp_path: Path
):
    mm.run("import", str(export))
    (tmp_path / "empty").mkdir()
    done = mm.run("import", str(tmp_path / "empty"))
    assert done.returncode == 8
    assert str(tmp_path / "empty") in error_of(done)


def test_names_from_an_export_cannot_steer_the_terminal_or_a_spreadsheet(mm: Mm, tmp_path: Path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "=cmd()\x1b[2J\u202e.json").write_text(json.dumps([record(1), record(2)]))
    for form in ("table", "csv", "md", "json"):
        done = mm.run("import", str(folder), "--format", form)
        assert done.returncode == 0
        assert not set("\x1b\u202e") & set(done.stdout + done.stderr)
        if form == "csv":
            assert list(csv.reader(io.StringIO(done.stdout)))[1][0].startswith("'=cmd()")


def test_nothing_private_reaches_a_file(mm: Mm, export: Path):
    mm.run("import", str(export))
    everything = b"".join(path.read_bytes() for path in mm.home.rglob("*") if path.is_file())
    assert len(everything) > 1000
    assert b"canary-user-4711" not in everything
    assert b"203.0.113.77" not in everything


def history(mm: Mm) -> list[Path]:
    return sorted((mm.home / "data" / "history").glob("*.parquet"))


def test_at_a_terminal_a_bar_moves_on_stderr_and_stdout_stays_clean(mm: Mm, export: Path):
    terminal, end = os.openpty()
    process = mm.start("import", str(export), "--format", "json", stderr=end)
    os.close(end)
    out, _ = process.communicate(timeout=60)
    drawn = b""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 65536):
            drawn += part
    os.close(terminal)
    assert process.returncode == 0, drawn
    assert len(json.loads(out)) == 3
    assert b"\x1b[" in drawn
    assert b"Traceback" not in drawn
