"""What stands around every page and file that we serve: who is let in, and what a page may fetch.

Streamlit checks Host and Origin of its WebSocket by name, which lets in whatever else serves pages
on this machine. Here every request must come from a page of the very same address.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ADDRESS = "127.0.0.1"
"""The only address that we listen on."""
HOST_NAMES = (ADDRESS, "localhost")
"""How a browser on this machine may call it."""

_OWN_HOST = re.compile(rf"({'|'.join(map(re.escape, HOST_NAMES))})(:\d+)?")
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_FORBIDDEN = "This page answers the machine it runs on, under its own address.\n"


def inline_scripts(page: Path) -> list[str]:
    """Return the scripts that stand in an HTML file, as a content security policy names them."""
    scripts = _INLINE_SCRIPT.findall(page.read_text("utf-8"))
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


class Fence:
    """ASGI middleware: refuses foreign hosts and origins, and lets a browser fetch only from us.

    With the policy that it sends, a picture, script or font of another address is never asked for,
    whatever words end up in a page.
    """

    def __init__(self, app: ASGIApp, scripts: Iterable[str] = ()) -> None:
        self._app = app
        self._scripts = " ".join(scripts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        host, origin = _header(scope, b"host"), _header(scope, b"origin")
        if not _OWN_HOST.fullmatch(host or "") or origin not in (None, f"http://{host}"):
            await _refuse(scope, receive, send)
            return
        headers = self._headers(host)

        async def send_fenced(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *headers]}
            await send(message)

        await self._app(scope, receive, send_fenced)

    def _headers(self, host: str | None) -> list[tuple[bytes, bytes]]:
        policy = {
            "default-src": "'none'",
            "script-src": f"'self' {self._scripts}",
            # Streamlit and dbt's catalogue set styles from their scripts.
            "style-src": "'self' 'unsafe-inline'",
            "img-src": "'self' data: blob:",
            "font-src": "'self' data:",
            # Not every browser counts the WebSocket of the same address as 'self'.
            "connect-src": f"'self' ws://{host}",
            "worker-src": "'self' blob:",
            "manifest-src": "'self'",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
        }
        said = {
            "content-security-policy": "; ".join(f"{k} {v.strip()}" for k, v in policy.items()),
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            # Who follows a link to an artist does not tell where from.
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        }
        return [(name.encode(), value.encode()) for name, value in said.items()]


def _header(scope: Scope, name: bytes) -> str | None:
    """Return a header's value, all values of one that comes several times; None without it."""
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ", ".join(values) if values else None


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        # Closing before accepting: the server answers the handshake with 403.
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    from starlette.responses import PlainTextResponse

    await PlainTextResponse(_FORBIDDEN, status_code=403)(scope, receive, send)
