"""Artists of one name, and artists that changed theirs."""

import pytest

from python_engines.clients.settings import DEFAULT_LISTENBRAINZ_ALGORITHMS
from python_engines.clients.tables import CallStatus
from tests.integration import fault_server as play
from tests.integration.fault_server import Handler, Scene
from tests.integration.providers.lookups import log_of, names_of, plan_of
from tests.integration.stand_ins import (
    artist_hit,
    as_json,
    good_listenbrainz,
    mbid_of,
    sample_lists,
    terms_of,
)

GRUNGE = "5b11f4ce-a62d-471e-81fc-a69a8278c7da"
SIXTIES = "9282c8b4-ca0b-4c6b-b7e3-4f7762dfc4d6"


def several(**recorded_by: str) -> Scene:
    """MusicBrainz with two artists called Nirvana; `recorded_by` is title by MBID."""

    def scene(handler: Handler) -> None:
        hit = handler.hit
        if hit.path.endswith("/artist"):
            found = [
                artist_hit("Nirvana", SIXTIES, tags=[{"name": "psychedelic", "count": 2}]),
                artist_hit("Nirvana", GRUNGE, tags=[{"name": "grunge", "count": 17}]),
                artist_hit("Nirvana 2002", "11111111-1111-1111-1111-111111111111"),
            ]
            as_json(handler, {"artists": found})
        else:
            title = terms_of(hit.query["query"])["recording"]
            credits = [
                {"artist-credit": [{"artist": {"id": mbid}}]}
                for mbid, recorded in recorded_by.items()
                if recorded == title
            ]
            as_json(handler, {"recordings": credits})

    return scene


def asked_mbids(brainz) -> list[str]:
    return [hit.document[0]["artist_mbids"][0] for hit in brainz.listenbrainz.hits]


def test_a_track_that_the_listener_played_tells_them_apart(open_brainz, brainz) -> None:
    brainz.play(several(**{GRUNGE: "Lithium", SIXTIES: "Rainbow Chaser"}))
    session = open_brainz()
    session.fetch_similar("seeds", plan_of("Nirvana", track_name=["Lithium"]))
    assert asked_mbids(brainz) == [GRUNGE]
    assert len(brainz.musicbrainz.hits) == 2


def test_of_a_namesake_only_who_knows_its_mbid_is_asked(open_both, brainz, server) -> None:
    session = open_both()
    plan = plan_of(
        "Nirvana",
        purpose="candidates",
        artist_id=[f"nirvana [{SIXTIES}]"],
        artist_mbid=[SIXTIES],
    )
    session.fetch_details("details", plan)
    assert server.hits == []
    assert [hit.path for hit in brainz.listenbrainz.hits] != []
    session.fetch_details("details", plan.assign(artist_id="nirvana"))
    assert {hit.artist for hit in server.hits} == {"Nirvana"}


def test_where_nothing_tells_nobody_is_asked_and_the_log_says_so(open_brainz, brainz) -> None:
    brainz.play(several())
    for _ in range(2):
        session = open_brainz()
        session.fetch_similar("seeds", plan_of("Nirvana", track_name=["Unknown Song"]))
        assert asked_mbids(brainz) == []
        assert session.call_log()["status"].to_pylist() == [CallStatus.AMBIGUOUS]
    assert len(brainz.musicbrainz.hits) == 2  # search and recording, once for both runs


def test_tags_at_lastfm_tell_them_apart(open_both, brainz, server) -> None:
    brainz.play(several())

    def lastfm(handler: Handler) -> None:
        if handler.hit.form["method"] == "artist.getTopTags":
            as_json(handler, {"toptags": {"tag": [{"name": "Grunge", "count": 100}]}})
        else:
            play.similar("Mudhoney")(handler)

    server.play(lastfm)
    session = open_both()
    session.fetch_similar("seeds", plan_of("Nirvana"))
    assert asked_mbids(brainz) == [GRUNGE]


def test_the_mbid_that_lastfm_gives_in_lists_tells_them_apart(open_both, brainz, server) -> None:
    brainz.play(several())
    named = {"similarartists": {"artist": [{"name": "Nirvana", "mbid": GRUNGE, "match": "1"}]}}
    server.play(play.document(named))
    session = open_both()
    session.fetch_similar("seeds", plan_of("Mudhoney", "Nirvana"))
    assert GRUNGE in asked_mbids(brainz)
    assert SIXTIES not in asked_mbids(brainz)


def test_an_artist_that_lastfm_knows_under_another_name_is_found(open_both, brainz, server) -> None:
    def musicbrainz(handler: Handler) -> None:
        aliases = [{"name": "Kanye West"}, {"name": "Yeezy"}]
        as_json(handler, {"artists": [artist_hit("Ye", aliases=aliases)]})

    def lastfm(handler: Handler) -> None:
        if handler.hit.artist == "Kanye West":
            play.similar("Lupe Fiasco")(handler)
        else:
            play.document({"similarartists": {"artist": [], "@attr": {"artist": "Ye"}}})(handler)

    brainz.play(musicbrainz)
    server.play(lastfm)
    session = open_both(providers=("lastfm", "listenbrainz"))
    lists = session.fetch_similar("seeds", plan_of("Ye"))
    assert names_of(lists, "Ye") == ["Lupe Fiasco"]
    (row,) = [row for row in lists.to_pylist() if row["provider"] == "lastfm"]
    assert row["answered_artist_name"] == "Kanye West"
    assert [hit.artist for hit in server.hits] == ["Ye", "Ye", "Kanye West"]
    server.hits.clear()
    brainz.forget()
    again = open_both(providers=("lastfm", "listenbrainz"))
    again.fetch_similar("seeds", plan_of("Ye"))
    assert server.hits == []
    assert log_of(again)[0] == ("ok", "store", 0)


def test_an_empty_list_while_throttled_is_not_believed(open_session, server) -> None:
    empty = play.document({"similarartists": {"artist": [], "@attr": {"artist": "S"}}})
    server.play(play.error(29), empty)
    session = open_session()
    session.fetch_similar("seeds", plan_of("S"))
    assert log_of(session) == [("failed", "none", 3)]
    assert session.call_log()["detail"].to_pylist() == ["doubtful"]
    server.hits.clear()
    server.play(empty)
    again = open_session()
    again.fetch_similar("seeds", plan_of("S"))
    assert log_of(again) == [("empty", "network", 2)]


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_each_purpose_keeps_to_its_share_of_the_calls(open_brainz, brainz, share: float) -> None:
    brainz.play(play.status(503), play.status(503))
    session = open_brainz(max_api_calls_per_session=6)
    session.fetch_similar("seeds", plan_of(*"ABC", share=share))
    assert brainz.hit_count == 6 * share
    assert session.call_log()["detail"].to_pylist()[-1] == "calls_used_up"
    session.fetch_similar("second_hop", plan_of(*"DEF", purpose="second_hop"))
    assert brainz.hit_count == session.call_count == 6
    (note,) = [note for note in session.notes() if "max_api_calls_per_session" in note]
    assert "the next build goes on" in note


def test_a_name_that_a_list_spells_has_the_mbid_of_most_lists(open_brainz, brainz) -> None:
    session = open_brainz()
    session.fetch_similar("seeds", plan_of("Jess Glynne"))
    assert asked_mbids(brainz) == [mbid_of("Jess Glynne")]


def test_an_mbid_that_only_a_later_list_tells_is_used_in_the_same_run(open_brainz, brainz) -> None:
    first, second = "Rhys Lewis", "JP Cooper"  # whose list names the first
    known = mbid_of(second)

    def musicbrainz(handler: Handler) -> None:
        name = terms_of(handler.hit.query["query"])["artist"]
        as_json(handler, {"artists": [artist_hit(name)] if name == second else []})

    brainz.play(musicbrainz)
    assert first in sample_lists()[second]
    session = open_brainz()
    session.fetch_similar("seeds", plan_of(first, second))
    assert asked_mbids(brainz) == [known, mbid_of(first)]
    assert session.call_log()["artist_name"].to_pylist() == [first, second]
    assert set(session.call_log()["status"].to_pylist()) <= {"ok", "empty"}
    brainz.forget()
    again = open_brainz()
    again.fetch_similar("seeds", plan_of(first, second))
    assert brainz.hit_count == 0


def test_what_stood_in_the_way_is_no_ambiguity(open_brainz, brainz) -> None:
    def without_recordings(handler: Handler) -> None:
        if handler.hit.path.endswith("/artist"):
            several()(handler)
        else:
            play.status(503)(handler)

    brainz.play(without_recordings)
    session = open_brainz()
    session.fetch_similar("seeds", plan_of("Nirvana", track_name=["Lithium"]))
    assert log_of(session) == [("failed", "network", 5)]
    assert len(brainz.musicbrainz.hits) == 5  # one search, one recording tried four times
    brainz.forget()
    capped = open_brainz(max_api_calls_per_session=0)
    capped.fetch_similar("seeds", plan_of("Nirvana", track_name=["Lithium"]))
    assert log_of(capped)[0][0] == "left"


def test_not_found_is_not_kept_when_other_names_could_not_be_had(open_both, brainz, server) -> None:
    brainz.play(play.status(503))
    server.play(play.error(6))
    session = open_both()
    session.fetch_similar("seeds", plan_of("Ye"))
    assert session.call_log()["status"].to_pylist()[0] == "failed"

    def musicbrainz(handler: Handler) -> None:
        aliases = [{"name": "Kanye West", "type": "Artist name"}]
        as_json(handler, {"artists": [artist_hit("Ye", aliases=aliases)]})

    def lastfm(handler: Handler) -> None:
        is_known = handler.hit.artist == "Kanye West"
        (play.similar("Lupe Fiasco") if is_known else play.error(6))(handler)

    brainz.play(musicbrainz)
    server.play(lastfm)
    lists = open_both().fetch_similar("seeds", plan_of("Ye"))
    assert "Lupe Fiasco" in names_of(lists, "Ye")


def test_a_throttled_service_that_knows_nobody_is_not_believed(open_brainz, brainz) -> None:
    brainz.musicbrainz.play(play.status(503), play.document({"artists": []}))
    session = open_brainz()
    session.fetch_similar("seeds", plan_of("Jess Glynne"))
    assert session.call_log()["detail"].to_pylist() == ["doubtful"]
    brainz.play()
    again = open_brainz()
    again.fetch_similar("seeds", plan_of("Jess Glynne"))
    assert log_of(again) == [("ok", "network", 2)]


def test_a_short_outage_does_not_end_a_service_for_the_run(open_session, server) -> None:
    good = play.similar()
    server.play(good, *[play.reset] * 4, good)
    session = open_session()
    session.fetch_similar("seeds", plan_of(*"ABCD"))
    assert [row[0] for row in log_of(session)] == ["ok", "failed", "ok", "ok"]


def test_one_mbid_that_is_refused_changes_no_algorithm(open_brainz, brainz) -> None:
    refused = mbid_of("Jess Glynne")

    def scene(handler: Handler) -> None:
        if handler.hit.document[0]["artist_mbids"] == [refused]:
            as_json(handler, {"error": "bad"}, 400)
        else:
            good_listenbrainz(handler)

    brainz.play(at_listenbrainz=scene)
    open_brainz().fetch_similar("seeds", plan_of("Jess Glynne", "JP Cooper"))
    last = brainz.listenbrainz.hits[-1].document[0]
    assert last["algorithm"] == DEFAULT_LISTENBRAINZ_ALGORITHMS[0]
