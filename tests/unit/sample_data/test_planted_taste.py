"""The taste that is planted shows in the plays: habits, drift, deep ranks."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.sample_data.artists import SIMILAR_ARTISTS_FILE, load_graph
from tests.sample_data.reading import Sample

DEEP_RANK = 300


def test_ranks_are_deep_enough_for_tiers_beyond_two_hundred(sample: Sample) -> None:
    finished = Counter(
        row["master_metadata_album_artist_name"]
        for row in sample.audio()
        if row["reason_end"] == "trackdone" and row["ms_played"] >= 60_000
    )
    deep = sum(count >= 3 for count in finished.values())
    assert deep > DEEP_RANK
    assert sample.planted.taste["artists_with_3_finished_plays"] > DEEP_RANK


@pytest.mark.parametrize(
    ("habit", "hours"), [("morning", range(6, 12)), ("night", (23, 0, 1, 2, 3, 4, 5))]
)
def test_artists_of_a_daypart_are_mostly_played_in_it(
    sample: Sample, habit: str, hours: range | tuple[int, ...]
) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    artists = set(sample.planted.taste["habits"][habit]["artists"])
    heard = Counter(
        datetime.fromisoformat(row["ts"]).astimezone(berlin).hour in hours
        for row in sample.audio()
        if row["master_metadata_album_artist_name"] in artists and row["conn_country"] == "DE"
    )
    assert heard[True] > 3 * heard[False]


def test_artists_of_the_weekend_are_mostly_played_then(sample: Sample) -> None:
    artists = set(sample.planted.taste["habits"]["weekend"]["artists"])
    heard = Counter(
        datetime.fromisoformat(row["ts"]).astimezone(UTC).weekday() >= 5
        for row in sample.audio()
        if row["master_metadata_album_artist_name"] in artists
    )
    assert heard[True] > 2 * heard[False]


def test_the_last_months_lead_where_the_taste_is_heading(sample: Sample) -> None:
    """Lists of what was played lately point to the heading; lists of all-time favourites do not."""
    graph = load_graph()
    taste = sample.planted.taste
    heading = graph.nearness(graph.number(taste["heading"]["centre"]))
    minutes: dict[str, Counter[str]] = {"ever": Counter(), "lately": Counter()}
    for row in sample.audio():
        artist = row["master_metadata_album_artist_name"]
        minutes["ever"][artist] += row["ms_played"]
        if row["ts"] >= taste["heading"]["since"]:
            minutes["lately"][artist] += row["ms_played"]
    pull = {}
    for span, played in minutes.items():
        top = [a for a, _ in played.most_common(60) if a in graph.names][:50]
        unheard = {
            similar
            for artist in top
            for similar in graph.lists[graph.number(artist)]
            if graph.names[similar] not in minutes["ever"]
        }
        pull[span] = sum(heading[artist] for artist in unheard)
    assert pull["lately"] > 5 * pull["ever"]
    assert len(taste["heading"]["unheard_near"]) >= 30


def test_the_similarity_file_is_the_graph_with_its_order(sample: Sample) -> None:
    with SIMILAR_ARTISTS_FILE.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    assert rows[0] == ["artist_name", "similar_artist_name"]
    assert rows[1] == ["Alina Baraz", "Sabrina Claudio"]
    assert SIMILAR_ARTISTS_FILE.stat().st_size < 600_000
    listed = {artist for artist, _ in rows[1:]}
    liked = set(sample.planted.taste["habits"]["morning"]["artists"])
    assert len(liked & listed) > len(liked) / 2
