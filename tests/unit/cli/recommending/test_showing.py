import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.context import Context
from cli.errors import ConfigurationError
from cli.output import Format
from cli.recommending import showing
from cli.recommending.choice import Wanted
from tests.unit.cli.made_up import home_with_warehouse

NOW = datetime(2026, 1, 15, 5, 30, tzinfo=UTC)


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    # The notes about the build need a whole report; they are tested where there is one.
    monkeypatch.setattr(showing, "read_report", lambda warehouse: {})
    monkeypatch.setattr(showing, "notes", lambda report, context: [])
    return home_with_warehouse(tmp_path / "home")


def test_the_list_of_a_time_has_the_columns_of_its_mart(
    context: Context, capsys: pytest.CaptureFixture[str]
):
    wanted = Wanted(1, "Morning")
    showing.recommend(context, wanted, Format.JSON, is_save_wanted=True, now=NOW)
    said = capsys.readouterr()
    rows = json.loads(said.out)
    assert [(row["context"], row["artist_name"], row["support"]) for row in rows] == [
        ("morning", "X", 3)
    ]
    (saved,) = context.settings.home.output.iterdir()
    assert saved.name == "recommendations-morning-2026-01-15.json"
    assert json.loads(saved.read_text("utf-8")) == rows


def test_a_time_without_enough_plays_is_one_sentence_and_an_empty_document(
    context: Context, capsys: pytest.CaptureFixture[str]
):
    wanted = Wanted(1, "winter-morning-weekday", skip_days=3)
    with pytest.raises(ConfigurationError, match="nothing to save"):
        showing.recommend(context, wanted, Format.JSON, is_save_wanted=True, now=NOW)
    said = capsys.readouterr()
    assert json.loads(said.out) == []
    assert said.err.startswith("note: not enough plays for weekday-morning-winter: 12, it takes 50")
    assert said.err.count("\n") == 1
    assert not context.settings.home.output.exists()
    assert not context.settings.home.shown.exists()


def test_a_time_with_plays_but_no_list_says_so(
    context: Context, capsys: pytest.CaptureFixture[str]
):
    showing.recommend(context, Wanted(5, "winter"), Format.TABLE, is_save_wanted=False, now=NOW)
    said = capsys.readouterr()
    assert said.out == ""
    assert "leads anywhere new for winter" in said.err
