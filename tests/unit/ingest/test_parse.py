"""The parser takes every record or says which it set aside; it never takes part of a file."""

import math
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from ingest import limits, parse
from ingest.errors import FileRefusedError
from ingest.kinds import Form
from ingest.records import HISTORY_SCHEMA
from tests.unit.ingest.exports import CANARIES, account, extended, text_of

LATEST = round(datetime(2030, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000


def table(text: bytes, form: Form = Form.EXTENDED) -> pa.Table:
    return parse.parse(parse.as_utf8(text), form, "f" * 64, LATEST)


def row(record: object, form: Form = Form.EXTENDED) -> dict[str, Any]:
    (only,) = table(text_of([record]), form).to_pylist()
    return dict(only)


def refusal(text: bytes) -> FileRefusedError:
    with pytest.raises(FileRefusedError) as caught:
        table(text)
    return caught.value


def test_an_extended_record_becomes_one_row_of_the_history_schema() -> None:
    found = table(text_of([extended(3)]))
    assert found.schema.equals(HISTORY_SCHEMA)
    assert found.to_pylist() == [
        {
            "file_sha256": "f" * 64,
            "record_number": 0,
            "reject_reason": None,
            "ended_at": datetime(2020, 1, 4, 0, 5, 9),
            "ms_played": 180_003,
            "artist_name": "Artist 3 é",
            "album_name": "Album",
            "track_name": "Track 3",
            "track_uri": f"spotify:track:{3:022}",
            "episode_name": None,
            "show_name": None,
            "episode_uri": None,
            "audiobook_title": None,
            "audiobook_uri": None,
            "audiobook_chapter_title": None,
            "audiobook_chapter_uri": None,
            "country": "DE",
            "reason_start": "trackdone",
            "reason_end": "fwdbtn",
            "is_shuffle": True,
            "is_skipped": None,
            "is_offline": False,
            "is_incognito": False,
            "offline_at": datetime(2020, 1, 1),
        }
    ]


def test_account_records_of_music_podcasts_and_audiobooks_find_their_columns() -> None:
    records = [
        account(1),
        {"endTime": "2024-05-06 18:43", "podcastName": "P", "episodeName": "E", "msPlayed": 5},
        {
            "endTime": "2024-05-06 18:44",
            "audiobookName": "B",
            "chapterName": "C",
            "authorName": "A",
            "msPlayed": 6,
        },
    ]
    music, podcast, book = table(text_of(records), Form.ACCOUNT).to_pylist()
    assert (music["artist_name"], music["track_name"]) == ("Artist", "Track 1")
    assert music["ended_at"] == datetime(2024, 5, 2, 18, 43)
    assert (podcast["show_name"], podcast["episode_name"]) == ("P", "E")
    assert (book["audiobook_title"], book["audiobook_chapter_title"]) == ("B", "C")
    assert [r["reject_reason"] for r in (music, podcast, book)] == [None] * 3


def test_every_field_but_time_and_length_may_be_missing_or_null() -> None:
    full = extended()
    needed = {"ts": full["ts"], "ms_played": 1}
    assert row(needed)["reject_reason"] is None
    assert row(dict.fromkeys(full) | needed)["reject_reason"] is None


NOT_WHOLE_FILES = {
    "empty": (b"", parse.EMPTY),
    "only spaces": (b" \n\t ", parse.EMPTY),
    "only a byte order mark": (b"\xef\xbb\xbf", parse.EMPTY),
    "null": (b"null", parse.NOT_A_LIST),
    "an object": (b"{}", parse.NOT_A_LIST),
    "a number": (b"3", parse.NOT_A_LIST),
    "a wrapped list": (b'{"plays": ' + text_of([extended()]) + b"}", parse.NOT_A_LIST),
    "text": (b"hello", parse.NOT_JSON),
    "several lists": (b"[]\n[]", parse.TRAILING),
    "something behind the list": (text_of([extended()]) + b"x", parse.TRAILING),
    "a comma too many": (b'[{"ts": "a"},]', parse.NOT_JSON),
    "not a number": (text_of([extended(offline_timestamp=math.nan)]), parse.NOT_JSON),
    "infinity in a field that is not read": (text_of([extended(city=-math.inf)]), parse.NOT_JSON),
    "a raw control character": (b'[{"ts": "a\nb"}]', parse.NOT_JSON),
    "Latin-1": (text_of([extended()]).decode().encode("latin-1"), parse.NOT_UTF8),
    "Latin-1 in a field that is not read": (b'[{"city": "K\xf6ln"}]', parse.NOT_UTF8),
    "binary": (bytes(range(256)), parse.NOT_UTF8),
    "deep lists": (b"[" * 100_000, parse.TOO_DEEP),
    "a deep field": (b'[{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}]", parse.TOO_DEEP),
    "a deep record": (b"[1," + b"[" * 100_000 + b"]" * 100_000 + b"]", parse.TOO_DEEP),
}


@pytest.mark.parametrize("case", NOT_WHOLE_FILES)
def test_a_file_that_is_broken_as_a_whole_is_refused_with_its_reason(case: str) -> None:
    text, reason = NOT_WHOLE_FILES[case]
    assert refusal(text).reason == reason


def test_a_refusal_names_line_and_byte() -> None:
    assert refusal(b'[\n {"ts": "a"},\n {"ts": ?}\n]').place == "line 3, byte 24"
    latin = refusal(b'[\n {"ts": "\xe9"}]')
    assert latin.place == "line 2, byte 11"
    assert refusal(b'[{"ts": "a"}\n').place == "line 2, byte 13"


@pytest.mark.parametrize("indent", [None, 2])
def test_a_file_cut_off_at_any_byte_is_refused_whole(indent: int | None) -> None:
    whole = text_of([extended(1), extended(2)], indent=indent)
    assert table(whole).num_rows == 2
    for length in range(len(whole)):
        assert refusal(whole[:length]).reason in (parse.CUT_OFF, parse.EMPTY), length


def test_byte_order_marks_and_utf_16_are_read() -> None:
    text = text_of([extended()])
    for marked in (b"\xef\xbb\xbf" + text, text.decode().encode("utf-16")):
        assert table(marked)["artist_name"].to_pylist() == ["Artist 0 é"]


BAD_RECORDS: dict[str, tuple[object, str]] = {
    "null": (None, "not_an_object"),
    "a number": (7, "not_an_object"),
    "a list": ([], "not_an_object"),
    "a text": ("x", "not_an_object"),
    "no keys": ({}, "missing_time"),
    "no time": ({"ms_played": 5}, "missing_time"),
    "null time": (extended(ts=None), "missing_time"),
    "no time and a wrong field": (extended(ts=None, shuffle="yes"), "missing_time"),
    "time as number": (extended(ts=1_577_836_800), "bad_time"),
    "time as words": (extended(ts="yesterday"), "bad_time"),
    "empty time": (extended(ts=""), "bad_time"),
    "no zone": (extended(ts="2020-01-01T00:00:00"), "bad_time"),
    "small letters": (extended(ts="2020-01-01t00:00:00z"), "bad_time"),
    "a day that is not": (extended(ts="2021-02-29T00:00:00Z"), "bad_time"),
    "hour 24": (extended(ts="2021-02-28T24:00:00Z"), "bad_time"),
    "spaces for digits": (extended(ts="2021- 2-28T 1:00:00Z"), "bad_time"),
    "other digits": (extended(ts="2021-02-28T0٣:00:0Z"), "bad_time"),
    "bad time and a wrong field": (extended(ts="x", shuffle="yes"), "bad_time"),
    "no length": ({"ts": "2020-01-01T00:00:00Z"}, "bad_ms_played"),
    "null length": (extended(ms_played=None), "bad_ms_played"),
    "negative length": (extended(ms_played=-1), "bad_ms_played"),
    "more than a day": (extended(ms_played=86_400_001), "bad_ms_played"),
    "length as boolean": (extended(ms_played=True), "bad_ms_played"),
    "length as fraction": (extended(ms_played=1.5), "bad_ms_played"),
    "length as text": (extended(ms_played="5"), "bad_ms_played"),
    "length of 30 digits": (extended(ms_played=10**30), "bad_ms_played"),
    "bad length and a wrong field": (extended(ms_played=-1, shuffle=3), "bad_ms_played"),
    "flag as text": (extended(shuffle="true"), "bad_field"),
    "flag as number": (extended(skipped=1), "bad_field"),
    "name as number": (extended(master_metadata_track_name=7), "bad_field"),
    "name as object": (extended(master_metadata_track_name={"a": 1}), "bad_field"),
    "a name too long": (extended(master_metadata_track_name="é" * 1_001), "bad_field"),
    "the year 2999": (extended(ts="2999-01-01T00:00:00Z"), "in_future"),
}


@pytest.mark.parametrize("case", BAD_RECORDS)
def test_a_broken_record_is_set_aside_by_itself_with_its_reason(case: str) -> None:
    record, reason = BAD_RECORDS[case]
    before, broken, after = table(text_of([extended(1), record, extended(2)])).to_pylist()
    assert broken["reject_reason"] == reason
    kept = {"file_sha256", "record_number", "reject_reason"}
    assert {name for name, value in broken.items() if value is not None} == kept
    assert (before["track_name"], after["track_name"]) == ("Track 1", "Track 2")
    assert [before["reject_reason"], after["reject_reason"]] == [None, None]
    assert [before["record_number"], after["record_number"]] == [0, 2]


def test_numbers_of_5000_digits_cost_the_record_at_most() -> None:
    digits = b"9" * 5_000
    text = text_of([extended(1, ms_played=111_222_333), extended(2, city=444_555_666)])
    text = text.replace(b"111222333", digits).replace(b"444555666", digits)
    assert table(text)["reject_reason"].to_pylist() == ["bad_ms_played", None]


def test_lengths_and_texts_at_the_limits_are_kept() -> None:
    assert row(extended(ms_played=0))["ms_played"] == 0
    assert row(extended(ms_played=86_400_000))["ms_played"] == 86_400_000
    assert row(extended(conn_country="é" * 1_000))["country"] == "é" * 1_000


def test_half_characters_and_nul_are_replaced_and_whole_ones_stay() -> None:
    raw = (
        rb'[{"ts": "2020-01-01T00:00:00Z", "ms_played": 1, "master_metadata_track_name": '
        rb'"a\ud83d\ude00b\ud83dc\ude00\u0000\\ud83d\ud83d", "city": "\ud800"}]'
    )
    (found,) = table(raw).to_pylist()
    assert found["track_name"] == "a😀b�c��\\ud83d�"


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        (1_577_836_800, datetime(2020, 1, 1)),
        (1_577_836_800_123, datetime(2020, 1, 1, 0, 0, 0, 123_000)),
        (0, None),
        (1, None),
        (-5, None),
        (10**30, None),
        (1_000_000_000, None),  # 2001: before anything could be played offline
        (1.5e9, None),
        ("1577836800", None),
        (True, None),
        (None, None),
    ],
)
def test_offline_stamps_in_seconds_or_milliseconds_become_moments(
    stamp: object, moment: datetime | None
) -> None:
    found = row(extended(offline_timestamp=stamp))
    assert (found["reject_reason"], found["offline_at"]) == (None, moment)


def test_the_last_of_two_equal_keys_wins() -> None:
    text = b'[{"ts":"2020-01-01T00:00:00Z","ms_played":1,"ms_played":2}]'
    assert table(text)["ms_played"].to_pylist() == [2]


def test_private_fields_are_in_no_column() -> None:
    everything = str(table(text_of([extended(n) for n in range(5)])).to_pylist())
    assert not [needle for needle in CANARIES.values() if str(needle) in everything]


def test_an_empty_list_is_a_file_without_records() -> None:
    assert table(b" [ ] ").num_rows == 0


def test_a_list_that_is_a_bomb_is_refused_before_it_is_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert refusal(b"[" + b"1," * limits.LARGE_FILE_BYTES + b"1]").reason == parse.NOT_A_LIST
    monkeypatch.setattr(limits, "MAX_RECORDS", 1_000)
    monkeypatch.setattr(limits, "LARGE_FILE_BYTES", 0)
    assert refusal(text_of([{}] * 1_001)).reason == parse.TOO_MANY_RECORDS
