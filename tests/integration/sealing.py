"""Secrets of a listener in an encrypted file, put there as a script would."""

from __future__ import annotations

import subprocess

from tests.integration.mm import Mm

PASSWORD = "correct horse battery staple"
OTHER_PASSWORD = "another one entirely"


def with_password(mm: Mm, password: str = PASSWORD, **env: str) -> Mm:
    return Mm(mm.home, mm.env | {"MM_SECRETS_PASSWORD": password} | env)


def run_with(mm: Mm, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    process = mm.start(*arguments, stdin=subprocess.PIPE)
    out, err = process.communicate(text, timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def sources(mm: Mm) -> dict[str, str]:
    return {row["name"]: row["source"] for row in mm.answer("secrets", "list")}


def seal(mm: Mm, key: str) -> None:
    done = run_with(with_password(mm), f"{key}\n", "secrets", "set", "LASTFM_API_KEY", "--stdin")
    assert done.returncode == 0, done.stderr
