"""Write the export of a very heavy listener: ``python -m benchmarks.generate_export --plays N``.

Millions of plays in the layout of the 2025 exports, about 16,000 rows a file, written as they are
made. The same arguments give the same bytes. What matters for speed is as in real exports: size and
shape of a row, how tracks repeat, skips, podcasts, rows without a track, duplicates; the taste
wanders, so that periods differ. ``tests/sample_data`` makes the small listener with all oddities.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from tests.sample_data.artists import load_graph
from tests.sample_data.canaries import IP_ADDRESSES
from tests.sample_data.catalogue import Catalogue, Track, new_title, record_shows
from tests.sample_data.layout import EXTENDED, history_name

ROWS_PER_FILE = 16_000
ARTISTS = 4_000
SEED = 20250228

# Half of the real artists stay unheard, so that there is someone to recommend; the rest are
# invented names, of whom no similarity list knows anything.
_REAL_SHARE_HEARD = 0.5
_LAST = int(datetime(2025, 2, 28, tzinfo=UTC).timestamp())
_YEAR = 31_557_600
_PLAYS_PER_YEAR = 20_000
_LONGEST_YEARS = 15
_NO_ITEM, _SPOKEN, _REPEATED = 0.004, 0.02, 0.001
_SKIPPED_FROM = int(datetime(2022, 10, 16, tzinfo=UTC).timestamp())

_ENDS = ("trackdone", "fwdbtn", "endplay", "backbtn", "logout", "unexpected-exit-while-paused")
_END_SHARES = (0.56, 0.29, 0.09, 0.03, 0.02, 0.01)
_SKIP_ENDS = frozenset(("fwdbtn", "endplay", "backbtn"))
_STARTS = ("trackdone", "fwdbtn", "clickrow", "playbtn", "appload", "backbtn")
_START_SHARES = (0.55, 0.27, 0.10, 0.03, 0.03, 0.02)
_PLATFORMS = ("android", "ios", "windows")
_COUNTRIES = ("DE",) * 96 + ("US", "FR", "PT", "ZZ")

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Shelf:
    """All there is to play, ready to write.

    ``items``: the JSON lines of a record between address and reasons, one per track, then one per
    episode, then the one of a row without anything. ``lengths``: their lengths in ms.
    ``first``: artist → place of the first track; ``counts``: artist → tracks.
    """

    items: list[str]
    lengths: Numbers
    first: Numbers
    counts: Numbers
    tracks: int
    episodes: int


def stock_shelf(artists: int, seed: int) -> Shelf:
    """Draw artists, real ones first, with their tracks, and some podcasts."""
    rng = Random(f"shelf {seed}")
    real = list(load_graph().names)
    rng.shuffle(real)
    names = real[: min(int(len(real) * _REAL_SHARE_HEARD), artists)]
    names += [f"{new_title(rng)} {number}" for number in range(artists - len(names))]
    rng.shuffle(names)
    catalogue = Catalogue(rng)
    items: list[str] = []
    lengths: list[int] = []
    first, counts = [], []
    for name in names:
        first.append(len(items))
        for track in (version for versions in catalogue.of(name) for version in versions):
            items.append(_item(track))
            lengths.append(track.duration_ms)
        counts.append(len(items) - first[-1])
    tracks = len(items)
    for episode in (episode for show in record_shows(rng, 40) for episode in show):
        items.append(_item(None, episode.name, episode.show, episode.uri))
        lengths.append(episode.duration_ms)
    episodes = len(items) - tracks
    items.append(_item(None))
    lengths.append(1)
    return Shelf(items, np.array(lengths), np.array(first), np.array(counts), tracks, episodes)


def _item(
    track: Track | None, episode: str | None = None, show: str | None = None, uri: str | None = None
) -> str:
    values = {
        "master_metadata_track_name": track.name if track else None,
        "master_metadata_album_artist_name": track.artist if track else None,
        "master_metadata_album_album_name": track.album if track else None,
        "spotify_track_uri": track.uri if track else None,
        "episode_name": episode,
        "episode_show_name": show,
        "spotify_episode_uri": uri,
        "audiobook_title": None,
        "audiobook_uri": None,
        "audiobook_chapter_uri": None,
        "audiobook_chapter_title": None,
    }
    return "".join(f'    "{k}": {dumps(v, ensure_ascii=False)},\n' for k, v in values.items())


def _rows(plays: int, shelf: Shelf, seed: int) -> Iterator[tuple[Numbers, list[str]]]:
    """Yield file by file the end times and the records as JSON text, in order of time."""
    rng = np.random.default_rng(seed)
    artists = len(shelf.first)
    years = min(max(plays / _PLAYS_PER_YEAR, 1), _LONGEST_YEARS)
    begin = _LAST - int(years * _YEAR)
    span = (_LAST - begin) / plays
    appeal = 1 / np.arange(1, artists + 1) ** 0.9
    rng.shuffle(appeal)
    # Each artist has a time of life: some all along, most a few years around a peak.
    peak, width = rng.random(artists), rng.lognormal(-1.8, 0.8, artists)
    for done in range(0, plays, ROWS_PER_FILE):
        count = min(ROWS_PER_FILE, plays - done)
        now = (done + count / 2) / plays
        weight = appeal * (0.02 + np.exp(-(((now - peak) / width) ** 2)))
        chosen = rng.choice(artists, size=count, p=weight / weight.sum())
        depth = (rng.exponential(0.3, count) * shelf.counts[chosen]).astype(np.int64)
        item = shelf.first[chosen] + np.minimum(depth, shelf.counts[chosen] - 1)
        spoken = rng.random(count)
        item = np.where(
            spoken < _SPOKEN, shelf.tracks + rng.integers(0, shelf.episodes, count), item
        )
        item = np.where(spoken > 1 - _NO_ITEM, len(shelf.items) - 1, item)
        ended = begin + ((np.arange(done, done + count) + rng.random(count)) * span).astype(
            np.int64
        )
        ended.sort()
        yield ended, _write_rows(ended, item, shelf, rng)


def _write_rows(ended: Numbers, item: Numbers, shelf: Shelf, rng: np.random.Generator) -> list[str]:
    count, length = len(ended), shelf.lengths[item]
    end = rng.choice(len(_ENDS), size=count, p=_END_SHARES)
    start = rng.choice(len(_STARTS), size=count, p=_START_SHARES)
    share = rng.random(count)
    part = np.minimum(rng.exponential(22_000, count).astype(np.int64), length)
    part = np.where(share < 0.15, 0, part)
    played = np.where(end == 0, length, part)
    stamps = np.datetime_as_string(ended.astype("datetime64[s]")).tolist()
    platform = rng.integers(0, len(_PLATFORMS), count).tolist()
    country = rng.integers(0, len(_COUNTRIES), count).tolist()
    shuffle = rng.random(count) < 0.55
    offline = rng.random(count) < 0.06
    return [
        _record(*values)
        for values in zip(
            stamps, ended.tolist(), [shelf.items[place] for place in item.tolist()],
            played.tolist(), start.tolist(), end.tolist(), platform, country, shuffle.tolist(),
            offline.tolist(), strict=True,
        )
    ]  # fmt: skip


def _record(
    stamp: str, ended: int, item: str, played: int, start: int, end: int,
    platform: int, country: int, is_shuffle: bool, is_offline: bool,
) -> str:  # fmt: skip
    is_late = ended >= _SKIPPED_FROM
    skipped = "true" if is_late and _ENDS[end] in _SKIP_ENDS else "false"
    at = ended * 1000 - played
    offline_timestamp = at // 1000 if is_late else at if is_offline else "null"
    return (
        f'  {{\n    "ts": "{stamp}Z",\n    "platform": "{_PLATFORMS[platform]}",\n'
        f'    "ms_played": {played},\n    "conn_country": "{_COUNTRIES[country]}",\n'
        f'    "ip_addr": "{IP_ADDRESSES[platform]}",\n{item}'
        f'    "reason_start": "{_STARTS[start]}",\n    "reason_end": "{_ENDS[end]}",\n'
        f'    "shuffle": {"true" if is_shuffle else "false"},\n    "skipped": {skipped},\n'
        f'    "offline": {"true" if is_offline else "false"},\n'
        f'    "offline_timestamp": {offline_timestamp},\n    "incognito_mode": false\n  }}'
    )


def generate(out: Path, plays: int, *, artists: int = ARTISTS, seed: int = SEED) -> int:
    """Write an export of ``plays`` records below ``out``; returns the number of files.

    A thousandth of the records are exact copies of the one before.
    """
    shelf = stock_shelf(artists, seed)
    folder = out / EXTENDED
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for number, (ended, rows) in enumerate(_rows(plays, shelf, seed)):
        for place in range(1, len(rows), round(1 / _REPEATED)):
            rows[place] = rows[place - 1]
        first, last = (datetime.fromtimestamp(int(ended[end]), UTC).year for end in (0, -1))
        name = history_name("Audio", (str(first), str(last)), number)
        (folder / name).write_text("[\n" + ",\n".join(rows) + "\n]", encoding="utf-8")
    return number + 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line, write the export, say how much it was."""
    parser = argparse.ArgumentParser(description="Write the export of a very heavy listener.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write into")
    parser.add_argument("--plays", type=int, default=1_000_000)
    parser.add_argument("--artists", type=int, default=ARTISTS)
    parser.add_argument("--seed", type=int, default=SEED)
    said = parser.parse_args(arguments)
    if said.plays < 1 or said.artists < 1:
        parser.error("--plays and --artists must be 1 or more")
    files = generate(said.out, said.plays, artists=said.artists, seed=said.seed)
    print(f"{said.plays} records in {files} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
