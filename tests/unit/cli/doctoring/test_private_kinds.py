import duckdb
import pytest

from cli.doctoring.private_kinds import SUSPICION, Kind, found_in
from tests.sample_data import canaries

ROOT = "/"  # no file of the project names a path of one machine, made up or not
PRIVATE = {
    "192.0.2.113": Kind.ADDRESS,
    "came from 10.0.0.1.": Kind.ADDRESS,
    "198.51.x.x": Kind.ADDRESS,
    "198.51.100.xxx": Kind.ADDRESS,
    "2001:db8:c0de::be:ef": Kind.ADDRESS,
    "2001:0DB8:0:0:0:0:0:1": Kind.ADDRESS,
    "write to me.too+x@mail.example.org now": Kind.EMAIL,
    "Mozilla/5.0 (X11; Linux)": Kind.PROGRAM,
    "Spotify/8.6.8 Android/29 (SM-G920F)": Kind.PROGRAM,
    canaries.USER_AGENT: Kind.PROGRAM,
    "my-music/1.0 ( me )": Kind.PROGRAM,
    f"{ROOT}home/alice/music": Kind.FOLDER,
    f"in {ROOT}Users/alice": Kind.FOLDER,
}
MUSIC = (
    """
12:30:45|2026-01-01 12:00:00+00:00|1.2.3|v1.2.3.4.5|1.2.3.4.5|999.1.1.1|127.0.0.1|0.0.0.0|a::date
fe80::1|::|AC/DC|24/7.5|@ the disco|me@home|song.mp3|1.2.3.4x|https://www.last.fm/music/AC%2FDC
spotify:track:4uLU6hMCjMI75M1A2tKUQC|0383dadf-2a4e-4d10-a46a-e9e041da8eb3|Home/Users|at home/work
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.mark.parametrize(("text", "kind"), PRIVATE.items())
def test_what_tells_of_a_person_is_found_by_its_shape(text: str, kind: Kind):
    assert {each for each, _ in found_in(text)} == {kind}


@pytest.mark.parametrize("text", MUSIC)
def test_what_only_looks_like_it_is_not(text: str):
    assert list(found_in(text)) == []


@pytest.mark.parametrize("text", PRIVATE)
def test_the_quick_pattern_misses_none_of_them(text: str):
    with duckdb.connect() as connection:
        found = connection.execute("select regexp_matches(?, ?)", [text, SUSPICION]).fetchall()
    assert found == [(True,)]


def test_what_an_export_is_known_to_hold_is_found():
    seen = (*canaries.IP_ADDRESSES, canaries.EMAIL, canaries.USER_AGENT)
    assert [canary for canary in seen if not list(found_in(canary))] == []
