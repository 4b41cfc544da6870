"""The allow-list: the fields of a record that are taken, and the columns they are stored in.

msgspec skips every key that is not named here while decoding, so user name, IP address, user
agent, platform, city and position never become Python values, let alone reach a file.

Fields are named as their history column; `name=` is the export's key. Every field is optional and
nullable: exports of 2013 to 2026 differ in which they have.
"""

from __future__ import annotations

import msgspec
import pyarrow as pa

from ingest.kinds import Form

Text = str | None
Flag = bool | None


class ExtendedRecord(msgspec.Struct, gc=False):
    """One record of the extended streaming history."""

    ended_at: Text = msgspec.field(default=None, name="ts")
    ms_played: int | None = None
    artist_name: Text = msgspec.field(default=None, name="master_metadata_album_artist_name")
    album_name: Text = msgspec.field(default=None, name="master_metadata_album_album_name")
    track_name: Text = msgspec.field(default=None, name="master_metadata_track_name")
    track_uri: Text = msgspec.field(default=None, name="spotify_track_uri")
    episode_name: Text = None
    show_name: Text = msgspec.field(default=None, name="episode_show_name")
    episode_uri: Text = msgspec.field(default=None, name="spotify_episode_uri")
    audiobook_title: Text = None
    audiobook_uri: Text = None
    audiobook_chapter_title: Text = None
    audiobook_chapter_uri: Text = None
    country: Text = msgspec.field(default=None, name="conn_country")
    reason_start: Text = None
    reason_end: Text = None
    is_shuffle: Flag = msgspec.field(default=None, name="shuffle")
    is_skipped: Flag = msgspec.field(default=None, name="skipped")
    is_offline: Flag = msgspec.field(default=None, name="offline")
    is_incognito: Flag = msgspec.field(default=None, name="incognito_mode")
    # Seconds, milliseconds, 0, 1, null: whatever stands here, it never costs the play.
    offline_at: int | float | str | bool | None = msgspec.field(
        default=None, name="offline_timestamp"
    )


class AccountRecord(msgspec.Struct, gc=False):
    """One record of the account data: music, podcast or audiobook."""

    ended_at: Text = msgspec.field(default=None, name="endTime")
    ms_played: int | None = msgspec.field(default=None, name="msPlayed")
    artist_name: Text = msgspec.field(default=None, name="artistName")
    track_name: Text = msgspec.field(default=None, name="trackName")
    episode_name: Text = msgspec.field(default=None, name="episodeName")
    show_name: Text = msgspec.field(default=None, name="podcastName")
    audiobook_title: Text = msgspec.field(default=None, name="audiobookName")
    audiobook_chapter_title: Text = msgspec.field(default=None, name="chapterName")


Record = ExtendedRecord | AccountRecord

RECORD_TYPES: dict[Form, type[ExtendedRecord] | type[AccountRecord]] = {
    Form.EXTENDED: ExtendedRecord,
    Form.ACCOUNT: AccountRecord,
}

TIME_LAYOUTS: dict[Form, str] = {
    Form.EXTENDED: "dddd-dd-ddTdd:dd:ddZ",
    Form.ACCOUNT: "dddd-dd-dd dd:dd",
}
"""How each form writes the end of a play, in UTC; `d` stands for a digit."""

TEXT_COLUMNS: tuple[str, ...] = (
    "artist_name",
    "album_name",
    "track_name",
    "track_uri",
    "episode_name",
    "show_name",
    "episode_uri",
    "audiobook_title",
    "audiobook_uri",
    "audiobook_chapter_title",
    "audiobook_chapter_uri",
    "country",
    "reason_start",
    "reason_end",
)
FLAG_COLUMNS: tuple[str, ...] = ("is_shuffle", "is_skipped", "is_offline", "is_incognito")

HISTORY_SCHEMA: pa.Schema = pa.schema(
    [
        ("file_sha256", pa.string()),
        ("record_number", pa.int32()),
        ("reject_reason", pa.string()),
        ("ended_at", pa.timestamp("us")),
        ("ms_played", pa.int64()),
        *((name, pa.string()) for name in TEXT_COLUMNS),
        *((name, pa.bool_()) for name in FLAG_COLUMNS),
        ("offline_at", pa.timestamp("us")),
    ]
)
"""The history store: one row per record of the source file, in its order (record_number from 0).

Rows that were set aside have a reject_reason and null in every column after it. Times are UTC."""
