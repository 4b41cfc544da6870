"""What must not get into git: the rules of `mm guard`, on names and bytes alone.

No scanner knows a Last.fm key: it is 32 hex digits like any checksum. So there are two rules for
values. The listener's own secrets are searched for exactly, in every common encoding; and any bare
32-hex string in a text, or UUID that is called a token, is refused unless somebody has looked at
it, which the mark on its line or its SHA-256 on the reviewed list says. That list can also allow a
file that is private by its name or form. No finding holds a secret, and nobody can allow one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from cli import guard_archives, guard_content, guard_names
from cli.guard_allowed import ALLOW_MARK, Allowed
from cli.guard_names import KEY_STORE
from cli.guard_needles import Needle, hint_of, joined, lines_with, needles_of
from cli.guard_values import Value, as_text, values_in

SECRET = "secret"  # noqa: S105 - a rule's name
_VAULT = "secrets.enc"


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

    @property
    def can_be_allowed(self) -> bool:
        """Whether the reviewed list may let it through."""
        return self.rule not in (SECRET, KEY_STORE)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules with what they depend on: the listener's secrets and what was reviewed."""

    needles: tuple[Needle, ...] = field(repr=False)
    allowed: Allowed
    judge_vault: Callable[[bytes], str | None]
    places: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(
        cls,
        secrets: Iterable[tuple[str, str]],
        allowed: Allowed,
        judge_vault: Callable[[bytes], str | None],
        places: Iterable[tuple[str, str]] = (),
    ) -> Rules:
        """Return the rules for `secrets`, pairs of name and value; a name may come twice.

        `judge_vault` gets the bytes of a `secrets.enc` and returns why git must not have it, or
        None. `places` say where a home lies in the repository: a folder there, ending in `/`, and
        which of a home's folders it is ("" is the home itself).
        """
        return cls(needles_of(secrets), allowed, judge_vault, tuple(places))

    def judge_name(self, path: bytes) -> list[Finding]:
        """Return what speaks against a file of this name, from the top of the repository."""
        shown = self.shown(path)
        found = [
            Finding(shown, None, SECRET, f"{needle.hint}, in the file's name")
            for needle in self.needles
            if needle.data in path
        ]
        names = list(self._names(path))
        if not any(guard_names.is_public(name) for name in names):
            reasons = (guard_names.why_private(name) for name in names)
            found += [Finding(shown, None, *reason) for reason in list(filter(None, reasons))[:1]]
        return self._not_allowed(path, found)

    def judge_content(self, path: bytes, data: bytes) -> list[Finding]:
        """Return what speaks against the content of a file, by line."""
        shown = self.shown(path)
        found = [Finding(shown, line, SECRET, hint) for hint, line in _held(self.needles, data)]
        found += [
            Finding(shown, value.number, value.rule, hint_of(value.text.decode()), digest)
            for value, digest in self._unknown_values(data)
        ]
        if path.rpartition(b"/")[2].lower() == _VAULT.encode():
            reason = self.judge_vault(data)
            found += [Finding(shown, None, KEY_STORE, reason)] if reason else []
        is_fixture = any(guard_names.is_public(name) for name in self._names(path))
        if about := guard_content.why_private(data, is_fixture=is_fixture):
            found.append(Finding(shown, None, *about))
        found += [
            Finding(
                shown, None, rule, f"{self.shown(name.encode('utf-8', 'replace'))} in it: {why}"
            )
            for name, content in guard_archives.members(_decoded(path), data)
            for rule, why in self._judge_member(name, content)
        ]
        ordered = sorted(set(found), key=lambda finding: (finding.line or 0, finding.rule))
        return self._not_allowed(path, ordered)

    def shown(self, path: bytes) -> str:
        """Return a path as it may be shown: whatever is secret in it is cut."""
        for needle in self.needles:
            path = path.replace(needle.data, needle.data[:2] + b"(cut)")
        return _decoded(path)

    def _unknown_values(self, data: bytes) -> Iterator[tuple[Value, str]]:
        # The exact rule speaks of these, and neither a mark nor the list allows them.
        known = {needle.data for needle in self.needles}
        for value in values_in(as_text(data), ALLOW_MARK):
            digest = hashlib.sha256(value.text).hexdigest()
            if value.text not in known and digest not in self.allowed.digests:
                yield value, digest

    def _names(self, path: bytes) -> Iterator[str]:
        """Return the name from the top of the repository and from the top of a home in it."""
        name = _decoded(path)
        yield name
        for folder, meant in self.places:
            if name.startswith(folder):
                yield meant + name.removeprefix(folder)

    def _judge_member(self, name: str, data: bytes) -> Iterator[tuple[str, str]]:
        if about := guard_names.why_private(name, is_from_top=False):
            yield about
        if about := guard_content.why_private(data):
            yield about
        for hint, _ in _held(self.needles, data):
            yield SECRET, hint
        for needle in self.needles:
            if needle.data in name.encode("utf-8", "replace"):
                yield SECRET, f"{needle.hint}, in its name"

    def _not_allowed(self, path: bytes, found: list[Finding]) -> list[Finding]:
        if _decoded(path) not in self.allowed.paths:
            return found
        return [each for each in found if each.line is not None or not each.can_be_allowed]


def _held(needles: Iterable[Needle], data: bytes) -> list[tuple[str, int]]:
    """Return which secrets `data` holds, and in which line."""
    without_ends = joined(data) if needles else b""
    return [
        (needle.hint, line) for needle in needles for line in lines_with(needle, data, without_ends)
    ]


def _decoded(path: bytes) -> str:
    return path.decode("utf-8", "backslashreplace")
