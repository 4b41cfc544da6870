"""`mm cache`: what is stored of the services' answers, and forgetting it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli.context import Context
from cli.options import FormatOption
from cli.output import Format

cache = typer.Typer(
    name="cache",
    help="Look at the stored answers of services, or forget them.",
    rich_markup_mode=None,
)


@cache.callback(invoke_without_command=True)
def cache_help(ctx: typer.Context) -> None:
    """Look at the stored answers of services, or forget them."""
    if ctx.invoked_subcommand is None:
        from cli import output

        output.text(ctx.get_help())


@cache.command()
def status(ctx: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """Show how many answers are stored, and how old they are.

    Stale answers are asked for anew by the next build, and used as they are when nobody answers.

    Example: mm cache status --format json
    """
    from cli import output
    from cli.answers import COLUMNS, rows_of_store

    context = Context.of(ctx)
    rows = rows_of_store(context)
    if rows or form is not Format.TABLE:
        output.answer(COLUMNS, rows, form)
    output.note(f"stored in {context.settings.home.answers}")


@cache.command()
def clear(
    ctx: typer.Context,
    provider: Annotated[
        str | None,
        typer.Option(help="Only the answers of lastfm, listenbrainz or musicbrainz."),
    ] = None,
    is_sure: Annotated[bool, typer.Option("--yes", help="Do not ask whether it is meant.")] = False,
) -> None:
    """Forget stored answers.

    The next build asks for them all over again.

    Example: mm cache clear --provider musicbrainz --yes
    """
    from cli import output
    from cli.answers import clear_store, count_stored
    from cli.errors import ConfigurationError

    context = Context.of(ctx)
    count = count_stored(context, provider)
    whose = f" of {provider}" if provider else ""
    if count and not is_sure:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise ConfigurationError(
                f"cache clear would forget {count} answers{whose}: say --yes if that is meant"
            )
        typer.confirm(f"Forget {count} answers{whose}?", abort=True, err=True)
    removed = clear_store(context, provider) if count else 0
    output.note(f"forgot {removed} answers{whose}")
