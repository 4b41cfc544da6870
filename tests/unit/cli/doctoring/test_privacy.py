"""The scan of a warehouse, and how names of music are told from what is private."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from cli.context import Context
from cli.doctoring.finding import Finding, State
from cli.doctoring.patient import Patient
from cli.doctoring.privacy import check
from cli.exits import Exit

ROOT = "/"
FOLDER = f"{ROOT}home/me"
PLAYS = """
    create table fct_plays as
    select 'artist ' || (i % 50) as artist_name, 'track ' || i as track_name, 'AT' as country
    from range(3000) as plays(i);
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path


def scanned(home: Path, sql: str, *, is_thorough: bool = False) -> Finding:
    path = home / "data" / "mmuffin.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(PLAYS + sql)
    context = Context({"MM_HOME": str(home)})
    (finding,) = check(Patient.of(context, is_thorough=is_thorough))
    return finding


def test_music_is_well(home: Path):
    finding = scanned(home, "create view v as from fct_plays")
    assert (finding.state, finding.found) == (State.OK, "nothing but music in 2 tables")


@pytest.mark.parametrize(
    ("sql", "where"),
    [
        ("alter table fct_plays add column ip_addr varchar", "a column fct_plays.ip_addr"),
        ("alter table fct_plays add column City varchar", "a column fct_plays.City"),
        ("create table t (latitude double)", "a column t.latitude"),
        ("create view t as select 1 as platform", "a column t.platform"),
        ("create table t (x struct(a int, username varchar)[])", "a column t.x.username"),
        ("create table t as select '192.0.2.1' as x", "IP addresses in t.x"),
        ("create table t as select ['a', '2001:db8:1::1'] as x", "IP addresses in t.x"),
        ("create table t as select [{a: 1, b: {c: ['me@a.org']}}] as x", "e-mail addresses in t.x"),
        ("create table t as select map {'k': 'me@a.org'} as x", "e-mail addresses in t.x"),
        ('create table "a\'b""c" as select \'me@a.org\' as "x y"', "addresses in a'b\"c.x y"),
        (f"create schema s; create table s.t as select '{FOLDER}' as x", "a user in t.x"),
        ("update fct_plays set country = 'okhttp/4.9.3' where track_name = 'track 7'", "country"),
    ],
)
def test_what_should_never_be_there_is_told_by_its_place_and_not_repeated(
    home: Path, sql: str, where: str
):
    finding = scanned(home, sql)
    assert (finding.state, finding.code) == (State.PROBLEM, Exit.FAILED)
    assert where in finding.found
    assert finding.mend == "mm build --full-refresh"
    for value in ("192.0.2.1", "me@a.org", FOLDER, "okhttp", "2001:db8"):
        assert value not in repr(finding)


RENAME = "update fct_plays set artist_name = '10.0.0.1' where artist_name = 'artist 1';"


def test_an_artist_called_as_an_address_is_an_artist_wherever_its_name_stands(home: Path):
    more = "create table sentences as select 'You love 10.0.0.1 most' as sentence"
    assert scanned(home, RENAME + more).state is State.OK


def test_beside_such_an_artist_another_address_is_still_found(home: Path):
    more = "create table sentences as select '10.0.0.1 from 10.0.0.12' as sentence"
    assert "IP addresses in sentences.sentence" in scanned(home, RENAME + more).found


def test_a_column_of_titles_that_holds_addresses_holds_no_titles(home: Path):
    finding = scanned(home, "update fct_plays set artist_name = '10.0.0.' || (random()*9)::int")
    assert finding.found.startswith("IP addresses in fct_plays.artist_name")


LARGE = """
    create table large as select 'text ' || i as words from range(100_000) as texts(i);
    update large set words = '192.0.2.1' where words = 'text 70000';
"""


def test_of_a_large_table_a_sample_is_read_and_all_of_it_when_asked_for(home: Path):
    every = "update large set words = '192.0.2.1'"
    (other := home / "other" / "data").mkdir(parents=True)
    assert scanned(home, LARGE, is_thorough=True).state is State.PROBLEM
    assert scanned(other.parent, LARGE + every).state is State.PROBLEM


def test_what_a_sample_leaves_out_is_said(home: Path):
    finding = scanned(home, "create table large as select 'a' as words from range(100_000)")
    assert finding.found.endswith("; of 1 a sample: `mm doctor --thorough` reads all")


def test_a_title_that_the_sample_missed_still_explains_its_name(home: Path):
    finding = scanned(
        home,
        LARGE.replace("words", "track_name")
        + """
        create table sentences as select 'You love 192.0.2.1 most' as sentence
    """,
    )
    assert finding.state is State.OK


def test_without_a_warehouse_there_is_nothing_to_say(home: Path):
    assert list(check(Patient.of(Context({"MM_HOME": str(home)})))) == []
