"""`mm docs`: dbt's catalogue of every table and column, served to this machine only."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.context import Context
from cli.options import DebugOption, NoBrowserOption


def docs(
    ctx: typer.Context,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to serve on; 0: any free one.")
    ] = 0,
    is_without_browser: NoBrowserOption = False,
    is_debug: DebugOption = False,
) -> None:
    """Browse what every table and column means.

    It is dbt's own catalogue of your warehouse, with what each table is made from; made anew, and
    served to this machine only until Ctrl-C.

    Example: mm docs --port 8600 --no-browser
    """
    from cli.cataloguing import LOG_FILE, make_catalogue
    from cli.logs.command import logged
    from cli.serving import Wanted, serve

    context = Context.of(ctx, is_debug=is_debug)
    with logged(ctx, context):
        wanted = Wanted(
            what="the catalogue",
            module="app.catalogue",
            arguments=(str(make_catalogue(context)),),
            port=port,
            is_browser_wanted=not is_without_browser,
            log=context.settings.home.logs / LOG_FILE,
        )
        serve(context, wanted, {})
