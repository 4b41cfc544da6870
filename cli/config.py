"""`mm config`: every setting and var with the place its value comes from, and changing one."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.context import Context
from cli.options import ConfigMethodOption, FormatOption, PasswordStdinOption
from cli.output import Format

_COLUMNS = ("kind", "name", "value", "source", "can_be", "unit", "meaning")

config = typer.Typer(
    name="config",
    help="Show and change settings and numbers.",
    rich_markup_mode=None,
    no_args_is_help=False,
)


@config.callback(invoke_without_command=True)
def config_help(ctx: typer.Context) -> None:
    """Show and change settings and numbers."""
    if ctx.invoked_subcommand is None:
        from cli import output

        output.text(ctx.get_help())


@config.command()
def show(ctx: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """Show every setting and var, and where it was said.

    Order: option > environment > config/overrides.yml and global_config.json > default. Of a secret
    only whether it is set.

    Example: mm config show --format json
    """
    from cli import output
    from cli.config_check import secret_entries
    from cli.settings import SPECIFICATIONS

    context = Context.of(ctx)
    settings = [
        ("setting", key, said.value, said.source, SPECIFICATIONS[key])
        for key, said in context.settings.items()
    ]
    specifications = context.catalog.specifications
    variables = [
        ("var", name, said.value, said.source, specifications[name])
        for name, said in context.variables().items()
    ]
    entries: list[tuple[Any, ...]] = [
        (kind, name, value, source, about.range_in_words(), about.unit, about.meaning)
        for kind, name, value, source, about in settings + variables
    ]
    entries += secret_entries(context)
    # At a terminal a line for each is worth more than its whole story.
    shown = len(_COLUMNS) if form in (Format.JSON, Format.CSV) else _COLUMNS.index("unit")
    output.answer(_COLUMNS[:shown], [entry[:shown] for entry in entries], form)


# A number below zero looks like an option; and a word too many is refused without repeating it.
_ANY_VALUE = {"ignore_unknown_options": True, "allow_extra_args": True}


@config.command("set", context_settings=_ANY_VALUE)
def set_(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(help="A setting or a var, as `mm config show` names it.")],
    value: Annotated[str, typer.Argument(help="Its new value.")],
) -> None:
    """Change one setting or var for good.

    Settings are kept in config/global_config.json, vars in config/overrides.yml.

    Example: mm config set home_timezone Europe/Vienna
    """
    from cli import output
    from cli.changes import change

    for line in change(Context.of(ctx), key, value, ctx.args):
        output.note(line)


@config.command()
def unset(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="KEY", help="A setting or a var, as `mm config show` names it.")
    ],
) -> None:
    """Go back to the default of one setting or var.

    Example: mm config unset home_timezone
    """
    from cli import output
    from cli.changes import take_out

    for line in take_out(Context.of(ctx), name):
        output.note(line)


@config.command("test")
def try_out(
    ctx: typer.Context,
    is_online: Annotated[
        bool, typer.Option("--online", help="Try the key of Last.fm once.")
    ] = False,
    method: ConfigMethodOption = None,
    is_password_from_stdin: PasswordStdinOption = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Resolve everything as a build would, without building.

    Says where each thing comes from.

    Example: mm config test --online
    """
    from cli import output
    from cli.config_check import COLUMNS, check_all
    from cli.secrets.resolve import Access, problems

    context = Context.of(ctx)
    rows = check_all(context, Access(method, is_password_from_stdin), is_online=is_online)
    output.answer(COLUMNS, rows, form)
    for problem in problems(context):
        output.note(problem)


@config.command("vars")
def vars_(ctx: typer.Context) -> None:
    """Show the vars that differ, as plain dbt takes them.

    Those that have another value than their default in dbt_project.yml.

    Example: dbt build --profiles-dir profiles --vars "$(mm config vars)"
    """
    import json

    from cli import output
    from cli.variables import differing

    context = Context.of(ctx)
    said = differing(context.catalog, context.variables())
    output.text(json.dumps(said, sort_keys=True, ensure_ascii=False))
