"""`mm analyze`: how the listener listens, from the marts of the last build."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.context import Context
from cli.options import FormatOption, TierEndOption, TierStartOption
from cli.output import Format


def analyze(
    ctx: typer.Context,
    tier_start: TierStartOption = None,
    tier_end: TierEndOption = None,
    form: FormatOption = Format.TABLE,
    is_verbose: Annotated[
        bool, typer.Option("--verbose", help="Show all rows of every part, not only the first.")
    ] = False,
) -> None:
    """Show how you listen.

    Your artists, the tier, when you listen and how your taste moved.

    JSON and CSV give the rows of every part, each with the name of its mart in `section`.
    Example: mm analyze --tier-start 100 --tier-end 200
    """
    from cli.analysis import show

    show(Context.of(ctx), tier_start, tier_end, form, is_verbose=is_verbose)
