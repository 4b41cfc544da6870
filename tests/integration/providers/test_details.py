"""Tags, listeners, country and top tracks: in batches where that goes, never twice."""

import pytest

from python_engines.clients.tables import ARTIST_DETAILS
from tests.integration import fault_server as play
from tests.integration.fault_server import Handler
from tests.integration.providers.lookups import DAY, plan_of
from tests.integration.stand_ins import (
    artist_hit,
    as_json,
    good_listenbrainz,
    good_musicbrainz,
    mbid_of,
    sample_lists,
)

NAMES = sorted(sample_lists())[:120]


def candidates(*names: str):
    return plan_of(*names, purpose="candidates", artist_mbid=[mbid_of(name) for name in names])


def own(*names: str):
    return plan_of(*names, purpose="own_tags", artist_mbid=[mbid_of(name) for name in names])


def paths(server) -> list[str]:
    return [hit.path.removeprefix("/2.0/") for hit in server.hits]


def lastfm(handler: Handler) -> None:
    """Last.fm on a good day, for the three methods."""
    name = handler.hit.artist
    answers = {
        "artist.getTopTags": {
            "toptags": {"tag": [{"name": "pop", "count": 100}, {"name": "soul", "count": "25"}]}
        },
        "artist.getInfo": {
            "artist": {"name": name, "stats": {"listeners": "1200", "playcount": "34000"}}
        },
        "artist.getTopTracks": {"toptracks": {"track": [{"name": f"{name} {at}"} for at in "123"]}},
    }
    as_json(handler, answers[handler.hit.form["method"]])


def test_a_hundred_and_twenty_artists_cost_four_calls(open_brainz, brainz) -> None:
    session = open_brainz()
    table = session.fetch_details("details", candidates(*NAMES))
    assert table.schema == ARTIST_DETAILS
    assert table.num_rows == 120
    assert paths(brainz.listenbrainz) == ["metadata/artist/"] * 3 + ["popularity/artist"]
    assert brainz.musicbrainz.hits == []
    first = table.to_pylist()[0]
    assert first | {"fetched_at": None} == {
        "artist_id": NAMES[0].lower(),
        "artist_name": NAMES[0],
        "provider": "listenbrainz",
        "artist_mbid": mbid_of(NAMES[0]),
        "listener_count": 40,
        "listen_count": 900,
        "country": "Norway",
        "begin_year": 1994,
        "tags": [
            {"tag": "seen live", "weight": 1.0},
            {"tag": "folk", "weight": pytest.approx(4 / 9)},
            {"tag": "ambient", "weight": pytest.approx(2 / 9)},
        ],
        "top_tracks": [],
        "fetched_at": None,
        "is_stale": False,
    }
    brainz.forget()
    again = open_brainz()
    assert again.fetch_details("details", candidates(*NAMES)).equals(table)
    assert brainz.hit_count == 0
    assert set(again.call_log()["origin"].to_pylist()) == {"store"}


def test_of_the_listeners_own_artists_only_tags_are_asked_for(open_brainz, brainz) -> None:
    table = open_brainz().fetch_details("details", own(*NAMES[:3]))
    assert paths(brainz.listenbrainz) == ["metadata/artist/"]
    assert table["listener_count"].to_pylist() == [None] * 3


def test_an_own_artist_without_mbid_is_searched_for_and_its_tags_are_there_at_once(
    open_brainz, brainz
) -> None:
    table = open_brainz().fetch_details("details", plan_of(NAMES[0], purpose="own_tags"))
    assert [(row["provider"], row["tags"]) for row in table.to_pylist()] == [
        ("musicbrainz", [{"tag": "post-rock", "weight": 1.0}]),
        ("listenbrainz", table.to_pylist()[1]["tags"]),
    ]
    assert len(brainz.musicbrainz.hits) == 1


def test_musicbrainz_is_asked_only_for_a_country_that_is_missing(open_brainz, brainz) -> None:
    def without_countries(handler: Handler) -> None:
        if handler.hit.path.endswith("metadata/artist/"):
            as_json(handler, [])
        else:
            good_listenbrainz(handler)

    brainz.play(at_listenbrainz=without_countries)
    table = open_brainz().fetch_details("details", candidates(*NAMES[:2]))
    assert paths(brainz.musicbrainz) == [f"artist/{mbid_of(name)}" for name in NAMES[:2]]
    found = [row for row in table.to_pylist() if row["provider"] == "musicbrainz"]
    assert [row["country"] for row in found] == ["Iceland"] * 2
    assert found[0]["tags"] == [{"tag": "post-rock", "weight": 1.0}]


def test_lastfm_tells_tags_listeners_and_where_to_start(open_session, server) -> None:
    server.play(lastfm)
    plan = plan_of("Air", purpose="candidates")
    session = open_session()
    (row,) = session.fetch_details("details", plan).to_pylist()
    assert [hit.form["method"] for hit in server.hits] == [
        "artist.getTopTags",
        "artist.getInfo",
        "artist.getTopTracks",
    ]
    assert row["tags"] == [{"tag": "pop", "weight": 1.0}, {"tag": "soul", "weight": 0.25}]
    assert (row["listener_count"], row["listen_count"]) == (1200, 34000)
    assert row["top_tracks"] == ["Air 1", "Air 2", "Air 3"]
    server.hits.clear()
    own_tags = session.fetch_details("details", plan_of("Air", "Zero 7", purpose="own_tags"))
    assert [hit.artist for hit in server.hits] == ["Zero 7"]
    assert own_tags["listener_count"].to_pylist() == [None, None]


def test_what_failed_is_told_what_came_is_kept_and_only_the_rest_is_asked_again(
    open_session, server
) -> None:
    def without_tracks(handler: Handler) -> None:
        if handler.hit.form["method"] == "artist.getTopTracks":
            play.error(7)(handler)
        else:
            lastfm(handler)

    server.play(without_tracks)
    plan = plan_of("Air", purpose="candidates")
    session = open_session()
    (row,) = session.fetch_details("details", plan).to_pylist()
    assert (row["listener_count"], row["top_tracks"]) == (1200, [])
    (logged,) = session.call_log().to_pylist()
    assert (logged["status"], logged["detail"], logged["attempt_count"]) == ("failed", "refused", 3)
    server.hits.clear()
    server.play(lastfm)
    (row,) = open_session().fetch_details("details", plan).to_pylist()
    assert row["top_tracks"] == ["Air 1", "Air 2", "Air 3"]
    assert [hit.form["method"] for hit in server.hits] == ["artist.getTopTracks"]


def test_a_failed_batch_fails_all_its_artists_and_stale_ones_stay(
    open_brainz, brainz, clock
) -> None:
    open_brainz().fetch_details("details", candidates(*NAMES[:2]))
    clock.skipped += 31 * DAY
    brainz.play(at_listenbrainz=play.status(500))
    session = open_brainz()
    table = session.fetch_details("details", candidates(*NAMES[:3]))
    assert table["artist_name"].to_pylist() == NAMES[:2]
    assert table["is_stale"].to_pylist() == [True, True]
    rows = [row for row in session.call_log().to_pylist() if row["provider"] == "listenbrainz"]
    assert [row["status"] for row in rows] == ["failed"] * 3
    assert sum(row["attempt_count"] for row in session.call_log().to_pylist()) == session.call_count


def test_offline_details_come_from_the_store(open_brainz, brainz) -> None:
    open_brainz().fetch_details("details", candidates(*NAMES[:2]))
    brainz.forget()
    session = open_brainz(is_offline=True)
    table = session.fetch_details("details", candidates(*NAMES[:3]))
    assert table["artist_name"].to_pylist() == NAMES[:2]
    assert brainz.hit_count == 0
    statuses = {row["artist_name"]: row["status"] for row in session.call_log().to_pylist()}
    assert statuses[NAMES[0]] == "ok"
    assert statuses[NAMES[2]] == "offline"


def top_tracks(handler: Handler) -> None:
    """ListenBrainz for a listener with a token."""
    if "top-recordings" not in handler.hit.path:
        good_listenbrainz(handler)
    elif handler.hit.headers.get("Authorization") != "Token t0ken":
        as_json(handler, {"code": 401, "error": "Invalid authorization token."}, 401)
    else:
        as_json(handler, [{"recording_name": f"Track {at}"} for at in "11234"])


def test_with_a_token_listenbrainz_tells_where_to_start(open_brainz, brainz) -> None:
    brainz.play(at_listenbrainz=top_tracks)
    session = open_brainz(listenbrainz_token="t0ken")
    table = session.fetch_details("details", candidates(*NAMES[:2]))
    assert table["top_tracks"].to_pylist() == [["Track 1", "Track 2", "Track 3"]] * 2
    with_token = [hit.path for hit in brainz.listenbrainz.hits if "Authorization" in hit.headers]
    assert [path.rpartition("/")[2] for path in with_token] == [mbid_of(name) for name in NAMES[:2]]
    assert "t0ken" not in repr(session._settings)


def test_a_token_that_is_refused_is_sent_once_and_its_source_named(open_brainz, brainz) -> None:
    brainz.play(at_listenbrainz=top_tracks)
    session = open_brainz(listenbrainz_token="wrong", listenbrainz_token_source="config/.env")
    table = session.fetch_details("details", candidates(*NAMES[:3]))
    assert table["listener_count"].to_pylist() == [40] * 3
    assert paths(brainz.listenbrainz).count("metadata/artist/") == 1
    assert sum("top-recordings" in path for path in paths(brainz.listenbrainz)) == 1
    assert "ListenBrainz refused the token from config/.env: check it" in session.notes()[0]
    session.fetch_details("details", own(*NAMES[5:7]))  # which goes on without a token
    assert paths(brainz.listenbrainz).count("metadata/artist/") == 2


def test_what_is_stored_is_read_also_when_its_provider_may_not_be_asked(
    open_session, server
) -> None:
    server.play(lastfm)
    plan = plan_of("Air", purpose="candidates")
    first = open_session().fetch_details("details", plan)
    server.hits.clear()
    offline = open_session(is_offline=True, lastfm_key=None, providers=("auto",))
    assert offline.fetch_details("details", plan).equals(first)
    without_key = open_session(providers=("file",), similar_artists_file=None, lastfm_key=None)
    assert without_key.fetch_details("details", plan).equals(first)
    assert server.hits == []


def test_an_artist_has_one_row_for_each_provider(open_brainz, brainz) -> None:
    def without_countries(handler: Handler) -> None:
        if handler.hit.path.endswith("metadata/artist/"):
            as_json(handler, [])
        else:
            good_listenbrainz(handler)

    def first_without_country(handler: Handler) -> None:
        hit = artist_hit(NAMES[0], area=None, country=None)
        if handler.hit.path.endswith("/artist"):
            as_json(handler, {"artists": [hit]})
        else:
            good_musicbrainz(handler)

    brainz.play(first_without_country, without_countries)
    table = open_brainz().fetch_details("details", plan_of(NAMES[0], purpose="candidates"))
    rows = {row["provider"]: row for row in table.to_pylist()}
    assert len(rows) == table.num_rows == 2
    assert rows["musicbrainz"]["country"] == "Iceland"
    assert rows["musicbrainz"]["tags"] == [{"tag": "post-rock", "weight": 1.0}]


def test_what_comes_in_batches_is_asked_before_what_does_not(open_brainz, brainz) -> None:
    mixed = plan_of(
        *NAMES[:20],
        purpose="candidates",
        artist_mbid=[None] * 10 + [mbid_of(n) for n in NAMES[10:20]],
    )
    session = open_brainz(max_api_calls_per_session=4)
    table = session.fetch_details("details", mixed)
    known = [row["artist_name"] for row in table.to_pylist() if row["listener_count"] is not None]
    assert set(NAMES[10:20]) <= set(known)


def test_a_throttled_batch_that_holds_nothing_is_not_believed(open_brainz, brainz) -> None:
    brainz.listenbrainz.play(play.status(429), play.document([]))
    open_brainz().fetch_details("details", own(*NAMES[:2]))
    brainz.play()
    table = open_brainz().fetch_details("details", own(*NAMES[:2]))
    assert [row["country"] for row in table.to_pylist()] == ["Norway"] * 2


def test_details_are_asked_for_under_the_name_that_had_a_list(open_both, brainz, server) -> None:
    def scene(handler: Handler) -> None:
        is_known = handler.hit.artist == "Kanye West"
        if handler.hit.form["method"] == "artist.getSimilar":
            (play.similar("Lupe Fiasco") if is_known else play.error(6))(handler)
        else:
            (lastfm if is_known else play.error(6))(handler)

    def musicbrainz(handler: Handler) -> None:
        as_json(handler, {"artists": [artist_hit("Ye", aliases=[{"name": "Kanye West"}])]})

    server.play(scene)
    brainz.play(musicbrainz)
    session = open_both(providers=("lastfm", "listenbrainz"))
    session.fetch_similar("seeds", plan_of("Ye"))
    table = session.fetch_details("details", plan_of("Ye", purpose="candidates"))
    (row,) = [row for row in table.to_pylist() if row["provider"] == "lastfm"]
    assert (row["artist_name"], row["listener_count"]) == ("Ye", 1200)


def test_a_refused_key_leaves_own_artists_to_musicbrainz(open_both, brainz, server) -> None:
    server.play(play.error(10))
    session = open_both()
    session.fetch_details("details", plan_of(*NAMES[:2], purpose="own_tags"))
    again = open_both(answers=session._settings.answers.with_name("other.sqlite"))
    table = again.fetch_details("details", plan_of(*NAMES[:2], purpose="own_tags"))
    assert "musicbrainz" in table["provider"].to_pylist()
