from dataclasses import replace
from pathlib import Path

import pytest

from cli import last_build
from cli.inputs import Inputs
from cli.last_build import LastBuild, Reach
from stores.generations import identity_of
from stores.paths import Home

INPUTS = Inputs(
    program="p", history="h", feedback="f", evaluations="e", answers="a", asked="s",
    variables={"tier_start": 1},
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.from_environment({"MM_HOME": str(tmp_path)})
    home.cache.mkdir()
    home.data.mkdir()
    home.warehouse.write_bytes(b"warehouse")
    return home


def known(home: Home, *, is_settled: bool = True) -> LastBuild:
    last_build.write(home, INPUTS, is_settled=is_settled)
    found = last_build.read(home)
    assert found is not None
    return found


def test_the_same_inputs_reach_nothing(home: Home):
    assert known(home).reach(INPUTS, may_ask=True) is Reach.NOTHING


@pytest.mark.parametrize(
    ("changed", "reach"),
    [
        ({"program": "other"}, Reach.ALL),
        ({"history": "other"}, Reach.ALL),
        ({"feedback": "other"}, Reach.SOME),
        ({"evaluations": "other"}, Reach.SOME),
        ({"answers": "other"}, Reach.SOME),
        ({"asked": "other"}, Reach.SOME),
        ({"variables": {}}, Reach.SOME),
    ],
)
def test_a_change_reaches_what_reads_it(home: Home, changed: dict[str, object], reach: Reach):
    assert known(home).reach(replace(INPUTS, **changed), may_ask=False) is reach


def test_a_change_is_told_by_the_names_of_vars_and_sources(home: Home):
    then = replace(INPUTS, variables={"tier_start": 1, "diversity": 0.5, "engines": None})
    last_build.write(home, then, is_settled=True)
    found = last_build.read(home)
    assert found is not None
    now = replace(
        then, feedback="other", answers="other", variables={"diversity": 0.6, "tier_start": 1}
    )
    assert found.changes(now) == ["diversity", "engines", "listener"]
    assert found.changes(then) == []


def test_open_questions_are_asked_again_where_somebody_may_be_asked(home: Home):
    unsettled = known(home, is_settled=False)
    assert unsettled.reach(INPUTS, may_ask=True) is Reach.SOME
    assert unsettled.reach(INPUTS, may_ask=False) is Reach.NOTHING


@pytest.mark.parametrize("harm", ["other file", "changed file", "no file", "no note", "odd note"])
def test_of_another_file_nothing_is_known(home: Home, harm: str):
    known(home)
    if harm == "other file":
        other = home.warehouse.with_name("other")
        other.write_bytes(b"warehouse")
        other.replace(home.warehouse)
    elif harm == "changed file":
        home.warehouse.write_bytes(b"Warehouse")
    elif harm == "no file":
        home.warehouse.unlink()
    elif harm == "no note":
        last_build.forget(home)
        last_build.forget(home)
    else:
        (home.cache / last_build.FILE_NAME).write_text('{"inputs": []}')
    assert last_build.read(home) is None


def test_without_a_warehouse_nothing_is_noted(home: Home):
    home.warehouse.unlink()
    assert identity_of(home.warehouse) is None
    last_build.write(home, INPUTS, is_settled=True)
    assert not (home.cache / last_build.FILE_NAME).exists()


def test_a_generation_is_told_by_what_the_listener_gave():
    assert INPUTS.generation == replace(INPUTS, answers="other").generation
    others = [replace(INPUTS, **{name: "other"}) for name in ("program", "history", "feedback")]
    others.append(replace(INPUTS, variables={"tier_start": 2}))
    assert len({each.generation for each in [INPUTS, *others]}) == 5
