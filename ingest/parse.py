"""From the bytes of one listening history to a checked table, or to the reason why not.

A file is taken whole or refused whole: a list that is cut off, followed by something or broken in
the middle gives no table at all. A record that is broken by itself is set aside and counted.

The fast path decodes the list straight into the typed records. Only when a record has a wrong type
(or the file is large) is the list first split into raw records, and only the chunk with the bad
record is decoded one by one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from ingest import limits
from ingest.columns import checked_columns, parse_times, text_array
from ingest.errors import FileRefusedError
from ingest.kinds import Form, RejectReason
from ingest.records import HISTORY_SCHEMA, RECORD_TYPES, TIME_LAYOUTS, Record

EMPTY = "it is empty"
NOT_A_LIST = "it is not a list of plays"
NOT_UTF8 = "it is not UTF-8 text (Latin-1, perhaps): use the file as Spotify sent it"
CUT_OFF = "it is cut off: copy or download it again"
TRAILING = "something follows the end of the list"
NOT_JSON = "it is not valid JSON"
TOO_DEEP = "it is nested too deeply to be a list of plays"
TOO_MANY_RECORDS = f"it holds more than {limits.MAX_RECORDS:,} records"

Chunk = tuple[list[Record], dict[int, RejectReason]]

_DECODERS = {form: msgspec.json.Decoder(list[kind]) for form, kind in RECORD_TYPES.items()}  # type: ignore[valid-type]
_ONE_DECODERS = {form: msgspec.json.Decoder(kind) for form, kind in RECORD_TYPES.items()}
_RAW_DECODER = msgspec.json.Decoder(list[msgspec.Raw])
_FIELDS_DECODER = msgspec.json.Decoder(dict[str, msgspec.Raw])
_BYTE_IN_MESSAGE = re.compile(r"\(byte (\d+)\)")
_ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def as_utf8(data: bytes) -> bytes:
    """Return the JSON text as UTF-8 without a byte order mark; UTF-16 is told by its mark.

    Raises `FileRefusedError` if the bytes are no such text.
    """
    if data.startswith(_UTF16_MARKS):
        try:
            return data.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            reason = CUT_OFF if error.end >= len(data) else NOT_JSON
            raise FileRefusedError(reason, f"byte {error.start:,}") from None
    text = data.removeprefix(codecs.BOM_UTF8)
    if not _is_utf8(text):
        try:
            text.decode()
        except UnicodeDecodeError as error:
            is_cut = error.end >= len(text) and "end of data" in error.reason
            reason = CUT_OFF if is_cut else NOT_UTF8
            raise FileRefusedError(reason, _place(text, error.start)) from None
    return text


def parse(text: bytes, form: Form, file_sha256: str, latest: int) -> pa.Table:
    """Return the history table of one file's JSON text (UTF-8, no byte order mark).

    `latest` is the last believable end of a play, in microseconds since 1970 UTC. Raises
    `FileRefusedError` when the file as a whole is broken.
    """
    start = len(text) - len(text.lstrip())
    if start == len(text):
        raise FileRefusedError(EMPTY)
    if text[start : start + 1] != b"[":
        raise FileRefusedError(_reason_for_no_list(text), _place(text, start))
    try:
        batches = [
            pa.RecordBatch.from_pydict(checked_columns(records, broken, form, latest))
            for records, broken in _decoded(text, form)
        ]
    except RecursionError:
        raise FileRefusedError(TOO_DEEP) from None
    schema = pa.schema([field for field in HISTORY_SCHEMA if field.name not in _FILE_COLUMNS])
    return _with_file_columns(pa.Table.from_batches(batches, schema=schema), file_sha256)


_FILE_COLUMNS = ("file_sha256", "record_number")


def _with_file_columns(table: pa.Table, file_sha256: str) -> pa.Table:
    count = table.num_rows
    numbers = pa.Array.from_buffers(
        pa.int32(), count, [None, pa.py_buffer(np.arange(count, dtype=np.int32))]
    )
    hashes = text_array([file_sha256] * count)
    return pa.Table.from_arrays([hashes, numbers, *table.columns], schema=HISTORY_SCHEMA)


def _decoded(text: bytes, form: Form) -> Iterator[Chunk]:
    if len(text) < limits.LARGE_FILE_BYTES:
        try:
            yield _decode(_DECODERS[form], text), {}
        except msgspec.ValidationError:
            pass
        else:
            return
    else:
        _refuse_bombs(text)
    raws: list[msgspec.Raw] = _decode(_RAW_DECODER, text)
    if len(raws) > limits.MAX_RECORDS:
        raise FileRefusedError(TOO_MANY_RECORDS)
    for first in range(0, len(raws), limits.CHUNK_RECORDS):
        yield _decoded_chunk(raws[first : first + limits.CHUNK_RECORDS], form)


def _decode(decoder: msgspec.json.Decoder[Any], text: bytes) -> Any:
    """Decode a whole list; only wrong types of single records go on as `ValidationError`."""
    try:
        return decoder.decode(text)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError as error:
        mended = _without_lone_surrogates(text)
        if mended != text:
            return _decode(decoder, mended)
        message = str(error)
    # Raised out here, so that no chained message quotes the listener's file.
    found = _BYTE_IN_MESSAGE.search(message)
    position = int(found[1]) if found else len(text)
    if "trailing characters" in message:
        raise FileRefusedError(TRAILING, _place(text, position))
    raise FileRefusedError(NOT_JSON if position < len(text) else CUT_OFF, _place(text, position))


def _decoded_chunk(raws: Sequence[msgspec.Raw], form: Form) -> Chunk:
    try:
        return _DECODERS[form].decode(b"[" + b",".join(raws) + b"]"), {}
    except msgspec.DecodeError:
        pass
    records: list[Record] = []
    broken: dict[int, RejectReason] = {}
    for place, raw in enumerate(raws):
        try:
            records.append(_ONE_DECODERS[form].decode(raw))
        except msgspec.DecodeError:
            records.append(RECORD_TYPES[form]())
            broken[place] = _why_broken(raw, form)
    return records, broken


def _why_broken(raw: msgspec.Raw, form: Form) -> RejectReason:
    try:
        fields = _FIELDS_DECODER.decode(raw)
    except msgspec.DecodeError:
        return RejectReason.NOT_AN_OBJECT
    keys = {field.name: field.encode_name for field in msgspec.structs.fields(RECORD_TYPES[form])}
    time = _value(fields, keys["ended_at"], str | None)
    if time is None:
        return RejectReason.MISSING_TIME
    if not isinstance(time, str) or not parse_times(text_array([time]), TIME_LAYOUTS[form])[1][0]:
        return RejectReason.BAD_TIME
    milliseconds = _value(fields, keys["ms_played"], int)
    if not isinstance(milliseconds, int) or not 0 <= milliseconds <= limits.MAX_MS_PLAYED:
        return RejectReason.BAD_MS_PLAYED
    return RejectReason.BAD_FIELD


def _value(fields: dict[str, msgspec.Raw], key: str, kind: object) -> object:
    """Return a field's value: None if it is not there, the class `object` if it is no `kind`."""
    if key not in fields:
        return None
    try:
        return msgspec.json.decode(fields[key], type=kind)
    except msgspec.DecodeError:
        return object


def _without_lone_surrogates(text: bytes) -> bytes:
    r"""Replace escapes of half a character (`\ud83d` alone) by `\ufffd`; the length stays."""
    if b"\\u" not in text:
        return text
    mended = bytearray(text)
    high_at = -1

    def replace(place: int) -> None:
        mended[place : place + 6] = b"\\ufffd"

    for escape in _ESCAPE.finditer(text):
        code = int(escape[1], 16) if escape[1] else 0
        is_paired = high_at >= 0 and escape.start() == high_at + 6 and 0xDC00 <= code < 0xE000
        if high_at >= 0 and not is_paired:
            replace(high_at)
        high_at = escape.start() if 0xD800 <= code < 0xDC00 else -1
        if 0xDC00 <= code < 0xE000 and not is_paired:
            replace(escape.start())
    if high_at >= 0:
        replace(high_at)
    return bytes(mended)


def _refuse_bombs(text: bytes) -> None:
    """Refuse a large file that decodes into far more values than a list of plays would."""
    records = text.count(b"{")
    if records > limits.MAX_RECORDS:
        raise FileRefusedError(TOO_MANY_RECORDS)
    if text.count(b",") > limits.MAX_COMMAS_PER_RECORD * (records + 1):
        raise FileRefusedError(NOT_A_LIST)


def _reason_for_no_list(text: bytes) -> str:
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return NOT_JSON
    return NOT_A_LIST


def _is_utf8(text: bytes) -> bool:
    """Check a whole text at the speed of memory, without making a string of it."""
    offsets = np.array([0, len(text)], dtype=np.int64)
    column = pa.Array.from_buffers(
        pa.large_string(), 1, [None, pa.py_buffer(offsets), pa.py_buffer(text)]
    )
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _place(text: bytes, position: int) -> str:
    position = min(position, len(text))
    line = text.count(b"\n", 0, position) + 1
    return f"line {line:,}, byte {position:,}"
