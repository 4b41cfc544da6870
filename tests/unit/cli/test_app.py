"""Only the command that is asked for is made."""

from typing import Any

import pytest
from typer import Context
from typer.main import get_command

from cli.app import app, app_for

ALL = set(get_command(app).commands)  # type: ignore[attr-defined]
GROUPS = {group.typer_instance.info.name for group in app.registered_groups if group.typer_instance}


@pytest.mark.parametrize("name", sorted(ALL))
def test_each_command_is_found_by_its_name(name: str):
    for arguments in ([name], ["--demo", "--debug", name, "--help"], [name, "build"]):
        assert set(get_command(app_for(arguments)).commands) == {name}  # type: ignore[attr-defined]


@pytest.mark.parametrize("arguments", [[], ["--help"], ["--demo"], ["frobnicate"], ["buil"]])
def test_where_none_is_asked_for_or_known_all_are_there(arguments: list[str]):
    found = get_command(app_for(arguments))
    assert set(found.commands) == ALL  # type: ignore[attr-defined]
    assert _help_of(found) == _help_of(get_command(app))


def _help_of(command: Any) -> str:
    words: str = command.get_help(Context(command, info_name="mm"))
    return words


def test_a_narrow_app_leaves_the_whole_one_as_it_is():
    app_for(["build"])
    assert set(get_command(app).commands) == ALL > {"build", "secrets"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("group", [None, *sorted(GROUPS)])
def test_a_list_of_commands_says_each_in_one_whole_line(group: str | None):
    command = get_command(app)
    if group is not None:
        command = command.commands[group]  # type: ignore[attr-defined]
    _, _, listed = _help_of(command).partition("Commands:")
    assert listed.strip()
    assert "..." not in listed
