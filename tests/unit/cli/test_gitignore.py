import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.gitignore import BLOCK, with_block
from stores.paths import PROJECT_ROOT
from tests.git_ignoring import ignored

FIRST, LAST = BLOCK.splitlines()[0], BLOCK.splitlines()[-1]
OLDER = f"{FIRST.split(' (')[0]}\n.env\n{LAST}\n"

# What git must not take, and what it must.
PRIVATE = """
config/secrets.enc.bak config/secrets.enc~ secrets.enc old/secrets.enc config/.secrets.lock
config/.env config/.env.local config/ENV config/prod.env endsong_0.json old/endsong_12.json
data/history/x.parquet mmuffin.duckdb.wal my_spotify_data.zip config/global_config.json
config/overrides.yml output/list.md cache/x.json demo/data/x.parquet config/.mm-7-x.partial
""".split()
PUBLIC = """
config/secrets.enc .env.example tests/fixtures/a/Streaming_History_Audio_1.json
config/global_config.example.json config/variables.yml src/output/x.py src/cache/x.py docs/demo/x.md
""".split()


def test_the_projects_own_file_holds_the_block():
    own = (PROJECT_ROOT / ".gitignore").read_text("utf-8")
    assert with_block(own) == own


def test_the_block_comes_last_and_once():
    assert with_block("") == BLOCK
    assert with_block("mine") == f"mine\n\n{BLOCK}"
    assert with_block("mine\n\n") == f"mine\n\n{BLOCK}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mine",
        "mine\n\n\n",
        f"before\n{OLDER}after\n",
        f"before\n{OLDER}\nbetween\n{BLOCK}after",
        f"before\r\n{OLDER}".replace("\n", "\r\n"),
        f"{FIRST}\nmine\n",
        f"mine\n{LAST}\n",
        f"{FIRST}\nmine\n{BLOCK}",
        OLDER.rstrip("\n"),
    ],
)
def test_twice_is_as_good_as_once_and_the_users_lines_stay(text: str):
    once = with_block(text)
    assert with_block(once) == once
    lines = once.splitlines()
    assert (lines.count(FIRST), lines.count(LAST)) == (1, 1)
    users = [line for line in text.splitlines() if line in ("mine", "before", "between", "after")]
    assert [line for line in lines if line in users] == users


def test_an_older_block_is_replaced_where_it_stands():
    assert with_block(f"before\n{OLDER}!mine\n") == f"before\n{BLOCK}!mine\n"


def test_the_block_ends_its_lines_as_a_text_of_crlf_alone_does():
    written = with_block("mine\r\n")
    assert written.count("\n") == written.count("\r\n") > 20


@pytest.mark.parametrize(
    "before", ["one\r\ntwo\n", "one\n", "\udcff\r\rold mac\r\n\n", "\ufeffx\n"]
)
@pytest.mark.parametrize("older", [OLDER, OLDER.replace("\n", "\r\n"), BLOCK])
@pytest.mark.parametrize("after", ["", "three\r\n\r\nfour\n\r\t \n five", "\x0b\x85\u2028\r"])
def test_only_the_block_is_exchanged_whatever_the_line_ends(before: str, older: str, after: str):
    assert with_block(before + older + after) == before + BLOCK + after


@given(
    st.lists(st.sampled_from(["a", "#", " ", "\r", "\n", "\r\n", "\x85", "\udcfe"])).map("".join)
)
def test_a_text_without_a_block_stays_as_its_beginning(text: str):
    written = with_block(text)
    assert written.startswith(text)
    assert written.removeprefix(text).strip("\r\n").replace("\r\n", "\n") + "\n" == BLOCK
    assert with_block(written) == written


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_git_takes_the_sealed_secrets_and_nothing_else_that_is_private(
    tmp_path: Path, newline: str
):
    text = with_block(f"# mine{newline}")
    assert ignored(text.encode(), PRIVATE + PUBLIC, tmp_path) == PRIVATE
    for name in PRIVATE + PUBLIC:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, check=True)
    staged = subprocess.run(
        ["git", "diff", "--cached", "--name-only"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert sorted(staged.stdout.split()) == sorted([".gitignore", *PUBLIC])
