"""A real server on this machine that plays a service, in good days and bad ones."""

import gzip
import http.server
import json
import os
import socket
import ssl
import struct
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

Scene = Callable[["Handler"], None]


@dataclass(frozen=True)
class Hit:
    """One request as it arrived."""

    at: float
    method: str
    path: str
    headers: dict[str, str]
    form: dict[str, str]
    query: dict[str, str]
    document: Any
    client_port: int

    @property
    def artist(self) -> str:
        """The artist as Last.fm understands it: it decodes the name twice."""
        return unquote_plus(self.form.get("artist", ""))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "_Server"
    hit: Hit

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode("ascii")
        is_json = self.headers.get("Content-Type", "").startswith("application/json")
        path, _, query = self.path.partition("?")
        owner = self.server.owner
        self.hit = Hit(
            time.monotonic(),
            self.command,
            path,
            dict(self.headers.items()),
            {} if is_json else dict(parse_qsl(body, keep_blank_values=True)),
            dict(parse_qsl(query, keep_blank_values=True)),
            json.loads(body) if is_json else None,
            self.client_address[1],
        )
        scene = owner.next_scene(self.hit)
        try:
            scene(self)
        except OSError:  # the client went away, as it should when a scene drips
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    owner: "FaultServer"

    def handle_error(self, request: object, client_address: object) -> None:
        error = sys.exception()
        if not isinstance(error, OSError):  # the client may go away, a scene may not be wrong
            self.owner.errors.append(repr(error))


@dataclass
class FaultServer:
    """Plays `scenes` one by one, the last for ever; records every hit."""

    tls: ssl.SSLContext | None = None
    scenes: list[Scene] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.owner = self
        if self.tls is not None:
            self._server.socket = self.tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port: int = self._server.server_address[1]
        self.play(similar())
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/2.0/"

    def play(self, *scenes: Scene) -> None:
        self.scenes = list(scenes)

    def next_scene(self, hit: Hit) -> Scene:
        with self._lock:
            self.hits.append(hit)
            return self.scenes.pop(0) if len(self.scenes) > 1 else self.scenes[0]

    def stop(self) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        assert self.errors == [], "a scene failed"


def entries(*names: str) -> list[dict[str, object]]:
    """A list as Last.fm gives it: numbers are texts."""
    return [
        {"name": name, "mbid": "", "match": f"{1 - at / 10:.6f}", "image": [], "streamable": "0"}
        for at, name in enumerate(names)
    ]


def similar(*names: str, named: str | None = None) -> Scene:
    """The list of whoever is asked for; `named` is whom the answer says it is about."""

    def scene(handler: Handler) -> None:
        artist = handler.hit.artist
        found = entries(*(names or (f"Near {artist}", f"Far {artist}")))
        container = {"artist": found, "@attr": {"artist": named or artist}}
        handler.answer(200, json.dumps({"similarartists": container}).encode())

    return scene


def document(value: object, status: int = 200) -> Scene:
    return lambda handler: handler.answer(status, json.dumps(value).encode())


def error(code: object, status: int = 200) -> Scene:
    return document({"error": code, "message": "as Last.fm says it", "links": []}, status)


def raw(body: bytes, status: int = 200, **headers: str) -> Scene:
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.answer(status, body, said)


def status(code: int, **headers: str) -> Scene:
    return raw(b"<html><body>Sorry</body></html>", code, **headers)


def reset(handler: Handler) -> None:
    """Break the connection with a TCP reset instead of an answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(handler.connection.detach())
    handler.close_connection = True


def short_body(handler: Handler) -> None:
    """Promise more than is sent; what is sent is a whole JSON document."""
    body = json.dumps({"similarartists": {"artist": entries("Half")}}).encode()
    handler.answer(200, body, {"Content-Length": str(len(body) + 10)})
    handler.close_connection = True


def dripping_body(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    _drip(handler, b" ")


def dripping_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(handler, b"a")


def _drip(handler: Handler, drop: bytes) -> None:
    handler.close_connection = True
    for _ in range(200):
        if handler.server.owner.stopped.wait(0.05):
            return
        handler.wfile.write(drop)


def gzip_bomb(unpacked_bytes: int) -> Scene:
    packed = gzip.compress(bytes(unpacked_bytes), compresslevel=1)
    return raw(packed, Content_Encoding="gzip")
