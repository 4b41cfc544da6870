"""Which artist a name means, and when nothing tells."""

from python_engines.clients.identity import (
    candidates_of,
    choose,
    known_as,
    other_names,
    sharing_tags,
)
from python_engines.clients.records import Artist, Tag


def artist(mbid: str, name: str, *aliases: str, tags: str = "") -> Artist:
    counted = tuple(Tag(tag, 1) for tag in tags.split())
    return Artist(mbid=mbid, name=name, aliases=aliases, tags=counted)


def mbids(found: tuple[Artist, ...]) -> list[str]:
    return [each.mbid for each in found]


def nobody(_: object) -> list[str]:
    raise AssertionError("this evidence need not be looked at")


def test_only_who_has_exactly_the_name_is_a_candidate() -> None:
    hits = [artist("1", "Alistair Toto"), artist("2", "TOTO"), artist("3", "Toto, Jr.")]
    assert mbids(candidates_of("Toto", hits)) == ["2"]


def test_marks_and_accents_count_only_when_nobody_has_the_name_with_them() -> None:
    hits = [artist("1", "Rin"), artist("2", "Rin'")]
    assert mbids(candidates_of("Rin'", hits)) == ["2"]
    assert mbids(candidates_of("Bjork", [artist("3", "Björk")])) == ["3"]


def test_an_alias_counts_when_no_name_does() -> None:
    hits = [artist("1", "Ye", "Kanye West", "Yeezy"), artist("2", "West")]
    assert mbids(candidates_of("Kanye West", hits)) == ["1"]
    assert candidates_of("Nobody", hits) == ()


def test_one_candidate_needs_no_evidence_and_none_gives_none() -> None:
    only = artist("1", "Air")
    assert choose([only], [nobody]) == only
    assert choose([], [nobody]) is None


def test_evidence_is_asked_in_turn_until_one_is_left() -> None:
    several = [
        artist("1", "Nirvana", tags="grunge rock"),
        artist("2", "Nirvana", tags="psychedelic rock"),
        artist("3", "Nirvana"),
    ]
    assert choose(several, [known_as("2"), nobody]) == several[1]
    assert choose(several, [known_as(None), sharing_tags(["Grunge"]), nobody]) == several[0]
    narrowed = [known_as("unknown"), sharing_tags(["rock"]), lambda left: [left[1].mbid]]
    assert choose(several, narrowed) == several[1]


def test_where_nothing_tells_nothing_is_guessed() -> None:
    several = [artist("1", "Ghost", tags="metal"), artist("2", "Ghost", tags="metal")]
    assert choose(several, [known_as(None), sharing_tags(["metal"]), lambda _: ()]) is None
    assert choose(several, [sharing_tags([])]) is None


def test_other_names_begin_with_the_present_one_and_leave_out_the_asked() -> None:
    ye = artist("1", "Ye", "Kanye West", "Yeezy", "KANYE WEST", "Saint Pablo", "Mr. West")
    assert other_names("Kanye West", ye, [ye], 3) == ("Ye", "Yeezy", "Saint Pablo")
    assert other_names("ye", ye, [ye], 2) == ("KANYE WEST", "Yeezy")


def test_a_name_that_somebody_else_goes_by_is_no_other_name() -> None:
    ye, yeezy = artist("1", "Ye", "Yeezy", "Kanye West"), artist("2", "Yeezy")
    assert other_names("Ye", ye, [ye, yeezy], 3) == ("Kanye West",)
