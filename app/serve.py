"""`python -m app.serve PORT`: Streamlit with the pages, on this machine only and for nobody else.

`mm view` starts it. Nothing that is set up for other Streamlit apps reaches it.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.fence import ADDRESS, HOST_NAMES, Fence, inline_scripts
from app.serving import PORT_TAKEN, alone, announce, end_in_good_order, quiet
from app.theme import streamlit_theme_flags

if TYPE_CHECKING:
    from streamlit.starlette import App

_SCRIPT = Path(__file__).with_name("streamlit_app.py")
_WARMED = ("app.visit", "altair", "duckdb", "pandas", "pyarrow")
_MEGABYTES_OF_UPLOADS = 1

_FLAGS: dict[str, Any] = {
    "server.address": ADDRESS,
    "server.headless": True,
    "server.enableCORS": True,
    "server.corsAllowedOrigins": [],
    "server.enableXsrfProtection": True,
    "server.allowedHosts": list(HOST_NAMES),
    "server.baseUrlPath": "",
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.showEmailPrompt": False,
    "server.maxUploadSize": _MEGABYTES_OF_UPLOADS,
    "browser.serverAddress": ADDRESS,
    "browser.gatherUsageStats": False,
    "client.allowedOrigins": [],
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "viewer",
    "global.developmentMode": False,
    "logger.hideWelcomeMessage": True,
    "logger.level": "warning",
    "runner.magicEnabled": False,
    "secrets.files": [],
}
"""Most are Streamlit's own defaults; said here, they hold whatever it comes to read or decide."""


def main(port: int) -> None:
    """Serve the pages until a signal ends us; port 0 is any free one.

    Ends with `PORT_TAKEN` when the port cannot be had.
    """
    end_in_good_order()
    with alone():
        _call_nobody()
        with quiet():
            _warm()
        _serve(port)


def _call_nobody() -> None:
    """Tell Streamlit the addresses that it would ask strangers for, as soon as it judges an origin.

    The names are private. Should they go one day, the fence still lets no such question arise.
    """
    from streamlit import net_util

    for name in ("_external_ip", "_internal_ip"):
        if hasattr(net_util, name):
            setattr(net_util, name, ADDRESS)


def _warm() -> None:
    """Load what the first page needs, so that it does not have to wait for it."""
    for name in _WARMED:
        importlib.import_module(name)
    # A chart is held against Vega-Lite's schema by the check of the pages, not at each visit.
    importlib.import_module("altair.utils.schemapi").disable_debug_mode()


def _theme() -> dict[str, str]:
    flags = streamlit_theme_flags()
    names, values = flags[::2], flags[1::2]
    return {name.removeprefix("--"): value for name, value in zip(names, values, strict=True)}


def _serve(port: int) -> None:
    from starlette.middleware import Middleware
    from streamlit import file_util
    from streamlit.starlette import App

    is_up = False

    @asynccontextmanager
    async def while_up(_app: App) -> AsyncGenerator[dict[str, Any]]:
        nonlocal is_up
        from streamlit import config

        # The port is bound by now: whoever comes is answered, if only a moment later.
        is_up = True
        announce(int(config.get_option("server.port")))
        yield {}

    scripts = inline_scripts(Path(file_util.get_static_dir()) / "index.html")
    app = App(_SCRIPT, middleware=[Middleware(Fence, scripts=scripts)], lifespan=while_up)
    try:
        app.run(config={**_FLAGS, **_theme(), "server.port": port})
    except SystemExit as end:
        # Streamlit ends so, with a line in the log, when it cannot have the port.
        if end.code == 1 and not is_up:
            raise SystemExit(PORT_TAKEN) from None
        raise


if __name__ == "__main__":
    main(int(sys.argv[1]))
