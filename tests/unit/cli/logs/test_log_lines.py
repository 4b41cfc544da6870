import logging
import re

import pytest

from cli.logs.events import LOGGER, event
from cli.logs.lines import LogfmtFormatter, WordsFormatter, logfmt


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def kept():
    handler = _Kept()
    LOGGER.addHandler(handler)
    yield handler.records
    LOGGER.removeHandler(handler)


def test_an_event_is_one_line_of_logfmt(kept):
    event("node", status="ok", seconds=1.23456, name="dim_artists", rows=7, demo=True, nothing=None)
    line = LogfmtFormatter().format(kept[-1])
    head, facts = re.fullmatch(r"(time=\S+ level=info pid=\d+) (.*)", line).groups()
    assert re.search(r"time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d ", head)
    assert facts == "event=node status=ok seconds=1.235 name=dim_artists rows=7 demo=true"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("two words", '"two words"'),
        ("", '""'),
        ("a=b", '"a=b"'),
        ('say "no"', r'"say \"no\""'),
        ("back\\slash", r'"back\\slash"'),
        ("line\nand event=forged", '"line and event=forged"'),
        ("\x1b[2Jcleared\u202e", "[2Jcleared"),
        (["--vars", "--offline"], "--vars,--offline"),
        ("Sigur Rós", '"Sigur Rós"'),
    ],
)
def test_a_value_never_breaks_out_of_its_place(value, written):
    assert logfmt({"x": value}) == f"x={written}"


def test_a_person_reads_what_became_of_it_its_seconds_and_its_name(kept):
    event("node", status="ok", seconds=0.5, name="dim_artists")
    event("serving", name="the pages", port=8501)
    lines = [WordsFormatter().format(record) for record in kept]
    assert lines[0] == "      ok    0.50 s  dim_artists"
    assert lines[1] == " serving            the pages  port=8501"


def test_without_a_log_an_event_is_nothing(capsys):
    event("failure", level=logging.ERROR, message="nobody listens")
    assert capsys.readouterr() == ("", "")
