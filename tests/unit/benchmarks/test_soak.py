"""The soak tells a store that grows with builds from one that only moves or is rotated."""

from __future__ import annotations

from benchmarks.soak import _STORES, Turn, growing

BUILDS = 40


def turns(**grown: int) -> list[Turn]:
    """Builds that leave each store at 5 MB, but for those that grow by so much at each build."""
    return [
        Turn("", "published", 1.0, dict.fromkeys(_STORES, 5000000) | at(number, grown))
        for number in range(BUILDS)
    ]


def at(number: int, grown: dict[str, int]) -> dict[str, int]:
    return {store: 5_000_000 + number * more for store, more in grown.items()}


def test_what_stays_is_well() -> None:
    assert growing(turns()) == []


def test_a_store_that_grows_with_builds_is_named() -> None:
    assert growing(turns(warehouse=100_000)) == ["warehouse grew from 5,900,000 to 8,900,000 bytes"]


def test_logs_may_grow_until_they_are_rotated_and_no_further() -> None:
    assert growing(turns(logs=400_000)) == []
    (found,) = growing(turns(logs=1_000_000))
    assert found.startswith("logs grew")
