"""Fetching similar artists from a service with latency: first, again, and cut short half-way.

A server on this machine plays Last.fm and waits before each answer. Beside our fetch stands a peer,
a loop over `requests` that keeps nothing, checks nothing and paces nothing, and the limit: the
latency itself, which no polite client can undercut.

    python -m benchmarks.bench_fetch                       # 300 artists, 150 ms
    python -m benchmarks.bench_fetch --artists 100 --latency-ms 50
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from stores.paths import PROJECT_ROOT

_LIST_LENGTH = 100
_POLL_SECONDS = 0.005

_OURS = """
import json, sys
import pandas as pd
from python_engines.clients.session import open_session
names = json.loads(sys.argv[1])
plan = pd.DataFrame({"lookup_rank": range(len(names)), "artist_id": names, "artist_name": names})
session = open_session(json.loads(sys.argv[2]))
session.fetch_similar("seeds", plan.assign(purpose="tier", call_share_until=1.0))
"""
_PEER = """
import json, sys
import requests
names, url = json.loads(sys.argv[1]), json.loads(sys.argv[2])["MM_LASTFM_URL"]
session = requests.Session()
for name in names:
    session.post(url, data={"method": "artist.getSimilar", "artist": name}).json()
"""


class Service:
    """A server on this machine that answers each call after a while and counts whom it is asked."""

    def __init__(self, latency_seconds: float) -> None:
        self.asked: Counter[str] = Counter()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                artist = parse_qs(body)["artist"][0]
                service.asked[artist] += 1
                time.sleep(latency_seconds)
                found = [
                    {"name": f"{artist} {at}", "mbid": "", "match": f"{1 - at / 200:.6f}"}
                    for at in range(_LIST_LENGTH)
                ]
                container = {"artist": found, "@attr": {"artist": artist}}
                answer = json.dumps({"similarartists": container}).encode()
                try:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)
                except OSError:  # the client was killed
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/2.0/"

    def stop(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()


def run(code: str, names: list[str], env: dict[str, str]) -> float:
    """Run one case to its end and return its seconds."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code, json.dumps(names), json.dumps(env)],
        cwd=PROJECT_ROOT,
        check=True,
    )
    return time.perf_counter() - began


def run_and_kill(service: Service, names: list[str], env: dict[str, str]) -> None:
    """Start our fetch and kill it when half of the artists were asked for."""
    child = subprocess.Popen(
        [sys.executable, "-c", _OURS, json.dumps(names), json.dumps(env)], cwd=PROJECT_ROOT
    )
    while service.asked.total() < len(names) // 2 and child.poll() is None:
        time.sleep(_POLL_SECONDS)
    child.send_signal(signal.SIGKILL)
    child.wait()


def main() -> None:
    """Run every case and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--artists", type=int, default=300)
    parser.add_argument("--latency-ms", type=int, default=150)
    said = parser.parse_args()
    names = [f"Artist {number}" for number in range(said.artists)]
    limit = said.artists * said.latency_ms / 1_000
    service = Service(said.latency_ms / 1_000)
    rows: list[tuple[str, int, float]] = []
    with tempfile.TemporaryDirectory() as folder:

        def env_of(home: str) -> dict[str, str]:
            return {
                "MM_HOME": str(Path(folder) / home),
                "MM_PROVIDERS": "lastfm",
                "LASTFM_API_KEY": "none",
                "MM_LASTFM_URL": service.url,
                "MM_LASTFM_CALLS_PER_SECOND": "1000",
            }

        for case, code, home in (
            ("requests in a loop", _PEER, "peer"),
            ("fetch, first", _OURS, "whole"),
            ("fetch, again", _OURS, "whole"),
        ):
            service.asked.clear()
            seconds = run(code, names, env_of(home))
            rows.append((case, service.asked.total(), seconds))
        service.asked.clear()
        run_and_kill(service, names, env_of("killed"))
        before = service.asked.total()
        seconds = run(_OURS, names, env_of("killed"))
        rows.append(("fetch, after a kill half-way", service.asked.total() - before, seconds))
        twice = [name for name, count in service.asked.items() if count > 1]
    service.stop()
    print(f"{said.artists} artists, {said.latency_ms} ms latency: the limit is {limit:.1f} s\n")
    print(f"{'case':<30}{'calls':>6}{'seconds':>10}{': limit':>10}{': peer':>9}")
    for case, calls, seconds in rows:
        ratios = f"{seconds / limit:>10.2f}{seconds / rows[0][2]:>9.2f}"
        print(f"{case:<30}{calls:>6}{seconds:>10.2f}{ratios}")
    print(f"\nasked twice over both halves: {len(twice)} (the one under way at the kill may be)")


if __name__ == "__main__":
    main()
