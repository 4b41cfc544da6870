"""Reading Last.fm's answers: whatever JSON comes, a value or a fault comes out."""

import json

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from python_engines.clients.errors import Fault
from python_engines.clients.lastfm import LIST_LENGTH, _escaped, _SimilarReader
from python_engines.clients.records import AnswerStatus, SimilarAnswer

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
_JSON = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["similarartists", "artist", "@attr", "name", "mbid", "match", "error"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
_DOCUMENTS = st.dictionaries(st.sampled_from(["similarartists", "error"]), _JSON, max_size=2)


@settings(max_examples=150, deadline=None)
@given(_DOCUMENTS, st.sampled_from([200, 400, 500]))
def test_any_document_gives_a_sound_answer_or_none(document: dict[str, object], status: int):
    result = _SimilarReader("S", corrects=False).read(status, document)
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
    answer = _SimilarReader("S", corrects=False).read(
        200, json.loads(json.dumps({"similarartists": {"artist": found}}))
    )
    assert isinstance(answer, SimilarAnswer)
    assert len(answer.artists) == LIST_LENGTH


def test_accents_and_marks_do_not_make_another_artist() -> None:
    for named in ("BJORK", "Björk", "björk!"):
        document = {
            "similarartists": {"artist": [{"name": "x"}], "@attr": {"artist": named}},
        }
        answer = _SimilarReader("Björk", corrects=False).read(200, document)
        assert isinstance(answer, SimilarAnswer)
        assert answer.answered_name == named


def test_only_what_a_second_decoding_would_change_is_escaped() -> None:
    assert _escaped("A + B & C% 100%2B") == "A %2B B & C% 100%252B"
