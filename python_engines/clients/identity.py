"""Which MusicBrainz artist a name means: many artists share one, and some have changed theirs.

In turn: the only one with exactly that name; else, of several, the one that other lists mean by it;
the one whose tags are the artist's tags elsewhere; the one that recorded a track the listener
played. Where nothing tells, nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from python_engines.clients.names import loose_key, name_key
from python_engines.clients.records import Artist

Evidence = Callable[[Sequence[Artist]], Collection[str]]
"""Looks at several artists of one name and returns the MBIDs it speaks for."""


def candidates_of(artist_name: str, hits: Sequence[Artist]) -> tuple[Artist, ...]:
    """Return the hits that the name can mean: by name, else by name without marks, else by alias.

    Each artist once, in the order of the hits.
    """
    exact, loose = name_key(artist_name), loose_key(artist_name)
    tests: tuple[Callable[[Artist], bool], ...] = (
        lambda hit: name_key(hit.name) == exact,
        lambda hit: loose_key(hit.name) == loose,
        lambda hit: any(name_key(alias) == exact for alias in hit.aliases),
        lambda hit: any(loose_key(alias) == loose for alias in hit.aliases),
    )
    for test in tests:
        if found := {hit.mbid: hit for hit in hits if test(hit)}:
            return tuple(found.values())
    return ()


def choose(candidates: Sequence[Artist], evidence: Sequence[Evidence]) -> Artist | None:
    """Return the one artist that is meant, or None when there is none or nothing tells.

    `evidence` is asked in turn, only while more than one candidate is left; one that speaks for
    several leaves those, one that speaks for none changes nothing.
    """
    left = tuple(candidates)
    for witness in evidence:
        if len(left) <= 1:
            break
        spoken_for = set(witness(left))
        left = tuple(artist for artist in left if artist.mbid in spoken_for) or left
    return left[0] if len(left) == 1 else None


def known_as(mbid: str | None) -> Evidence:
    """Return the evidence of an MBID that a provider gives for the name."""
    return lambda _: () if mbid is None else (mbid,)


def sharing_tags(tags: Collection[str]) -> Evidence:
    """Return the evidence of tags: the artists that share the most of them, at least one."""
    wanted = {name_key(tag) for tag in tags}

    def witness(artists: Sequence[Artist]) -> Collection[str]:
        shared = Counter(
            {
                artist.mbid: len(wanted & {name_key(tag.name) for tag in artist.tags})
                for artist in artists
            }
        )
        most = max(shared.values(), default=0)
        return [mbid for mbid, count in shared.items() if count == most] if most else ()

    return witness


def other_names(
    artist_name: str, artist: Artist, hits: Sequence[Artist], most: int
) -> tuple[str, ...]:
    """Return at most `most` other names of an artist, its present one first.

    A name that another of the `hits` goes by is left out: it would mean that one.
    """
    names = {name_key(name): name for name in (artist.name, *artist.aliases)}
    taken = {name_key(hit.name) for hit in hits if hit.mbid != artist.mbid}
    for name in (name_key(artist_name), *taken):
        names.pop(name, None)
    return tuple(names.values())[:most]
