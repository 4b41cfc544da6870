"""Reading Last.fm's answers: whatever JSON comes, a value or a fault comes out."""

import json

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from python_engines.clients.errors import Fault
from python_engines.clients.lastfm import LIST_LENGTH, _escaped
from python_engines.clients.lastfm_readers import (
    InfoReader,
    LastfmReader,
    SimilarReader,
    TagsReader,
    TopTracksReader,
)
from python_engines.clients.records import (
    Answer,
    AnswerStatus,
    InfoAnswer,
    SimilarAnswer,
    Tag,
    TagsAnswer,
    TopTracksAnswer,
)

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
_JSON = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                (
                    "similarartists artist tag track @attr name mbid match count stats listeners"
                    " playcount error"
                ).split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
_FIELDS = ["similarartists", "toptags", "toptracks", "artist", "error"]
_DOCUMENTS = st.dictionaries(st.sampled_from(_FIELDS), _JSON, max_size=3)
_OTHERS = st.sampled_from([TagsReader, InfoReader, TopTracksReader])


@settings(max_examples=150, deadline=None)
@given(_DOCUMENTS, st.sampled_from([200, 400, 500]))
def test_any_document_gives_a_sound_answer_or_none(document: dict[str, object], status: int):
    result = SimilarReader("S", corrects=False).read(status, document)
    if not isinstance(result, SimilarAnswer):
        assert result is None or isinstance(result, Fault)
        return
    packed = msgspec.json.encode(result)
    assert msgspec.json.decode(packed, type=SimilarAnswer) == result
    assert (result.status is AnswerStatus.OK) == bool(result.artists)
    for artist in result.artists:
        assert artist.name.strip() == artist.name != ""
        assert artist.match is None or 0 <= artist.match <= 1


def test_more_entries_than_asked_for_are_cut() -> None:
    found = [{"name": f"A{at}", "match": "1"} for at in range(250)]
    answer = SimilarReader("S", corrects=False).read(
        200, json.loads(json.dumps({"similarartists": {"artist": found}}))
    )
    assert isinstance(answer, SimilarAnswer)
    assert len(answer.artists) == LIST_LENGTH


def test_accents_and_marks_do_not_make_another_artist() -> None:
    for named in ("BJORK", "Björk", "björk!"):
        document = {
            "similarartists": {"artist": [{"name": "x"}], "@attr": {"artist": named}},
        }
        answer = SimilarReader("Björk", corrects=False).read(200, document)
        assert isinstance(answer, SimilarAnswer)
        assert answer.answered_name == named


def test_only_what_a_second_decoding_would_change_is_escaped() -> None:
    assert _escaped("A + B & C% 100%2B") == "A %2B B & C% 100%252B"


@settings(max_examples=150, deadline=None)
@given(_DOCUMENTS, st.sampled_from([200, 404]), _OTHERS)
def test_the_other_methods_take_any_document_too(
    document: dict[str, object], status: int, reader: type[LastfmReader[Answer]]
) -> None:
    result = reader("S", corrects=False).read(status, document)
    if isinstance(result, Answer):
        assert msgspec.json.decode(msgspec.json.encode(result), type=type(result)) == result
    else:
        assert result is None or isinstance(result, Fault)


def test_tags_come_with_their_weight_and_those_without_are_none() -> None:
    document = {
        "toptags": {
            "tag": [
                {"count": 100, "name": "hard rock", "url": "https://www.last.fm/tag/hard+rock"},
                {"count": "70", "name": " rock "},
                {"count": 0, "name": "jazz"},
                {"count": 3, "name": ""},
            ],
            "@attr": {"artist": "Guns N' Roses"},
        }
    }
    assert TagsReader("Guns N' Roses", corrects=False).read(200, document) == TagsAnswer(
        AnswerStatus.OK, (Tag("hard rock", 100), Tag("rock", 70))
    )
    one = {"toptags": {"tag": {"count": 1, "name": "rock"}}}
    assert TagsReader("S", corrects=False).read(200, one) == TagsAnswer(
        AnswerStatus.OK, (Tag("rock", 1),)
    )
    uncounted = {"tag": [{"name": "pop", "count": 0}]}
    for nothing in ("", "\n ", [], {"tag": []}, {"tag": ""}, {"@attr": {"artist": "S"}}, uncounted):
        found = TagsReader("S", corrects=False).read(200, {"toptags": nothing})
        assert found == TagsAnswer(AnswerStatus.EMPTY)


def test_listeners_and_plays_are_texts_that_are_numbers() -> None:
    document = {
        "artist": {
            "name": "Slash",
            "mbid": "",
            "stats": {"listeners": "3209290", "playcount": "114772084"},
            "bio": {"summary": "left out"},
        }
    }
    assert InfoReader("slash", corrects=False).read(200, document) == InfoAnswer(
        AnswerStatus.OK, None, 3209290, 114772084
    )
    missing = {"error": 6, "message": "The artist you supplied could not be found"}
    assert InfoReader("S", corrects=False).read(404, missing) == InfoAnswer(AnswerStatus.NOT_FOUND)


def test_top_tracks_are_titles_each_once() -> None:
    found = [{"name": "Closer", "listeners": "9"}, {"name": "Closer"}, {"name": "Hurt"}, "x"]
    document = {"toptracks": {"track": found, "@attr": {"artist": "NIN", "page": "1"}}}
    assert TopTracksReader("NIN", corrects=False).read(200, document) == TopTracksAnswer(
        AnswerStatus.OK, ("Closer", "Hurt")
    )
    one = {"toptracks": {"track": {"name": "Solo"}}}
    answer = TopTracksReader("NIN", corrects=False).read(200, one)
    assert answer == TopTracksAnswer(AnswerStatus.OK, ("Solo",))


def test_what_is_corrected_to_somebody_else_tells_nothing_of_the_artist() -> None:
    container = {"tag": [{"name": "j-pop", "count": 9}], "@attr": {"artist": "Nenes"}}
    corrected = TagsReader("Neves", corrects=True).read(200, {"toptags": container})
    assert corrected == TagsAnswer(AnswerStatus.NOT_FOUND)
    spelled = {"tag": [{"name": "rock", "count": 9}], "@attr": {"artist": "Guns N' Roses"}}
    answer = TagsReader("guns n roses", corrects=True).read(200, {"toptags": spelled})
    assert answer == TagsAnswer(AnswerStatus.OK, (Tag("rock", 9),))
