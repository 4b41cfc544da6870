import csv
import io
import json
import os
import sys
from datetime import date, datetime
from decimal import Decimal

import pytest

from cli import output
from cli.output import Format

NASTY = "Evil\x1b[2J\x07\u202eBand\u2066\x9b31m"


def written(capsys, columns, rows, form):
    output.answer(columns, rows, form)
    return capsys.readouterr().out


@pytest.mark.parametrize("form", [Format.TABLE, Format.CSV, Format.MD])
def test_no_control_or_bidi_character_reaches_the_terminal(capsys, form):
    text = written(capsys, [NASTY], [[NASTY]], form)
    assert not set(text) & set("\x1b\x07\u202e\u2066\x9b")
    assert "Band" in text


def test_json_escapes_such_characters_and_loses_none(capsys):
    text = written(capsys, ["name"], [[NASTY]], Format.JSON)
    assert not set(text) & set("\x1b\x07\u202e\u2066\x9b")
    assert json.loads(text) == [{"name": NASTY}]


def test_errors_and_notes_are_one_clean_line_on_stderr(capsys):
    output.error("a\nb\x1b[31m")
    output.note("c\u202e")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "mm: error: a b[31m\nnote: c\n"


def test_json_is_one_array_of_objects_with_plain_values(capsys):
    row = [
        datetime(2024, 3, 1, 12, 30),
        date(2024, 3, 1),
        Decimal("1.50"),
        {"lastfm": "x", "score": Decimal("0.1")},
        [{"engine": "content", "seed_rank": 3}],
        None,
        float("nan"),
        True,
    ]
    names = ["at", "day", "amount", "links", "reasons", "nothing", "nan", "flag"]
    assert json.loads(written(capsys, names, [row], Format.JSON)) == [
        {
            "at": "2024-03-01T12:30:00",
            "day": "2024-03-01",
            "amount": 1.5,
            "links": {"lastfm": "x", "score": 0.1},
            "reasons": [{"engine": "content", "seed_rank": 3}],
            "nothing": None,
            "nan": None,
            "flag": True,
        }
    ]


def test_an_empty_answer_is_still_one_document(capsys):
    assert json.loads(written(capsys, ["a"], [], Format.JSON)) == []
    assert written(capsys, ["a", "b"], [], Format.CSV) == "a,b\n"


def test_columns_of_the_same_name_lose_nothing(capsys):
    assert json.loads(written(capsys, ["a", "a"], [[1, 2]], Format.JSON)) == [{"a": 1, "a_1": 2}]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\x00="])
def test_a_csv_cell_never_starts_a_formula(capsys, start):
    text = written(capsys, ["name"], [[f"{start}HYPERLINK(1)"]], Format.CSV)
    cell = list(csv.reader(io.StringIO(text)))[1][0]
    assert cell.startswith("'")
    assert "HYPERLINK(1)" in cell


def test_negative_numbers_in_csv_stay_numbers(capsys):
    assert written(capsys, ["a", "b"], [[-1, Decimal("-0.5")]], Format.CSV) == "a,b\n-1,-0.5\n"


def test_csv_writes_lists_and_structs_as_json(capsys):
    text = written(capsys, ["a"], [[[{"x": "é"}]]], Format.CSV)
    assert json.loads(list(csv.reader(io.StringIO(text)))[1][0]) == [{"x": "é"}]


def test_markdown_from_data_makes_no_link_image_or_column(capsys):
    text = written(capsys, ["name"], [["![x](http://evil/|)"]], Format.MD)
    row = text.splitlines()[2]
    assert row.count("|") - row.count(r"\|") == 2
    assert "http://" not in text
    assert r"!\[" in row or r"\!\[" in row


def test_a_table_cuts_no_cell_when_nobody_has_a_width(capsys):
    long = "x" * 500
    assert long in written(capsys, ["name", "other"], [[long, long]], Format.TABLE)


def test_a_table_treats_markup_as_text(capsys):
    assert "[bold]x[/bold] :smile:" in written(
        capsys, ["name"], [["[bold]x[/bold] :smile:"]], Format.TABLE
    )


def test_a_long_table_is_cut_with_a_note(capsys):
    output.answer(["n"], ([number] for number in range(5000)), Format.TABLE)
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == output.TABLE_ROWS + 1
    assert "--format csv" in captured.err


def test_csv_gives_every_row(capsys):
    text = written(capsys, ["n"], ([number] for number in range(5000)), Format.CSV)
    assert len(text.splitlines()) == 5001


def test_a_terminal_that_says_no_width_still_shows_the_table(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "fileno", lambda: 1)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((0, 0)))
    assert "Bonobo" in written(capsys, ["artist", "plays"], [["Bonobo", 7]], Format.TABLE)
