import base64
import gzip
import io
import json
import tarfile

import pytest

from cli.guard_archives import LARGEST_SUM, is_read_in_part, members
from tests.unit.cli.guarding import KEY, rules, zipped


def tarred(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


PLAY = {"ts": "2016-05-01T00:00:00Z", "username": "anna", "ms_played": 1, "conn_country": "AT"}
YEAR = {"endTime": "2016-05-01 00:00", "artistName": "M", "trackName": "x", "msPlayed": 1}
EXPORTS = [
    json.dumps([PLAY]).encode(),
    json.dumps([PLAY] * 900, indent=2).encode(),
    json.dumps([{"ip_addr": "192.0.2.1", "ms_played": 1}]).encode(),
    b"\xef\xbb\xbf\n " + json.dumps([PLAY]).encode(),
    json.dumps([PLAY]).encode("utf-16"),
    json.dumps([YEAR]).encode(),
]


@pytest.mark.parametrize("data", EXPORTS)
def test_an_export_under_another_name_is_known_by_its_keys(data: bytes):
    for content in (data, gzip.compress(data), zipped("a/b.json", content=data)):
        assert [f.rule for f in rules().judge_content(b"plays.json", content)] == ["export"]
    assert rules().judge_content(b"tests/fixtures/plays.json", data) == []


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(PLAY),  # no list
        json.dumps([{"ms_played": 1}]),
        json.dumps([{"username": "anna"}]),
        json.dumps([{"x": "ms_played and username"}]),
        json.dumps([{"x": "y" * 70_000}, PLAY]),  # further down than anybody looks
        f"{json.dumps(YEAR)} [",
        'x = [{"ms_played": 1, "username": "anna"}]',
    ],
)
def test_another_json_passes(data: str):
    assert rules().judge_content(b"plays.json", data.encode()) == []


@pytest.mark.parametrize(
    ("data", "rule", "hint"),
    [
        (zipped("a/config/.env"), "env file", "a/config/.env in it: "),
        (zipped("x.duckdb"), "warehouse", "x.duckdb in it: "),
        (zipped("a.txt", content=f"k = {KEY}"), "secret", "a.txt in it: LASTFM_API_KEY"),
        (zipped("a.txt", content=base64.b64encode(KEY.encode())), "secret", "in base64"),
        (zipped("a.bin", content=b"\1" * 8 + b"DUCK"), "warehouse", "a.bin in it: "),
        (zipped("a.txt", content=KEY + "\n" * 2_000_000), "secret", "a.txt in it: "),
        (gzip.compress(f"k = {KEY}".encode()), "secret", "backup in it: "),
        (gzip.compress(b"x") + gzip.compress(KEY.encode()), "secret", "backup in it: "),
        (gzip.compress(KEY.encode() * 400)[:-20], "secret", "backup in it: "),
        (tarred("a/.env", b"x"), "env file", "a/.env in it: "),
        (gzip.compress(tarred("a/.env", b"x")), "env file", "a/.env in it: "),
        (gzip.compress(tarred("a.txt", KEY.encode())), "secret", "a.txt in it: "),
    ],
)
def test_what_is_packed_is_looked_into(data: bytes, rule: str, hint: str):
    [finding] = rules().judge_content(b"old/backup.gz", data)
    assert (finding.rule, finding.line) == (rule, None)
    assert hint in finding.hint
    assert KEY not in repr(finding)


def test_a_secret_in_a_packed_name_is_cut():
    judged = rules().judge_content(b"a.zip", zipped(f"{KEY}.txt"))
    [finding] = [f for f in judged if f.hint.endswith("in its name")]
    assert (finding.rule, f"{KEY[:2]}(cut).txt in it: " in finding.hint) == ("secret", True)
    assert KEY not in repr(judged)


def test_no_more_is_unpacked_than_the_limits_say():
    many = zipped(*(f"{n}.txt" for n in range(25)), content=b"\0" * 3_000_000)
    assert sum(len(data) for _, data in members("a.zip", many)) == LARGEST_SUM
    bomb = gzip.compress(b"\0" * 30_000_000)
    assert [len(data) for _, data in members("a.gz", bomb)] == [LARGEST_SUM]


@pytest.mark.parametrize(
    ("data", "is_partial"),
    [
        (b"text", False),
        (zipped("x"), False),
        (gzip.compress(b"x"), False),
        (zipped("x")[:-9], True),
        (zipped("x", content=b"x" * 1_000_001), True),
        (zipped(*map(str, range(21)), content=b"x" * 1_000_000), True),
        (gzip.compress(b"x" * 20_000_001), True),
    ],
)
def test_what_stays_unread_in_an_archive_is_known(data: bytes, is_partial: bool):
    assert is_read_in_part(data) is is_partial


def test_an_encrypted_zip_is_judged_by_its_names_and_said_to_be_unread():
    data = bytearray(zipped("x/.env", content=KEY))
    data[6] |= 1  # the flag, in the file's header and in the directory at the end
    data[data.rindex(b"PK\1\2") + 8] |= 1
    assert [f.rule for f in rules().judge_content(b"a.zip", bytes(data))] == ["env file"]
    assert is_read_in_part(bytes(data))


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\1" * 8 + b"DUCK" + b"\0" * 99, "warehouse"),
        (b"SQLite format 3\0" + b"\0" * 99, "answer store"),
        (zipped("x.txt", "Spotify/Streaming_History_Audio_2016_0.json"), "export"),
    ],
)
def test_a_private_file_under_another_name_is_known_by_its_bytes(data: bytes, rule: str):
    assert [f.rule for f in rules().judge_content(b"holiday.bin", data)] == [rule]


@pytest.mark.parametrize(
    "data",
    [
        zipped("x.txt", "data/README.md", "data/x.csv"), zipped("x")[:-9], b"PK\3\4", b"", b"DUCK",
        gzip.compress(b"x"), gzip.compress(b"x" * 99)[:-9], b"\x1f\x8b", b"\x1f\x8b\\8\0",
        tarred("x", b"x"), tarred("x", b"x" * 9000)[:600], b"x" * 257 + b"ustar" + b"x" * 999,
    ],
)  # fmt: skip
def test_another_binary_file_passes(data: bytes):
    assert rules().judge_content(b"a.zip", data) == []
