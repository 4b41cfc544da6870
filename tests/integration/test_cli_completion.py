"""The shell's questions: what could follow what was typed so far."""

from __future__ import annotations

import pytest

from tests.integration.mm import Mm


@pytest.mark.parametrize(
    ("typed", "word", "offered"),
    [
        ("mm rec", 1, {"recommend"}),
        ("mm config s", 2, {"show", "set"}),
        ("mm build --tier", 2, {"--tier-start", "--tier-end"}),
    ],
)
def test_a_shell_is_told_what_could_follow(
    mm: Mm, typed: str, word: int, offered: set[str]
) -> None:
    asked = {"_MM_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(word)}
    done = Mm(mm.home, asked).run()
    assert (done.returncode, set(done.stdout.split())) == (0, offered), done.stderr


def test_the_completion_can_be_shown(mm: Mm) -> None:
    assert "_MM_COMPLETE=complete_bash" in mm.run("--show-completion", "bash").stdout
