"""Tests and the processes they start stay on this machine and see nobody's settings."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guard.loopback_only import NetworkForbiddenError, is_local


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.0.1", "::1", "localhost", b"localhost", "", None]
)
def test_this_machine_is_local(host: object) -> None:
    assert is_local(host)


@pytest.mark.parametrize(
    "host", ["192.0.2.1", "2001:db8::1", "example.invalid", b"example.invalid"]
)
def test_another_machine_is_not_local(host: object) -> None:
    assert not is_local(host)


def test_a_connection_to_another_machine_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as connection, pytest.raises(NetworkForbiddenError):
        connection.connect(("192.0.2.1", 80))
    assert "network guard" in capfd.readouterr().err


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(NetworkForbiddenError):
        socket.getaddrinfo("example.invalid", 80)


def test_a_server_on_loopback_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_a_child_process_is_refused_too() -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "NetworkForbiddenError" in ran.stderr


def test_no_setting_or_secret_of_a_person_is_seen() -> None:
    assert [n for n in os.environ if n.startswith(("MM_", "LASTFM_")) or "SECRET" in n] == []


def test_home_is_a_new_empty_folder(own_home: Path) -> None:
    assert Path.home() == own_home
    assert list(own_home.iterdir()) == []
