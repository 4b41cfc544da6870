"""From decoded records to checked columns, a whole chunk at a time.

Nothing here loops over records in Python beyond one pass per column: a million plays take seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ingest import limits
from ingest.kinds import Form, RejectReason
from ingest.records import (
    FLAG_COLUMNS,
    HISTORY_SCHEMA,
    RECORD_TYPES,
    TEXT_COLUMNS,
    TIME_LAYOUTS,
    Record,
)

REASONS: tuple[RejectReason, ...] = tuple(RejectReason)

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
Micros = npt.NDArray[np.int64]

_KEPT = -1
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_FLAG_CODES = {False: 0, True: 1, None: 2}
_MICROS = 1_000_000
# Offline stamps are seconds or milliseconds; nothing was played offline before Spotify existed.
_FIRST_OFFLINE_SECOND = int(datetime(2008, 10, 1, tzinfo=UTC).timestamp())
_LAST_OFFLINE_SECOND = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())


def checked_columns(
    records: Sequence[Record],
    broken: Mapping[int, RejectReason],
    form: Form,
    latest: int,
) -> dict[str, pa.Array]:
    """Return the history columns of `records` from reject_reason on.

    `broken` names records already known to be bad, by their place in `records` (where any record
    stands in for them). `latest` is the last believable end of a play, in microseconds since 1970.
    """
    count = len(records)
    names = RECORD_TYPES[form].__struct_fields__
    rows = zip(*map(msgspec.structs.astuple, records), strict=True)
    values: dict[str, Sequence[Any]] = dict(zip(names, rows, strict=True)) if count else {}

    arrays: dict[str, pa.Array] = {
        name: text_array(values[name])
        for name in ("ended_at", *TEXT_COLUMNS)
        if name in values and values[name].count(None) < count
    }
    codes = np.full(count, _KEPT, dtype=np.int8)
    times = arrays.pop("ended_at", None)
    if times is None:
        times = pa.nulls(count, pa.string())
    ended_at, is_time = parse_times(times, TIME_LAYOUTS[form])
    ms_played = _believable_ms(values.get("ms_played", ()))

    # From the least to the most telling, so that the most telling is what remains.
    _mark(codes, is_time & (ended_at > latest), RejectReason.IN_FUTURE)
    for name, array in arrays.items():
        _mark(codes, _is_too_long(array), RejectReason.BAD_FIELD)
        arrays[name] = _without_nul(array)
    _mark(codes, ms_played < 0, RejectReason.BAD_MS_PLAYED)
    _mark(codes, ~is_time, RejectReason.BAD_TIME)
    if times.null_count:
        _mark(codes, _numpy_bools(times.is_null()), RejectReason.MISSING_TIME)
    for place, reason in broken.items():
        codes[place] = REASONS.index(reason)

    is_kept = codes == _KEPT
    columns: dict[str, pa.Array] = {
        "reject_reason": _reasons(codes),
        "ended_at": _array(pa.timestamp("us"), ended_at, is_kept),
        "ms_played": _array(pa.int64(), ms_played, is_kept),
    }
    for name in TEXT_COLUMNS:
        if name in arrays:
            columns[name] = _only(is_kept, arrays[name])
    for name in FLAG_COLUMNS:
        if name in values:
            columns[name] = _flags(values[name], is_kept)
    if "offline_at" in values:
        columns["offline_at"] = _offline_times(values["offline_at"], is_kept)
    return {
        field.name: columns.get(field.name, pa.nulls(count, field.type))
        for field in HISTORY_SCHEMA
        if field.name not in ("file_sha256", "record_number")
    }


def parse_times(texts: pa.Array, layout: str) -> tuple[Micros, Bools]:
    """Read times written exactly as `layout` (`d` is a digit): microseconds since 1970, is valid.

    Where the text is null, of another layout or no real moment (30 February, 24:00, a leap
    second), the time is 0 and not valid.
    """
    micros = np.zeros(len(texts), dtype=np.int64)
    is_valid = _byte_lengths(texts) == len(layout)
    if not is_valid.any():
        return micros, is_valid
    fitting = texts if is_valid.all() else texts.filter(_bool_array(is_valid))
    grid = _text_bytes(fitting).reshape(-1, len(layout))

    pattern = np.frombuffer(layout.encode(), dtype=np.uint8)
    is_digit_place = pattern == ord("d")
    digits = grid[:, is_digit_place] - ord("0")  # below "0" wraps around to a large number
    is_good: Bools = np.logical_and.reduce(digits <= 9, axis=1)
    is_good &= np.logical_and.reduce(grid[:, ~is_digit_place] == pattern[~is_digit_place], axis=1)

    numbers = np.where(is_good[:, None], digits, 0).astype(np.int64)
    year = numbers[:, :4] @ np.array([1000, 100, 10, 1])
    pairs = numbers[:, 4::2] * 10 + numbers[:, 5::2]
    month, day, hour, minute = pairs[:, 0], pairs[:, 1], pairs[:, 2], pairs[:, 3]
    second = pairs[:, 4] if pairs.shape[1] > 4 else np.zeros_like(hour)
    is_good &= (year >= 1) & (month >= 1) & (month <= 12)
    is_good &= (hour <= 23) & (minute <= 59) & (second <= 59)

    months = ((year - 1970) * 12 + np.clip(month, 1, 12) - 1).astype("datetime64[M]")
    first_day = months.astype("datetime64[D]").astype(np.int64)
    next_month = (months + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64)
    month_length = next_month - first_day
    is_good &= (day >= 1) & (day <= month_length)
    seconds = (((first_day + day - 1) * 24 + hour) * 60 + minute) * 60 + second
    micros[is_valid] = np.where(is_good, seconds * _MICROS, 0)
    is_valid[is_valid] = is_good
    return micros, is_valid


def text_array(values: Sequence[str | None]) -> pa.Array:
    """Return a text column. `pa.array` would do, but imports pandas first (a third of a second)."""
    builder = pa.lib.StringBuilder()
    builder.append_values(values)
    return builder.finish()


def _mark(codes: Codes, is_bad: Bools, reason: RejectReason) -> None:
    codes[is_bad] = REASONS.index(reason)


def _believable_ms(values: Sequence[int | None]) -> Micros:
    """Return milliseconds as numbers, -1 where there is none or it cannot be."""
    most = limits.MAX_MS_PLAYED
    return np.fromiter(
        (ms if ms is not None and 0 <= ms <= most else -1 for ms in values),
        dtype=np.int64,
        count=len(values),
    )


def _is_too_long(texts: pa.Array) -> Bools:
    most = limits.MAX_TEXT_CHARACTERS
    # A text has no more characters than bytes, and bytes are known without looking at the text.
    may_be: Bools = _byte_lengths(texts) > most
    for place in np.flatnonzero(may_be):
        may_be[place] = len(texts[place].as_py()) > most
    return may_be


def _without_nul(texts: pa.Array) -> pa.Array:
    content = _text_bytes(texts)
    if content.size and not content.min():
        return pc.replace_substring(texts, "\0", _REPLACEMENT)
    return texts


def _byte_lengths(texts: pa.Array) -> npt.NDArray[np.int32]:
    """Return how many bytes each text has; null has none."""
    if not len(texts):
        return np.empty(0, dtype=np.int32)
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)
    return np.diff(offsets[texts.offset : texts.offset + len(texts) + 1])


def _text_bytes(texts: pa.Array) -> npt.NDArray[np.uint8]:
    """Return the bytes of all texts one after the other, without a copy."""
    _, offset_buffer, content = texts.buffers()
    if content is None:
        return np.empty(0, dtype=np.uint8)
    offsets = np.frombuffer(offset_buffer, dtype=np.int32)
    first, last = offsets[texts.offset], offsets[texts.offset + len(texts)]
    return np.frombuffer(content, dtype=np.uint8)[first:last]


def _reasons(codes: Codes) -> pa.Array:
    if (codes == _KEPT).all():
        return pa.nulls(len(codes), pa.string())
    return text_array([None if code == _KEPT else REASONS[code].value for code in codes.tolist()])


def _only(is_kept: Bools, texts: pa.Array) -> pa.Array:
    if is_kept.all():
        return texts
    return pc.if_else(_bool_array(is_kept), texts, pa.nulls(len(texts), texts.type))


def _flags(values: Sequence[bool | None], is_kept: Bools) -> pa.Array:
    codes = np.frombuffer(bytes(map(_FLAG_CODES.__getitem__, values)), dtype=np.uint8)
    is_known = (codes != 2) & is_kept
    data = pa.py_buffer(np.packbits(codes == 1, bitorder="little"))
    return pa.Array.from_buffers(pa.bool_(), len(codes), [_bits(is_known), data])


def _offline_times(values: Sequence[object], is_kept: Bools) -> pa.Array:
    micros = np.fromiter(map(_offline_micros, values), dtype=np.int64, count=len(values))
    return _array(pa.timestamp("us"), micros, is_kept & (micros > 0))


def _offline_micros(value: object) -> int:
    """Return microseconds since 1970 of a stamp in seconds or milliseconds, 0 if it is neither."""
    if type(value) is not int or value < _FIRST_OFFLINE_SECOND:
        return 0
    if value < _LAST_OFFLINE_SECOND:
        return value * _MICROS
    if _FIRST_OFFLINE_SECOND * 1000 <= value < _LAST_OFFLINE_SECOND * 1000:
        return value * 1000
    return 0


def _array(kind: pa.DataType, values: Micros, is_known: Bools) -> pa.Array:
    data = pa.py_buffer(np.ascontiguousarray(np.where(is_known, values, 0)))
    return pa.Array.from_buffers(kind, len(values), [_bits(is_known), data])


def _bool_array(values: Bools) -> pa.Array:
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, _bits(values)])


def _bits(values: Bools) -> pa.Buffer:
    return pa.py_buffer(np.packbits(values, bitorder="little"))


def _numpy_bools(array: pa.Array) -> Bools:
    """Return a boolean column without nulls as numpy."""
    _, data = array.buffers()
    bits = np.frombuffer(data, dtype=np.uint8)
    unpacked = np.unpackbits(bits, bitorder="little")[array.offset : array.offset + len(array)]
    return unpacked.astype(np.bool_)
