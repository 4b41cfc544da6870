"""How long each page takes to be seen, over the warehouse of a very heavy listener.

``python -m benchmarks.bench_pages [--plays 1000000 | --home HOME] [--rounds 3] [--work FOLDER]``.
Each view lasts until all of the page is drawn. *first*: a new server that has not read the page's
rows yet, a browser with an empty cache. *again*: the rows were read, the cache is empty. *open*: a
new server, a browser that has Streamlit's own files from before. *click*: a new server, from the
page before, in a tab that is open. Beside ours stand pages that do nothing, served by Streamlit
alone: the limit.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from benchmarks.bench_spine import RESULTS, environment, machine, prepare, tell
from benchmarks.measure import measure
from tests.browser.addresses import addresses
from tests.browser.chromium import chromium
from tests.browser.serving import LOOPBACK, answering, free_port, serving
from tests.browser.visit import Visit, visiting
from tests.integration.mm import Mm
from tests.sample_data.artists import SIMILAR_ARTISTS_FILE

GOAL_SECONDS = 1.5
BARE = {"limit: words": "/", "limit: chart, table": "/chart"}
_BARE_PAGES = Path(__file__).with_name("bare_pages.py")
VIEWS = ("first", "again", "open", "click")

Runs = dict[str, dict[str, list[float]]]
"""Page → kind of view → seconds, one for each round."""


def build(plays: int, work: Path) -> Path:
    """Return a home with the warehouse of that many plays; an earlier one in `work` is taken."""
    home = work / "home"
    if not (home / "data" / "mmuffin.duckdb").exists():
        tell(f"{plays:,} plays: generating and building")
        home.mkdir(parents=True, exist_ok=True)
        details = SIMILAR_ARTISTS_FILE.with_name("artist_details.csv")
        command = [sys.executable, "-m", "cli", "build", "--data-folder", str(prepare(plays, work))]
        measure(command, environment(work) | {"MM_ARTIST_DETAILS_FILE": str(details)})
    return home


@contextmanager
def timed(runs: Runs, name: str, view: str) -> Iterator[None]:
    """Note how long a view took."""
    began = time.perf_counter()
    yield
    seconds = time.perf_counter() - began
    runs[name][view].append(seconds)
    tell(f"  {name:<22} {view:<6} {seconds:6.2f} s")


def open_each(origin: str, pages: dict[str, str], runs: Runs, browser: Browser) -> None:
    """Open every page twice, each time with an empty cache."""
    for name, path in pages.items():
        for view in ("first", "again"):
            with visiting(browser, origin) as visit:
                with timed(runs, name, view):
                    visit.open(path)
                _must_be_sound(visit)


def open_cached(origin: str, pages: dict[str, str], runs: Runs, context: BrowserContext) -> None:
    """Open every page in a new tab of a browser that has been here before."""
    for name, path in pages.items():
        visit = Visit(context.new_page(), origin)
        with timed(runs, name, "open"):
            visit.open(path)
        _must_be_sound(visit)
        visit.page.close()


def click_through(origin: str, pages: dict[str, str], runs: Runs, browser: Browser) -> None:
    """Go to every page from the one before it; to the first one from the last."""
    *_, last = pages.values()
    with visiting(browser, origin) as visit:
        visit.open(last)
        for name, path in pages.items():
            with timed(runs, name, "click"):
                visit.follow(path)
        _must_be_sound(visit)


def _must_be_sound(visit: Visit) -> None:
    if found := visit.errors + visit.went_wrong:
        raise SystemExit(f"{visit.page.url}: {found}")


def run_rounds(home: Path, work: Path, rounds: int) -> Runs:
    """Measure the bare pages and ours, taking turns, each time with a new server."""
    runs: Runs = defaultdict(lambda: defaultdict(list))
    env = environment(work) | {"MM_HOME": str(home)}
    port, log = free_port(), work / "view.log"
    for number in range(rounds):
        tell(f"round {number + 1}")
        with chromium() as browser:
            # The first context fills its cache at the bare pages: ours have the same address.
            context = browser.new_context()
            ways = (
                partial(open_cached, context=context),
                partial(open_each, browser=browser),
                partial(click_through, browser=browser),
            )
            for way in ways:
                with answering(_serve_bare(port, env), port, log) as origin:
                    if way is ways[0]:
                        open_cached(origin, BARE, defaultdict(lambda: defaultdict(list)), context)
                    way(origin, BARE, runs)
                with serving(Mm(home), log, env=env, port=port) as served:
                    way(served.origin, addresses(), runs)
    return runs


def _serve_bare(port: int, env: dict[str, str]) -> subprocess.Popen[str]:
    flags = {
        "server.address": LOOPBACK,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    command = [sys.executable, "-m", "streamlit", "run", str(_BARE_PAGES)]
    return subprocess.Popen(
        [*command, *(word for name, value in flags.items() for word in (f"--{name}", value))],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def table(runs: Runs) -> str:
    """Return the printed table: medians with their range, and the slowest beside the goal."""
    head = "".join(f"{f'{view} s':>10}{'(range)':>14}" for view in VIEWS)
    lines = [f"{'':<24}{head}"]
    for name, views in runs.items():
        cells = "".join(
            f"{statistics.median(views[view]):>10.2f}"
            f"{f'({min(views[view]):.2f}–{max(views[view]):.2f})':>14}"
            for view in VIEWS
        )
        lines.append(f"{name:<24}{cells}")
    for view in VIEWS:
        medians = {name: statistics.median(views[view]) for name, views in runs.items()}
        slowest = max(medians.keys() - BARE.keys(), key=lambda name: medians[name])
        ratio = medians[slowest] / medians["limit: chart, table"]
        lines.append(
            f"slowest {view}: {slowest}, {medians[slowest]:.2f} s, {ratio:.2f} of the limit with a "
            f"chart and a table; goal < {GOAL_SECONDS} s"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line, measure, print the table, write the JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--plays", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, help="a built home to show instead of generating one")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, help="folder that keeps export and home")
    said = parser.parse_args(arguments)
    if said.rounds < 1 or said.plays < 1:
        parser.error("--plays and --rounds must be 1 or more")
    about = machine()
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as scratch:
        work: Path = said.work or Path(scratch)
        runs = run_rounds(said.home or build(said.plays, work), work, said.rounds)
    print(table(runs), flush=True)
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"pages_{about['at'].replace(':', '').replace('+0000', 'Z')}.json"
    report = {"machine": about, "plays": None if said.home else said.plays, "seconds": runs}
    file.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    tell(f"written to {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
