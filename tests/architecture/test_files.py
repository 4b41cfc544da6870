"""The tree holds nothing of a machine, a registry or a listener, and the locks are whole."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.architecture import tree
from tests.architecture.tree import ROOT, project_files, report, short
from tests.git_ignoring import ignored

LARGEST = 3 * 1024 * 1024
# Brackets keep these patterns from finding themselves.
REGISTRIES = re.compile(
    "python[h]osted[.]org|py[p]i[.]org|npm[j]s[.]org|deb[.]d[e]bian|crates[.]i[o]"
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.~$}/-])/(?:wor[k]|roo[t]|hom[e]|User[s]|tmp/tea[m]|far[m])/[\w.]|\b[A-Z]:\\User[s]"
)
LOCKS = ("requirements.lock", "requirements-dev.lock")

# Names that git must not take, and names that it must; security notes say why each is here.
PRIVATE = """
.env .env.local config/.env config/.env~ config/ENV config/prod.env secrets.enc
config/secrets.enc.bak config/.secrets.tmp config/global.lock notes~ .x.swp mmuffin.duckdb
data/mmuffin.duckdb data/mmuffin.duckdb.wal data/feedback.csv data/shown.csv
data/spotify/a.json data/history/x.parquet
.build-1/x x.wal http_cache.sqlite cache/answers.sqlite answers.sqlite-wal exports/a.json
my_spotify_data.zip my_spotify_data-2.zip Streaming_History_Audio_2016_0.json
old/Streaming_History_Video_2018.json StreamingHistory0.json StreamingHistory_music_0.json
endsong_0.json YourLibrary.json Identity.json Userdata.json
target/manifest.json logs/dbt.log dbt_packages/x
.user.yml .streamlit/secrets.toml config/global_config.json config/overrides.yml output/list.md
demo/data/x.parquet cache/x.json config/.mm-7-x.partial benchmarks/results/x.json .venv/bin/mm
""".split()
PUBLIC = """
.env.example config/.env.example config/secrets.enc config/guard_allowed.txt
config/global_config.example.json config/README.md config/variables.yml
seeds/dayparts.csv models/staging/spotify/x.sql
tests/fixtures/exports/Streaming_History_Audio_2016_0.json tests/sample_data/generate.py
requirements.lock requirements-dev.lock pages/index.md docs/decisions/README.md ingest/run.py
stores/lock.py cli/output.py python_engines/clients/cache.py tests/dbt/generic/not_blank.sql
""".split()


def texts() -> list[tuple[Path, str]]:
    """Every project file that is text."""
    found = []
    for file in project_files():
        content = file.read_bytes()
        if b"\0" not in content:
            found.append((file, content.decode("utf-8", "replace")))
    return found


def hits(pattern: re.Pattern[str], text: str) -> list[str]:
    """Lines in which the pattern occurs."""
    return [
        f"line {number}: {line.strip()[:80]}"
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS], ids=["registry", "machine path"])
def test_no_file_names_a(pattern: re.Pattern[str]) -> None:
    report(
        "No file names a package registry's host or a path of one machine.",
        [f"{short(file)}: {hit}" for file, text in texts() for hit in hits(pattern, text)],
    )


def test_no_file_is_large() -> None:
    report(
        "No file is larger than 3 MiB.",
        [short(file) for file in project_files() if file.stat().st_size > LARGEST],
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_by_hash_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 20
    assert "://" not in text
    assert "--index" not in text
    report(
        "Pinned and hashed.",
        [e[:60] for e in entries if "==" not in e or "--hash=sha256:" not in e],
    )


def test_the_dev_lock_holds_the_runtime_lock() -> None:
    runtime, dev = (
        set(re.findall(r"^(\S+==\S+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
        for lock in LOCKS
    )
    assert runtime < dev


def test_the_locks_answer_to_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = project["optional-dependencies"]
    for lock, wanted in (
        (LOCKS[0], project["dependencies"] + groups["build"]),
        (LOCKS[1], project["dependencies"] + groups["build"] + groups["dev"]),
    ):
        locked = set(
            re.findall(
                r"^([a-z0-9.-]+)(?:\[\S+\])?==", (ROOT / lock).read_text("utf-8"), re.MULTILINE
            )
        )
        names = {re.split(r"[^A-Za-z0-9._-]", name)[0].lower().replace("_", "-") for name in wanted}
        report(f"{lock} lacks what pyproject.toml asks for: run make lock.", sorted(names - locked))


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_takes_no_private_file_and_every_public_one(tmp_path: Path) -> None:
    own = (ROOT / ".gitignore").read_bytes()
    assert ignored(own, PRIVATE + PUBLIC, tmp_path) == PRIVATE


@pytest.mark.parametrize(
    "line", ["see @work/main", "open('@root/.pgpass')", "cd @home/anna/music", r"C:@Users\anna"]
)
def test_a_machine_path_is_found(line: str) -> None:
    line = line.replace("@", "\\" if ":" in line else "/")
    assert hits(MACHINE_PATHS, f"first\n{line}") == [f"line 2: {line}"]


@pytest.mark.parametrize(
    "line", ["net/work/x", "~/work/x", "$HOME/home/x", "https://a.b/home/x", "/root"]
)
def test_what_only_looks_like_a_machine_path_passes(line: str) -> None:
    assert hits(MACHINE_PATHS, line) == []


def test_a_registry_is_found() -> None:
    assert hits(REGISTRIES, "index-url = https://" + "pypi" + ".org/simple")


def test_a_tree_without_git_gives_the_same_files() -> None:
    by_walking = {ROOT / name for name in tree._files_by_walking() if (ROOT / name).is_file()}
    assert set(project_files()) <= by_walking


def test_every_decision_stands_in_the_index() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    index = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    assert pages
    report(
        "Not in docs/decisions/README.md.", [p.name for p in pages if f"({p.name})" not in index]
    )


def test_make_help_tells_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [line.split()[1] for line in said.stdout.splitlines()] == targets
