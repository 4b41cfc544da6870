"""`mm guard` in real git repositories: what it stops, what it lets through, what it says."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.secrets import vault
from tests.integration.git_repo import IN_BASE64, KEY, WITH_KEY, Repo
from tests.integration.mm import Mm, error_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

PASSWORD = "correct horse battery staple"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path, WITH_KEY)
    made.git("init", "-q", "-b", "main")
    made.commit("README.md")
    return made


def notebook(*, source: str = "", output: object = "") -> str:
    cell = {"cell_type": "code", "source": [source], "outputs": [{"text": [output]}]}
    return json.dumps({"cells": [cell], "nbformat": 4}, indent=1)


HOLDING_THE_KEY: dict[str, str | bytes] = {
    "quoted.py": f'KEY = "{KEY}"\n',
    "url.py": f'get("https://example.org/2.0/?api_key={KEY}&format=json")\n',
    "comment.py": f"x = 1  # {KEY}\n",
    "pragma.py": f'k = "{KEY}"  # pragma: allowlist secret\n',
    "marked.py": f'k = "{KEY}"  # mmuffin: allow\n',
    "literals.py": f'k = (\n    "{KEY[:16]}"\n    "{KEY[16:]}"\n)\n',
    "upper.py": f'KEY = "{KEY.upper()}"\n',
    "settings": f"LASTFM_API_KEY={KEY}\n",
    "quoted.json": json.dumps({"key": KEY}),
    "url.json": json.dumps({"url": f"https://example.org/?api_key={KEY}"}),
    "source.ipynb": notebook(source=f"key = '{KEY}'"),
    "output.ipynb": notebook(output=KEY),
    "dict.ipynb": notebook(output=repr({"api_key": KEY})),
    "image.ipynb": notebook(output=base64.encodebytes(b"x" * 50 + KEY.encode()).decode()),
    "a.yml": f"key: {KEY}\n",
    "list.yml": f"- {KEY}\n",
    "a.toml": f'key = "{KEY}"\n',
    "a.ini": f"[lastfm]\nkey = {KEY}\n",
    "a.md": f"Use `{KEY}`.\n",
    "a.csv": f"name,key\nlastfm,{KEY}\n",
    "a.sql": f"select '{KEY}' as key;\n",
    "a.sh": f"export LASTFM_API_KEY={KEY}\n",
    "dos.bat": f"set KEY={KEY}\r\n",
    "a.log": f"GET /2.0/?api_key={KEY} 200\n",
    "a.lock": f"key=={KEY}\n",
    "a.svg": f"<svg><text>{KEY}</text></svg>\n",
    "a.html": f"<a href='?api_key={KEY}'>x</a>\n",
    "a.url": f"[InternetShortcut]\nURL=https://example.org/?api_key={KEY}\n",
    "a.txt": KEY,
    "base64.txt": IN_BASE64,
    "base64-1.txt": base64.b64encode(b"k" + KEY.encode()),
    "base64-2.txt": base64.b64encode(b"k=" + KEY.encode() + b"\n"),
    "hex.txt": KEY.encode().hex(),
    "percent.txt": "".join(f"%{byte:02x}" for byte in KEY.encode()),
    "utf-16-le.txt": KEY.encode("utf-16-le"),
    "utf-16.reg": f"Windows\r\n{KEY}\r\n".encode("utf-16"),
    "binary.bin": b"\0\1\2" + KEY.encode() + b"\0",
}


def test_the_key_is_found_in_every_kind_of_file(repo: Repo):
    assert len(HOLDING_THE_KEY) >= 34
    for name, content in HOLDING_THE_KEY.items():
        repo.write(f"kinds/{name}", content)
    repo.git("add", "-A")
    refused = {path for path, rule, _ in repo.findings() if rule == "secret"}
    assert refused == {f"kinds/{name}" for name in HOLDING_THE_KEY}
    for form in ("table", "csv", "md"):
        done = repo.guard("--format", form)
        assert (done.returncode, done.stdout.count("kinds/")) == (1, len(HOLDING_THE_KEY))


def test_a_key_that_nobody_knows_is_found_in_every_text(repo: Repo):
    for name, content in HOLDING_THE_KEY.items():
        repo.write(f"kinds/{name}", content)
    repo.git("add", "-A")
    refused = {path.removeprefix("kinds/") for path, _, _ in Repo(repo.root, {}).findings()}
    only_by_value = {"marked.py", "literals.py", "image.ipynb", "hex.txt", "percent.txt"}
    only_by_value |= {"base64.txt", "base64-1.txt", "base64-2.txt", "utf-16-le.txt", "binary.bin"}
    assert refused == set(HOLDING_THE_KEY) - only_by_value


def test_a_clean_tree_passes_and_says_what_was_looked_at(repo: Repo):
    repo.stage("a file.txt", "fine\n")
    done = repo.guard()
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        "note: nothing found in 2 files of what git would commit; looked for 1 secret of yours"
    ]


def test_what_counts_is_the_index_and_not_the_working_tree(repo: Repo):
    repo.write("unstaged.py", KEY)
    repo.commit("changed.py")
    repo.write("changed.py", KEY)
    assert repo.guard().returncode == 0
    repo.stage("staged.py", KEY)
    repo.write("staged.py", "clean again\n")
    assert repo.findings() == [("staged.py", "secret", 1)]
    (repo.root / "staged.py").unlink()
    assert repo.findings() == [("staged.py", "secret", 1)]


def test_private_files_are_refused_though_git_was_forced(repo: Repo):
    env_file = "LASTFM_API_KEY=\n"
    repo.commit("config/.env", env_file)
    names = ["me/data/history/x.parquet", "my_spotify_data.zip", "prod.env", "x.duckdb"]
    for name in names:
        repo.stage(name, "x")
    done = repo.guard("--format", "json")
    rows = [(row["where"], row["path"]) for row in json.loads(done.stdout)]
    assert rows == [("tracked", "config/.env"), *(("staged", name) for name in names)]
    assert "`git reset -- FILE`" in error_of(done)
    assert "`git rm --cached FILE`" in error_of(done)


def test_a_reviewed_string_passes(repo: Repo):
    other = "c0ffee00" * 4
    repo.stage("sums.txt", f"one\n{other}\n")
    [row] = json.loads(repo.guard("--format", "json").stdout)
    assert (row["path"], row["line"], row["rule"]) == ("sums.txt", 2, "32-hex")
    assert "its SHA-256 (from `mm guard --format json`) in config/guard_allowed.txt" in error_of(
        repo.guard()
    )
    repo.write("config/guard_allowed.txt", f"{row['sha256']}  # a sum\n")
    assert repo.findings() == [("sums.txt", "32-hex", 2)]  # what is not staged allows nothing
    repo.git("add", "config/guard_allowed.txt")
    repo.write("config/guard_allowed.txt", "")
    assert repo.guard().returncode == 0
    repo.stage("config/guard_allowed.txt", "nonsense\n")
    done = repo.guard()
    assert (done.returncode, "guard_allowed.txt, line 1" in error_of(done)) == (2, True)


def test_the_staged_list_counts_for_the_history_too(repo: Repo):
    other = "c0ffee00" * 4
    repo.commit("sums.txt", other)
    digest = hashlib.sha256(other.encode()).hexdigest()
    repo.write("config/guard_allowed.txt", f"{digest}  # a sum\n")
    assert repo.findings("--history") == [("sums.txt", "32-hex", 1)]
    repo.git("add", "config/guard_allowed.txt")
    assert repo.guard("--history").returncode == 0


def test_a_file_is_let_through_by_its_path_but_never_with_a_secret(repo: Repo):
    repo.stage("docs/notes.sqlite", "fine")
    assert "`path FILE # why` in config/guard_allowed.txt" in error_of(repo.guard())
    repo.stage("config/guard_allowed.txt", "path docs/notes.sqlite  # sums, for all to see\n")
    assert repo.guard().returncode == 0
    repo.stage("docs/notes.sqlite", KEY)
    assert repo.findings() == [("docs/notes.sqlite", "secret", 1)]
    assert "allowed" not in error_of(repo.guard())


@pytest.mark.parametrize(
    ("form", "said"), [("json", "[]"), ("csv", "where,path,line,rule,hint,sha256")]
)
def test_a_program_gets_an_answer_of_a_clean_tree_too(repo: Repo, form: str, said: str):
    done = repo.guard("--format", form)
    assert (done.returncode, done.stdout) == (0, said + "\n")


def test_a_home_below_the_top_is_guarded_as_one(repo: Repo):
    repo.write("home/config/global_config.json", json.dumps({"output_folder": "../lists"}))
    names = ["config/overrides.yml", "home/config/global_config.json", "home/output/a.md"]
    names += ["lists/today.csv", "output/a.md"]
    for name in names[:1] + names[2:]:
        repo.write(name, "x")
    repo.git("add", "-f", "-A")
    # The list folder was moved, so the old one counts by its name alone.
    assert sorted(path for path, _, _ in repo.findings()) == sorted(names)


def test_git_takes_no_private_file_of_a_fresh_home(repo: Repo):
    home = repo.root / "home"
    assert repo.mm.run("init", "--non-interactive").returncode == 0
    for name in ("config/global_config.json", "config/overrides.yml", "output/a.md", "cache/a"):
        repo.write(f"home/{name}", "{}")
    repo.git("add", "-A")
    assert repo.guard().returncode == 0
    listed = repo.git("ls-files", "home").stdout.split()
    assert "home/config/global_config.example.json" in listed
    assert [name for name in listed if (home / "output") in (repo.root / name).parents] == []
    assert not {"home/config/global_config.json", "home/config/overrides.yml"} & set(listed)


@pytest.mark.parametrize("how", ["default", "few", "flipped"])
def test_a_sealed_key_store_passes_only_whole_and_strong(repo: Repo, how: str):
    header = vault.Header(1, vault.Method.AES_256_CBC, 100_000)
    data = vault.seal({"lastfm_api_key": KEY}, PASSWORD)
    if how == "few":
        plain = json.dumps({"lastfm_api_key": KEY}, separators=(",", ":")).encode()
        data = vault._seal(plain, PASSWORD, header, b"s" * 16, b"i" * 16, 0)
    elif how == "flipped":
        data = data[:40] + bytes([data[40] ^ 1]) + data[41:]
    repo.stage("config/secrets.enc", data)
    if how == "default":
        assert repo.guard().returncode == 0
    else:
        assert repo.findings() == [("config/secrets.enc", "key store", None)]


def test_a_secret_of_every_place_is_searched_for(repo: Repo):
    in_file, in_store = (hashlib.sha256(name.encode()).hexdigest()[:32] for name in "ab")
    repo.write("home/config/.env", f"LASTFM_API_KEY={in_file}\n")
    sealed = vault.seal({"lastfm_api_key": in_store}, PASSWORD)
    repo.write("home/config/secrets.enc", sealed)
    for name, value in (("a.txt", KEY), ("b.txt", in_file), ("c.txt", in_store)):
        repo.stage(name, base64.b64encode(value.encode()))
    assert [path for path, _, _ in repo.findings()] == ["a.txt", "b.txt"]
    assert "note: config/secrets.enc is closed" in repo.guard().stderr
    env = {**WITH_KEY, "MM_SECRETS_PASSWORD": PASSWORD}
    assert [path for path, _, _ in Repo(repo.root, env).findings()] == ["a.txt", "b.txt", "c.txt"]


ODD_NAMES = [b"a b.txt", b"q\"uo'te.txt", b"new\nline.txt", b"caf\xc3\xa9.txt", b"lat\xe9in.txt"]
ODD_NAMES += [b"-n.txt", b":colon.txt", b"back\\slash.txt", b"$(touch x).txt", b"deep/\t/tab.txt"]


def test_odd_names_are_read_and_shown(repo: Repo):
    for name in ODD_NAMES:
        repo.write(name, KEY)
    repo.git("add", "-A")
    assert len(repo.findings()) == len(ODD_NAMES)
    done = repo.guard()
    assert "lat\\xe9in.txt" in done.stdout
    assert "\x1b" not in done.stdout
    repo.git("commit", "-q", "--no-verify", "-m", "odd")
    repo.git("rm", "-q", "-r", ".")
    repo.git("commit", "-q", "--no-verify", "-m", "gone")
    assert len(repo.findings("--history")) == len(ODD_NAMES)


def test_a_repository_without_a_commit_is_read_too(tmp_path: Path):
    new = Repo(tmp_path, WITH_KEY)
    new.git("init", "-q")
    assert new.guard().returncode == 0
    assert new.guard("--history").returncode == 0
    new.stage("a.txt", KEY)
    assert new.findings() == [("a.txt", "secret", 1)]


def test_without_a_repository_or_git_one_line_says_so(tmp_path: Path):
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    done = Mm(tmp_path / "home", env).run("guard")
    assert (done.returncode, "not inside a git repository" in error_of(done)) == (2, True)
    done = Mm(tmp_path / "home", {"PATH": str(tmp_path)}).run("guard")
    assert (done.returncode, "git is not on the PATH" in error_of(done)) == (2, True)


def test_a_repository_left_over_in_the_environment_is_not_the_one(repo: Repo, tmp_path: Path):
    other = tmp_path / "other"
    subprocess.run(["git", "init", "-q", other], check=True)
    repo.stage("a.txt", KEY)
    env = {**WITH_KEY, "GIT_DIR": str(other / ".git"), "GIT_EXTERNAL_DIFF": "false"}
    assert Repo(repo.root, env).findings() == [("a.txt", "secret", 1)]
