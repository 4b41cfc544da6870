"""`mm view`: the pages in a browser, served to this machine only."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.context import Context
from cli.options import DebugOption, NoBrowserOption

_TABLES_OF_PAGES = "models/marts/pages"
LOG_FILE = "view.log"


def view(
    ctx: typer.Context,
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65535, help="Port to serve on; 0: any free one. Default: the setting port."
        ),
    ] = None,
    is_without_browser: NoBrowserOption = False,
    is_debug: DebugOption = False,
) -> None:
    """Look at your listening and your list in a browser.

    The pages are served to this machine only, and go on until Ctrl-C. A new build shows by itself.

    Example: mm view --port 8600 --no-browser
    """
    from app.pages import FOLDER_VARIABLE, folder_of
    from app.serving import COMMAND_VARIABLE
    from cli.logs.command import logged
    from cli.serving import Wanted, serve

    context = Context.of(ctx, is_debug=is_debug)
    settings = context.settings
    home = settings.home
    wanted = Wanted(
        what="the pages",
        module="app.serve",
        arguments=(),
        port=settings["port"] if port is None else port,
        is_browser_wanted=not is_without_browser,
        log=home.logs / LOG_FILE,
    )
    environment = {
        "MM_HOME": str(home.root),
        "MM_WAREHOUSE": str(home.warehouse),
        COMMAND_VARIABLE: context.program,
        FOLDER_VARIABLE: str(folder_of(context.env)),
    }
    with logged(ctx, context):
        _refuse_what_pages_cannot_read(context)
        serve(context, wanted, environment)


def _refuse_what_pages_cannot_read(context: Context) -> None:
    """Raise the error of a warehouse that is missing, damaged, busy or older than the pages."""
    from stores.paths import PROJECT_ROOT
    from stores.warehouse import WarehouseOutdatedError, has_tables

    models = (PROJECT_ROOT / _TABLES_OF_PAGES).rglob("rpt_*.sql")
    if not has_tables(context.settings.home.warehouse, [model.stem for model in models]):
        raise WarehouseOutdatedError(
            "the warehouse is older than the pages, which need tables it lacks: run `mm build`"
        )
