"""From the log to the files of an export: which play goes where, in which generation's form."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from tests.sample_data import layout, oddities
from tests.sample_data.catalogue import Episode, Track, new_uri
from tests.sample_data.oddities import Counts, seconds
from tests.sample_data.plays import Play
from tests.sample_data.records import (
    SKIPPED_FROM,
    SKIPPED_UNTIL,
    Record,
    account_record,
    extended_record,
    stamp,
)

_ROWS_PER_FILE = 15_500

# The zip of 2020/21 holds the beginning; the unpacked files start before it ends.
_POSITION_UNTIL = seconds(2018, 3, 1)
_UNPACKED_FROM = seconds(2018, 10, 1)
_ZIP_UNTIL = seconds(2019, 1, 1)
_GENERATION_2023_UNTIL = seconds(2021, 1, 1)
_EXTENDED_UNTIL = seconds(2025, 2, 24)
_ACCOUNT_FROM = seconds(2024, 3, 10)


@dataclass(slots=True)
class Export:
    """An export before it is written.

    ``records``: path in the export → its records; ``variants``: other spelling → usual spelling.
    """

    records: dict[str, list[Any]] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counter)
    variants: dict[str, str] = field(default_factory=dict)

    def contents(self) -> dict[str, bytes]:
        """Return path → bytes of every file, those that are no history included."""
        files = {
            path: layout.compact_json(rows) if "endsong" in path else layout.pretty_json(rows)
            for path, rows in self.records.items()
        }
        return files | layout.other_files()


def assemble(log: list[Play], seed: int) -> Export:
    """Plant the oddities into ``log`` and share it out over the files of an export."""
    rng = Random(f"oddities {seed}")
    export, log = Export(), list(log)
    counts = export.counts
    export.variants = oddities.respell(log, rng, counts)
    oddities.lose_names(log, rng, counts)
    oddities.distort_times(log, rng, counts)
    spoken = oddities.talk(log, rng, counts)
    log = sorted(log + spoken, key=_by_end)
    oddities.blur_context(log, rng, counts)
    _fill_account(export, log, rng)
    extended = [play for play in log if play.ended < _EXTENDED_UNTIL]
    counts["account_only_rows"] += len(log) - len(extended)
    counts["distinct_extended_plays"] += len(extended)
    _fill_old_zip(export, extended, rng)
    unpacked = [play for play in extended if play.ended >= _UNPACKED_FROM]
    unpacked += oddities.repeat_rows(unpacked, rng, counts)
    _fill_unpacked(export, sorted(unpacked, key=_by_end), rng)
    _fill_video(export, extended, rng)
    _count_rows(export)
    return export


def _by_end(play: Play) -> int:
    return play.ended


def _fill_old_zip(export: Export, log: list[Play], rng: Random) -> None:
    first = [play for play in log if play.ended < _POSITION_UNTIL]
    second = [play for play in log if _POSITION_UNTIL <= play.ended < _ZIP_UNTIL]
    for place, play in enumerate(second):
        if play.ended < _UNPACKED_FROM:
            continue
        export.counts["zip_overlap_rows"] += 1
        if play.ms_played >= 45_000 and rng.random() < 0.02:
            # The same play, written a few seconds apart by two exports.
            second[place] = replace(play, ended=play.ended + rng.randrange(1, 20))
            export.counts["zip_overlap_shifted_rows"] += 1
    for number, (plays, generation) in enumerate(((first, "2020"), (second, "2021"))):
        rows = [extended_record(play, generation, rng) for play in plays]
        rng.shuffle(rows)
        export.records[f"{layout.OLD_FOLDER}/endsong_{number}.json"] = rows


def _fill_unpacked(export: Export, log: list[Play], rng: Random) -> None:
    old = [play for play in log if play.ended < _GENERATION_2023_UNTIL]
    new = log[len(old) :]
    parts = [(old, "2023")]
    parts += [
        (new[begin : begin + _ROWS_PER_FILE], "2025")
        for begin in range(0, len(new), _ROWS_PER_FILE)
    ]
    for number, (plays, generation) in enumerate(part for part in parts if part[0]):
        rows: list[Any] = [extended_record(play, generation, rng) for play in plays]
        years = rows[0]["ts"][:4], rows[-1]["ts"][:4]
        if generation == "2025" and "broken_rows" not in export.counts:
            _break_some(export, rows, rng)
        name = layout.history_name("Audio", years, number)
        export.records[f"{layout.EXTENDED}/{name}"] = rows


def _break_some(export: Export, rows: list[Any], rng: Random) -> None:
    """Put broken records between the good ones, and one ``offline_timestamp`` of 1."""
    for row in rng.sample(rows, min(5, len(rows))):
        row["offline_timestamp"] = 1
    for reason, record in oddities.broken_records(dict(rows[len(rows) // 2])):
        rows.insert(rng.randrange(1, len(rows)), record)
        export.counts[f"broken_{reason}_rows"] += 1
        export.counts["broken_rows"] += 1


def _fill_video(export: Export, log: list[Play], rng: Random) -> None:
    share = len(log) / 40_000
    late = [play for play in log if play.ended >= seconds(2022, 1, 1)]
    music = [p for p in late if isinstance(p.item, Track) and p.item.name not in ("", "(Blank)")]
    talks = [play for play in late if isinstance(play.item, Episode)]
    plays: list[Play] = []
    for place, play in enumerate(rng.sample(music, min(len(music), max(2, round(55 * share))))):
        item: Track | None = None
        if isinstance(play.item, Track) and place % 9:
            item = replace(play.item, uri=new_uri(rng, "track"))
        later = play.ended + rng.randrange(4000, 9000)
        plays.append(replace(play, ended=later, item=item, reason_start="clickrow"))
        export.counts["music_video_rows" if item else "video_no_item_rows"] += 1
    for play in rng.sample(talks, min(len(talks), round(60 * share))):
        later = play.ended + rng.randrange(4000, 9000)
        ms = rng.choice((0, 2400, 28_000, 1_900_000, 33_900_000))
        plays.append(replace(play, ended=later, ms_played=ms, reason_end="endplay"))
        export.counts["video_podcast_rows"] += 1
    rows: list[Record] = []
    for play in sorted(plays, key=_by_end):
        record = extended_record(play, "2025", rng)
        rows.append(record | {"offline": None, "offline_timestamp": None})
    if rows:
        years = rows[0]["ts"][:4], rows[-1]["ts"][:4]
        name = layout.history_name("Video", years, None)
        export.records[f"{layout.EXTENDED}/{name}"] = rows


def _fill_account(export: Export, log: list[Play], rng: Random) -> None:
    lately = [play for play in log if play.ended >= _ACCOUNT_FROM]
    music: list[Record] = []
    for play in lately:
        if isinstance(play.item, Track) or play.item is None:
            music.append(account_record(play))
    whole = [row for row in music if row["msPlayed"] > 60_000]
    for row in rng.sample(whole, min(6, len(whole))):
        row["msPlayed"] += rng.randrange(1, 900)
        export.counts["account_mismatched_rows"] += 1
    spoken = [account_record(play) for play in lately if isinstance(play.item, Episode)]
    export.records[f"{layout.ACCOUNT}/StreamingHistory_music_0.json"] = music
    export.records[f"{layout.ACCOUNT}/StreamingHistory_podcast_0.json"] = spoken
    export.counts["unknown_artist_rows"] += sum(r["artistName"] == "Unknown Artist" for r in music)
    export.counts["account_music_rows"] += len(music)
    export.counts["account_podcast_rows"] += len(spoken)


def _count_rows(export: Export) -> None:
    """Count what no function planted by itself: it follows from dates and chance."""
    filled = stamp(SKIPPED_UNTIL), stamp(SKIPPED_FROM)
    for path, rows in export.records.items():
        if path.startswith(layout.ACCOUNT):
            continue
        for row in rows:
            if not isinstance(row, dict) or not isinstance(row.get("ms_played"), int):
                continue
            export.counts["zero_ms_rows"] += row["ms_played"] == 0
            export.counts["skipped_null_rows"] += row["skipped"] is None
            is_between = filled[0] <= row.get("ts", "") < filled[1]
            export.counts["skipped_false_between_rows"] += row["skipped"] is False and is_between
            stamped = row["offline_timestamp"]
            kind = (
                "null" if stamped is None
                else "0_or_1" if stamped < 2
                else "milliseconds" if stamped > 10**11
                else "seconds"
            )  # fmt: skip
            export.counts[f"offline_timestamp_{kind}_rows"] += 1
