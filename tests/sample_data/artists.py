"""The graph of real artists: who is listed as similar to whom, and what lies near what.

The names come from ``similar_artists.csv`` (origin and licence: NOTICE at the project's root).
"""

from __future__ import annotations

import csv
from collections import deque
from dataclasses import dataclass
from pathlib import Path

SIMILAR_ARTISTS_FILE = Path(__file__).with_name("similar_artists.csv")

_RESTART = 0.2
_ROUNDS = 14


@dataclass(frozen=True, slots=True)
class ArtistGraph:
    """Real artists and their lists of similar artists.

    ``names``: every artist, in the order of first mention; an artist's number is its place here.
    ``lists``: artist number → numbers of the similar artists, closest first (may be empty).
    ``neighbours``: artist number → (neighbour, weight) in either direction, sorted.
    """

    names: tuple[str, ...]
    lists: tuple[tuple[int, ...], ...]
    neighbours: tuple[tuple[tuple[int, float], ...], ...]

    def number(self, name: str) -> int:
        """Return the number of the artist called exactly ``name``; ValueError if there is none."""
        return self.names.index(name)

    def distances(self, start: int) -> list[int]:
        """Return the steps from ``start`` to every artist, either direction; -1 if unreachable."""
        steps = [-1] * len(self.names)
        steps[start] = 0
        queue = deque([start])
        while queue:
            here = queue.popleft()
            for there, _ in self.neighbours[here]:
                if steps[there] < 0:
                    steps[there] = steps[here] + 1
                    queue.append(there)
        return steps

    def path(self, start: int, end: int) -> list[int]:
        """Return one shortest way from ``start`` to ``end``, both included."""
        steps = self.distances(end)
        way = [start]
        while way[-1] != end:
            here = way[-1]
            way.append(next(n for n, _ in self.neighbours[here] if steps[n] == steps[here] - 1))
        return way

    def nearness(self, centre: int) -> list[float]:
        """Return how near every artist is to ``centre``: a random walk that keeps coming home.

        The values sum to about 1; well-connected artists are damped so that near means near.
        """
        mass = {centre: 1.0}
        for _ in range(_ROUNDS):
            spread = {centre: _RESTART}
            for here, amount in mass.items():
                links = self.neighbours[here]
                share = (1 - _RESTART) * amount / sum(weight for _, weight in links)
                for there, weight in links:
                    spread[there] = spread.get(there, 0.0) + share * weight
            mass = {artist: amount for artist, amount in spread.items() if amount > 1e-6}
        near = [0.0] * len(self.names)
        for artist, amount in mass.items():
            near[artist] = amount / len(self.neighbours[artist]) ** 0.5
        total = sum(near)
        return [amount / total for amount in near]


def load_graph(file: Path = SIMILAR_ARTISTS_FILE) -> ArtistGraph:
    """Read the graph from a CSV file with the header ``artist_name,similar_artist_name``."""
    numbers: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    with file.open(encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        next(rows)
        for artist, similar in rows:
            left = numbers.setdefault(artist, len(numbers))
            right = numbers.setdefault(similar, len(numbers))
            pairs.append((left, right))
    lists: list[list[int]] = [[] for _ in numbers]
    links: list[dict[int, float]] = [{} for _ in numbers]
    for left, right in pairs:
        weight = 1 / (1 + len(lists[left]) / 5)
        lists[left].append(right)
        links[left][right] = links[left].get(right, 0.0) + weight
        links[right][left] = links[right].get(left, 0.0) + weight
    return ArtistGraph(
        names=tuple(numbers),
        lists=tuple(tuple(similar) for similar in lists),
        neighbours=tuple(tuple(sorted(near.items())) for near in links),
    )
