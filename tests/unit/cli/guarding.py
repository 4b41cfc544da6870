"""What the tests of `mm guard` share: a secret, a value nobody knows, packed files."""

import hashlib
import io
import zipfile

from cli.guard_allowed import Allowed
from cli.guard_rules import Rules

KEY = hashlib.sha256(b"a key of nobody").hexdigest()[:32]
WORDS = "muffins/1.0 ( anna+music@example.org ) ~~~???>>>"
OTHER = "c0ffee00" * 4
TOKEN = "-".join(("c0ffee00", "c0ff", "4e00", "8c0f", "c0ffee00c0ff"))
WHY = "the judge says no"


def rules(*allowed: str, verdict: str | None = None) -> Rules:
    secrets = [("LASTFM_API_KEY", KEY), ("LISTENBRAINZ_TOKEN", WORDS)]
    return Rules.of(secrets, Allowed(frozenset(allowed)), lambda data: verdict)


def found(data: bytes, *allowed: str) -> list[tuple[int | None, str]]:
    return [(f.line, f.rule) for f in rules(*allowed).judge_content(b"a.txt", data)]


def zipped(*names: str, content: str | bytes = "[]") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return buffer.getvalue()
