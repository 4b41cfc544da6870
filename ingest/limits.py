"""How much an export may hold before it is taken for a mistake or an attack.

Spotify writes files of about 12.7 MB with about 16,000 records; ten years of heavy listening are
160 MB in a zip of 15 MB. The limits lie far above that, and count bytes really read, since the
sizes that an archive declares can lie.
"""

from __future__ import annotations

MEBIBYTE = 1024 * 1024

MAX_FILE_BYTES = 200 * MEBIBYTE
"""The longest JSON file that is read."""
MAX_ARCHIVE_BYTES = 4096 * MEBIBYTE
"""The most that is read out of one archive."""
MAX_ARCHIVE_ENTRIES = 2_000
"""The most entries that one archive may have."""
MAX_FOLDER_FILES = 50_000
"""The most files that are looked at below one folder: more is a wrong folder, not an export."""
MAX_EXPANSION = 200
"""How many times its packed size an entry, or a whole archive, may unpack to; text packs ~20."""
SMALL_ENTRY_BYTES = MEBIBYTE
"""Entries up to this size may expand as they like: small and repetitive is no bomb."""
SMALL_ARCHIVE_BYTES = 64 * MEBIBYTE
"""The same for the sum of what was read from an archive."""

HEAD_BYTES = 64 * 1024
"""How much of a file is looked at to tell whether it can be a listening history at all."""

MAX_MS_PLAYED = 86_400_000
"""A day: the longest play that is believed."""
MAX_TEXT_CHARACTERS = 1_000
"""The longest name or URI that is believed."""

LARGE_FILE_BYTES = 16 * MEBIBYTE
"""From here on a file is decoded in chunks, so that memory stays bounded."""
CHUNK_RECORDS = 16_384
"""How many records a chunk has."""
MAX_RECORDS = 2_000_000
"""The most records of one file."""
MAX_COMMAS_PER_RECORD = 64
"""A record has up to 23 fields; a list with far more commas than that is no list of plays."""

PARALLEL_FROM_BYTES = 128 * MEBIBYTE
"""From here on a second process pays for its start (about half a second)."""
MAX_READERS = 2
"""How many processes read at most; each needs about 0.2 GB."""
