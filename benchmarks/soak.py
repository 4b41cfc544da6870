"""Many builds of one home with random tiers and vars, a third of them killed: does anything grow?

After each build: what is published is whole, of the listener's newest plays if the build ended well
and otherwise as it was; no file is left behind; no process. At the end the largest size of each
store over the first and over the last quarter of the builds must agree: nothing grows with builds.
Logs grow until they are rotated; they must stay within what rotation allows.

    python -m benchmarks.soak --builds 200        # some hours
    python -m benchmarks.soak --builds 5 --seed 3
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from cli.logs.file import KEPT_FILES, MAX_BYTES
from tests.faults.listener import Listener

_KILLED_SHARE = 1 / 3
_NEW_PLAYS_SHARE = 1 / 5
_MOST_FILES = 5
_SECONDS_FIRST_BUILD = 60
_GROWTH_ALLOWED = 1.1
_ROOM_BYTES = 1_000_000
"""Stores smaller than this may come and go: a log, a file of what was seen."""
_BYTES_PER_MB = 1e6
_ROTATED = {"logs": 2 * (1 + KEPT_FILES) * MAX_BYTES}
"""How large stores that are rotated may become: the logs of `mm` and of dbt."""
_STORES = {
    "warehouse": "data/mmuffin.duckdb*",
    "history": "data/history/*",
    "feedback": "data/feedback*",
    "answers": "cache/answers*",
    "parsed by dbt": "cache/dbt/**/*",
    "rest of cache": "cache/*.json",
    "logs": "logs/*",
}
_VARS = (
    "",
    "obscurity:0.8",
    "diversity:0.9",
    "seed_max_share:0.5",
    "tier_start:2,tier_end:3",
    "tier_end:2",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One build and what it left."""

    said: str
    how: str
    """`published`, `killed at 1.2 s`, or the words of a breach."""
    seconds: float
    sizes: dict[str, int]


class Soak:
    """A home, built again and again."""

    def __init__(self, listener: Listener, chance: random.Random) -> None:
        self._listener = listener
        self._chance = chance
        self._mark = ""
        self._build_s = float(_SECONDS_FIRST_BUILD)
        self.breaches: list[str] = []

    def turn(self, number: int) -> Turn:
        """Build once, or kill it on the way, and look at what is left."""
        listener, chance = self._listener, self._chance
        if number and listener.files < _MOST_FILES and chance.random() < _NEW_PLAYS_SHARE:
            listener.hear_more()
        variables = chance.choice(_VARS) if number else ""
        said = ["--vars", variables] if variables else []
        is_killed = number > 0 and chance.random() < _KILLED_SHARE
        started = time.monotonic()
        building = listener.mm.start("build", *said)
        how = "published"
        if is_killed:
            moment = chance.uniform(0.1, self._build_s)
            time.sleep(moment)
            building.kill()
            how = f"killed at {moment:.1f} s"
        _, err = building.communicate(timeout=600)
        seconds = time.monotonic() - started
        listener.wait_for_quiet()
        breach = self._breach(building.returncode, is_killed=is_killed, err=err)
        if breach:
            self.breaches.append(f"build {number + 1}: {breach}")
        if not is_killed:
            self._build_s = seconds
        return Turn(variables, breach or how, seconds, self._sizes())

    def _breach(self, code: int, *, is_killed: bool, err: str) -> str:
        """Return what does not hold, in words; "" when all does."""
        try:
            self._listener.check_whole()
            plays = self._listener.look()["plays"]
            mark = self._listener.mark()
        except Exception as error:  # whatever it is, it is a breach
            return f"not whole: {type(error).__name__}: {error}"
        is_old, self._mark = mark == self._mark, mark
        if not is_old and plays != self._listener.plays:
            return f"{plays} plays were published instead of {self._listener.plays}"
        if is_killed:
            return ""
        if code != 0:
            return f"ended with {code}: {err.strip().splitlines()[-1]}"
        if plays != self._listener.plays:
            return f"the build went well with {plays} plays instead of {self._listener.plays}"
        left = self._listener.left_behind()
        return f"left behind: {', '.join(left)}" if left else ""

    def _sizes(self) -> dict[str, int]:
        home = self._listener.home
        return {
            store: sum(path.stat().st_size for path in home.glob(pattern) if path.is_file())
            for store, pattern in _STORES.items()
        }


def growing(turns: list[Turn]) -> list[str]:
    """Return, in words, which stores were larger in the last quarter than in the first.

    Only builds with all the plays that there will be count, or the listener's growth would.
    """
    history = turns[-1].sizes["history"]
    settled = [turn.sizes for turn in turns if turn.sizes["history"] >= history]
    quarter = max(1, len(settled) // 4)
    found = []
    for store in _STORES:
        first = max(sizes[store] for sizes in settled[:quarter])
        last = max(sizes[store] for sizes in settled[-quarter:])
        if last > _ROTATED.get(store, first * _GROWTH_ALLOWED + _ROOM_BYTES):
            found.append(f"{store} grew from {first:,} to {last:,} bytes")
    return found


def main() -> int:
    """Run the soak, print a line for each build and a table of sizes, and judge."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--builds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        listener = Listener(Path(folder) / "soak" / "home")
        with listener.no_process_left():
            soak = Soak(listener, random.Random(said.seed))
            turns = []
            for number in range(said.builds):
                turn = soak.turn(number)
                turns.append(turn)
                said_vars = turn.said or "no vars"
                print(f"{number + 1:4}{turn.seconds:8.1f} s  {said_vars:26}{turn.how}", flush=True)
    print(f"\n{'store':16}{'first MB':>10}{'largest MB':>12}{'last MB':>10}")
    for store in _STORES:
        sizes = [turn.sizes[store] / _BYTES_PER_MB for turn in turns]
        print(f"{store:16}{sizes[0]:10.2f}{max(sizes):12.2f}{sizes[-1]:10.2f}")
    breaches = soak.breaches + growing(turns)
    published = sum(turn.how == "published" for turn in turns)
    print(
        f"\n{len(turns)} builds, {published} published, {len(breaches)} breaches",
        *breaches,
        sep="\n",
    )
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
