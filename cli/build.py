"""`mm build`: from the export to the list, in one go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context
from cli.options import (
    ConfigMethodOption,
    CountOption,
    DebugOption,
    FormatOption,
    PasswordStdinOption,
    TierEndOption,
    TierStartOption,
)
from cli.output import Format

if TYPE_CHECKING:
    from cli.pipeline import BuildRequest


def build(
    ctx: typer.Context,
    variables: Annotated[
        str | None,
        typer.Option(
            "--vars",
            metavar="K:V,K:V",
            help="Numbers for this build, such as tier_start:100,tier_end:200; `mm config show` "
            "lists them. Defaults: dbt_project.yml.",
        ),
    ] = None,
    tier_start: TierStartOption = None,
    tier_end: TierEndOption = None,
    data_folder: Annotated[
        Path | None,
        typer.Option(
            help="Your Spotify export: a folder, or the zip as downloaded. Default: the setting "
            "data_folder, else data/spotify.",
        ),
    ] = None,
    num_recs: CountOption = None,
    is_offline: Annotated[
        bool, typer.Option("--offline", help="Ask no service; use the lists that are stored.")
    ] = False,
    is_shrink_accepted: Annotated[
        bool,
        typer.Option(
            "--accept-shrink", help="Publish even if there are far fewer plays than last time."
        ),
    ] = False,
    method: ConfigMethodOption = None,
    is_password_from_stdin: PasswordStdinOption = False,
    form: FormatOption = Format.TABLE,
    is_full_refresh: Annotated[
        bool,
        typer.Option(
            "--full-refresh", help="Make everything anew, also what no change can have reached."
        ),
    ] = False,
    is_verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            help="Show each event of the log as it happens: each model and data test with its "
            "seconds.",
        ),
    ] = False,
    is_debug: DebugOption = False,
) -> None:
    """Build the warehouse and show the list.

    Imports what is new first, and makes only what a change reaches: another tier takes seconds. All
    or nothing: a build that fails leaves the last good one.

    Example: mm build --tier-start 100 --tier-end 200
    """
    from cli.logs.command import logged
    from cli.pipeline import BuildRequest
    from cli.secrets.resolve import Access

    request = BuildRequest(
        variables=variables,
        tier_start=tier_start,
        tier_end=tier_end,
        data_folder=data_folder,
        is_offline=is_offline,
        is_full_refresh=is_full_refresh,
        is_shrink_accepted=is_shrink_accepted,
        access=Access(method, is_password_from_stdin),
    )
    context = Context.of(ctx, is_debug=is_debug)
    with logged(ctx, context, is_verbose=is_verbose):
        build_and_show(context, request, num_recs, form)


def build_and_show(
    context: Context, request: BuildRequest, num_recs: int | None, form: Format
) -> None:
    """Build, then write the list to stdout and what to know about it to stderr."""
    from cli import last_build, output
    from cli.logs.events import event
    from cli.pipeline import run_build
    from cli.recommending.choice import Wanted
    from cli.recommending.showing import show
    from cli.report import notes
    from cli.sample import make_sample
    from stores.warehouse import WarehouseError

    if context.is_demo:
        make_sample(context)
    count = num_recs or context.settings["num_recs"]
    home = run_build(context, request)
    try:
        _, report = show(home, Wanted(count), form)
    except WarehouseError:
        # Or the next build, which mends it, would find that nothing has changed.
        last_build.forget(home)
        raise
    for line in notes(report, context, is_offline=request.is_offline):
        event("note", is_told=True, message=line)
        output.note(line)
