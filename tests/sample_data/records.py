"""How each generation of the export writes a play down: keys, nulls, units."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Any

from tests.sample_data import canaries
from tests.sample_data.catalogue import Chapter, Episode, Track
from tests.sample_data.plays import Play

Record = dict[str, Any]

SECONDS_FROM = int(datetime(2022, 10, 1, tzinfo=UTC).timestamp())
"""From here on ``offline_timestamp`` is in seconds, before in milliseconds."""
SKIPPED_FROM = int(datetime(2022, 10, 16, tzinfo=UTC).timestamp())
"""From here on ``skipped`` is filled."""
SKIPPED_UNTIL = int(datetime(2017, 6, 1, tzinfo=UTC).timestamp())
"""Until here ``skipped`` is filled; between the two it is null (older) or false (2025)."""

GENERATIONS = ("2020", "2021", "2023", "2025")
"""2020: no addresses of tracks, but a position. 2021, 2023: user name, ``ip_addr_decrypted``. 2025:
audiobook keys, ``ip_addr``."""

_SHORT_PLATFORM = {"phone": "android", "desktop": "windows", "tablet": "ios"}
_LONG_PLATFORM = {
    "phone": "Android OS 11 API 30 (samsung, SM-G991B)",
    "desktop": "Windows 10 (10.0.19044; x64; AppX)",
    "tablet": "iOS 14.4 (iPad8,9)",
}


def stamp(seconds: int) -> str:
    """Write seconds since 1970 the way ``ts`` does."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def extended_record(play: Play, generation: str, rng: Random) -> Record:
    """Write ``play`` as a record of the extended history of that generation."""
    is_old = generation != "2025"
    platforms = _LONG_PLATFORM if is_old else _SHORT_PLATFORM
    record: Record = {"ts": stamp(play.ended)}
    if is_old:
        record["username"] = canaries.USERNAME
    record["platform"] = platforms.get(play.platform, play.platform)
    record["ms_played"] = play.ms_played
    record["conn_country"] = play.country
    address = canaries.IP_ADDRESSES[len(play.platform) % len(canaries.IP_ADDRESSES)]
    if is_old:
        record["ip_addr_decrypted"] = address
        record["user_agent_decrypted"] = canaries.USER_AGENT if rng.random() < 0.9 else "unknown"
    else:
        record["ip_addr"] = address
    if generation == "2020":
        record["city"] = canaries.CITY
        record["region"] = canaries.REGION
        record["metro_code"] = canaries.METRO_CODE
        record["longitude"] = float(canaries.LONGITUDE)
        record["latitude"] = float(canaries.LATITUDE)
    record.update(_item_keys(play.item, generation))
    record["reason_start"] = play.reason_start
    record["reason_end"] = play.reason_end
    record["shuffle"] = play.is_shuffle
    record["skipped"] = _skipped(play, is_old)
    record["offline"] = play.is_offline
    record["offline_timestamp"] = _offline_timestamp(play, is_old, rng)
    record["incognito_mode"] = play.is_incognito
    return record


def _item_keys(item: Track | Episode | Chapter | None, generation: str) -> Record:
    track = item if isinstance(item, Track) else None
    episode = item if isinstance(item, Episode) else None
    chapter = item if isinstance(item, Chapter) else None
    keys: Record = {
        # A track whose names Spotify lost has empty names here and null there.
        "master_metadata_track_name": (track.name or None) if track else None,
        "master_metadata_album_artist_name": (track.artist or None) if track else None,
        "master_metadata_album_album_name": (track.album or None) if track else None,
        "spotify_track_uri": track.uri if track else None,
        "episode_name": episode.name if episode else None,
        "episode_show_name": episode.show if episode else None,
        "spotify_episode_uri": episode.uri if episode else None,
    }
    if generation == "2020":
        del keys["spotify_track_uri"], keys["spotify_episode_uri"]
    if generation == "2025":
        keys["audiobook_title"] = chapter.title if chapter else None
        keys["audiobook_uri"] = chapter.uri if chapter else None
        keys["audiobook_chapter_uri"] = chapter.chapter_uri if chapter else None
        keys["audiobook_chapter_title"] = chapter.name if chapter else None
    return keys


def _skipped(play: Play, is_old: bool) -> bool | None:
    if play.ended < SKIPPED_UNTIL or play.ended >= SKIPPED_FROM:
        return play.is_skipped
    return None if is_old else False


def _offline_timestamp(play: Play, is_old: bool, rng: Random) -> int | None:
    none = 0 if is_old else None
    if play.offline_ms is None:
        return none
    is_kept = rng.random() < (0.97 if is_old else 0.7)
    if play.ended >= SECONDS_FROM:
        return play.offline_ms // 1000 if is_kept or play.is_offline else none
    if is_old or play.is_offline:
        return play.offline_ms if is_kept else none
    return none


def account_record(play: Play) -> Record:
    """Write ``play`` as a record of the account data: the minute, two names, the time played."""
    minute = datetime.fromtimestamp(play.ended, UTC).strftime("%Y-%m-%d %H:%M")
    if isinstance(play.item, Episode):
        return {
            "endTime": minute,
            "podcastName": play.item.show,
            "episodeName": play.item.name,
            "msPlayed": play.ms_played,
        }
    track = play.item if isinstance(play.item, Track) else None
    return {
        "endTime": minute,
        "artistName": (track.artist if track else "") or "Unknown Artist",
        "trackName": (track.name if track else "") or "Unknown Track",
        "msPlayed": play.ms_played,
    }
