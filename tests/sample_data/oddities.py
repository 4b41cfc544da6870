"""What goes wrong in real exports, planted into a clean log and counted.

Every function takes the log (in order of time), changes or adds plays, and notes under a plain
name in ``counts`` how many it planted.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

from tests.sample_data.catalogue import (
    Chapter,
    Episode,
    Track,
    new_title,
    new_uri,
    record_books,
    record_shows,
)
from tests.sample_data.plays import Play

Counts = Counter[str]

_LONGEST_MS = 19_768_112
"""5 h 29 min in one row: seen in a real export."""


def seconds(year: int, month: int, day: int) -> int:
    """Return midnight UTC of a day as seconds since 1970."""
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())


def _spots(log: list[Play], rng: Random, count: int, **want: Any) -> list[int]:
    """Draw places of ordinary track plays; ``first``/``last`` bound ``ended``, ``ms`` the least."""
    first, last = want.get("first", 0), want.get("last", 1 << 40)
    least = want.get("ms", 0)
    places = [
        place
        for place, play in enumerate(log)
        if first <= play.ended < last
        and play.ms_played >= least
        and isinstance(play.item, Track)
        and play.item.artist not in ("", "(Blank)", "Various Artists")
    ]
    return sorted(rng.sample(places, min(count, len(places))))


def respell(log: list[Play], rng: Random, counts: Counts) -> dict[str, str]:
    """Spell some artists differently in some rows; returns other spelling → usual spelling."""
    heard = Counter(p.item.artist for p in log if isinstance(p.item, Track))
    plain = [a for a, n in heard.most_common() if n >= 12]
    accented = [a for a in plain if _without_accents(a) != a][:4]
    cased = [a for a in plain if a.isascii() and a.upper() != a and a not in accented][3:24:4]
    other = {a: _without_accents(a) for a in accented} | {a: a.upper() for a in cased}
    for place, play in enumerate(log):
        item = play.item
        if isinstance(item, Track) and item.artist in other and rng.random() < 0.15:
            log[place] = replace(play, item=replace(item, artist=other[item.artist]))
            kind = "case_variant_rows" if item.artist in cased else "accent_variant_rows"
            counts[kind] += 1
    return {variant: usual for usual, variant in other.items()}


def _without_accents(text: str) -> str:
    split = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def lose_names(log: list[Play], rng: Random, counts: Counts) -> None:
    """Plant compilations, blank names, and rows whose names or whole item Spotify lost."""
    share = len(log) / 40_000
    disc, hits = new_title(rng), []
    for _ in range(15):
        uri, length = new_uri(rng, "track"), rng.randrange(150_000, 260_000)
        hits.append(Track("Various Artists", new_title(rng), f"{disc} Hits", uri, length))
    for place in _spots(log, rng, round(120 * share)):
        hit = rng.choice(hits)
        is_whole = log[place].reason_end == "trackdone"
        ms = hit.duration_ms if is_whole else min(log[place].ms_played, hit.duration_ms)
        log[place] = replace(log[place], item=hit, ms_played=ms)
        counts["various_artists_rows"] += 1
    for place in _spots(log, rng, round(12 * share)):
        item = log[place].item
        if isinstance(item, Track):
            blank = replace(item, artist="(Blank)", name="(Blank)", album="(Blank)")
            log[place] = replace(log[place], item=blank)
            counts["blank_rows"] += 1
    # Whole rows without anything, half of them while Spotify had its fault of autumn 2022.
    fault = seconds(2022, 10, 1), seconds(2022, 12, 1)
    for place in (
        *_spots(log, rng, round(80 * share), first=fault[0], last=fault[1]),
        *_spots(log, rng, round(80 * share)),
    ):
        if log[place].item is not None:
            log[place] = replace(log[place], item=None)
            counts["no_item_rows"] += 1
    for place in _spots(log, rng, round(20 * share), first=seconds(2024, 7, 1)):
        item = log[place].item
        if isinstance(item, Track):
            log[place] = replace(log[place], item=replace(item, artist="", name="", album=""))
            counts["nameless_uri_rows"] += 1


def distort_times(log: list[Play], rng: Random, counts: Counts) -> None:
    """Plant rows too long for their track, rows stamped at a later app start, shared sync times."""
    share = len(log) / 40_000
    for place in _spots(log, rng, round(14 * share), ms=60_000):
        longer = int(log[place].ms_played * rng.uniform(2, 4))
        log[place] = replace(log[place], ms_played=longer)
        counts["over_long_rows"] += 1
    for place in _spots(log, rng, 1, first=seconds(2021, 1, 1), last=seconds(2024, 1, 1)):
        log[place] = replace(log[place], ms_played=_LONGEST_MS)
        counts["over_long_rows"] += 1
    for place in range(len(log) - 1):
        play, after = log[place], log[place + 1]
        pause = after.ended - after.ms_played // 1000 - play.ended
        is_exit = play.reason_end in ("logout", "unexpected-exit")
        if is_exit and 3600 < pause < 86_400 and rng.random() < 0.12:
            log[place] = replace(play, ended=play.ended + pause - 1)
            counts["ended_at_next_start_rows"] += 1
    place = 0
    while place < len(log):
        end = place
        while end < len(log) and log[end].is_offline and log[end].ended - log[place].ended < 9000:
            end += 1
        if end - place >= 5 and rng.random() < 0.3:
            synced = max(play.ended for play in log[place:end]) + 40
            for spot in range(place, end):
                log[spot] = replace(log[spot], ended=synced)
            counts["shared_sync_time_rows"] += end - place
        place = max(end, place + 1)


def blur_context(log: list[Play], rng: Random, counts: Counts) -> None:
    """Plant unknown countries, a stretch without ``reason_end``, private sessions."""
    for place, play in enumerate(log):
        changed: dict[str, Any] = {}
        if seconds(2019, 11, 1) <= play.ended < seconds(2020, 2, 1) and rng.random() < 0.4:
            changed["country"] = "ZZ"
            counts["zz_country_rows"] += 1
        if seconds(2019, 2, 1) <= play.ended < seconds(2019, 4, 15):
            changed["reason_end"] = None
            counts["null_reason_end_rows"] += 1
        if seconds(2023, 5, 1) <= play.ended < seconds(2023, 5, 21):
            changed["is_incognito"] = True
            counts["incognito_rows"] += 1
        if changed:
            log[place] = replace(play, **changed)
    for place in _spots(log, rng, 5, first=seconds(2020, 3, 1), last=seconds(2020, 12, 1)):
        log[place] = replace(log[place], reason_end="")
        counts["empty_reason_end_rows"] += 1


def talk(log: list[Play], rng: Random, counts: Counts) -> list[Play]:
    """Return podcast and audiobook plays to put among the music."""
    share = len(log) / 40_000
    spoken = []
    shows, books = record_shows(rng), record_books(rng)
    for kind, count, first in (
        ("podcast_rows", round(600 * share), seconds(2018, 1, 1)),
        ("audiobook_rows", round(60 * share), seconds(2024, 3, 1)),
    ):
        for place in _spots(log, rng, count, first=first):
            item: Episode | Chapter
            if kind == "podcast_rows":
                item = rng.choice(rng.choice(shows))
            else:
                item = rng.choice(rng.choice(books))
            is_whole = rng.random() < 0.4
            ms = item.duration_ms if is_whole else int(item.duration_ms * rng.uniform(0.01, 0.9))
            later = log[place].ended + rng.randrange(600, 4000)
            spoken.append(
                replace(
                    log[place],
                    ended=later,
                    ms_played=ms,
                    item=item,
                    reason_end="trackdone" if is_whole else "endplay",
                    is_skipped=not is_whole,
                    offline_ms=later * 1000 - ms,
                )
            )
            counts[kind] += 1
    return spoken


def repeat_rows(log: list[Play], rng: Random, counts: Counts) -> list[Play]:
    """Return copies to add: exact ones, and near ones a few seconds later."""
    share = len(log) / 40_000
    after = seconds(2019, 6, 1)  # clear of the stretch that two files share
    exact = [log[place] for place in _spots(log, rng, round(40 * share), first=after)]
    counts["exact_duplicate_rows"] += len(exact)
    near = []
    for place in _spots(log, rng, round(10 * share), first=after, ms=45_000):
        near.append(replace(log[place], ended=log[place].ended + rng.randrange(3, 26)))
    counts["near_duplicate_rows"] += len(near)
    return exact + near


def broken_records(whole: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return records no reader can take, made from a ``whole`` one: (reason, record)."""
    timeless = {key: value for key, value in whole.items() if key != "ts"}
    return [
        ("not_an_object", None),
        ("missing_time", timeless),
        ("bad_time", whole | {"ts": "yesterday, about noon"}),
        ("bad_time", whole | {"ts": "2023-02-30T10:00:00Z"}),
        ("bad_ms_played", whole | {"ms_played": -4000}),
        ("bad_ms_played", whole | {"ms_played": "183000"}),
        ("bad_field", whole | {"shuffle": "yes"}),
        ("bad_field", whole | {"master_metadata_track_name": 1999}),
        ("in_future", whole | {"ts": "2199-01-01T00:00:00Z"}),
    ]
