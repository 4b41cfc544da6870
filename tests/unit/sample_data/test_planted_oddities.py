"""Every oddity of a real export is in the sample, as often as it is said to be."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.sample_data import generate, layout
from tests.sample_data.canaries import CANARIES, IP_ADDRESSES
from tests.sample_data.reading import Sample, is_broken


def test_the_layout_is_that_of_a_real_export(sample: Sample) -> None:
    audio = [path for path in sample.records if "/Streaming_History_Audio_" in path]
    assert len(audio) >= 3
    assert sum("/Streaming_History_Video_" in path for path in sample.records) == 1
    assert f"{layout.ACCOUNT}/StreamingHistory_music_0.json" in sample.records
    with zipfile.ZipFile(sample.folder / layout.OLD_ZIP) as packed:
        assert sorted(packed.namelist()) == ["MyData/endsong_0.json", "MyData/endsong_1.json"]
    assert any(path.endswith(".pdf") for path in sample.raw)
    assert f"{layout.ACCOUNT}/Playlist1.json" in sample.raw


def test_the_log_has_the_promised_length_and_span(sample: Sample) -> None:
    days = sorted(row["ts"][:10] for row in sample.audio())
    assert sample.planted.plays == generate.DEFAULT_PLAYS
    assert sample.planted.records == {path: len(rows) for path, rows in sample.records.items()}
    assert days[-1] > "2025-02"
    first = min(row["ts"] for row in sample.records["MyData/endsong_0.json"])
    assert first < "2017-04"


def test_audio_rows_are_in_order_of_time_and_old_rows_are_not(sample: Sample) -> None:
    audio = [row["ts"] for row in sample.audio()]
    old = [row["ts"] for row in sample.records["MyData/endsong_1.json"]]
    assert audio == sorted(audio)
    assert old != sorted(old)


def test_each_generation_has_its_keys(sample: Sample) -> None:
    keys = {path: set(rows[0]) for path, rows in sample.records.items()}
    audio = sorted(path for path in keys if "_Audio_" in path)
    assert "spotify_track_uri" not in keys["MyData/endsong_0.json"]
    assert {"city", "latitude", "username"} <= keys["MyData/endsong_0.json"]
    assert "spotify_track_uri" in keys["MyData/endsong_1.json"]
    assert {"username", "ip_addr_decrypted", "user_agent_decrypted"} <= keys[audio[0]]
    assert {"ip_addr", "audiobook_chapter_uri"} <= keys[audio[-1]]
    assert "username" not in keys[audio[-1]]
    assert b'[\n  {\n    "ts": "' in sample.raw[audio[0]][:40]


def test_planted_counts_of_rows_are_those_of_the_files(sample: Sample) -> None:
    rows, counts = sample.extended(), sample.planted.counts
    audio_and_zip = [
        row
        for path, records in sample.records.items()
        if "_Audio_" in path or "endsong" in path
        for row in records
        if isinstance(row, dict) and "ms_played" in row
    ]
    seen = {
        "skipped_null_rows": sum(row["skipped"] is None for row in rows),
        "offline_timestamp_0_or_1_rows": sum(row["offline_timestamp"] in (0, 1) for row in rows),
        "zero_ms_rows": sum(row["ms_played"] == 0 for row in rows),
        "video_podcast_rows": sum(
            bool(row.get("spotify_episode_uri"))
            for path, records in sample.records.items()
            if "_Video_" in path
            for row in records
        ),
        "audiobook_rows": sum(
            bool(row.get("audiobook_chapter_uri")) for row in audio_and_zip if not is_broken(row)
        ),
    }
    assert seen == {name: counts[name] for name in seen}
    assert all(counts[name] > 0 for name in counts), "an oddity was planted nowhere"


NOTICED: dict[str, Callable[[dict[str, Any]], bool]] = {
    "zz_country_rows": lambda row: row["conn_country"] == "ZZ",
    "null_reason_end_rows": lambda row: row["reason_end"] is None,
    "empty_reason_end_rows": lambda row: row["reason_end"] == "",
    "incognito_rows": lambda row: row["incognito_mode"] is True,
    "podcast_rows": lambda row: bool(row.get("episode_name")),
    "blank_rows": lambda row: row["master_metadata_album_artist_name"] == "(Blank)",
    "various_artists_rows": lambda row: (
        row["master_metadata_album_artist_name"] == "Various Artists"
    ),
}


@pytest.mark.parametrize("oddity", NOTICED)
def test_an_oddity_is_on_as_many_plays_as_planted(sample: Sample, oddity: str) -> None:
    plays = {
        (row["ts"], row["ms_played"], row["master_metadata_track_name"], row.get("episode_name"))
        for path, rows in sample.records.items()
        if "_Audio_" in path or "endsong" in path
        for row in rows
        if isinstance(row, dict) and "ms_played" in row and not is_broken(row)
        if NOTICED[oddity](row)
    }
    # Podcasts of the last two weeks are in the account form only; near copies are plays of their
    # own here, and a few plays may share their end.
    late = sample.records[f"{layout.ACCOUNT}/StreamingHistory_podcast_0.json"]
    unseen = sum(row["endTime"] >= "2025-02-24" for row in late) * (oddity == "podcast_rows")
    assert len(plays) + unseen == pytest.approx(sample.planted.counts[oddity], abs=2)


def test_skipped_is_null_then_false_then_filled(sample: Sample) -> None:
    old = [r for r in sample.audio() if "username" in r]
    new = [r for r in sample.audio() if "username" not in r]
    between = [r["skipped"] for r in new if r["ts"] < "2022-10-16"]
    after = {r["skipped"] for r in new if r["ts"] >= "2022-10-16"}
    assert {r["skipped"] for r in old} == {None}
    assert set(between) == {False}
    assert len(between) > 1000
    assert after == {True, False}


def test_offline_timestamps_change_from_milliseconds_to_seconds(sample: Sample) -> None:
    stamped = [r for r in sample.audio() if (r["offline_timestamp"] or 0) > 1]
    assert all(r["offline_timestamp"] > 10**12 for r in stamped if r["ts"] < "2022-10-01")
    assert all(r["offline_timestamp"] < 10**10 for r in stamped if r["ts"] >= "2022-10-01")
    assert any(r["offline_timestamp"] == 1 for r in sample.audio())


def test_duplicates_are_exact_near_and_across_files(sample: Sample) -> None:
    counts, audio = sample.planted.counts, sample.audio()
    same = Counter((r["ts"], r["spotify_track_uri"], r["ms_played"]) for r in audio)
    repeats = sum(n - 1 for (_, uri, _), n in same.items() if uri)
    assert counts["exact_duplicate_rows"] <= repeats <= counts["exact_duplicate_rows"] + 15
    zipped = sample.records["MyData/endsong_1.json"]
    late = [r for r in zipped if r["ts"] >= "2018-10-01"]
    both = {(r["ts"], r["spotify_track_uri"], r["ms_played"]) for r in late} & set(same)
    assert len(both) > 900
    shifted = {(r["spotify_track_uri"], r["ms_played"]) for r in late if r["ms_played"] > 45_000}
    shifted &= {(r["spotify_track_uri"], r["ms_played"]) for r in audio}
    assert counts["zip_overlap_shifted_rows"] > 10
    assert len(shifted) > 500


def test_broken_records_are_where_they_are_said_to_be(sample: Sample) -> None:
    broken = [
        row
        for path, rows in sample.records.items()
        if "_Audio_" in path
        for row in rows
        if not isinstance(row, dict) or is_broken(row)
    ]
    assert len(broken) == sample.planted.counts["broken_rows"]


def test_whole_plays_end_at_the_length_of_the_track(sample: Sample) -> None:
    lengths: dict[tuple[str, str], Counter[int]] = {}
    for row in sample.audio():
        if row["reason_end"] == "trackdone" and row["master_metadata_track_name"]:
            key = row["master_metadata_album_artist_name"], row["master_metadata_track_name"]
            lengths.setdefault(key, Counter())[round(row["ms_played"] / 1000)] += 1
    often = [seen for seen in lengths.values() if seen.total() >= 8]
    agreed = [seen.most_common(1)[0][1] / seen.total() for seen in often]
    assert len(often) > 300
    assert sum(share >= 0.5 for share in agreed) / len(agreed) > 0.85


def test_artists_are_spelled_in_more_than_one_way(sample: Sample) -> None:
    names = {row["master_metadata_album_artist_name"] for row in sample.audio()}
    for other, usual in sample.planted.variants.items():
        assert {other, usual} <= names | {
            row["master_metadata_album_artist_name"] for row in sample.extended()
        }
    assert any(other == usual.upper() for other, usual in sample.planted.variants.items())
    assert any(not usual.isascii() for usual in sample.planted.variants.values())


def test_the_account_form_tells_the_same_plays_and_some_more(sample: Sample) -> None:
    extended = Counter(
        (
            row["ts"][:16].replace("T", " "),
            row["master_metadata_track_name"] or "Unknown Track",
            row["ms_played"],
        )
        for row in sample.audio()
    )
    account = sample.records[f"{layout.ACCOUNT}/StreamingHistory_music_0.json"]
    known = sum((r["endTime"], r["trackName"], r["msPlayed"]) in extended for r in account)
    only_here = sum(r["endTime"] >= "2025-02-24" for r in account)
    assert only_here > 50
    mismatched = sample.planted.counts["account_mismatched_rows"]
    assert len(account) - known - only_here <= mismatched
    assert any(r["artistName"] == "Unknown Artist" for r in account)


def test_every_canary_is_in_the_raw_files_and_no_other_address_is(sample: Sample) -> None:
    everything = b"".join(sample.raw.values())
    for canary in CANARIES:
        assert canary.encode() in everything, canary
    addresses = {row.get("ip_addr") or row.get("ip_addr_decrypted") for row in sample.extended()}
    assert addresses <= set(IP_ADDRESSES)
    assert len(addresses) > 1


def test_no_canary_is_in_what_was_planted(sample: Sample) -> None:
    told = sample.planted.as_json()
    assert not [canary for canary in CANARIES if canary in told]
