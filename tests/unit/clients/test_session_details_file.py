"""Details from the listener's own file, in a session."""

import time
from pathlib import Path

import pandas as pd
import pytest

from python_engines.clients.answers import AnswerStore
from python_engines.clients.errors import DetailsFileError
from python_engines.clients.lastfm import TOP_TAGS
from python_engines.clients.questions import Question
from python_engines.clients.records import AnswerStatus, Tag, TagsAnswer
from python_engines.clients.session import Session, open_session
from python_engines.clients.sites import LASTFM
from python_engines.clients.tables import ARTIST_DETAILS

PLAN = pd.DataFrame(
    {
        "lookup_rank": [1, 2, 3],
        "artist_id": ["abba", "zed", "nobody"],
        "artist_name": ["Abba", "Zed", "Nobody"],
        "purpose": ["candidates", "own_tags", "own_tags"],
        "call_share_until": 1.0,
    }
)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """An offline listener with both files."""
    (tmp_path / "near.csv").write_text("artist_name,similar_artist_name\nABBA,Roxette\n")
    details = tmp_path / "details.csv"
    details.write_text("artist_name,tags,listeners\nABBA,pop;disco,12\nZED,house,\n")
    return {
        "MM_HOME": str(tmp_path),
        "MM_SIMILAR_ARTISTS_FILE": "near.csv",
        "MM_ARTIST_DETAILS_FILE": "details.csv",
        "MM_PROVIDERS": "file",
        "MM_OFFLINE": "1",
    }


def log_of(session: Session) -> dict[str, tuple[str, str]]:
    rows = session.call_log().to_pylist()
    return {
        row["artist_id"]: (row["status"], row["origin"])
        for row in rows
        if row["provider"] == "file"
    }


def test_the_file_tells_of_whom_it_knows(env: dict[str, str]) -> None:
    session = open_session(env)
    table = session.fetch_details("details", PLAN)
    assert table.schema == ARTIST_DETAILS
    assert [
        (row["artist_id"], row["provider"], row["listener_count"], row["fetched_at"])
        for row in table.to_pylist()
    ] == [("abba", "file", 12, None), ("zed", "file", None, None)]
    assert table["tags"].to_pylist()[0] == [
        {"tag": "pop", "weight": 1.0},
        {"tag": "disco", "weight": 0.5},
    ]
    assert log_of(session) == {
        "abba": ("ok", "file"),
        "zed": ("ok", "file"),
        "nobody": ("not_found", "file"),
    }


@pytest.mark.parametrize(
    ("providers", "told_by"),
    [("auto", [("abba", "lastfm"), ("zed", "file")]),
     ("lastfm", [("abba", "lastfm")]),
     ("lastfm,file", [("abba", "file"), ("abba", "lastfm"), ("zed", "file")])],
)  # fmt: skip
def test_of_what_is_automatic_it_tells_of_whom_nobody_else_told_tags(
    env: dict[str, str], tmp_path: Path, providers: str, told_by: list[tuple[str, str]]
) -> None:
    store = AnswerStore(tmp_path / "cache" / "answers.sqlite")
    question = Question.of(LASTFM, TOP_TAGS, TagsAnswer, artist="Abba")
    store.put([(question, TagsAnswer(AnswerStatus.OK, (Tag("europop", 100),)))], time.time())
    store.close()
    session = open_session(env | {"MM_PROVIDERS": providers})
    rows = session.fetch_details("details", PLAN).to_pylist()
    assert sorted((row["artist_id"], row["provider"]) for row in rows) == told_by
    assert ("abba" in log_of(session)) is (("abba", "file") in told_by)


def test_it_needs_no_file_of_similar_artists(env: dict[str, str]) -> None:
    alone = {name: value for name, value in env.items() if name != "MM_SIMILAR_ARTISTS_FILE"}
    session = open_session(alone | {"MM_PROVIDERS": "auto"})
    assert session.fetch_similar("seeds", PLAN).num_rows == 0
    assert session.fetch_details("details", PLAN).num_rows == 2


def test_a_file_that_is_not_there_is_told_when_the_session_opens(env: dict[str, str]) -> None:
    with pytest.raises(DetailsFileError, match=r"No such file.*nowhere\.csv"):
        open_session(env | {"MM_ARTIST_DETAILS_FILE": "nowhere.csv"})
