"""The labels of the sample's artists."""

import csv

from python_engines.clients.details_file import DetailsFile
from python_engines.clients.names import name_key
from tests.sample_data.artists import SIMILAR_ARTISTS_FILE, load_graph

FILE = SIMILAR_ARTISTS_FILE.with_name("artist_details.csv")


def test_every_artist_of_the_graph_has_tags_and_listeners() -> None:
    file = DetailsFile(FILE)
    details = [file.of(name) for name in load_graph().names]
    assert all(each and len(each.tags) >= 3 and each.listener_count for each in details)


def test_the_file_is_small_sorted_and_has_only_artists_of_the_graph() -> None:
    assert FILE.stat().st_size < 350_000
    with FILE.open(encoding="utf-8", newline="") as text:
        names = [name_key(row["artist_name"]) for row in csv.DictReader(text)]
    assert names == sorted({name_key(name) for name in load_graph().names})


def test_well_known_artists_are_called_what_they_are() -> None:
    file = DetailsFile(FILE)
    for name, tag in {
        "Armin van Buuren": "trance",
        "Amy Winehouse": "soul",
        "Skepta": "grime",
        "António Variações": "portuguese rock",
        "Chief Keef": "drill",
        "Yumi Zouma": "dream pop",
    }.items():
        details = file.of(name)
        assert details is not None
        assert tag in dict(details.tags), name
