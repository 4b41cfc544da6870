"""What a page says arrives as nodes, each with the line it stands on."""

import pytest

from app.syntax.nodes import Code, Each, Field, If, Markdown, Node, Prop, Tag
from tests.unit.app.syntax.pages_text import WHOLE_PAGE, mistakes, parse

Q = "```sql q\nselect 1\n```\n"
"""Three lines that define a query q."""


def tag(text: str) -> Tag:
    (node,) = parse(Q + text).nodes
    assert isinstance(node, Tag)
    return node


def words(text: str) -> Markdown:
    (node,) = parse(Q + text).nodes
    assert isinstance(node, Markdown)
    return node


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a=word", "word"),
        ("a=pct1", "pct1"),
        ("a=2020", "2020"),
        ("a=https://example.org/b", "https://example.org/b"),
        ('a="two words"', "two words"),
        ("a='#,##0\"h\"'", '#,##0"h"'),
        ('a=""', ""),
        ("a", True),
        ("a=true", True),
        ("a={false}", False),
        ("a={5}", 5),
        ("a={-0.5}", -0.5),
        ("a = word", "word"),
        ("a=\n  word", "word"),
        ("a={['x', \"y z\"]}", ("x", "y z")),
        ("a={[]}", ()),
        ("a=\"{['x']}\"", ("x",)),
        ("a={q}", Field(4, ("q",))),
        ('a="{q}"', Field(4, ("q",))),
        ("a={ q }", Field(4, ("q",))),
        ('a="run {mm} build"', "run {mm} build"),
    ],
)
def test_a_prop_is_read(written: str, read: Prop) -> None:
    value = tag(f"<Value {written}/>").props["a"]
    assert value == read
    assert type(value) is type(read)


def test_props_spread_over_lines_and_know_theirs() -> None:
    read = tag("<BarChart\n    data={q}\n\tx = a\n    y={['b',\n       'c']}\n    labels\n/>\n")
    assert (read.line, read.name) == (4, "BarChart")
    assert read.props == {"data": Field(5, ("q",)), "x": "a", "y": ("b", "c"), "labels": True}


def test_the_whole_page_is_read() -> None:
    page = parse(WHOLE_PAGE)
    assert (page.front.title, page.front.sidebar_position, page.front.icon) == (
        "Your tiers",
        3,
        "bar_chart",
    )
    assert {name: query.line for name, query in page.queries.items()} == {
        "extra": 1,
        "tiers_more": 1,
        "tiers": 18,
        "chained": 37,
    }
    assert [(type(node).__name__, node.line) for node in page.nodes] == [
        ("Markdown", 11),
        ("Tag", 21),
        ("Markdown", 25),
        ("Tag", 27),
        ("Code", 67),
    ]


def test_loops_and_conditions_hold_what_is_inside() -> None:
    text = "{#if q.length >= 2}\n{#each q as row}\n{row.a}\n{/each}\n{:else}\nnone\n{/if}\n"
    (node,) = parse(Q + text).nodes
    assert isinstance(node, If)
    assert (node.query, node.operator, node.number) == ("q", ">=", 2)
    assert node.then == (
        Each(5, Field(5, ("q",)), "row", (Markdown(6, (Field(6, ("row", "a")),)),)),
    )
    assert node.otherwise == (Markdown(9, ("none",)),)


def test_a_loop_goes_over_the_list_of_a_row() -> None:
    text = "{#each q as row}{#each row.reasons as r}- {r.words}{/each}{/each}"
    (outer,) = parse(Q + text).nodes
    assert isinstance(outer, Each)
    (inner,) = outer.children
    assert isinstance(inner, Each)
    assert inner.source == Field(4, ("row", "reasons"))
    assert inner.children == (Markdown(4, ("- ", Field(4, ("r", "words")))),)


def test_tags_stand_among_words() -> None:
    assert words("You heard <Value data={q}\n column=a/> of {mm}.").pieces == (
        "You heard ",
        Tag(4, "Value", {"data": Field(4, ("q",)), "column": "a"}),
        " of ",
        Field(5, ("mm",)),
        ".",
    )


def test_a_line_of_tags_alone_is_structure_and_one_with_words_a_sentence() -> None:
    alone = parse(Q + "Words\n<Value data={q}/> <Value data={q}/>\nmore")
    assert [type(node).__name__ for node in alone.nodes] == ["Markdown", "Tag", "Tag", "Markdown"]
    assert [type(piece).__name__ for piece in words("<Value data={q}/> plays").pieces] == [
        "Tag",
        "str",
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("`{q.map()} <B>` a", ("`{q.map()} <B>` a",)),
        ("``a ` {x}`` b", ("``a ` {x}`` b",)),
        ("`{mm} build`", ("`", Field(4, ("mm",)), " build`")),
        (r"\{a b\} \<Value\>", (r"\{a b\} \<Value\>",)),
        ("a < b, 3 <4, }", ("a < b, 3 <4, }",)),
        ("a ` tick\n\nb ` {mm}", ("a ` tick\n\nb ` ", Field(6, ("mm",)))),
        ("<https://example.org/a>", ("<https://example.org/a>",)),
        ("[a](https://example.org) [b](/t) [c](#d)", ("[a](https://example.org) [b](/t) [c](#d)",)),
        ("- a\n  - b", ("- a\n  - b",)),
        ("it's {mm}'s", ("it's ", Field(4, ("mm",)), "'s")),
        ("a {mm}\n\n\nb", ("a ", Field(4, ("mm",)), "\n\n\nb")),
        (">     {x y}", (">     {x y}",)),
    ],
)
def test_words_keep_what_is_theirs(text: str, pieces: tuple[object, ...]) -> None:
    assert words(text).pieces == pieces


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("```\na {b}\n```", Code(4, "", "a {b}\n")),
        ("~~~python x\n<A>\n~~~", Code(4, "python", "<A>\n")),
        ("```sql\nselect\n```", Code(4, "sql", "select\n")),
        ("````md\n```sql r\n```\n````", Code(4, "md", "```sql r\n```\n")),
        ("```html\n<!-- stays -->\n```", Code(4, "html", "<!-- stays -->\n")),
    ],
)
def test_a_fence_that_is_no_query_is_shown(text: str, node: Node) -> None:
    assert parse(Q + text).nodes == (node,)


def test_what_is_inside_a_tag_moves_left_with_it() -> None:
    read = tag(
        "<Tabs>\n"
        "        <Tab label=a>\n"
        "            # Head\n"
        "            - one\n"
        "              - two\n"
        "            ```sh\n"
        "            run\n"
        "              it\n"
        "            ```\n"
        "        </Tab>\n"
        "</Tabs>\n"
    )
    (tab,) = read.children
    assert isinstance(tab, Tag)
    assert tab.children == (
        Markdown(6, ("# Head\n- one\n  - two",)),
        Code(9, "sh", "run\n  it\n"),
    )


def test_a_query_inside_a_tag_is_a_query_of_the_page() -> None:
    page = parse("<Details>\n    ```sql q\n    select\n        1\n    ```\n</Details>\n")
    assert page.queries["q"].sql == "select\n    1\n"
    assert page.queries["q"].line == 3
    assert page.nodes == (Tag(1, "Details"),)


def test_tags_open_and_close_in_one_line_with_words_between() -> None:
    assert tag("<Alert status=info>Take <Value data={q}/> now</Alert>") == Tag(
        4,
        "Alert",
        {"status": "info"},
        (Markdown(4, ("Take ", Tag(4, "Value", {"data": Field(4, ("q",))}), " now")),),
    )
    assert tag("<Grid><A/> <B/></Grid>").children == (Tag(4, "A"), Tag(4, "B"))


def test_comments_leave_and_lines_stay() -> None:
    page = parse("a <!-- x --> b\n<!--\n<Broken\n```sql q\n-->\n`<!-- shown -->`\n<A/>\n")
    assert page.nodes == (Markdown(1, ("a  b\n\n\n\n\n`<!-- shown -->`",)), Tag(7, "A"))


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_lines_end_in_any_way(ending: str) -> None:
    assert parse(WHOLE_PAGE.replace("\n", ending)) == parse(WHOLE_PAGE)


def test_a_byte_order_mark_hides_no_front() -> None:
    assert parse("\ufeff---\ntitle: A\n---\n").front.title == "A"


def test_a_page_without_front_is_named_after_its_file() -> None:
    assert parse("Words").front.title == "Tiers"


def test_good_pages_have_no_mistakes() -> None:
    assert mistakes(WHOLE_PAGE) == []
    assert mistakes("") == []
