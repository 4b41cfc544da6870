"""The commands of `mm` and the options before them. Heavy imports live inside the commands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from copy import copy
from typing import Annotated

import typer
from typer.models import CommandInfo, TyperInfo

from cli.analyze import analyze
from cli.build import build
from cli.cache import cache
from cli.config import config
from cli.context import Context
from cli.demo import demo
from cli.docs import docs
from cli.doctor import doctor
from cli.evaluate import evaluate
from cli.feedback import feedback
from cli.guard import guard
from cli.import_ import import_
from cli.init import init
from cli.options import DebugOption
from cli.pages import pages
from cli.recommend import recommend
from cli.secrets_ import secrets
from cli.sql import sql
from cli.view import view

# Plain help: rich would cost more time than all the rest of it.
app = typer.Typer(
    name="mm",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        from cli import output

        output.text(f"mmuffin {version('mmuffin')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    is_demo: Annotated[
        bool, typer.Option("--demo", help="Use the sample listener's home instead of yours.")
    ] = False,
    is_debug: DebugOption = False,
    is_version_asked: Annotated[  # noqa: ARG001 - its callback answers
        bool,
        typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version."),
    ] = False,
) -> None:
    """From your Spotify export to artists you have never heard, each with its reasons.

    Try it without an export and without a key: mm demo
    """
    make = Context.of_demo if is_demo else Context
    ctx.obj = make(dict(os.environ), is_debug=is_debug)
    if ctx.invoked_subcommand is None:
        from cli import output

        output.text(ctx.get_help())


app.command()(build)
app.command("import")(import_)
app.command()(recommend)
app.command()(analyze)
app.command()(evaluate)
app.command()(sql)
app.command()(view)
app.command()(docs)
app.command()(demo)
app.command()(init)
app.command()(guard)
app.command()(doctor)
app.add_typer(cache)
app.add_typer(config)
app.add_typer(feedback)
app.add_typer(pages)
app.add_typer(secrets)


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """Return the app with nothing but the command that is asked for.

    If none is, or one that is not there, all are there by name and by what they say of themselves.
    To make the thirty commands takes typer a fifth of what the help takes.
    """
    asked = next((word for word in arguments if not word.startswith("-")), None)
    narrow = copy(app)
    narrow.registered_commands = [
        each for each in app.registered_commands if asked == _name_of(each)
    ]
    narrow.registered_groups = [
        each for each in app.registered_groups if asked == _info_of(each).name
    ]
    if not (narrow.registered_commands or narrow.registered_groups):
        narrow.registered_commands = [
            *(
                _sign(_name_of(each), getattr(each.callback, "__doc__", None))
                for each in app.registered_commands
            ),
            *(_sign(info.name, info.help) for info in map(_info_of, app.registered_groups)),
        ]
    return narrow


def _name_of(command: CommandInfo) -> str:
    return command.name or str(getattr(command.callback, "__name__", ""))


def _info_of(group: TyperInfo) -> TyperInfo:
    return group.typer_instance.info if group.typer_instance is not None else group


def _sign(name: str | None, words: str | None) -> CommandInfo:
    """Return what the list of commands shows of one. It is never called: it was not asked for."""
    return CommandInfo(name, callback=_nothing, help=words)


def _nothing() -> None:
    """Stand where a command would."""
