"""Write the sample listener's export.

``python tests/sample_data/generate.py --out FOLDER [--plays N] [--seed N] [--layout LAYOUT]
[--planted FILE]``. The same arguments give the same bytes, whenever and wherever it runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

if not __package__:  # run as a script: the project's root is not on the path yet
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.sample_data import export, layout, planted
from tests.sample_data.artists import load_graph
from tests.sample_data.catalogue import Catalogue
from tests.sample_data.listener import DEFAULT_SEED, Listener
from tests.sample_data.planted import Planted
from tests.sample_data.plays import Play, Player, week_quotas

DEFAULT_PLAYS = 40_000

_MEETS_PER_PLAY = 0.0225


def live(plays: int, seed: int) -> tuple[Listener, list[Play]]:
    """Make up a listener and their whole log of music, in order of time.

    Meant for up to some hundred thousand plays; ``benchmarks/generate_export.py`` makes millions.
    """
    quotas = week_quotas(plays)
    listener = Listener(load_graph(), seed, [quota * _MEETS_PER_PLAY for quota in quotas])
    catalogue = Catalogue(Random(f"catalogue {seed}"))
    return listener, Player(listener, catalogue, seed).play_all(quotas)


def generate_export(
    out: Path,
    *,
    plays: int = DEFAULT_PLAYS,
    seed: int = DEFAULT_SEED,
    form: str = "folder",
) -> Planted:
    """Write an export below ``out`` (made if missing) and return what was planted in it.

    ``plays``: plays of music, 1 or more; podcasts, copies and broken rows come on top.
    ``form``: one of :data:`tests.sample_data.layout.LAYOUTS`. Raises ValueError for other values.
    """
    if plays < 1:
        message = "plays must be 1 or more"
        raise ValueError(message)
    if form not in layout.LAYOUTS:
        message = f"unknown layout; choose one of {', '.join(layout.LAYOUTS)}"
        raise ValueError(message)
    listener, log = live(plays, seed)
    made = export.assemble(log, seed)
    layout.write_layout(out, made.contents(), form)
    return planted.tell(seed, log, listener, made)


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line, write the export, print what was planted as JSON."""
    parser = argparse.ArgumentParser(description="Write the sample listener's Spotify export.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write into")
    parser.add_argument("--plays", type=int, default=DEFAULT_PLAYS)
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--layout", choices=layout.LAYOUTS, default="folder")
    parser.add_argument("--planted", type=Path, help="also write what was planted to this file")
    said = parser.parse_args(arguments)
    if said.plays < 1:
        parser.error("--plays must be 1 or more")
    truth = generate_export(said.out, plays=said.plays, seed=said.seed, form=said.layout)
    if said.planted is not None:
        said.planted.write_text(truth.as_json() + "\n", encoding="utf-8")
    sys.stdout.write(truth.as_json() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
