"""A listener whose export, similar artists and tags are all made to do harm where they are shown.

Each name is markup of one kind: shown as it stands it is odd but harmless; rendered, it would fetch
an address of this machine, run a script, or look like words of the page's own.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.integration.listeners import play
from tests.integration.mm import Mm

_FIRST_PLAY = datetime(2021, 1, 1, tzinfo=UTC)
_BETWEEN_PLAYS = timedelta(hours=53)  # over years, and around the clock
_PLAYS_PER_ARTIST = 48
_SKIPPED = {"ms_played": 4_000, "reason_end": "fwdbtn"}


def harm(port: int, word: str) -> dict[str, str]:
    """One name for each kind of markup, all with `word` in them; fetches say who they are."""
    hit = f"http://127.0.0.1:{port}/hit/{word}"
    return {
        "image": f"![{word} image]({hit})",
        "image tag": f"<img src='{hit}' alt='{word} tag'>",
        "script": f"<script>fetch('{hit}')</script> {word}",
        "handler": f"<b onmouseover=fetch('{hit}')>{word} hover</b>",
        "link": f"[{word} link]({hit})",
        "bare address": f"{hit} bare",
        "reference": f"[{word} reference][r] <{hit}>",
        "bold": f"**{word} bold** and *{word} slanted*",
        "code": f"`{word} code` ~~{word} struck~~",
        "icon": f":material/home: {word} icon :rocket:",
        "colour": f":red[{word} colour] :blue-badge[{word}]",
        "formula": f"${word}_x$ and $${word}^2$$",
        "heading": f"# {word} heading",
        "list": f"- {word} item | {word} cell | --- |",
        "braces": f"{{inputs.band.value}} {{{word}}} ${{{word}}} <Feedback artist={word}/>",
        "directions": f"\u202e{word}\u202c \u2066turned\u2069 \u200f\u061c around",
        "control": f"{word} \x07bell \x1b[31m \x0b \u2028 \x85 control",
        "quotes": f"""{word}"' '; drop table x; -- \\""",
    }


def traces() -> list[str]:
    """What an element of a page says, and no more, once somebody took these names for markup."""
    kinds = "image tag hover link reference bold slanted code struck colour heading item cell"
    words = ("played", "new", "tag", "track", "album", "entry", "file")
    return [f"{word} {kind}" for word in words for kind in kinds.split()]


def make_hostile(home: Path, port: int) -> Mm:
    """Put the export and the listener's two files into an empty home; the build is not run."""
    played, new = harm(port, "played"), harm(port, "new")
    _write_export(home / "data" / "spotify", port, list(played.values()))
    similar = home / "similar.csv"
    _write(
        similar,
        ("artist_name", "similar_artist_name"),
        ((seed, name) for seed in played.values() for name in new.values()),
    )
    details = home / "details.csv"
    tags = [tag.replace(";", ",") for tag in harm(port, "tag").values()]
    _write(
        details,
        ("artist_name", "tags", "listeners"),
        (
            (name, "; ".join(f"{tag}:{100 - at}" for tag in tags[at % 9 : at % 9 + 9]), 1000 + at)
            for at, name in enumerate((*played.values(), *new.values()))
        ),
    )
    return Mm(
        home,
        {
            "MM_PROVIDERS": "file",
            "MM_SIMILAR_ARTISTS_FILE": str(similar),
            "MM_ARTIST_DETAILS_FILE": str(details),
        },
    )


def _write_export(folder: Path, port: int, artists: list[str]) -> None:
    folder.mkdir(parents=True)
    tracks, albums = (list(harm(port, word).values()) for word in ("track", "album"))
    count = len(artists) * _PLAYS_PER_ARTIST
    plays = [_play(number, artists, tracks, albums) for number in range(count)]
    older, newer = plays[: count // 2], plays[count // 2 :]
    # A slash cannot stand in the name of a file, but in that of a zip's entry.
    (folder / "**file bold** :red[x] $x$ \u202e ![x](x).json").write_text(json.dumps(older))
    with zipfile.ZipFile(folder / ":material[home] **zip**.zip", "w") as archive:
        archive.writestr(f"{harm(port, 'entry')['image']}.json", json.dumps(newer))


def _play(number: int, artists: list[str], tracks: list[str], albums: list[str]) -> dict[str, Any]:
    # The first artists are played most, and more of them in the first half than in the second.
    at = (number * number + number // 7) % len(artists)
    turn = number // len(artists)
    return play(
        number,
        artists[at],
        ts=(_FIRST_PLAY + number * _BETWEEN_PLAYS).strftime("%Y-%m-%dT%H:%M:%SZ"),
        master_metadata_track_name=tracks[(at + turn) % len(tracks)],
        master_metadata_album_album_name=albums[at % len(albums)],
        spotify_track_uri=f"spotify:track:{at}-{turn % 5}",
        **(_SKIPPED if turn % 5 == 4 else {}),
    )


def _write(path: Path, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
