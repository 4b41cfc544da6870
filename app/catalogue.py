"""`python -m app.catalogue FOLDER PORT`: dbt's catalogue of the tables, on this machine only."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.fence import ADDRESS, Fence, inline_scripts
from app.serving import PORT_TAKEN, announce, end_in_good_order

if TYPE_CHECKING:
    from starlette.applications import Starlette

_PAGE = "index.html"


def main(folder: Path, port: int) -> None:
    """Serve the files of `folder` until a signal ends us; port 0 is any free one.

    Ends with `PORT_TAKEN` when the port cannot be had.
    """
    import uvicorn
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    end_in_good_order()

    @asynccontextmanager
    async def while_up(_app: Starlette) -> AsyncGenerator[None]:
        announce(bound.getsockname()[1])
        yield

    app = Starlette(
        routes=[Mount("/", StaticFiles(directory=folder, html=True))],
        middleware=[Middleware(Fence, scripts=inline_scripts(folder / _PAGE))],
        lifespan=while_up,
    )
    config = uvicorn.Config(app, host=ADDRESS, port=port, log_level="warning")
    try:
        bound = config.bind_socket()
        bound.listen()
    except (SystemExit, OSError):
        raise SystemExit(PORT_TAKEN) from None
    uvicorn.Server(config).run(sockets=[bound])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
