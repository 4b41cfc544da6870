"""Where a page may lead: the services whose addresses the marts build, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

SERVICES: Mapping[str, str] = {
    "www.last.fm": "Last.fm",
    "musicbrainz.org": "MusicBrainz",
    "open.spotify.com": "Spotify",
}
"""What stands behind each host. A test compares the hosts with the addresses in the SQL."""


def service_of(url: str) -> str | None:
    """Return what an https address of one of the hosts leads to; None for any other address."""
    if not url.isascii() or not url.isprintable() or set(url) & set(' \\<>"'):
        return None
    found = (name for host, name in SERVICES.items() if url.startswith(f"https://{host}/"))
    return next(found, None)
