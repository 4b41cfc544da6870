"""Whatever stands in a file, the parser neither crashes nor loses a record."""

import contextlib
import json
import re
from datetime import datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import limits, parse
from ingest.columns import parse_times, text_array
from ingest.errors import FileRefusedError
from ingest.kinds import Form
from ingest.records import TIME_LAYOUTS
from tests.unit.ingest.exports import account, extended, text_of

LATEST = 2**62


def table(text: bytes, form: Form = Form.EXTENDED) -> pa.Table:
    return parse.parse(parse.as_utf8(text), form, "f" * 64, LATEST)


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)  # lone surrogates too
ANY_VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from([*extended(), *account()])
GOOD = st.integers(0, 600).map(extended)
MUTATED = st.builds(
    lambda record, changes: record | changes, GOOD, st.dictionaries(KEYS, ANY_VALUE)
)
RECORDS = st.lists(GOOD | MUTATED | ANY_VALUE, max_size=8)


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_bytes_crash_the_parser(data: bytes) -> None:
    for text in (data, b"[" + data + b"]", b'[{"ts":' + data + b"}]"):
        with contextlib.suppress(FileRefusedError):
            table(text)


@given(RECORDS, st.sampled_from(list(Form)))
@settings(max_examples=200, deadline=None)
def test_no_record_is_ever_lost(records: list[object], form: Form) -> None:
    found = table(json.dumps(records).encode(), form)
    assert found["record_number"].to_pylist() == list(range(len(records)))
    for record, row in zip(records, found.to_pylist(), strict=True):
        if row["reject_reason"] is None:
            assert isinstance(record, dict)
            length = "ms_played" if form is Form.EXTENDED else "msPlayed"
            assert row["ms_played"] == record[length]
            assert row["ended_at"] is not None
        else:
            assert row["ended_at"] is row["ms_played"] is row["artist_name"] is None


@given(RECORDS)
@settings(max_examples=100, deadline=None)
def test_small_and_large_files_are_read_to_the_same_rows(records: list[object]) -> None:
    text = json.dumps(records).encode()
    whole = table(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "LARGE_FILE_BYTES", 0)
        patch.setattr(limits, "CHUNK_RECORDS", 3)
        assert table(text).to_pylist() == whole.to_pylist()


@given(st.lists(GOOD, max_size=4), st.data())
@settings(max_examples=100, deadline=None)
def test_a_damaged_byte_never_changes_the_number_of_records_unnoticed(
    records: list[object], data: st.DataObject
) -> None:
    text = bytearray(text_of(records))
    place = data.draw(st.integers(0, len(text) - 1))
    text[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FileRefusedError):
        assert table(bytes(text)).num_rows == len(records)


TIME_LIKE = st.from_regex(r"[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]Z")
MOMENTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(
    lambda moment: f"{moment.year:04}" + moment.strftime("-%m-%dT%H:%M:%SZ")
)


@given(st.lists(st.none() | MOMENTS | TIME_LIKE | st.text(max_size=22), max_size=6))
@settings(max_examples=300, deadline=None)
def test_times_are_read_as_the_standard_library_reads_them(texts: list[str | None]) -> None:
    micros, is_valid = parse_times(text_array(texts), TIME_LAYOUTS[Form.EXTENDED])
    for text, micro, valid in zip(texts, micros.tolist(), is_valid.tolist(), strict=True):
        expected = _read_slowly(text)
        assert valid == (expected is not None)
        if expected is not None:
            assert datetime(1970, 1, 1) + timedelta(microseconds=micro) == expected


def _read_slowly(text: str | None) -> datetime | None:
    if text is None or not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){2}T([0-9]{2}:){2}[0-9]{2}Z", text):
        return None
    try:
        return datetime.fromisoformat(text[:-1])
    except ValueError:
        return None
