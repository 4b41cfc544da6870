"""Sessions without a network: providers, files, logs."""

import time
from pathlib import Path

import pandas as pd
import pytest

from python_engines.clients.answers import AnswerStore
from python_engines.clients.errors import ClientSettingsError, SimilarFileError
from python_engines.clients.records import AnswerStatus, SimilarAnswer, SimilarArtist
from python_engines.clients.session import Session, open_session
from python_engines.clients.similar_lists import question
from python_engines.clients.tables import ARTIST_DETAILS, CALL_LOG, SIMILAR_LISTS

PLAN = pd.DataFrame(
    {
        "lookup_rank": [2, 1],
        "artist_id": ["b", "a"],
        "artist_name": ["Zed", "ABBA"],
        "purpose": "tier",
        "call_share_until": 1.0,
    }
)
EMPTY_PLAN = PLAN.iloc[:0]


@pytest.fixture
def similar_file(tmp_path: Path) -> Path:
    path = tmp_path / "near.csv"
    path.write_text("artist_name,similar_artist_name\nABBA,Roxette\nABBA,Ace of Base\nQ,R\n")
    return path


def of_file(home: Path, similar_file: Path) -> dict[str, str]:
    """The environment of a listener who asks nobody but a file."""
    return {
        "MM_HOME": str(home),
        "MM_SIMILAR_ARTISTS_FILE": str(similar_file),
        "MM_PROVIDERS": "file",
    }


def log_of(session: Session) -> list[tuple[str, str, str, str]]:
    return [
        (row["provider"], row["artist_id"], row["status"], row["origin"])
        for row in session.call_log().to_pylist()
    ]


def test_the_file_gives_all_its_lists_and_says_whom_it_knows(
    tmp_path: Path, similar_file: Path
) -> None:
    session = open_session(of_file(tmp_path, similar_file))
    lists = session.fetch_similar("seeds", PLAN)
    assert lists.schema == SIMILAR_LISTS
    assert lists["seed_artist_name"].to_pylist() == ["ABBA", "ABBA", "Q"]
    assert log_of(session) == [
        ("file", "a", "ok", "file"),
        ("file", "b", "not_found", "file"),
    ]


def test_offline_with_nothing_stored_says_so_for_each(tmp_path: Path) -> None:
    session = open_session({"MM_HOME": str(tmp_path), "MM_OFFLINE": "1"})
    lists = session.fetch_similar("seeds", PLAN)
    assert lists.num_rows == 0
    assert lists.schema == SIMILAR_LISTS
    assert log_of(session) == [
        ("listenbrainz", "a", "offline", "none"),
        ("listenbrainz", "b", "offline", "none"),
    ]


def test_of_what_is_automatic_the_file_is_the_last_resort(
    tmp_path: Path, similar_file: Path
) -> None:
    env = of_file(tmp_path, similar_file) | {"MM_PROVIDERS": "auto", "MM_OFFLINE": "1"}
    store = AnswerStore(tmp_path / "cache" / "answers.sqlite")
    known = SimilarAnswer(AnswerStatus.OK, "abba", "ABBA", (SimilarArtist("a-ha"),))
    store.put([(question("lastfm", "abba"), known)], time.time())
    store.close()
    session = open_session(env)
    lists = session.fetch_similar("seeds", PLAN).to_pylist()
    assert [(row["seed_artist_name"], row["provider"]) for row in lists] == [
        ("Q", "file"),
        ("abba", "lastfm"),
    ]
    assert ("file", "b", "not_found", "file") in log_of(session)
    assert "a" not in {artist for provider, artist, *_ in log_of(session) if provider == "file"}


def test_an_empty_plan_keeps_the_types(tmp_path: Path) -> None:
    session = open_session({"MM_HOME": str(tmp_path), "LASTFM_API_KEY": "k"})
    assert session.fetch_similar("seeds", EMPTY_PLAN).schema == SIMILAR_LISTS
    assert session.fetch_details("details", EMPTY_PLAN).schema == ARTIST_DETAILS
    assert session.call_log().schema == CALL_LOG
    assert session.call_log().num_rows == 0


def test_equal_settings_share_one_session_and_others_do_not(tmp_path: Path) -> None:
    env = {"MM_HOME": str(tmp_path), "LASTFM_API_KEY": "k"}
    assert open_session(env) is open_session(dict(env) | {"PATH": "/bin"})
    assert open_session(env) is not open_session(env | {"LASTFM_API_KEY": "other"})


def test_a_step_run_twice_is_logged_once_and_steps_are_in_order(
    tmp_path: Path, similar_file: Path
) -> None:
    session = open_session(of_file(tmp_path, similar_file))
    for step in ("seeds", "second_hop", "seeds"):
        session.fetch_similar(step, PLAN)
    assert session.call_log()["step"].to_pylist() == ["second_hop"] * 2 + ["seeds"] * 2


def test_a_bad_file_or_setting_is_told_when_the_session_opens(tmp_path: Path) -> None:
    missing = {"MM_HOME": str(tmp_path), "MM_SIMILAR_ARTISTS_FILE": "nowhere.csv"}
    with pytest.raises(SimilarFileError, match=r"nowhere\.csv"):
        open_session(missing)
    with pytest.raises(ClientSettingsError):
        open_session({"MM_OFFLINE": "perhaps"})


def test_progress_is_shown_only_when_asked_for(
    tmp_path: Path, similar_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env = of_file(tmp_path, similar_file)
    open_session(env).fetch_similar("seeds", PLAN)
    assert capsys.readouterr() == ("", "")
    open_session(env | {"MM_PROGRESS": "1"}).fetch_similar("seeds", PLAN)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1] == ("similar artists, seeds: 2 of 2 looked up, 0 asked anew")
