"""Reading MusicBrainz and ListenBrainz: whatever JSON comes, a value or a fault comes out."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_engines.clients import listenbrainz, musicbrainz
from python_engines.clients.errors import Fault
from python_engines.clients.names import clean_count, clean_year
from python_engines.clients.records import (
    Answer,
    AnswerStatus,
    Artist,
    InfoAnswer,
    SimilarArtist,
    Tag,
)

MBID = "07eb40a2-2914-439c-a01d-15a685b84ddf"
OTHER = "f731ccc4-e22a-43af-a747-64213329e088"

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(MBID)
_FIELDS = (
    "artists recordings id name aliases tags genres area country life-span begin artist-credit"
    " artist artist_mbid score tag count total_user_count total_listen_count begin_year"
).split()
_JSON = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_FIELDS), inner, max_size=6)
    ),
    max_leaves=25,
)
_DOCUMENTS = _JSON.filter(lambda value: isinstance(value, dict | list))
_READERS = {
    "hits": musicbrainz._read_hits,
    "artist": musicbrainz._read_artist,
    "recordings": musicbrainz._read_recordings,
    "similar": listenbrainz._SimilarReader("S", OTHER).read,
    "popularity": listenbrainz._BatchReader(
        [MBID, OTHER], listenbrainz._popularity, InfoAnswer
    ).read,
    "metadata": listenbrainz._BatchReader([MBID], listenbrainz._metadata, InfoAnswer).read,
}


@settings(max_examples=300, deadline=None)
@given(_DOCUMENTS, st.sampled_from([200, 404, 500]), st.sampled_from(sorted(_READERS)))
def test_any_document_gives_a_sound_answer_or_none(document, status: int, reader: str) -> None:
    result = _READERS[reader](status, document)
    for answer in result if isinstance(result, tuple) else (result,):
        if isinstance(answer, Answer):
            packed = msgspec.json.encode(answer)
            assert msgspec.json.decode(packed, type=type(answer)) == answer
        else:
            assert answer is None or isinstance(answer, Fault)


def test_an_artist_is_read_with_what_is_missing_left_out() -> None:
    full = {
        "id": MBID.upper(),
        "type": "Group",
        "score": 100,
        "name": "múm",
        "sort-name": "múm",
        "country": "IS",
        "area": {"id": "x", "name": "Iceland"},
        "disambiguation": "Icelandic band",
        "life-span": {"begin": "1997-05", "end": None, "ended": None},
        "aliases": [
            {"name": "mum", "locale": None},
            {"name": "mum", "type": "Artist name"},
            {"name": "Gunnar Örn Tynes", "type": "Legal name"},
            {"name": "muum", "type": "Search hint"},
            {"name": None},
        ],
        "tags": [{"count": 1, "name": "folk"}, {"count": 9, "name": "electronica"}],
    }
    bare = {"id": OTHER, "name": "Bare", "area": None, "life-span": None, "country": None}
    answer = musicbrainz._read_hits(200, {"artists": [full, bare, {"id": "no", "name": "x"}]})
    assert answer is not None
    assert not isinstance(answer, Fault)
    assert answer.artists == (
        Artist(
            mbid=MBID,
            name="múm",
            aliases=("mum",),
            disambiguation="Icelandic band",
            country="Iceland",
            begin_year=1997,
            tags=(Tag("electronica", 9), Tag("folk", 1)),
        ),
        Artist(mbid=OTHER, name="Bare"),
    )


def test_an_unknown_mbid_is_not_found_and_no_hit_is_no_artist() -> None:
    lost = musicbrainz._read_artist(404, {"error": "Not Found", "help": "…"})
    none = musicbrainz._read_hits(200, {"created": "…", "count": 0, "artists": []})
    assert isinstance(lost, Answer)
    assert lost.status is AnswerStatus.NOT_FOUND
    assert isinstance(none, Answer)
    assert none.status is AnswerStatus.EMPTY  # which a service under strain says too


def test_the_artists_of_a_recording_are_those_credited() -> None:
    found = {
        "recordings": [
            {"artist-credit": [{"artist": {"id": MBID}}, {"artist": {"id": OTHER}}]},
            {"artist-credit": [{"artist": {"id": MBID}}]},
            {},
        ]
    }
    answer = musicbrainz._read_recordings(200, found)
    assert isinstance(answer, Answer)
    assert answer.artist_mbids == (MBID, OTHER)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("AC/DC", r'"AC\/DC"'),
        ('The "Quoted" Ones', r'"The \"Quoted\" Ones"'),
        (r"back\slash", r'"back\\slash"'),
        ("Florence + the Machine (!)", r'"Florence \+ the Machine \(\!\)"'),
        ("椎名林檎", '"椎名林檎"'),
    ],
)
def test_marks_of_the_search_language_are_escaped(text: str, phrase: str) -> None:
    assert musicbrainz._phrase(text) == phrase


def test_a_list_is_ordered_by_score_and_scaled_to_its_largest() -> None:
    entries = [
        {"artist_mbid": MBID, "name": "Second", "score": 30},
        {"artist_mbid": OTHER, "name": "Itself", "score": 99},
        {"artist_mbid": "9be7f096-97ec-4615-8957-8d40b5dcbc41", "name": "First", "score": 60},
        {"artist_mbid": "no mbid", "name": "Nobody", "score": 50},
        {"artist_mbid": MBID, "name": "No score", "score": None},
    ]
    answer = listenbrainz._SimilarReader("S", OTHER).read(200, entries)
    assert isinstance(answer, Answer)
    assert answer.artists == (
        SimilarArtist("First", "9be7f096-97ec-4615-8957-8d40b5dcbc41", 1.0),
        SimilarArtist("Second", MBID, 0.5),
    )
    for nothing in ([], [{"artist_mbid": OTHER, "name": "Itself", "score": 9}]):
        none = listenbrainz._SimilarReader("S", OTHER).read(200, nothing)
        assert isinstance(none, Answer)
        assert none.status is AnswerStatus.EMPTY


def test_a_batch_answers_in_the_order_asked_and_says_whom_it_does_not_know() -> None:
    reader = listenbrainz._BatchReader([OTHER, MBID], listenbrainz._popularity, InfoAnswer)
    known = {"artist_mbid": MBID, "total_user_count": 10, "total_listen_count": 1000}
    assert reader.read(200, [known]) == (
        InfoAnswer(AnswerStatus.EMPTY),
        InfoAnswer(AnswerStatus.OK, MBID, 10, 1000),
    )
    named = listenbrainz._BatchReader(
        [OTHER], listenbrainz._popularity, InfoAnswer, names_unknown=True
    )
    assert named.read(200, []) is None  # it would have named the artist, with nulls
    empty = {"artist_mbid": OTHER, "total_user_count": None, "total_listen_count": None}
    assert reader.read(200, [known, empty]) == (
        InfoAnswer(AnswerStatus.EMPTY, OTHER),
        InfoAnswer(AnswerStatus.OK, MBID, 10, 1000),
    )


@pytest.mark.parametrize(
    ("value", "year"),
    [("1992-04-01", 1992), ("1992", 1992), (1992, 1992), ("19", None), ("12345", None)]
    + [(value, None) for value in (None, "", "????-05", True, 3.5, "unknown")],
)
def test_a_year_is_read_from_what_looks_like_one(value: object, year: int | None) -> None:
    assert clean_year(value) == year


@pytest.mark.parametrize(
    ("value", "count"),
    [("7", 7), (7, 7), (7.9, 7), (0, 0)]
    + [(value, None) for value in (-1, "x", None, True, float("inf"), "nan", 1e300, [])],
)
def test_a_count_is_a_sound_number_from_0(value: object, count: int | None) -> None:
    assert clean_count(value) == count
