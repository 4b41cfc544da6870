"""Answers that are right and odd: what they hold is read, and remembered as what it is."""

import pytest

from tests.integration import fault_server as play
from tests.integration.providers.lookups import log_of, names_of, plan_of


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"name": "Only", "mbid": "", "match": "0.5"}, [("Only", None, 0.5)]),
        ([{"name": "Bare"}], [("Bare", None, None)]),
        ([{"name": "Number", "match": 1}], [("Number", None, 1.0)]),
        ([{"name": "Wide", "match": "NaN"}], [("Wide", None, None)]),
        ([{"name": "A\x00B\x1b[2J", "match": "7"}], [("A B [2J", None, None)]),
        ([{"name": ""}, {"name": "Kept"}, "x", None], [("Kept", None, None)]),
        (
            [{"name": "M", "mbid": "07EB40A2-2914-439C-A01D-15A685B84DDF"}],
            [("M", "07eb40a2-2914-439c-a01d-15a685b84ddf", None)],
        ),
    ],
)
def test_entries_are_read_whatever_their_form(open_session, server, found, expected) -> None:
    server.play(play.document({"similarartists": {"artist": found, "@attr": {"artist": "S"}}}))
    rows = open_session().fetch_similar("seeds", plan_of("S")).to_pylist()
    assert [
        (row["candidate_artist_name"], row["candidate_mbid"], row["match"]) for row in rows
    ] == expected


def test_a_broken_character_in_an_answer_harms_nothing(open_session, server) -> None:
    server.play(play.raw(b'{"similarartists":{"artist":[{"name":"a\\ud800b"}]}}'))
    lists = open_session().fetch_similar("seeds", plan_of("S"))
    assert names_of(lists, "S") == ["a\N{REPLACEMENT CHARACTER}b"]


@pytest.mark.parametrize(
    "container",
    ["", "\n ", [], {"artist": ""}, {"artist": []}, {"@attr": {"artist": "S"}}, {"artist": "S"}],
)
def test_an_empty_list_is_remembered_as_empty(open_session, server, container) -> None:
    server.play(play.document({"similarartists": container}))
    session = open_session()
    assert session.fetch_similar("seeds", plan_of("S")).num_rows == 0
    assert log_of(session) == [("empty", "network", 2)]
    assert [hit.form["autocorrect"] for hit in server.hits] == ["0", "1"]
    again = open_session()
    again.fetch_similar("seeds", plan_of("S"))
    assert log_of(again) == [("empty", "store", 0)]


@pytest.mark.parametrize("http_status", [200, 400, 404])
def test_an_unknown_artist_is_remembered_as_not_found(open_session, server, http_status) -> None:
    server.play(play.error(6, http_status))
    session = open_session()
    session.fetch_similar("seeds", plan_of("Nobody"))
    assert log_of(session) == [("not_found", "network", 2)]
    again = open_session()
    again.fetch_similar("seeds", plan_of("Nobody"))
    assert log_of(again) == [("not_found", "store", 0)]


def test_a_corrected_answer_keeps_both_names(open_session, server) -> None:
    server.play(play.error("6"), play.similar("Jay", named="Beyoncé Knowles"))
    (row,) = open_session().fetch_similar("seeds", plan_of("beyonse")).to_pylist()
    assert row["seed_artist_name"] == "beyonse"
    assert row["answered_artist_name"] == "Beyoncé Knowles"


def test_an_answer_about_someone_else_is_asked_again(open_session, server) -> None:
    server.play(play.similar("Wrong", named="Other"), play.similar("Right"))
    session = open_session()
    lists = session.fetch_similar("seeds", plan_of("S"))
    assert names_of(lists, "S") == ["Right"]
    assert log_of(session) == [("ok", "network", 2)]


def test_another_spelling_is_taken_when_it_is_said_twice(open_session, server) -> None:
    server.play(play.similar("Right", named="Prince & The Revolution"))
    session = open_session()
    assert names_of(session.fetch_similar("seeds", plan_of("TAFKAP")), "TAFKAP") == ["Right"]
    assert log_of(session) == [("ok", "network", 2)]
