"""What git would not take, told by git itself."""

import subprocess
from collections.abc import Iterable
from pathlib import Path


def ignored(gitignore: bytes, names: Iterable[str], folder: Path) -> list[str]:
    """Which of the names a new repository in `folder` leaves out by these lines."""
    subprocess.run(["git", "init", "-q", folder], check=True)
    (folder / ".gitignore").write_bytes(gitignore)
    ran = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin"],
        cwd=folder,
        input="\n".join(names),
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.splitlines()
