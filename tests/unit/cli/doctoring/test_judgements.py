"""What facts mean: for each check the well case, and every way in which it is not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.doctoring import (
    answers,
    building,
    configuration,
    history,
    keys,
    space,
    versions,
    warehouse,
)
from cli.doctoring.finding import Finding, State, exit_code, note, ok, problem
from cli.doctoring.patient import Complaint
from cli.doctoring.versions import Need
from cli.exits import Exit
from cli.secrets.names import LASTFM_KEY
from cli.secrets.sources import Found
from cli.secrets.vault import DEFAULT_ITERATIONS, LEAST_WRITTEN, Header, Method
from python_engines.clients.answers_health import StoreHealth
from stores.lock import Holder
from stores.warehouse import WarehouseBusyError, WarehouseDamagedError

HOME = Path("/home of me")
FILE = HOME / "file"


def is_ok(finding: Finding) -> bool:
    return (finding.state, finding.mend, finding.code) == (State.OK, None, Exit.OK)


def test_the_exit_code_is_that_of_the_first_problem():
    well = [ok("a", "x"), note("b", "x", "y")]
    disk, faulty = (problem("c", "x", "y", code) for code in (Exit.DISK, Exit.USAGE))
    assert exit_code(well) is Exit.OK
    assert exit_code([*well, disk, faulty]) is Exit.DISK


@pytest.mark.parametrize(
    ("python", "is_well"), [("3.11.0", True), ("3.13.0rc1", True), ("3.10.14", False)]
)
def test_python_has_to_be_one_that_the_project_is_made_for(python: str, is_well: bool):
    finding = versions.judge_python("0.1.0", python, ">=3.11")
    assert is_ok(finding) is is_well
    assert is_well or "not 3.10.14" in finding.found


def test_packages_outside_their_range_or_missing_are_told_with_what_is_needed():
    fine = Need("dbt-core", "<1.12,>=1.11", "1.11.16")
    assert is_ok(versions.judge_packages([fine], is_dbt_there=True))
    amiss = [fine, Need("duckdb", "<3,>=2.0", "1.5.6"), Need("rich", "", None)]
    finding = versions.judge_packages(amiss, is_dbt_there=True)
    assert finding.found == "duckdb 1.5.6 (needs <3,>=2.0), rich is missing (needs any)"
    assert (finding.mend, finding.code) == ("make demo", Exit.FAILED)
    assert "dbt is not" in versions.judge_packages([fine], is_dbt_there=False).found


def test_what_the_project_needs_is_read_from_itself_without_its_tools():
    found = {need.name: need for need in versions.needs()}
    assert {"duckdb", "dbt-core", "packaging"} <= set(found)
    assert not {"ruff", "pytest", "playwright", "hatchling"} & set(found)
    assert [need for need in found.values() if not need.is_met] == []


@pytest.mark.parametrize(
    ("message", "mend"),
    [
        ("config/overrides.yml, line 1: x", "${EDITOR:-nano} '/home of me/overrides.yml'"),
        ("MM_THREADS: threads must be", "unset MM_THREADS"),
        ("tier_start 60 (dbt_project.yml) is greater", None),
    ],
)
def test_what_mends_a_setting_is_where_it_was_said(message: str, mend: str | None):
    assert configuration.mend_of(Complaint(message, Exit.USAGE), HOME) == mend


def test_a_file_that_may_not_be_read_is_mended_by_its_mode():
    fault = Complaint.of(PermissionError(13, "Permission denied", str(FILE)))
    assert configuration.mend_of(fault, HOME) == "chmod u+rwX '/home of me/file'"
    assert fault.code is Exit.DISK


def test_a_disk_needs_room_for_twice_the_warehouse():
    assert is_ok(space.judge(5_000, 0, HOME))
    assert is_ok(space.judge(5_000, 5_000, HOME))
    finding = space.judge(5_000_000, 8_000_000, HOME)
    assert finding.found.endswith("a build needs 8.0 MB, twice the warehouse: free 3.0 MB")
    assert (finding.mend, finding.code) == ("du -xh -d 2 '/home of me' | sort -h", Exit.DISK)


def test_who_builds_is_named_and_no_problem():
    assert is_ok(building.judge_lock(None, is_alive=True))
    holder = Holder(42, "2026-01-01 10:00:00+00:00")
    alive, gone = (building.judge_lock(holder, is_alive=each) for each in (True, False))
    assert alive.state is gone.state is State.NOTE
    assert "process 42, running since 2026-01-01 10:00" in alive.found
    assert "was killed" in gone.found


def test_left_overs_are_told_with_their_size_and_go_by_hand(tmp_path: Path):
    (staging := tmp_path / "x.building.duckdb").write_bytes(b"x" * 3_000)
    (partial := tmp_path / ".mm-1-x.partial").write_bytes(b"")
    assert is_ok(building.judge_leftovers([]))
    finding = building.judge_leftovers([staging, partial])
    assert (finding.state, finding.mend) == (State.NOTE, f"rm -r {staging} {partial}")
    assert "3.0 kB" in finding.found


def test_a_log_beside_the_warehouse_is_a_problem():
    finding = building.judge_wal(FILE, "mm build")
    assert (finding.state, finding.code) == (State.PROBLEM, Exit.NO_WAREHOUSE)


def test_without_a_warehouse_it_says_what_to_do_first():
    finding = warehouse.judge_missing("data/spotify", "mm build", is_demo=False)
    assert (finding.state, finding.mend) == (State.NOTE, "mm build")
    assert "put your Spotify export into data/spotify" in finding.found
    demo = warehouse.judge_missing("data/spotify", "mm demo", is_demo=True)
    assert (demo.found, demo.mend) == ("nothing is built yet", "mm demo")


@pytest.mark.parametrize(
    ("error", "mend", "code"),
    [
        (WarehouseDamagedError("damaged: run `mm build`"), "mm build", Exit.NO_WAREHOUSE),
        (WarehouseBusyError("busy"), "fuser -v '/home of me/file'", Exit.NO_WAREHOUSE),
        (PermissionError(13, "x", "x"), "chmod u+rw '/home of me/file'", Exit.DISK),
    ],
)
def test_a_warehouse_that_cannot_be_read(error: Exception, mend: str, code: Exit):
    finding = warehouse.judge_unreadable(error, FILE, "mm build")
    assert (finding.state, finding.mend, finding.code) == (State.PROBLEM, mend, code)
    assert "run `" not in finding.found


def test_an_outdated_warehouse_is_told_by_what_it_lacks():
    finding = warehouse.judge_outdated(["a", "b", "c", "d", "e"], "mm build")
    assert finding.found.endswith("it lacks a, b, c and 2 more")


def test_the_last_build_is_told_with_what_was_said_and_what_is_missing():
    at = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    whole = warehouse.judge_build(
        warehouse.Build(at, 1_000, 1, is_partial=False, variables=()), "b"
    )
    assert is_ok(whole)
    assert whole.found == "2026-01-02 03:04: 1,000 plays of 1 artist"
    said = ("tier_start", "tier_end")
    partial = warehouse.judge_build(warehouse.Build(at, 1, 2, is_partial=True, variables=said), "b")
    assert (partial.state, partial.mend) == (State.NOTE, "b")
    assert "told tier_start, tier_end; not everything" in partial.found


def test_what_came_since_the_build_is_told():
    assert is_ok(warehouse.judge_age([], "mm build"))
    finding = warehouse.judge_age(["x", "y"], "mm build")
    assert (finding.found, finding.mend) == ("not with x and y", "mm build")


def test_damaged_history_is_removed_and_imported_again():
    assert is_ok(history.judge(0, 0, 0))
    assert history.judge(1, 2_000, 3_000).found == "2,000 records imported from 1 file, 3.0 kB"
    finding = history.judge_damaged([FILE], "mm import")
    assert (finding.mend, finding.code) == (
        "rm '/home of me/file' && mm import",
        Exit.INPUT_REFUSED,
    )


@pytest.mark.parametrize(
    ("health", "state", "mend"),
    [
        (StoreHealth(0, 0, is_damaged=False, aside=()), State.OK, None),
        (StoreHealth(9, 300_000_000, is_damaged=False, aside=()), State.OK, None),
        (StoreHealth(9, 300_000_001, is_damaged=False, aside=()), State.NOTE, "mm cache clear"),
        (StoreHealth(0, 9, is_damaged=True, aside=()), State.NOTE, "mm build"),
    ],
)
def test_the_store_of_answers(health: StoreHealth, state: State, mend: str | None):
    finding = answers.judge(health, FILE, "mm build", "mm cache clear")
    assert (finding.state, finding.mend) == (state, mend)


def test_a_secret_is_told_by_its_place_and_never_by_its_value():
    value = "0123456789abcdef" * 2
    for source, place in (("LASTFM_API_KEY", "the environment"), ("config/.env", "config/.env")):
        finding = keys.judge(LASTFM_KEY, Found(value, source), is_closed=False)
        assert is_ok(finding)
        assert finding.found == f"from {place}"
        assert value not in repr(finding)
    assert keys.judge(LASTFM_KEY, None, is_closed=False).found == "not set; nothing needs it"
    assert "secrets.enc, which is closed" in keys.judge(LASTFM_KEY, None, is_closed=True).found


@pytest.mark.parametrize(
    ("message", "mend"),
    [
        ("LASTFM_API_KEY is no key", "unset LASTFM_API_KEY"),
        ("DBT_ENV_SECRET_LASTFM_API_KEY is no key", "unset DBT_ENV_SECRET_LASTFM_API_KEY"),
        ("LASTFM_API_KEY (config/.env) is no key", "${EDITOR:-nano} '/home of me/.env'"),
        ("LASTFM_API_KEY (config/secrets.enc) is no key", "mm secrets set LASTFM_API_KEY"),
    ],
)
def test_a_faulty_secret_is_mended_where_it_lies(message: str, mend: str):
    finding = keys.judge_value(LASTFM_KEY, Complaint(message, Exit.USAGE), HOME)
    assert (finding.state, finding.mend) == (State.PROBLEM, mend)


def test_the_encrypted_file_is_told_with_its_strength_and_its_faults():
    def header(iterations: int) -> Header:
        return Header(1, Method.FERNET, iterations)

    assert is_ok(keys.judge_vault(header(DEFAULT_ITERATIONS)))
    assert keys.judge_vault(header(LEAST_WRITTEN - 1)).mend == "mm secrets rotate"
    wrong = keys.judge_vault_fault(Complaint("wrong", Exit.WRONG_PASSWORD), FILE)
    assert (wrong.mend, wrong.code) == ("mm secrets list", Exit.WRONG_PASSWORD)
    damaged = keys.judge_vault_fault(Complaint("damaged", Exit.SECRETS_DAMAGED), FILE)
    assert damaged.mend is not None
    assert damaged.mend.startswith("mv '/home of me/file' '/home of me/file.damaged' && ")
