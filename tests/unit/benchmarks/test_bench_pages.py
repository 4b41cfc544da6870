"""The table of the pages' benchmark: medians, and the slowest page of ours beside the limit."""

from benchmarks.bench_pages import BARE, VIEWS, table


def test_the_slowest_page_is_one_of_ours_and_told_by_its_median() -> None:
    limits = {name: {key: [9.0, 2.0, 2.0] for key in VIEWS} for name in BARE}
    ours = {
        "quick": {key: [8.0, 1.0, 1.0] for key in VIEWS},
        "slow": {key: [1.0, 4.0, 5.0] for key in VIEWS},
    }
    last = table({**limits, **ours}).splitlines()[-1]
    assert last.startswith(f"slowest {VIEWS[-1]}: slow, 4.00 s, 2.00 of the limit")
