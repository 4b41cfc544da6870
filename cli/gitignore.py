"""The lines of `.gitignore` that keep a listener's files out of git, between two marks.

`config/secrets.enc` is the one key store that git may have: it is made to be committed.
"""

from __future__ import annotations

import re

_FIRST = "# >>> mmuffin: private files"
_LAST = "# <<< mmuffin: private files"

BLOCK = f"""\
{_FIRST} (kept by `mm init`; put your own lines outside these two marks)
.env*
!.env.example
ENV
*.env
secrets.enc*
!/config/secrets.enc
.secrets.*
config/*.lock
*~
*.sw?
*.duckdb*
.build-*
*.wal
http_cache*
*.sqlite*
/data/
/exports/
my_spotify_data*.zip
*Streaming_History*.json
StreamingHistory*.json
endsong*.json
YourLibrary*.json
Identity*.json
Userdata*.json
!tests/fixtures/**/*.json
target/
logs/
dbt_packages/
.user.yml
.streamlit/secrets.toml
{_LAST}
"""
"""The block with its marks. In `.gitignore` the last line that fits a name decides."""

_MARK = re.escape(_FIRST)
_OLD_BLOCK = re.compile(
    rf"^{_MARK}[^\n]*\n(?:(?!{_MARK}).*\n)*?{re.escape(_LAST)}[^\n]*(?:\n|\Z)", re.MULTILINE
)
# A mark whose partner is gone: nobody knows which of the lines after it are the user's.
_STRAY_MARK = re.compile(rf"^(?:{_MARK}|{re.escape(_LAST)})[^\n]*(?:\n|\Z)", re.MULTILINE)


def with_block(text: str) -> str:
    """Return a `.gitignore` that holds the block once, every other line of `text` kept.

    An older block is replaced where it stands; without one, the block comes last. Line ends stay
    as they are in `text`. Doing it twice changes nothing more.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n")
    parts = [_STRAY_MARK.sub("", part) for part in _OLD_BLOCK.split(lines)]
    if len(parts) == 1:
        own = parts[0]
        ended = own if not own or own.endswith("\n") else own + "\n"
        gap = "\n" if ended and not ended.endswith("\n\n") else ""
        written = ended + gap + BLOCK
    else:
        written = parts[0] + BLOCK + "".join(parts[1:])
    return written.replace("\n", newline)
