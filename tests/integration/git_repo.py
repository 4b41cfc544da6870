"""Real git repositories with a listener's home; whatever is said is searched for the key."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from stores.paths import PROJECT_ROOT
from tests.guard.loopback_only import GUARD_FOLDER
from tests.integration.mm import Mm, error_of

KEY = hashlib.sha256(b"a key of nobody").hexdigest()[:32]
IN_BASE64 = base64.b64encode(KEY.encode()).decode()
WITH_KEY = {"LASTFM_API_KEY": KEY}
GIT_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{
        f"GIT_{who}_{what}": "anna@example.org" if what == "EMAIL" else "Anna"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    },
}


@dataclass(frozen=True)
class Repo:
    """A git repository that is also the parent of the listener's home."""

    root: Path
    env: dict[str, str]

    @property
    def mm(self) -> Mm:
        return Mm(self.root / "home", {**GIT_ENVIRONMENT, **self.env})

    def environment(self, *, has_home: bool = True) -> dict[str, str]:
        environment = self.mm.environment() | {"PYTHONPATH": f"{GUARD_FOLDER}:{PROJECT_ROOT}"}
        return {k: v for k, v in environment.items() if has_home or k != "MM_HOME"}

    def git(
        self, *words: str | bytes, is_fine: bool = True, has_home: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run git; it must succeed exactly if `is_fine`."""
        done = subprocess.run(
            ["git", *words],
            cwd=self.root,
            env=self.environment(has_home=has_home),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode == 0) is is_fine, done.stdout + done.stderr
        assert_no_key(done)
        return done

    def write(self, name: str | bytes, content: str | bytes) -> None:
        path = self.root / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def stage(self, name: str | bytes, content: str | bytes) -> None:
        self.write(name, content)
        self.git("add", "-f", "--", name)

    def commit(self, name: str, content: str | bytes = "fine\n") -> None:
        """Commit past any hook."""
        self.stage(name, content)
        self.git("commit", "-q", "--no-verify", "-m", f"add {name}")

    def guard(self, *words: str) -> subprocess.CompletedProcess[str]:
        done = self.mm.run("guard", *words)
        assert_no_key(done)
        return done

    def findings(self, *words: str) -> list[tuple[str, str, int | None]]:
        """What `mm guard` refuses, as path, rule and line."""
        done = self.guard(*words, "--format", "json")
        assert done.returncode == 1, done.stderr
        rows = json.loads(done.stdout)
        count = "1 finding" if len(rows) == 1 else f"{len(rows)} findings"
        assert error_of(done).startswith(f"{count}: ")
        return [(row["path"], row["rule"], row["line"]) for row in rows]


def assert_no_key(done: subprocess.CompletedProcess[str]) -> None:
    said = (done.stdout + done.stderr).lower()
    forms = (KEY, KEY.encode().hex(), IN_BASE64.lower().rstrip("="))
    assert [form for form in forms if form in said] == []
