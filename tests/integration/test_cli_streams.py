"""What becomes of a build when nobody reads, and what the clients have to say."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.integration.listeners import hear
from tests.integration.mm import FROM_FILE, Mm, error_of
from tests.integration.searching import texts_in


class _Refusing(BaseHTTPRequestHandler):
    """Last.fm on a day on which it does not know the key."""

    def do_POST(self) -> None:
        body = b'{"error":10,"message":"Invalid API key"}'
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def refusing_service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Refusing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_build_whose_notes_nobody_reads_is_finished_all_the_same(built: Mm) -> None:
    process = built.start("build", "--tier-start", "7")
    process.stderr.readline()
    process.stderr.close()
    process.stdout.read()
    assert process.wait(timeout=300) == 0
    assert built.answer("sql", "select tier_start from run_report") == [{"tier_start": 7}]


def test_a_refused_key_is_told_with_the_place_it_came_from_and_shows_nowhere_else(
    home: Path, refusing_service: str
) -> None:
    mm = Mm(home, {"MM_LASTFM_URL": refusing_service, "MM_PROVIDERS": "lastfm"})
    hear(mm, "Jess Glynne", "JP Cooper")
    (home / "config").mkdir()
    key = "0123456789abcdef" * 2
    (home / "config" / ".env").write_text(f"LASTFM_API_KEY={key}\n")
    done = mm.run("build", "--verbose")
    assert done.returncode == 0, done.stderr
    assert "note: Last.fm refused the key from config/.env: check it" in done.stderr
    assert "note: partial" in done.stderr
    assert key not in done.stderr + done.stdout
    files = {path for path in home.rglob("*") if path.is_file()}
    assert any(path.name == "dbt.log" for path in files)
    holding = [path for path in files if any(key in text for text in texts_in(path))]
    assert holding == [home / "config" / ".env"]


@pytest.mark.parametrize("kind", ["SIMILAR_ARTISTS", "ARTIST_DETAILS"])
def test_a_file_that_is_not_there_is_named_before_dbt_starts(home: Path, kind: str) -> None:
    mm = Mm(home, {**FROM_FILE, f"MM_{kind}_FILE": "/nowhere/lists.csv"})
    done = mm.run("build")
    assert done.returncode == 2
    told = f"{kind.lower()}_file: No such file or directory: /nowhere/lists.csv"
    assert error_of(done) == told
