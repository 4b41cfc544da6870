from pathlib import Path

import pytest

from cli.errors import ConfigurationError
from cli.names import find_artist
from tests.unit.cli.made_up import home_with_warehouse


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    context = home_with_warehouse(tmp_path_factory.mktemp("named") / "home")
    return context.settings.home.warehouse


@pytest.mark.parametrize(
    ("said", "artist_id", "name"),
    [
        ("Motörhead", "motorhead", "Motörhead"),
        ("MOTORHEAD", "motorhead", "Motörhead"),
        (" motörhead ", "motorhead", "Motörhead"),
        ("guns n' roses", "guns n' roses", "Guns N’ Roses"),
        ("girlschool", "girlschool", "Girlschool"),
        ("bjork", "bjork", "Björk"),
        ("nirvana (uk)", "nirvana (uk)", "Nirvana"),
        ("Z", "z", "Z"),
    ],
)
def test_a_name_is_found_in_any_case_and_accents_under_the_spelling_that_is_shown(
    warehouse: Path, said: str, artist_id: str, name: str
):
    artist = find_artist(warehouse, said)
    assert (artist.artist_id, artist.artist_name) == (artist_id, name)


@pytest.mark.parametrize(
    ("said", "nearest"),
    [
        ("Motorhed", "did you mean Motörhead?"),
        ("girlscool", "did you mean Girlschool?"),
        ("beatles", "did you mean The Beatles?"),
        ("qqqqqq", "nor one of a name like it"),
    ],
)
def test_a_typo_is_refused_with_the_nearest_name(warehouse: Path, said: str, nearest: str):
    with pytest.raises(ConfigurationError) as caught:
        find_artist(warehouse, said)
    assert repr(said) in str(caught.value)
    assert nearest in str(caught.value)


def test_a_name_that_several_artists_share_asks_which_one(warehouse: Path):
    with pytest.raises(ConfigurationError, match=r"say 'nirvana' or 'nirvana \(uk\)'"):
        find_artist(warehouse, "NIRVANA")
