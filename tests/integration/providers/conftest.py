"""The clients against real servers that do what servers do.

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
from tests.integration.providers.key_search import needles_of
from tests.integration.providers.lookups import QUICK, SkippingClock, site_of
from tests.integration.stand_ins import StandIns, stand_ins


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
        providers=("lastfm",),
        lastfm=site_of(server),
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


@pytest.fixture
def brainz() -> Iterator[StandIns]:
    with stand_ins() as running:
        yield running


@pytest.fixture
def open_both(open_session, brainz: StandIns):
    """A session that may ask Last.fm, MusicBrainz and ListenBrainz."""

    def opened(policy: HttpPolicy = QUICK, **changes: object) -> Session:
        musicbrainz, listenbrainz = (
            replace(site_of(each), name=name)
            for each, name in (
                (brainz.musicbrainz, "MusicBrainz"),
                (brainz.listenbrainz, "ListenBrainz"),
            )
        )
        return open_session(
            policy,
            **{
                "providers": ("auto",),
                "musicbrainz": musicbrainz,
                "listenbrainz": listenbrainz,
                "listenbrainz_labs": replace(listenbrainz, name="ListenBrainz labs"),
                **changes,
            },
        )

    return opened


@pytest.fixture
def open_brainz(open_both):
    """A session without a key: MusicBrainz and ListenBrainz only."""

    def opened(policy: HttpPolicy = QUICK, **changes: object) -> Session:
        without = {"providers": ("listenbrainz",), "lastfm_key": None}
        return open_both(policy, **{**without, **changes})

    return opened
