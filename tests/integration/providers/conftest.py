"""The Last.fm client against a real server that does what servers do.

After each test the key is searched for in everything that was logged, printed, stored or shown.
"""

import logging
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from python_engines.clients.http import HttpPolicy
from python_engines.clients.pace import Timing
from python_engines.clients.session import Session
from python_engines.clients.settings import ClientSettings
from tests.integration.fault_server import FaultServer
from tests.integration.lastfm.key_search import needles_of
from tests.integration.lastfm.lookups import QUICK, SkippingClock


@pytest.fixture
def server() -> Iterator[FaultServer]:
    running = FaultServer()
    yield running
    running.stop()


@pytest.fixture
def other_server() -> Iterator[FaultServer]:
    running = FaultServer()
    yield running
    running.stop()


@pytest.fixture
def key() -> str:
    return secrets.token_hex(16)


@pytest.fixture
def settings(server: FaultServer, tmp_path: Path, key: str) -> ClientSettings:
    return ClientSettings(
        answers=tmp_path / "cache" / "answers.sqlite",
        lastfm_key=key,
        lastfm_key_source="LASTFM_API_KEY",
        lastfm_url=server.url,
        lastfm_calls_per_second=1_000.0,
        user_agent="mmuffin-tests/1.0 ( tests@example.org )",
        shows_progress=True,
    )


@pytest.fixture
def clock() -> SkippingClock:
    return SkippingClock()


@pytest.fixture
def sessions() -> Iterator[list[Session]]:
    opened: list[Session] = []
    yield opened
    for session in opened:
        session.close()


@pytest.fixture(autouse=True)
def the_key_shows_nowhere(
    key: str,
    sessions: list[Session],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("urllib3").setLevel(logging.DEBUG)
    yield
    logged = [
        logging.Formatter().format(record)
        for phase in ("setup", "call")  # caplog.text forgets a phase when the next begins
        for record in caplog.get_records(phase)
    ]
    shown = [*logged, *capfd.readouterr()]
    for session in sessions:
        shown += [repr(session), repr(vars(session)), *session.notes()]
        shown += [str(row) for row in session.call_log().to_pylist()]
    stored = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    seen = "\n".join(shown).encode() + b"".join(stored)
    for needle in needles_of(key):
        assert needle not in seen
    assert "127.0.0.1" not in "\n".join(logged)


@pytest.fixture
def open_session(settings: ClientSettings, clock: SkippingClock, sessions: list[Session]):
    def opened(
        policy: HttpPolicy = QUICK, timing: Timing | None = None, **changes: object
    ) -> Session:
        session = Session(
            replace(settings, **changes), policy=policy, timing=timing or clock.timing
        )
        sessions.append(session)
        return session

    return opened
