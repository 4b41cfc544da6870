"""What must not get into git: the rules of `mm guard`, on names and bytes alone.

No scanner knows a Last.fm key: it is 32 hex digits like any checksum. So there are two rules for
values. The listener's own secrets are searched for exactly, in every common encoding; and any bare
32-hex string in a text is refused unless somebody has looked at it, which the mark on its line or
its SHA-256 on the reviewed list says. No finding holds a secret, and nobody can allow one.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

from cli.errors import ConfigurationError

ALLOW_MARK = b"mmuffin: allow"
"""On a line: its 32-hex strings were looked at and are no keys."""
ALLOWED_FILE = "config/guard_allowed.txt"
"""The reviewed list, from the top of the repository."""
SHORTEST_SECRET = 8
"""A value of fewer characters is not searched for: it would be found in every second file."""

_BARE_HEX = re.compile(rb"(?<![0-9A-Za-z])[0-9a-fA-F]{32}(?![0-9A-Za-z])")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT_FOR_NUL = 8000  # as git does to tell a text
_SPACING = b"\r\n\t \"'"
_VAULT = "secrets.enc"

_NAMES = tuple(
    (rule, re.compile(pattern, re.IGNORECASE | re.DOTALL), why)
    for rule, pattern, why in (
        ("env file", r"(.*/)?(\.env.*|[^/]*\.env(~|\.sw.)?)", "it holds keys in plain text"),
        (
            "key store",
            r"(.*/)?secrets\.enc.+",
            "a second copy of the key store; an old password may open it",
        ),
        ("key store", r"(.*/)?(\.secrets\..*|\.streamlit/secrets\.toml)", "it holds keys"),
        ("history store", r"(.*/)?data/history/.*", "it holds what you played and when"),
        (
            "export",
            r"(.*/)?([^/]*streaming_?history[^/]*|endsong[^/]*|(yourlibrary|identity|userdata)[^/]*)"
            r"\.json",
            "it holds your plays, addresses and names",
        ),
        ("export", r"(.*/)?my_spotify_data[^/]*\.zip", "it holds your plays, addresses and names"),
        (
            "export",
            r"(.*/)?(my ?data|spotify (extended streaming history|account data))/.*",
            "it holds your plays, addresses and names",
        ),
        ("export", r"exports/.*", "it holds your plays, addresses and names"),
        ("warehouse", r"(.*/)?([^/]*\.duckdb[^/]*|[^/]*\.wal|\.build-.*)", "it holds your plays"),
        ("answer store", r"(.*/)?(http_cache.*|[^/]*\.sqlite[^/]*)", "it holds what was asked"),
        ("private data", r"data/.*", "it holds what you played and when"),
    )
)
_ENV_WORD = re.compile(
    r"(.*/)?ENV", re.DOTALL
)  # in capitals only: `env` is a folder of many a project
_PUBLIC_NAMES = re.compile(
    r"(.*/)?\.env\.example|tests/fixtures/.*\.json|(.*/)?secrets\.enc", re.IGNORECASE | re.DOTALL
)
_MAGIC = (
    ("warehouse", slice(8, 12), b"DUCK", "a DuckDB file under another name"),
    ("answer store", slice(0, 16), b"SQLite format 3\0", "a SQLite file under another name"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What should not be in git; it never holds a secret."""

    path: str
    """The file as it can be shown: control bytes escaped, a secret in it cut."""
    line: int | None
    """The line, from 1; None when the file as a whole is meant."""
    rule: str
    hint: str
    """For a value its first 2 characters and its length, else why the file is refused."""
    sha256: str | None = None
    """What to put on the reviewed list, for a string that nobody knows to be a secret."""


@dataclass(frozen=True, slots=True)
class _Needle:
    data: bytes = field(repr=False)
    hint: str
    can_be_wrapped: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules with what they depend on: the listener's secrets and what was reviewed."""

    needles: tuple[_Needle, ...] = field(repr=False)
    allowed: frozenset[str]
    judge_vault: Callable[[bytes], str | None]

    @classmethod
    def of(
        cls,
        secrets: Iterable[tuple[str, str]],
        allowed: Iterable[str],
        judge_vault: Callable[[bytes], str | None],
    ) -> Rules:
        """Return the rules for `secrets`, pairs of name and value; a name may come twice.

        `allowed` are the SHA-256 digests of the reviewed list, in lower-case hex. `judge_vault`
        gets the bytes of a `secrets.enc` and returns why git must not have it, or None.
        """
        needles: dict[bytes, _Needle] = {}
        for name, value in secrets:
            if len(value) >= SHORTEST_SECRET:
                for needle in _needles(name, value):
                    needles.setdefault(needle.data, needle)
        return cls(tuple(needles.values()), frozenset(allowed), judge_vault)

    def judge_name(self, path: bytes) -> list[Finding]:
        """Return what speaks against a file of this name, from the top of the repository."""
        shown = self.shown(path)
        found = [
            Finding(shown, None, "secret", f"{needle.hint}, in the file's name")
            for needle in self.needles
            if needle.data in path
        ]
        name = path.decode("utf-8", "backslashreplace")
        if _PUBLIC_NAMES.fullmatch(name):
            return found
        if _ENV_WORD.fullmatch(name):
            return [*found, Finding(shown, None, "env file", "it holds keys in plain text")]
        fits = ((rule, why) for rule, pattern, why in _NAMES if pattern.fullmatch(name))
        return found + [Finding(shown, None, rule, why) for rule, why in list(fits)[:1]]

    def judge_content(self, path: bytes, data: bytes) -> list[Finding]:
        """Return what speaks against the content of a file, by line."""
        shown = self.shown(path)
        joined = _joined(data) if self.needles else b""
        found = [
            Finding(shown, line, "secret", needle.hint)
            for needle in self.needles
            for line in _lines_with(needle, data, joined)
        ]
        found += [
            Finding(shown, line, "32-hex", _hint(value.decode()), _digest(value))
            for line, value in self._bare_hex(data)
        ]
        if path.rpartition(b"/")[2].lower() == _VAULT.encode():
            reason = self.judge_vault(data)
            found += [Finding(shown, None, "key store", reason)] if reason else []
        found += [
            Finding(shown, None, rule, why)
            for rule, part, magic, why in _MAGIC
            if data[part] == magic
        ]
        if _holds_export(data):
            found.append(Finding(shown, None, "export", "a zip with files of an export in it"))
        return sorted(set(found), key=lambda finding: (finding.line or 0, finding.rule))

    def shown(self, path: bytes) -> str:
        """Return a path as it may be shown: whatever is secret in it is cut."""
        for needle in self.needles:
            path = path.replace(needle.data, needle.data[:2] + b"(cut)")
        return path.decode("utf-8", "backslashreplace")

    def _bare_hex(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        text = _as_text(data)
        # The exact rule speaks of these, and neither a mark nor the list allows them.
        known = {needle.data for needle in self.needles}
        for match in _BARE_HEX.finditer(text):
            value = match.group()
            if value in known or _digest(value) in self.allowed:
                continue
            start, end = text.rfind(b"\n", 0, match.start()) + 1, text.find(b"\n", match.end())
            if ALLOW_MARK not in text[start : end if end >= 0 else None]:
                yield text.count(b"\n", 0, match.start()) + 1, value


def read_allowed(text: str) -> frozenset[str]:
    """Return the digests of a reviewed list: one SHA-256 in hex a line, then `#` and the reason.

    Raises `ConfigurationError` with the line that is neither a digest nor a comment.
    """
    digests = set()
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.partition("#")[0].strip().lower()
        if said and not _SHA256.fullmatch(said):
            raise ConfigurationError(
                f"{ALLOWED_FILE}, line {number}: not a SHA-256; write its 64 hex digits, then "
                "# and why it may be there"
            )
        digests.add(said)
    return frozenset(digests - {""})


def _digest(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()


def _hint(value: str) -> str:
    return f"{value[:2]}… ({len(value)} characters)"


def _needles(name: str, value: str) -> Iterator[_Needle]:
    hint = f"{name} {_hint(value)}"
    for text in dict.fromkeys((value, value.lower(), value.upper())):
        data = text.encode()
        escaped = "".join(f"%{byte:02x}" for byte in data)
        yield _Needle(data, hint, can_be_wrapped=True)
        for form in (data.hex(), data.hex().upper()):
            yield _Needle(form.encode(), f"{hint}, in hex", can_be_wrapped=True)
        for part in _base64_forms(data):
            yield _Needle(part, f"{hint}, in base64", can_be_wrapped=True)
        for form in (quote(text, safe=""), quote_plus(text), escaped, escaped.upper()):
            yield _Needle(form.encode(), f"{hint}, URL-encoded", can_be_wrapped=True)
        for codec in ("utf-16-le", "utf-16-be"):
            yield _Needle(text.encode(codec), f"{hint}, in UTF-16", can_be_wrapped=False)


def _base64_forms(data: bytes) -> set[bytes]:
    """Return what of `data` is the same in any base64 that holds it, at each of 3 alignments.

    A character at either end that also depends on a neighbour of `data` is left out.
    """
    forms = set()
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + data)
        # Each character holds 6 bits: only those wholly inside `data` are certain.
        first = -(-before * 8 // 6)
        last = (before + len(data)) * 8 // 6
        forms |= {encoded[first:last], encoded[first:last].translate(bytes.maketrans(b"+/", b"-_"))}
    return forms


def _lines_with(needle: _Needle, data: bytes, joined: bytes) -> list[int]:
    """Return the lines that hold the needle, also when it is broken over several lines."""
    lines = []
    start = data.find(needle.data)
    while start >= 0:
        lines.append(data.count(b"\n", 0, start) + 1)
        end_of_line = data.find(b"\n", start + len(needle.data))
        start = data.find(needle.data, end_of_line) if end_of_line >= 0 else -1
    if lines or not needle.can_be_wrapped:
        return lines
    start = joined.find(_joined(needle.data))
    return [] if start < 0 else [_line_at(data, start)]


def _line_at(data: bytes, offset: int) -> int:
    """Return the line that holds the byte which is at `offset` once the lines are joined."""
    kept = 0
    lines = data.split(b"\n")
    for number, line in enumerate(lines, start=1):
        kept += len(_joined(line))
        if kept > offset:
            return number
    return len(lines)


def _joined(data: bytes) -> bytes:
    r"""Return `data` without line ends, also those that JSON writes as `\n`, spaces and quotes."""
    return data.replace(b"\\n", b"").translate(None, _SPACING)


def _as_text(data: bytes) -> bytes:
    """Return `data` if it is a text, UTF-16 in bytes of its own; nothing if it is binary."""
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16", "replace").encode()
    return b"" if b"\0" in data[:_LOOKED_AT_FOR_NUL] else data


def _holds_export(data: bytes) -> bool:
    """Return whether `data` is a zip with a file of an export in it, whatever its own name."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return False
    exports = [pattern for rule, pattern, _ in _NAMES if rule == "export"]
    return any(pattern.fullmatch(name) for name in names for pattern in exports)
