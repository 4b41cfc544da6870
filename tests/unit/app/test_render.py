"""What a page shows, and that a mistake in it stays a mistake in its place."""

import json
import logging

import altair as alt
import pytest

from app import registry, walk
from app.components.contract import Component, DataProps, Props
from tests.unit.app.site import Site, said

pytestmark = pytest.mark.app

ARTISTS = "```sql artists\nselect * from artists order by plays desc\n```\n"
NONE = "```sql none\nselect * from artists where plays < 0\n```\n"
NASTY = "![x](http://127.0.0.1:1/hit) **b** <script> :red[x]"


def add(monkeypatch: pytest.MonkeyPatch, component: Component) -> None:
    monkeypatch.setitem(registry.COMPONENTS, component.name, component)


class Rows(DataProps, frozen=True, kw_only=True):
    """A tag with data."""


def explode(call: object) -> None:
    raise RuntimeError("secret select * from artists")


def test_words_stay_and_values_are_only_words(site: Site) -> None:
    site.build(f"create table artists as select '{NASTY}' as name")
    at = site.visit(
        "```sql q\nselect * from artists\n```\n**Loud** {mm}: `{mm} build`\n\n"
        "{#each q as row}\nHi {row.name}!\n{/each}\n"
    )
    assert at.markdown[0].value == "**Loud** mm --demo: `mm --demo build`"
    assert said(at.markdown)[1] == f"Hi {NASTY}!"
    assert "![" not in at.markdown[1].value
    assert r"\<script" in at.markdown[1].value
    assert not at.exception


def test_a_fence_of_another_language_is_shown(site: Site) -> None:
    at = site.visit("```text\n{mm} build\n```\n")
    assert at.code[0].value == "mm --demo build"


def test_items_of_a_loop_are_one_list_and_paragraphs_are_apart(site: Site) -> None:
    at = site.visit(
        ARTISTS + "{#each artists as a}\n- {a.name}\n{/each}\n\n"
        "{#each artists as a}\n{a.name} has {a.plays}.\n{/each}\n"
    )
    assert said(at.markdown) == ["- Björk\n- Low", "Björk has 30.\n\nLow has 12."]


def test_a_loop_over_a_list_of_its_row(site: Site) -> None:
    site.build("create table a as select 'Low' as name, [{w: 'one', n: 1}, {w: null, n: 2}] as why")
    at = site.visit(
        "```sql q\nselect * from a\n```\n{#each q as row}\n{row.name}:\n"
        "{#each row.why as reason}\n- {reason.w} {reason.n}\n{/each}\n{/each}\n"
    )
    assert said(at.markdown) == ["Low:\n\n- one 1\n- – 2"]


def test_a_long_loop_is_cut_and_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "EACH_ROWS", 1)
    at = site.visit(
        ARTISTS + "{#each artists as a}\n{a.name}\n{/each}\n"
        "{#each artists as a}\n<Details>\n{a.name}\n</Details>\n{/each}\n"
    )
    assert said(at.markdown) == ["Björk\n\n*1 more row is not shown.*", "Björk"]
    assert said(at.caption) == ["1 more row is not shown."]


@pytest.mark.parametrize(
    ("condition", "shown"),
    [("> 1", "many"), (">= 3", "few"), ("=== 2", "many"), ("!= 2", "few"), ("< 0", "few")],
)
def test_a_condition_chooses(site: Site, condition: str, shown: str) -> None:
    page = f"{{#if artists.length {condition}}}\nmany\n{{:else}}\nfew\n{{/if}}\n"
    assert said(site.visit(ARTISTS + page).markdown) == [shown]


def test_each_mistake_is_a_box_in_its_place_and_the_rest_goes_on(site: Site) -> None:
    at = site.visit(
        "```sql bad\nselect nothing from artists\n```\n"  # its SQL starts in line 2
        "first\n\n<Detials/>\n\n<Details titel=x>\nhidden\n</Details>\n\n"
        "{#each bad as row}\n{row.a}\n{/each}\n\n<Grid cols=9>\nx\n</Grid>\n\nlast\n"
    )
    assert said(at.markdown) == ["first", "last"]
    boxes = said(at.error)
    assert boxes[0] == "pages/home.md:6: there is no tag <Detials>; did you mean Details?"
    assert boxes[1] == "pages/home.md:8: <Details>: it has no prop titel; did you mean title?"
    assert boxes[2].startswith("pages/home.md:2: query bad: Binder Error:")
    assert boxes[2].endswith("(if the page is newer than the warehouse: `mm --demo build`)")
    assert boxes[3] == "pages/home.md:16: <Grid>: cols=9: expected a whole number <= 6"
    assert len(boxes) == 4
    assert not at.exception


def test_mistakes_of_reading_are_listed_and_nothing_else_is_shown(site: Site) -> None:
    at = site.visit("fine\n\n{nothing}\n\n<b>no</b>\n")
    assert not at.markdown
    assert [box.split(": ")[0] for box in said(at.error)] == ["pages/home.md:3", "pages/home.md:5"]
    assert at.title[0].value == "Home"


def test_a_column_that_is_not_there(site: Site) -> None:
    at = site.visit(ARTISTS + "{#each artists as a}\n{a.nam}\n{/each}\n")
    assert said(at.error) == ["pages/home.md:5: {a.nam}: no such column; did you mean name?"]


def test_what_a_component_breaks_tells_the_browser_no_more_than_where(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    add(monkeypatch, Component(name="Boom", props=Props, draw=explode))
    with caplog.at_level(logging.ERROR):
        at = site.visit("<Boom/>\n\nafter\n")
    assert said(at.error) == [
        "pages/home.md:1: <Boom> cannot be drawn (RuntimeError; the log tells more)"
    ]
    assert said(at.markdown) == ["after"]
    assert "secret" in caplog.text


@pytest.mark.parametrize(
    ("prop", "errors", "infos", "drawn"),
    [
        ("", ["pages/home.md:4: <Rows>: No records"], [], []),
        ("emptySet=error emptyMessage='build *first*'", ["build *first*"], [], []),
        ("emptySet=warn emptyMessage='run {mm} build'", [], ["run mm --demo build"], []),
        ("emptySet=pass", [], [], ["0 rows"]),
    ],
)
def test_no_rows(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    prop: str,
    errors: list[str],
    infos: list[str],
    drawn: list[str],
) -> None:
    import streamlit as st

    add(
        monkeypatch,
        Component(
            name="Rows",
            props=Rows,
            data="required",
            draw=lambda call: st.text(f"{len(call.frame)} rows"),
        ),
    )
    at = site.visit(NONE + f"<Rows data={{none}} {prop}/>\n")
    assert [box[-len(error) :] for box, error in zip(said(at.error), errors, strict=True)] == errors
    assert said(at.info) == infos
    assert said(at.text) == drawn


@pytest.mark.parametrize(
    ("prop", "infos"), [("emptySet=pass", []), ("emptySet=warn", ["No records"] * 3)]
)
def test_an_empty_list_is_empty_rows_without_a_mistake(
    site: Site, prop: str, infos: list[str]
) -> None:
    site.build("create table a as select 1 as id, null::struct(w varchar)[] as why")
    at = site.visit(
        "```sql q\nselect * from a\n```\n{#each q as row}\n"
        f"<DataTable data={{row.why}} {prop}>\n<Column id=w/>\n</DataTable>\n\n"
        f"<Command data={{row.why}} {prop}/>\n\n<LineChart data={{row.why}} x=w {prop}/>\n\n"
        "Why: <Value data={row.why} emptySet=pass/>.\n{/each}\n"
    )
    assert not at.error
    assert said(at.info) == infos
    assert said(at.markdown) == ["Why: ."]


def test_text_tags_stand_in_sentences_and_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(
        monkeypatch,
        Component(
            name="Rows", props=Rows, data="required", text=lambda call: f"*{len(call.frame)}*"
        ),
    )
    at = site.visit(
        ARTISTS + NONE + "There are <Rows data={artists}/> artists.\n\n<Rows data={artists}/>\n\n"
        "Left: <Rows data={none} emptySet=warn emptyMessage=nobody/>\n\n"
        "<Alert>\nOnly <Rows data={artists}/>\n</Alert>\n"
    )
    assert at.markdown[0].value == r"There are \*2\* artists."
    assert said(at.markdown) == ["There are *2* artists.", "*2*", "Left: nobody"]
    assert said(at.info) == ["Only *2*"]


def test_a_tag_that_is_no_text_is_refused_in_a_sentence(site: Site) -> None:
    at = site.visit("See <Details/> here.\n")
    assert said(at.error) == ["pages/home.md:1: <Details>: stands alone, not inside a sentence"]


def test_charts_are_drawn(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    add(
        monkeypatch,
        Component(
            name="Dots",
            props=Rows,
            data="required",
            chart=lambda call: alt.Chart(call.frame).mark_point().encode(x="plays:Q"),
        ),
    )
    at = site.visit(ARTISTS + "<Dots data={artists}/>\n")
    (chart,) = at.get("vega_lite_chart")
    assert json.loads(chart.proto.spec)["mark"] == {"type": "point"}
    assert chart.proto.datasets[0].data.data  # the rows, as Arrow


def test_layout_draws_what_is_inside(site: Site) -> None:
    at = site.visit(
        "<Grid cols=2>\none\n<Details title='More *x*'>\ntwo\n</Details>\nthree\n</Grid>\n"
        "<Tabs>\n<Tab label='A & B'>\nfour\n</Tab>\n<Tab label=C>\nfive\n</Tab>\n</Tabs>\n"
    )
    assert said(at.markdown) == ["one", "two", "three", "four", "five"]
    assert [column.type for column in at.columns] == ["column"] * 4
    assert at.expander[0].label == r"More \*x\*"
    assert [tab.label for tab in at.tabs] == [r"A \& B", "C"]
    assert not at.error


def test_a_grid_has_a_cell_for_each_row_and_none_for_what_is_not_there(site: Site) -> None:
    at = site.visit(
        ARTISTS + NONE + "<Grid cols=2>\n{#if none.length > 0}\nnothing\n{/if}\n"
        "{#each artists as a}\n<Details>\n{a.name}\n</Details>\n{/each}\n"
        "{#if artists.length > 0}\nlast\n<Details>\nin its cell\n</Details>\n{/if}\n</Grid>\n"
    )
    assert [said(column.markdown) for column in at.columns] == [
        ["Björk"],
        ["Low"],
        ["last", "in its cell"],
        [],
    ]


@pytest.mark.parametrize(
    ("status", "kind"),
    [("info", "info"), ("positive", "success"), ("warning", "warning"), ("negative", "error")],
)
def test_an_alert_is_one_text(site: Site, status: str, kind: str) -> None:
    at = site.visit(
        ARTISTS + f"<Alert status={status}>\nOne\n\n{{#each artists as a}}\n- {{a.name}}\n"
        "{/each}\n</Alert>\n"
    )
    assert said(getattr(at, kind)) == ["One\n\n- Björk\n- Low"]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<Alert>\n<Grid>\nx\n</Grid>\n</Alert>\n", ":2: only words may stand here"),
        ("<Tabs>\nwords\n</Tabs>\n", "<Tabs>: takes only <Tab/> inside, not what is in line 2"),
        ("<Tabs></Tabs>\n", "<Tabs>: there is no <Tab> inside"),
        ("<Tab label=a>\nx\n</Tab>\n", "<Tab>: stands only inside <Tabs>"),
        ("<Slider name=n>\nx\n</Slider>\n", "<Slider>: takes nothing inside"),
        ("<Alert status=nice>\nx\n</Alert>\n", "must be one of info, negative, positive, warning"),
    ],
)
def test_what_does_not_belong_inside(site: Site, page: str, words: str) -> None:
    (mistake,) = site.check(page)
    assert words in mistake
