"""Similar artists without a key: a name, its MBID from MusicBrainz, its list from ListenBrainz."""

import pytest

from python_engines.clients.settings import DEFAULT_LISTENBRAINZ_ALGORITHMS
from tests.integration import fault_server as play
from tests.integration.providers.lookups import DAY, log_of, names_of, plan_of, slow
from tests.integration.stand_ins import (
    as_json,
    good_listenbrainz,
    mbid_of,
    sample_lists,
    terms_of,
)

ARTIST, OTHER = "Jess Glynne", "Rhys Lewis"
PASSING = {
    "500": play.status(500),
    "503": play.status(503),
    "429 without a pause": play.status(429),
    "429 soon": play.status(429, Retry_After="soon"),
    "html": play.raw(b"<html>Sign in to this network</html>"),
    "broken JSON": play.raw(b'{"artists": [{"name": "Sla'),
    "not UTF-8": play.raw(b'["\xff\xfe\xfd"]'),
    "deep": play.raw(b"[" * 200_000),
    "a text": play.document("artists"),
    "another shape": play.document({"hits": 3}),
    "reset": play.reset,
    "short body": play.short_body,
    "not gzip": play.raw(b"plain", Content_Encoding="gzip"),
}
LASTING = {
    "404": (play.status(404), "refused"),
    "400": (play.status(400), "refused"),
    "redirect": (play.status(302, Location="http://127.0.0.1:9/"), "redirected"),
    "bomb": (play.gzip_bomb(30_000_000), "too_large"),
    "ten megabytes": (play.document(["x" * 10_000_000]), "too_large"),
}


def test_a_list_comes_by_mbid_and_says_where_from(open_brainz, brainz, settings) -> None:
    session = open_brainz()
    rows = session.fetch_similar("seeds", plan_of(ARTIST)).to_pylist()
    names = [row["candidate_artist_name"] for row in rows]
    assert names == ["[unknown]", *sample_lists()[ARTIST]]
    assert {row["provider"] for row in rows} == {"listenbrainz"}
    assert {row["seed_mbid"] for row in rows} == {mbid_of(ARTIST)}
    assert [row["provider_rank"] for row in rows] == list(range(1, len(names) + 1))
    assert rows[0]["match"] == 1.0
    assert rows[1]["candidate_mbid"] == mbid_of(names[1])
    (search,) = brainz.musicbrainz.hits
    assert (search.method, search.path) == ("GET", "/2.0/artist")
    assert search.query["query"] == f'artist:"{ARTIST}" OR alias:"{ARTIST}"'
    assert search.query["fmt"] == "json"
    (similar,) = brainz.listenbrainz.hits
    assert similar.document == [
        {
            "artist_mbids": [mbid_of(ARTIST)],
            "algorithm": DEFAULT_LISTENBRAINZ_ALGORITHMS[0],
        }
    ]
    for hit in (search, similar):
        assert hit.headers["User-Agent"] == settings.user_agent
    assert log_of(session) == [("ok", "network", 2)]


def test_a_second_run_asks_neither(open_brainz, brainz) -> None:
    first = open_brainz().fetch_similar("seeds", plan_of(ARTIST, "Nobody at all"))
    brainz.forget()
    session = open_brainz()
    assert session.fetch_similar("seeds", plan_of(ARTIST, "Nobody at all")).equals(first)
    assert brainz.hit_count == 0
    assert log_of(session) == [("ok", "store", 0), ("not_found", "store", 0)]


def test_an_artist_that_lists_name_needs_no_search(open_brainz, brainz) -> None:
    session = open_brainz()
    session.fetch_similar("seeds", plan_of(ARTIST))
    neighbour = sample_lists()[ARTIST][0]
    session.fetch_similar("second_hop", plan_of(neighbour))
    assert len(brainz.musicbrainz.hits) == 1
    assert brainz.listenbrainz.hits[-1].document[0]["artist_mbids"] == [mbid_of(neighbour)]


def test_an_algorithm_that_is_gone_is_replaced_by_the_next_for_the_run(open_brainz, brainz) -> None:
    gone = DEFAULT_LISTENBRAINZ_ALGORITHMS[0]

    def scene(handler: play.Handler) -> None:
        if handler.hit.document[0]["algorithm"] == gone:
            as_json(handler, {"error": "algorithm"}, 400)
        else:
            good_listenbrainz(handler)

    brainz.play(at_listenbrainz=scene)
    session = open_brainz()
    session.fetch_similar("seeds", plan_of(ARTIST, OTHER))
    used = [hit.document[0]["algorithm"] for hit in brainz.listenbrainz.hits]
    assert used == [gone, *[DEFAULT_LISTENBRAINZ_ALGORITHMS[1]] * 2]
    assert log_of(session)[0] == ("ok", "network", 3)


@pytest.mark.parametrize("where", ["musicbrainz", "listenbrainz"])
@pytest.mark.parametrize("scene", PASSING.values(), ids=PASSING)
def test_a_passing_fault_is_tried_four_times_and_not_stored(
    open_brainz, brainz, where, scene
) -> None:
    brainz.play(**{f"at_{where}": scene})
    session = open_brainz()
    lists = session.fetch_similar("seeds", plan_of(ARTIST))
    assert lists.num_rows == 0
    calls_before = 1 if where == "listenbrainz" else 0
    assert log_of(session) == [("failed", "none", calls_before + 4)]
    assert brainz.hit_count == calls_before + 4
    brainz.play()
    again = open_brainz()
    assert names_of(again.fetch_similar("seeds", plan_of(ARTIST)), ARTIST)
    assert log_of(again) == [("ok", "network", 2 - calls_before)]


@pytest.mark.parametrize("where", ["musicbrainz", "listenbrainz"])
@pytest.mark.parametrize(("scene", "detail"), LASTING.values(), ids=LASTING)
def test_a_lasting_fault_is_tried_once(open_brainz, brainz, where, scene, detail) -> None:
    brainz.play(**{f"at_{where}": scene})
    session = open_brainz(listenbrainz_algorithms=("only_one",))
    session.fetch_similar("seeds", plan_of(ARTIST))
    (row,) = session.call_log().to_pylist()
    assert (row["status"], row["detail"]) == ("failed", detail)
    assert len(getattr(brainz, where).hits) == 1


@pytest.mark.parametrize("where", ["musicbrainz", "listenbrainz"])
@pytest.mark.parametrize("scene", [play.dripping_body, play.dripping_headers])
def test_a_drip_ends_at_the_deadline(open_brainz, brainz, where, scene) -> None:
    brainz.play(**{f"at_{where}": scene})
    session = open_brainz(slow(0.3, tries=1))
    session.fetch_similar("seeds", plan_of(ARTIST))
    assert session.call_log().to_pylist()[0]["detail"] == "too_slow"


@pytest.mark.parametrize("code", [401, 403])
def test_who_is_turned_away_asks_no_more_and_says_what_helps(open_brainz, brainz, code) -> None:
    brainz.play(at_musicbrainz=play.status(code))
    session = open_brainz()
    session.fetch_similar("seeds", plan_of(ARTIST, OTHER))
    assert brainz.hit_count == 1
    assert [row[0] for row in log_of(session)] == ["failed", "left"]
    assert session.notes()[0].startswith("MusicBrainz turned us away")
    assert "MUSICBRAINZ_USER_AGENT" in session.notes()[0]


def test_a_long_pause_leaves_only_the_service_that_asked_for_it(open_brainz, brainz) -> None:
    brainz.play(at_listenbrainz=play.status(429, Retry_After="86400"))
    session = open_brainz()
    session.fetch_similar("seeds", plan_of(ARTIST, OTHER))
    assert len(brainz.listenbrainz.hits) == 1
    assert len(brainz.musicbrainz.hits) == 2  # whose answers are of use next time
    assert session.notes()[0].startswith("ListenBrainz labs asked for a long pause")


def test_its_rate_headers_are_kept(open_brainz, brainz, clock) -> None:
    def scene(handler: play.Handler) -> None:
        as_json(handler, [], X_RateLimit_Remaining="0", X_RateLimit_Reset_In="7")

    brainz.play(at_listenbrainz=scene)
    open_brainz().fetch_similar("seeds", plan_of(ARTIST, OTHER))
    assert 6.5 < sum(clock.slept) <= 7.1


@pytest.mark.parametrize("header", ["soon", "-3", "", "9" * 400])
def test_rate_headers_that_are_none_hold_nobody_up(open_brainz, brainz, clock, header) -> None:
    def scene(handler: play.Handler) -> None:
        as_json(handler, [], X_RateLimit_Remaining="9" * 30, X_RateLimit_Reset_In=header)

    brainz.play(at_listenbrainz=scene)
    open_brainz().fetch_similar("seeds", plan_of(ARTIST, OTHER))
    assert sum(clock.slept) < 0.2


def test_a_list_that_is_old_is_used_when_nobody_answers(open_brainz, brainz, clock) -> None:
    open_brainz().fetch_similar("seeds", plan_of(ARTIST))
    clock.skipped += 31 * DAY
    brainz.play(play.status(500), play.status(500))
    session = open_brainz()
    rows = session.fetch_similar("seeds", plan_of(ARTIST)).to_pylist()
    assert rows
    assert {row["is_stale"] for row in rows} == {True}
    assert log_of(session)[0][:2] == ("failed", "store")


def test_both_providers_give_their_lists_with_their_names(open_both, brainz, server) -> None:
    session = open_both()
    rows = session.fetch_similar("seeds", plan_of(ARTIST)).to_pylist()
    assert {row["provider"] for row in rows} == {"lastfm", "listenbrainz"}
    assert [row["provider"] for row in session.call_log().to_pylist()] == [
        "lastfm",
        "listenbrainz",
    ]
    assert len(server.hits) == 1


def test_an_odd_name_arrives_as_it_is(open_brainz, brainz) -> None:
    names = ["AC/DC", 'The "Quoted" Ones', "Florence + the Machine", "Мумий Тролль", "100%", "a&b"]
    open_brainz().fetch_similar("seeds", plan_of(*names))
    asked = [terms_of(hit.query["query"])["artist"] for hit in brainz.musicbrainz.hits]
    assert asked == names
