"""`mm pages`: what there is to know about the pages without opening them."""

from __future__ import annotations

import typer

from cli.context import Context
from cli.errors import MmError
from cli.options import FormatOption
from cli.output import Format

pages = typer.Typer(
    name="pages",
    help="Check the pages of `mm view` without opening them.",
    rich_markup_mode=None,
)

_COLUMNS = ("file", "line", "message")


class PagesFaultyError(MmError):
    """A page holds a mistake."""


@pages.callback(invoke_without_command=True)
def pages_help(ctx: typer.Context) -> None:
    """Check the pages of `mm view` without opening them."""
    if ctx.invoked_subcommand is None:
        from cli import output

        output.text(ctx.get_help())


@pages.command()
def check(ctx: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """Read every page and run all its queries on your warehouse.

    Each mistake comes with its file and line; any makes the exit code 1.

    Example: mm --demo pages check --format json
    """
    from app.pages import folder_of, load_pages
    from app.serving import alone, quiet
    from cli import output

    context = Context.of(ctx)
    warehouse, folder = context.settings.home.warehouse, folder_of(context.env)
    with alone(), quiet():
        from app.check import check_pages

        mistakes = check_pages(folder, warehouse)
    rows = [(mistake.file, mistake.line, mistake.message) for mistake in mistakes]
    if form is Format.TABLE:
        # As compilers write it, so that editors find the place.
        for mistake in mistakes:
            output.text(output.clean(str(mistake)))
    else:
        output.answer(_COLUMNS, rows, form)
    if mistakes:
        count = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        raise PagesFaultyError(f"{count} in the pages: each line names the place and what to do")
    loaded = load_pages(folder)
    queries = sum(len(entry.page.queries) for entry in loaded if entry.page)
    output.note(f"{len(loaded)} pages, {queries} queries: all well")
