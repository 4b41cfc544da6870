"""`mm recommend`: the list of the last build, at once."""

from __future__ import annotations

import typer

from cli.context import Context
from cli.options import CountOption, FormatOption
from cli.output import Format


def recommend(
    ctx: typer.Context,
    num_recs: CountOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show the artists to try next.

    Each with its reasons: those of your own artists that led there.

    Example: mm recommend --num-recs 50 --format csv
    """
    from cli import listing, output
    from cli.report import notes, read_report

    context = Context.of(ctx)
    count = num_recs or context.settings["num_recs"]
    warehouse = context.settings.home.warehouse
    shown = listing.show(warehouse, count, form)
    if shown < count:
        output.note(f"{shown} of the {count} asked for: the warehouse holds no more")
    for line in notes(read_report(warehouse), context):
        output.note(line)
