from cli.listing import because


def reason(name: str, rank: int | None, engine: str = "content") -> dict[str, object]:
    return {
        "engine": engine,
        "seed_artist_id": name.lower(),
        "seed_artist_name": name,
        "seed_rank": rank,
        "contribution": 0.1,
    }


def test_reasons_name_the_listeners_own_artists_and_their_ranks():
    assert because([reason("Radiohead", 3), reason("Portishead", 12)]) == (
        "like Radiohead (#3), Portishead (#12)"
    )


def test_a_seed_that_two_engines_name_is_named_once():
    assert because([reason("Radiohead", 3), reason("Radiohead", 3, "temporal")]) == (
        "like Radiohead (#3)"
    )


def test_only_the_strongest_reasons_are_named_and_the_rest_counted():
    reasons = [reason(f"A{rank}", rank) for rank in range(1, 6)]
    assert because(reasons) == "like A1 (#1), A2 (#2), A3 (#3) and 2 more"


def test_no_reasons_give_no_words():
    assert because([]) == ""
    assert because(None) == ""
