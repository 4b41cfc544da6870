"""What a look-up needs beside a server: a clock that jumps, a plan; and what came of it."""

import time

import pandas as pd
import pyarrow as pa

from python_engines.clients.exchange import Limits
from python_engines.clients.http import HttpPolicy
from python_engines.clients.pace import Timing
from python_engines.clients.session import Session
from python_engines.clients.sites import Site
from tests.integration.fault_server import FaultServer

DAY = 86_400.0
QUICK = HttpPolicy(limits=Limits(attempt_seconds=5.0, connect_seconds=5.0))


class SkippingClock:
    """Sleeps in no time: the clock jumps instead, and every sleep is remembered."""

    def __init__(self, *, now: float | None = None) -> None:
        self.skipped = 0.0
        self.slept: list[float] = []
        self._shift = 0.0 if now is None else now - time.time()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.skipped += seconds

    @property
    def timing(self) -> Timing:
        return Timing(
            monotonic=lambda: time.monotonic() + self.skipped,
            sleep=self.sleep,
            now=lambda: time.time() + self._shift + self.skipped,
            chance=lambda: 1.0,
        )


def site_of(server: FaultServer, calls_per_second: float = 1_000.0) -> Site:
    """A server as a site that is asked as fast as it goes."""
    return Site("Last.fm", server.url, calls_per_second)


def slow(attempt_seconds: float, tries: int = 4) -> HttpPolicy:
    """A policy whose attempts end soon."""
    return HttpPolicy(limits=Limits(attempt_seconds=attempt_seconds), tries=tries)


def plan_of(*names: str, purpose: str = "tier", share: float = 1.0, **columns: object):
    return pd.DataFrame(
        {
            "lookup_rank": range(1, len(names) + 1),
            "artist_id": [name.lower() for name in names],
            "artist_name": list(names),
            "purpose": purpose,
            "call_share_until": share,
            **columns,
        }
    )


def log_of(session: Session) -> list[tuple[str, str, int]]:
    rows = session.call_log().to_pylist()
    return [(row["status"], row["origin"], row["attempt_count"]) for row in rows]


def names_of(lists: pa.Table, seed: str) -> list[str]:
    rows = [row for row in lists.to_pylist() if row["seed_artist_name"] == seed]
    return [row["candidate_artist_name"] for row in rows]
