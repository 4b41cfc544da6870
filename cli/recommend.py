"""`mm recommend`: the list of the last build, at once."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.context import Context
from cli.options import CountOption, FormatOption
from cli.output import Format


def recommend(
    ctx: typer.Context,
    num_recs: CountOption = None,
    moment: Annotated[
        str | None,
        typer.Option(
            "--context",
            metavar="TIME",
            help="For a time of day, week and year: now, weekday-morning, weekend-evening-winter; "
            "any part may be left out.",
        ),
    ] = None,
    explained: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="ARTIST",
            help="Why this artist is in the list, down to your plays, or why it is not.",
        ),
    ] = None,
    skip_days: Annotated[
        int | None,
        typer.Option(
            "--skip-shown",
            metavar="DAYS",
            min=1,
            max=36500,
            help="Leave out who was shown in the last DAYS days this way, and remember who is now.",
        ),
    ] = None,
    is_save_wanted: Annotated[
        bool,
        typer.Option(
            "--save",
            help="Also write the list, in that format, to the setting output_folder; replaces that "
            "of the same day.",
        ),
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show the artists to try next.

    Each with its reasons: those of your own artists that led there. Blocked artists are left out.

    The order minds variety beside the score; # is the place in the list of the last build.

    Example: mm recommend --context weekend-evening --num-recs 50 --format csv
    """
    from datetime import UTC, datetime

    from cli.errors import ConfigurationError
    from cli.recommending.choice import Wanted
    from cli.recommending.showing import recommend as show

    context = Context.of(ctx)
    if explained is not None:
        if is_save_wanted or any(said is not None for said in (num_recs, moment, skip_days)):
            raise ConfigurationError("--explain goes alone, or with --format")
        from cli.recommending.explaining import explain

        explain(context, explained, form)
        return
    wanted = Wanted(num_recs or context.settings["num_recs"], moment, skip_days)
    show(context, wanted, form, is_save_wanted=is_save_wanted, now=datetime.now(UTC))
