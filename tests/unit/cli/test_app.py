"""Only the command that is asked for is made."""

import pytest
from typer.main import get_command

from cli.app import app, app_for

ALL = set(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(ALL))
def test_each_command_is_found_by_its_name(name: str):
    for arguments in ([name], ["--demo", "--debug", name, "--help"], [name, "build"]):
        assert set(get_command(app_for(arguments)).commands) == {name}  # type: ignore[attr-defined]


@pytest.mark.parametrize("arguments", [[], ["--help"], ["--demo"], ["frobnicate"], ["buil"]])
def test_where_none_is_asked_for_or_known_all_are_there(arguments: list[str]):
    assert set(get_command(app_for(arguments)).commands) == ALL  # type: ignore[attr-defined]


def test_a_narrow_app_leaves_the_whole_one_as_it_is():
    app_for(["build"])
    assert set(get_command(app).commands) == ALL > {"build", "secrets"}  # type: ignore[attr-defined]
