from cli.listing import because, worded
from cli.output import Format


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


def test_a_list_of_a_context_names_its_seeds_too():
    assert because([{"artist_name": "Air", "seed_rank": 7}]) == "like Air (#7)"


def test_no_reasons_give_no_words():
    assert because([]) == ""
    assert because(None) == ""


ROW = {
    "artist_name": "Air",
    "rank": 1,
    "score": 0.5,
    "engine_shares": [{"engine": "content", "share": 0.6}, {"engine": "context", "share": 0.4}],
    "reasons": [reason("Moby", 3)],
    "tags": ["chill", "downtempo", "french"],
    "links": {"lastfm": "https://x", "musicbrainz": None},
}


def test_programs_get_the_mart_as_it_is():
    for form in (Format.JSON, Format.CSV):
        assert worded(list(ROW), [list(ROW.values())], form) == (list(ROW), [list(ROW.values())])


def test_markdown_carries_every_column_in_words():
    columns, rows = worded(list(ROW), [list(ROW.values())], Format.MD)
    assert dict(zip(columns, rows[0], strict=True)) == {
        "artist_name": "Air",
        "rank": 1,
        "score": 0.5,
        "engine_shares": "content 60 %, context 40 %",
        "reasons": "Moby (#3)",
        "tags": "chill, downtempo, french",
        "links": "lastfm https://x",
    }


def test_a_table_shows_what_is_read_first_and_no_column_that_is_empty_everywhere():
    columns, rows = worded(list(ROW), [list(ROW.values())], Format.TABLE)
    assert columns == ["#", "artist", "score", "tags", "because"]
    assert rows == [[1, "Air", 0.5, "chill, downtempo", "like Moby (#3)"]]
