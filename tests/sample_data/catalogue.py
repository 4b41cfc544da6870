"""What there is to play: invented albums and tracks of real artists, podcasts, audiobooks."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FIRST = (
    "Amber", "Blue", "Broken", "Cold", "Distant", "Empty", "Golden", "Hidden", "Hollow", "Inner",
    "Last", "Late", "Little", "Lost", "Midnight", "Northern", "Open", "Paper", "Quiet", "Red",
    "Second", "Silver", "Slow", "Small", "Soft", "Summer", "Velvet", "Wild", "Winter", "Young",
)  # fmt: skip
_SECOND = (
    "Avenue", "Bridge", "Candle", "Circles", "Colours", "Daylight", "Echo", "Fever", "Garden",
    "Harbour", "Island", "Kitchen", "Letter", "Machine", "Mirror", "Motel", "Ocean", "Orchard",
    "Photograph", "Radio", "River", "Satellite", "Shadow", "Signal", "Station", "Storm", "Street",
    "Thunder", "Ticket", "Weather", "Window",
)  # fmt: skip

SECOND_URI_SHARE = 0.11
"""Share of recordings that exist under a second URI, on another release."""


@dataclass(frozen=True, slots=True)
class Track:
    """One recording as one release carries it; ``duration_ms`` is its true length."""

    artist: str
    name: str
    album: str
    uri: str
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Episode:
    """One podcast episode."""

    show: str
    name: str
    uri: str
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of an audiobook."""

    title: str
    name: str
    uri: str
    chapter_uri: str
    duration_ms: int


def new_uri(rng: Random, kind: str) -> str:
    """Draw a ``spotify:<kind>:<22 characters>`` address."""
    return f"spotify:{kind}:{''.join(rng.choices(_BASE62, k=22))}"


def new_title(rng: Random) -> str:
    """Draw a title of two words."""
    return f"{rng.choice(_FIRST)} {rng.choice(_SECOND)}"


class Catalogue:
    """Albums and tracks of artists, drawn when an artist is first asked for and kept.

    ``tracks[artist]`` is a list of recordings, each a tuple of one or two :class:`Track` (the same
    recording under several URIs); the first recordings are the artist's best known.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.tracks: dict[str, list[tuple[Track, ...]]] = {}

    def of(self, artist: str) -> list[tuple[Track, ...]]:
        """Return the recordings of ``artist``."""
        if artist not in self.tracks:
            self.tracks[artist] = self._record(artist)
        return self.tracks[artist]

    def pick(self, rng: Random, artist: str) -> Track:
        """Draw a track of ``artist``, better known ones more often."""
        recordings = self.of(artist)
        place = min(int(rng.expovariate(4 / len(recordings))), len(recordings) - 1)
        versions = recordings[place]
        return versions[0] if len(versions) == 1 or rng.random() < 0.6 else versions[1]

    def _record(self, artist: str) -> list[tuple[Track, ...]]:
        rng = self._rng
        recordings: list[tuple[Track, ...]] = []
        names: set[str] = set()
        usual_ms = rng.randrange(170_000, 250_000)
        for _ in range(rng.randrange(1, 4)):
            album = new_title(rng)
            for _ in range(rng.randrange(5, 12)):
                name = new_title(rng)
                if name in names:
                    continue
                names.add(name)
                length = int(min(max(usual_ms * rng.gauss(1, 0.18), 75_000), 620_000))
                track = Track(artist, name, album, new_uri(rng, "track"), length)
                recordings.append(self._releases(track))
        rng.shuffle(recordings)
        return recordings

    def _releases(self, track: Track) -> tuple[Track, ...]:
        if self._rng.random() >= SECOND_URI_SHARE:
            return (track,)
        other = Track(
            track.artist,
            track.name,
            f"{track.album} (Deluxe)",
            new_uri(self._rng, "track"),
            track.duration_ms + self._rng.randrange(-400, 401),
        )
        return (track, other)


def record_shows(rng: Random, shows: int = 5, episodes: int = 60) -> list[list[Episode]]:
    """Draw podcasts, each a list of its episodes in order."""
    podcasts = []
    for _ in range(shows):
        show = f"The {new_title(rng)} Show"
        podcasts.append(
            [
                Episode(
                    show,
                    f"#{number} {new_title(rng)}",
                    new_uri(rng, "episode"),
                    rng.randrange(1_200_000, 5_400_000),
                )
                for number in range(1, episodes + 1)
            ]
        )
    return podcasts


def record_books(rng: Random, books: int = 2, chapters: int = 30) -> list[list[Chapter]]:
    """Draw audiobooks, each a list of its chapters in order."""
    shelf = []
    for _ in range(books):
        title, uri = f"The {new_title(rng)}", new_uri(rng, "show")
        shelf.append(
            [
                Chapter(
                    title,
                    f"Chapter {number}",
                    uri,
                    new_uri(rng, "episode"),
                    rng.randrange(900_000, 2_700_000),
                )
                for number in range(1, chapters + 1)
            ]
        )
    return shelf
