"""Histories are known by their content, wherever they lie and whatever they are called."""

import os
from pathlib import Path

import pytest

from ingest import limits
from ingest.errors import IngestError
from ingest.find import NESTED_ARCHIVE, NOT_A_HISTORY, find
from ingest.kinds import Form, SourceKind
from ingest.report import FileReport, Status
from ingest.sniff import Verdict, clean_name, form_of, judge_head, kind_of
from tests.unit.ingest.exports import AUDIO_NAME, account, extended, text_of, write, zip_of

HISTORY = text_of([extended()])
ACCOUNT = text_of([account()])


def reports(path: Path) -> dict[str, FileReport]:
    return {item.name: item for item in find(path).items if isinstance(item, FileReport)}


def candidates(path: Path) -> list[str]:
    return [source.shown for source in find(path).sources]


GENERATIONS = {
    "2020 endsong without uri": {
        "ts": "2020-01-01T00:00:00Z",
        "username": "u",
        "platform": "p",
        "ms_played": 5,
        "conn_country": "DE",
        "ip_addr_decrypted": "i",
        "city": "c",
        "latitude": 1.0,
        "master_metadata_track_name": "t",
    },
    "2025": extended(),
    "keys in another order": dict(sorted(extended().items(), reverse=True)),
}


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("indent", [None, 4])
def test_each_generation_of_the_extended_form_is_recognised(
    generation: str, indent: int | None
) -> None:
    assert form_of(text_of([GENERATIONS[generation]], indent=indent)) is Form.EXTENDED


def test_each_kind_of_the_account_form_is_recognised() -> None:
    podcast = {"endTime": "2024-05-06 18:43", "podcastName": "", "episodeName": "", "msPlayed": 1}
    for record in (account(), podcast):
        assert form_of(text_of([record])) is Form.ACCOUNT


def test_a_broken_first_record_does_not_hide_the_history_behind_it() -> None:
    for first in (None, {}, {"ts": 5}, [], {"song": "x" * limits.HEAD_BYTES}):
        text = text_of([first, extended()])
        assert form_of(text) is Form.EXTENDED
        assert judge_head(text[: limits.HEAD_BYTES], "mine.json") is not Verdict.OTHER


def test_the_keys_of_a_play_inside_a_value_make_no_history() -> None:
    text = text_of([{"note": '{"ts": 1, "ms_played": 2}'}])
    assert form_of(text) is None


OTHERS = {
    "Playlist1.json": b'{"playlists": [{"name": "x", "items": []}]}',
    "YourLibrary.json": b'{"tracks": [{"artist": "a", "track": "t"}]}',
    "Userdata.json": b'{"username": "u", "email": "e"}',
    "Identity.json": b'{"displayName": "d"}',
    "SearchQueries.json": b'[{"platform": "p", "searchTime": "2024-01-01T00:00:00Z[UTC]"}]',
    "Wrapped2024.json": b'{"topArtists": {"numUniqueArtists": 3}}',
    "Read_Me_First.pdf": b"%PDF-1.4",
    "photo.jpg": b"\xff\xd8\xff",
    "empty.txt": b"",
    "other.json": b"",
}


def test_a_folder_is_searched_in_all_sub_folders_and_zips(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            f"a/b/{AUDIO_NAME}": HISTORY,
            "renamed by hand.txt": HISTORY,
            "Audio_2012.json": b"",
            "z/plays": ACCOUNT,
        }
        | OTHERS,
    )
    zip_of(tmp_path / "my_spotify_data.zip", {"MyData/endsong_0.json": HISTORY} | OTHERS)
    unsure = tuple(name for name in OTHERS if name.endswith(".json"))
    assert [name for name in candidates(tmp_path) if not name.endswith(unsure)] == [
        "Audio_2012.json",
        "my_spotify_data.zip: MyData/endsong_0.json",
        "renamed by hand.txt",
        f"a/b/{AUDIO_NAME}",
        "z/plays",
    ]
    assert reports(tmp_path)["photo.jpg"].status is Status.IGNORED
    assert reports(tmp_path)["photo.jpg"].reason == NOT_A_HISTORY


def test_litter_is_not_even_mentioned(tmp_path: Path) -> None:
    litter = {
        "__MACOSX/._endsong_0.json": b"\0\5\x16\7",
        ".DS_Store": b"x",
        "._endsong_0.json": b"\0\5\x16\7",
    }
    write(tmp_path / "folder", litter | {".git/endsong_1.json": HISTORY})
    assert find(tmp_path / "folder").items == ()
    assert find(zip_of(tmp_path / "a.zip", litter)).items == ()


def test_a_zip_within_a_zip_is_reported_and_not_opened(tmp_path: Path) -> None:
    inner = zip_of(tmp_path / "inner.zip", {AUDIO_NAME: HISTORY}).read_bytes()
    outer = zip_of(tmp_path / "outer.zip", {"inner.zip": inner})
    assert find(outer).sources == []
    assert reports(outer)["outer.zip: inner.zip"].reason == NESTED_ARCHIVE


def test_a_path_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    assert find(tmp_path / "no").is_path_missing
    assert not find(tmp_path).is_path_missing


def test_a_folder_with_more_files_than_any_export_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_FOLDER_FILES", 3)
    write(tmp_path, {f"{number}.txt": b"x" for number in range(4)})
    with pytest.raises(IngestError, match="name the folder of the Spotify export"):
        find(tmp_path)


@pytest.mark.parametrize(
    ("name", "form", "kind"),
    [
        ("Streaming_History_Audio_2016_1.json", Form.EXTENDED, SourceKind.AUDIO),
        ("Streaming_History_Video_2016-2024.json", Form.EXTENDED, SourceKind.VIDEO),
        ("endvideo.json", Form.EXTENDED, SourceKind.VIDEO),
        ("anything.json", Form.EXTENDED, SourceKind.AUDIO),
        ("StreamingHistory_video.json", Form.ACCOUNT, SourceKind.ACCOUNT),
    ],
)
def test_only_the_name_tells_video_from_audio(name: str, form: Form, kind: SourceKind) -> None:
    assert kind_of(name, form) is kind


def test_names_lose_what_could_steer_a_terminal() -> None:
    assert clean_name("a\x1b[2J\u202eb\ud800.json") == "a�[2J�b�.json"
    assert len(clean_name("x" * 5_000)) == 200


def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (item,) = find(tmp_path / "pipe").items
    assert isinstance(item, FileReport)
    assert item.status is Status.REFUSED
    assert find(tmp_path).items == ()
