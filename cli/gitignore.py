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
feedback.csv
shown.csv
evaluations.parquet
/exports/
/output/
/cache/
/demo/
/config/global_config.json
/config/overrides.yml
.mm-*.partial
my_spotify_data*.zip
*Streaming_History*.json
StreamingHistory*.json
endsong*.json
YourLibrary*.json
Identity*.json
Userdata*.json
!tests/fixtures/**/*.json
/target/
/logs/
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
_BARE_LF = re.compile(r"(?<!\r)\n")
_BLANK_LINE_LAST = re.compile(r"\n\r?\n\Z")


def with_block(text: str) -> str:
    """Return a `.gitignore` that holds the block once, everything else of `text` as it is.

    An older block is replaced where it stands; without one, the block comes last. Its lines end as
    those of `text` do if that has CRLF only, else with LF. Doing it twice changes nothing more.
    """
    newline = "\r\n" if "\n" in text and not _BARE_LF.search(text) else "\n"
    block = BLOCK.replace("\n", newline)
    parts = [_STRAY_MARK.sub("", part) for part in _OLD_BLOCK.split(text)]
    if len(parts) > 1:
        return parts[0] + block + "".join(parts[1:])
    own = parts[0]
    ended = own if not own or own.endswith("\n") else own + newline
    gap = newline if ended and not _BLANK_LINE_LAST.search(ended) else ""
    return ended + gap + block
