"""An ordinary day with Last.fm: typed lists, one polite call each, nothing asked twice."""

import pytest

from python_engines.clients.pace import Timing
from python_engines.clients.tables import CALL_LOG, SIMILAR_LISTS
from tests.integration import fault_server as play
from tests.integration.providers.lookups import log_of, names_of, plan_of


def test_lists_come_typed_and_in_order(open_session, server) -> None:
    server.play(play.similar("Slash", "Aerosmith"))
    session = open_session()
    lists = session.fetch_similar("seeds", plan_of("Guns N' Roses"))
    assert lists.schema == SIMILAR_LISTS
    rows = lists.to_pylist()
    assert [row["provider_rank"] for row in rows] == [1, 2]
    assert [row["candidate_artist_name"] for row in rows] == ["Slash", "Aerosmith"]
    assert [row["match"] for row in rows] == [1.0, 0.9]
    assert {row["candidate_mbid"] for row in rows} == {None}
    assert {row["is_stale"] for row in rows} == {False}
    log = session.call_log()
    assert log.schema == CALL_LOG
    assert log_of(session) == [("ok", "network", 1)]


def test_the_key_travels_in_the_body_of_a_post(open_session, server, key, settings) -> None:
    open_session().fetch_similar("seeds", plan_of("Slash"))
    (hit,) = server.hits
    assert hit.method == "POST"
    assert hit.path == "/2.0/"
    assert hit.headers["User-Agent"] == settings.user_agent
    assert hit.form == {
        "method": "artist.getSimilar",
        "artist": "Slash",
        "limit": "100",
        "autocorrect": "0",
        "format": "json",
        "api_key": key,
    }


def test_a_second_run_with_everything_stored_makes_no_call(open_session, server) -> None:
    first = open_session().fetch_similar("seeds", plan_of("Slash", "Dio"))
    server.hits.clear()
    again = open_session()
    assert again.fetch_similar("seeds", plan_of("Slash", "Dio")).equals(first)
    assert server.hits == []
    assert log_of(again) == [("ok", "store", 0)] * 2
    assert again.call_count == 0


def test_the_order_of_asking_does_not_change_the_table(open_session, tmp_path) -> None:
    fixed = Timing(now=lambda: 1_800_000_000.0)
    one = open_session(timing=fixed, answers=tmp_path / "1.sqlite")
    two = open_session(timing=fixed, answers=tmp_path / "2.sqlite")
    assert one.fetch_similar("seeds", plan_of("B", "A", "C")).equals(
        two.fetch_similar("seeds", plan_of("C", "B", "A"))
    )


def test_another_spelling_in_case_is_the_same_look_up(open_session, server) -> None:
    session = open_session()
    session.fetch_similar("seeds", plan_of("AC/DC", "ac/dc"))
    assert len(server.hits) == 1


def test_one_connection_serves_many_calls(open_session, server) -> None:
    open_session().fetch_similar("seeds", plan_of("A", "B", "C", "D"))
    assert len({hit.client_port for hit in server.hits}) == 1


@pytest.mark.parametrize(
    "name",
    [
        "Florence + the Machine",
        "Simon & Garfunkel",
        'The "Quoted" Ones',
        "[" * 60 + '"{',
        "Guns N' Roses",
        "AC/DC",
        "Tom=Jerry;#?",
        "100% Silk",
        "50%2B50",
        "Мумий Тролль",
        "椎名林檎",
        "Björk",
        "🎸",
    ],
)
def test_an_odd_name_arrives_as_it_is(open_session, server, name: str) -> None:
    session = open_session()
    lists = session.fetch_similar("seeds", plan_of(name))
    assert [hit.artist for hit in server.hits] == [name]
    assert names_of(lists, name) == [f"Near {name}", f"Far {name}"]
