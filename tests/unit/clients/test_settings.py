"""The settings of the clients as they come from an environment."""

from pathlib import Path

import pytest

from python_engines.clients.errors import ClientSettingsError, MissingKeyError
from python_engines.clients.settings import ClientSettings, default_user_agent, from_mapping
from python_engines.clients.sites import Site


def test_an_empty_environment_gives_the_defaults() -> None:
    said = from_mapping({"MM_HOME": "/srv/of/mine"})
    assert said == ClientSettings(answers=Path("/srv/of/mine/cache/answers.sqlite"))
    assert said.providers_in_use == ("listenbrainz",)
    assert said.lastfm == Site("Last.fm", "https://ws.audioscrobbler.com/2.0/", 2.0)
    assert said.musicbrainz == Site("MusicBrainz", "https://musicbrainz.org/ws/2/", 1.0)
    assert said.listenbrainz == Site("ListenBrainz", "https://api.listenbrainz.org/1/", 2.0)
    assert said.listenbrainz_labs.url == "https://labs.api.listenbrainz.org/"
    assert said.user_agent == default_user_agent()
    assert said.user_agent.startswith("mmuffin/")


def test_everything_can_be_said() -> None:
    said = from_mapping(
        {
            "MM_HOME": "/h",
            "MM_CACHE_FOLDER": "elsewhere",
            "LASTFM_API_KEY": " abc ",
            "MM_PROVIDERS": "File, lastfm,ListenBrainz,file",
            "MM_SIMILAR_ARTISTS_FILE": "near.csv",
            "MM_ARTIST_DETAILS_FILE": "known.csv",
            "MUSICBRAINZ_USER_AGENT": "mine/2 ( me@example.org )",
            "MM_OFFLINE": "yes",
            "MM_LASTFM_URL": "http://127.0.0.1:8000/2.0/",
            "MM_LASTFM_CALLS_PER_SECOND": "50",
            "MM_MUSICBRAINZ_URL": "http://127.0.0.1:8001/ws/2",
            "MM_MUSICBRAINZ_CALLS_PER_SECOND": "60",
            "MM_LISTENBRAINZ_URL": "https://mirror.example.org/1/",
            "MM_LISTENBRAINZ_LABS_URL": "http://[::1]:8002/",
            "MM_LISTENBRAINZ_CALLS_PER_SECOND": "3",
            "MM_LISTENBRAINZ_ALGORITHMS": "one_10, two_20",
            "MM_MAX_API_CALLS_PER_SESSION": "0",
            "MM_ENABLE_CACHING": "False",
            "MM_CACHE_EXPIRY_HOURS": "24",
            "MM_PROGRESS": "1",
        }
    )
    assert said == ClientSettings(
        answers=Path("/h/elsewhere/answers.sqlite"),
        providers=("file", "lastfm", "listenbrainz"),
        lastfm_key="abc",
        lastfm_key_source="LASTFM_API_KEY",
        similar_artists_file=Path("/h/near.csv"),
        artist_details_file=Path("/h/known.csv"),
        user_agent="mine/2 ( me@example.org )",
        is_offline=True,
        lastfm=Site("Last.fm", "http://127.0.0.1:8000/2.0/", 50.0),
        musicbrainz=Site("MusicBrainz", "http://127.0.0.1:8001/ws/2", 60.0),
        listenbrainz=Site("ListenBrainz", "https://mirror.example.org/1/", 3.0),
        listenbrainz_labs=Site("ListenBrainz labs", "http://[::1]:8002/", 3.0),
        listenbrainz_algorithms=("one_10", "two_20"),
        max_api_calls_per_session=0,
        enable_caching=False,
        cache_expiry_hours=24,
        shows_progress=True,
    )
    assert said.lastfm_expiry_hours == 168


def test_the_key_of_mm_comes_first_and_a_blank_one_counts_as_absent() -> None:
    both = {"DBT_ENV_SECRET_LASTFM_API_KEY": "first", "LASTFM_API_KEY": "second"}
    assert from_mapping(both).lastfm_key == "first"
    assert from_mapping(both | {"DBT_ENV_SECRET_LASTFM_API_KEY": " "}).lastfm_key == "second"


def test_the_key_and_the_contact_are_not_shown() -> None:
    said = from_mapping(
        {"LASTFM_API_KEY": "c0ffee", "MUSICBRAINZ_USER_AGENT": "mine/2 ( me@example.org )"}
    )
    assert "c0ffee" not in repr(said)
    assert "me@example.org" not in repr(said)


@pytest.mark.parametrize(
    ("env", "in_use"),
    [
        ({}, ("listenbrainz",)),
        ({"LASTFM_API_KEY": "k"}, ("lastfm", "listenbrainz")),
        ({"MM_SIMILAR_ARTISTS_FILE": "f"}, ("listenbrainz", "file")),
        ({"MM_ARTIST_DETAILS_FILE": "f"}, ("listenbrainz", "file")),
        (
            {"LASTFM_API_KEY": "k", "MM_SIMILAR_ARTISTS_FILE": "f"},
            ("lastfm", "listenbrainz", "file"),
        ),
        (
            {"LASTFM_API_KEY": "k", "MM_SIMILAR_ARTISTS_FILE": "f", "MM_PROVIDERS": "file"},
            ("file",),
        ),
        ({"MM_PROVIDERS": "lastfm", "MM_OFFLINE": "1"}, ("lastfm",)),
    ],
)
def test_auto_takes_lastfm_with_a_key_listenbrainz_always_and_the_file_last(
    env: dict[str, str], in_use: tuple[str, ...]
) -> None:
    assert from_mapping(env).providers_in_use == in_use


def test_lastfm_by_name_without_a_key_is_an_error_of_its_own() -> None:
    with pytest.raises(MissingKeyError, match="LASTFM_API_KEY"):
        from_mapping({"MM_PROVIDERS": "lastfm"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LASTFM_API_KEY", "two words"),
        ("LASTFM_API_KEY", "k" * 201),
        ("DBT_ENV_SECRET_LASTFM_API_KEY", "kéy"),
        ("MUSICBRAINZ_USER_AGENT", "python-requests/2.32 ( me@example.org )"),
        ("MUSICBRAINZ_USER_AGENT", "mine/1.0"),
        ("MUSICBRAINZ_USER_AGENT", "mine/1.0 ( nobody )"),
        ("MUSICBRAINZ_USER_AGENT", "mine ( me@example.org )"),
        ("MUSICBRAINZ_USER_AGENT", "mine/1.0 ( me@example.org )\r\nX: y"),
        ("MUSICBRAINZ_USER_AGENT", "mine/1.0 ( é@example.org )"),
        ("MUSICBRAINZ_USER_AGENT", "mine/1.0 ( me@example.org ) " + "x" * 200),
        ("MM_PROVIDERS", "spotify"),
        ("MM_PROVIDERS", "auto,file"),
        ("MM_PROVIDERS", ","),
        ("MM_PROVIDERS", "file"),
        ("MM_LASTFM_URL", "http://example.org/2.0/"),
        ("MM_LASTFM_URL", "http://127.0.0.1.example.org/"),
        ("MM_LASTFM_URL", "http://127.0.0.1@example.org/"),
        ("MM_LASTFM_URL", "https://user:word@example.org/"),
        ("MM_LASTFM_URL", "https://example.org/?api_key=x"),
        ("MM_LASTFM_URL", "https://example.org:port/"),
        ("MM_LASTFM_URL", "ftp://example.org/"),
        ("MM_LASTFM_URL", "https:///2.0/"),
        ("MM_LASTFM_URL", "https://exa mple.org/"),
        ("MM_LASTFM_CALLS_PER_SECOND", "5"),
        ("MM_MUSICBRAINZ_CALLS_PER_SECOND", "1.1"),
        ("MM_LISTENBRAINZ_CALLS_PER_SECOND", "3.1"),
        ("MM_MUSICBRAINZ_URL", "http://musicbrainz.org/ws/2/"),
        ("MM_LISTENBRAINZ_URL", "http://api.listenbrainz.org/1/"),
        ("MM_LISTENBRAINZ_LABS_URL", "ftp://labs.api.listenbrainz.org/"),
        ("MM_LISTENBRAINZ_ALGORITHMS", "one;two"),
        ("MM_LISTENBRAINZ_ALGORITHMS", ","),
        ("MM_LASTFM_CALLS_PER_SECOND", "0"),
        ("MM_LASTFM_CALLS_PER_SECOND", "nan"),
        ("MM_LASTFM_CALLS_PER_SECOND", "inf"),
        ("MM_LASTFM_CALLS_PER_SECOND", "fast"),
        ("MM_MAX_API_CALLS_PER_SESSION", "-1"),
        ("MM_MAX_API_CALLS_PER_SESSION", "2.5"),
        ("MM_MAX_API_CALLS_PER_SESSION", "٣"),
        ("MM_CACHE_EXPIRY_HOURS", "0"),
        ("MM_ENABLE_CACHING", "maybe"),
        ("MM_OFFLINE", "2"),
    ],
)
def test_a_bad_value_is_one_line_that_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(ClientSettingsError) as raised:
        from_mapping({name: value})
    message = str(raised.value)
    assert name in message
    assert "\n" not in message
    assert len(value) < 4 or value in ("auto,file", "file") or value not in message


@pytest.mark.parametrize(
    "url",
    [
        "https://mirror.example.org/2.0/",
        "http://127.0.0.1:1/",
        "http://[::1]:8000/2.0/",
        "http://localhost:8000/",
    ],
)
def test_https_and_this_machine_are_allowed(url: str) -> None:
    assert from_mapping({"MM_LASTFM_URL": url}).lastfm.url == url
