"""A server of ours, looked at from outside: its address, its doors, its environment, its end."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

_SECONDS = 120
_LISTENING = "0A"


def port_told_by(process: subprocess.Popen[str]) -> int:
    """The port that the first line on stdout ends with; the line comes when the server is up."""
    line = process.stdout.readline() if process.stdout else ""
    assert line, process.stderr.read() if process.stderr else "the server told no port"
    return int(line.strip().rstrip("/").rpartition(":")[2])


def handshake(port: int, host: str, origin: str | None) -> int:
    """The status with which the pages answer a WebSocket handshake."""
    return _status(port, "/_stcore/stream", host, origin, is_websocket=True)


def get(port: int, path: str, host: str, origin: str | None = None) -> int:
    """The status with which a server answers a plain request."""
    return _status(port, path, host, origin, is_websocket=False)


def _status(port: int, path: str, host: str, origin: str | None, *, is_websocket: bool) -> int:
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}"]
    if origin is not None:
        lines.append(f"Origin: {origin}")
    if is_websocket:
        lines += ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
        lines.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
    with connection_to(port) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = connection.makefile("rb").readline()
    return int(answer.split()[1])


def connection_to(port: int) -> socket.socket:
    """An open connection, which ends when the server does."""
    return socket.create_connection(("127.0.0.1", port), timeout=_SECONDS)


def ends(connection: socket.socket) -> bool:
    """Whether the other side goes away. Waits for it, without asking again and again."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def server_of(pid: int) -> int:
    """The process of ours that serves, among the children of an `mm`."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    servers = [c for c in children if b"\0app." in Path(f"/proc/{c}/cmdline").read_bytes()]
    assert len(servers) == 1
    return int(servers[0])


def environment_of(pid: int) -> dict[str, str]:
    """The environment that a process was started with."""
    entries = Path(f"/proc/{pid}/environ").read_text().split("\0")
    return dict(entry.split("=", 1) for entry in entries if entry)


def doors_of(pid: int) -> set[tuple[str, int]]:
    """The addresses and ports on which a process listens; "::…" is one of IPv6."""
    held = {
        str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir() if entry.is_symlink()
    }
    doors = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == _LISTENING and f"socket:[{fields[9]}]" in held:
                address, port = fields[1].split(":")
                doors.add((_readable(address), int(port, 16)))
    return doors


def _readable(address: str) -> str:
    raw = bytes.fromhex(address)
    return socket.inet_ntoa(raw[::-1]) if len(raw) == 4 else f"::{address}"
