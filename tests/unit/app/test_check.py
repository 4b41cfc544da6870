"""The check finds what a visit would show as a box, and what a visit would not reach."""

import altair as alt
import pytest

from app import registry
from app.components.contract import ColumnName, Component, DataProps, Format
from stores.warehouse import WarehouseMissingError
from tests.unit.app.site import Site, said

ARTISTS = "```sql artists\nselect * from artists\n```\n"
NONE = "```sql none\nselect * from artists where false\n```\n"


class Dots(DataProps, frozen=True, kw_only=True):
    """A chart of one column."""

    x: ColumnName
    x_fmt: Format | None = None


@pytest.fixture(autouse=True)
def dots(monkeypatch: pytest.MonkeyPatch) -> None:
    def chart(call):
        return alt.Chart(call.frame).mark_point().encode(x=f"{call.props.x}:Q")

    component = Component(name="Dots", props=Dots, data="required", chart=chart)
    monkeypatch.setitem(registry.COMPONENTS, "Dots", component)


def test_a_sound_page(site: Site) -> None:
    assert (
        site.check(
            "---\nicon: schedule\n---\n" + ARTISTS + "```sql one\nselect * from ${artists}\n"
            "where name = '${inputs.who.value}'\n```\n"
            "<Dropdown name=who data={artists} value=name/>\n"
            "{#each one as row}\n<Dots data={row} x=plays xFmt=num0/>\n{row.name}\n{/each}\n"
        )
        == []
    )


@pytest.mark.parametrize(
    ("page", "mistakes"),
    [
        ("{row}\n", ["1: "]),
        ("<Nope/>\n", ["1: there is no tag <Nope>"]),
        (ARTISTS + "<Dots data={artists} x=play/>\n", ["4: <Dots>: x=play: no such column"]),
        (
            ARTISTS + "<Dots data={artists} x=plays xFmt=num9/>\n<Dots/>\n",
            ["4: <Dots>: xFmt: there is no format", "5: <Dots>: it needs the prop data; it needs"],
        ),
        (
            "```sql a\nselect x from artists\n```\n```sql b\nselect * from ${a}\n```\n",
            ["2: query a is used", "2: query a: Bind", "5: query b is used"],
        ),
        (ARTISTS, ["2: query artists is used nowhere: leave it out"]),
        (NONE + "<Dots data={none} x=plays/>\n", ["4: <Dots>: No records"]),
        (NONE + "{#if none.length > 0}\n<Dots data={none} x=plays/>\n{/if}\n", []),
        (
            NONE + "{#if none.length > 0}\n{:else}\n<Dots data={none} x=plays/>\n{/if}\n",
            ["6: <Dots>: No records"],
        ),
        (NONE + "{#if none.length > 0}\n<Dots data={none} x=play/>\n{/if}\n", ["5: <Dots>: x=p"]),
        (
            NONE + "{#if none.length > 0}\nx <Value data={none} column=plays/>\n{/if}\n"
            "x <Value data={none} column=plays/>\n",
            ["7: <Value>: No records"],
        ),
        (NONE + "<Dots data={none} x=play emptySet=warn/>\n", ["4: <Dots>: x=play: no such"]),
        (
            NONE + "{#each none as row}\n{row.nam}\n<Dots data={row} x=y/>\n{/each}\n",
            ["5: ", "6: "],
        ),
        (NONE + "{#if none.length > 0}\n<Nope/>\n{:else}\n<Nup/>\n{/if}\n", ["5: ", "7: "]),
        (
            "<Details>\n<Nope/>\n</Details>\n<Tabs>\n<Tab label=a>\n<Nup/>\n</Tab>\n</Tabs>\n",
            ["2", "6"],
        ),
        ("---\nicon: no_such_icon\n---\nx\n", ["1: there is no symbol no_such_icon"]),
        ("<Alert>\n<Details>\nx\n</Details>\n</Alert>\n", ["2: only words may stand here"]),
    ],
)
def test_mistakes(site: Site, page: str, mistakes: list[str]) -> None:
    found = site.check(page)
    assert len(found) == len(mistakes), found
    for said_of_it, mistake in zip(found, mistakes, strict=True):
        assert said_of_it.startswith(f"pages/home.md:{mistake}")


@pytest.mark.parametrize(
    ("queries", "mistake"),
    [
        (
            "```sql a\nselect x from artists\n```\n```sql b\nselect *\nfrom ${a}\n```\n",
            "2: query a: Binder Error",
        ),
        (
            "```sql a\nselect * from artists\n```\n```sql b\nselect x\nfrom ${a}\n```\n",
            "5: query b: Binder Error",
        ),
        ("```sql b\n\nselect *\nfrom artists\nwere\n  1 = 1\n```\n", "6: query b: Parser Error"),
        ("```sql b\nselect *\nfrom artists\nlimit ${inputs.n.start}\n```\n", "4: there is no inp"),
    ],
)
def test_a_mistake_of_a_query_is_told_where_it_is(site: Site, queries: str, mistake: str) -> None:
    page = queries + "<Slider name=n/>\n{#each b as row}\n{row.name}\n{/each}\n"
    assert [each[: len(mistake) + 14] for each in site.check(page)] == [f"pages/home.md:{mistake}"]
    (box,) = said(site.visit().error)
    assert box.startswith(f"pages/home.md:{mistake}")


def test_a_loop_without_rows_is_judged_by_its_columns_alone(site: Site) -> None:
    page = NONE + (
        "{#each none as row}\n{row.name}\n<Dots data={row} x=plays emptySet=pass/>\n"
        "<Details title={row.name}>\n{row.plays}\n</Details>\n{/each}\n"
    )
    assert site.check(page) == []


@pytest.mark.parametrize(
    "tag",
    [
        "<Dots data={none} x=plays/>",
        "Of <Value data={none}/> none.",
        "<Alert>\nOf <Value data={none}/> none.\n</Alert>",
        "<Details>\n<Dots data={none} x=plays/>\n</Details>",
        "{#if artists.length > 0}\n<Dots data={none} x=plays/>\n{/if}",
        "{#each artists as a}\n<Dots data={none} x=plays/>\n{/each}",
    ],
)
def test_what_a_condition_leaves_out_may_lack_its_rows(site: Site, tag: str) -> None:
    left_out = f"{ARTISTS}{NONE}{{#if none.length > 0}}\n{tag}\n{{/if}}\n"
    left_out += "{#each artists as one}\n{one.name}\n{/each}\n"
    shown = left_out.replace("length > 0}", "length === 0}", 1)
    assert site.check(left_out) == []
    assert {each.rpartition(": ")[2] for each in site.check(shown)} == {"No records"}


def test_a_loop_without_rows_draws_nothing_that_could_lack_them(site: Site) -> None:
    page = NONE + "{#each none as row}\n<Dots data={row} x=plays/>\n{/each}\n"
    assert site.check(page) == []


@pytest.mark.parametrize("rows", ["null", "[]"])
def test_of_an_empty_list_no_column_is_known_and_none_is_missed(site: Site, rows: str) -> None:
    site.build(f"create table a as select 1 as id, {rows}::struct(w varchar, n int)[] as why")
    page = (
        "```sql q\nselect * from a\n```\n{#each q as row}\nOf <Value data={row.why}/>!\n\n"
        "<DataTable data={row.why}>\n<Column id=n/>\n</DataTable>\n\n"
        "<Command data={row.why}/>\n<Dots data={row.why} x=n/>\n{/each}\n"
    )
    told = [each.split(":") for each in site.check(page)]
    assert [(line, words) for _, line, *_, words in told] == [
        (line, " No records") for line in ("5", "7", "11", "12")
    ]
    passed = page.replace("row.why}", "row.why} emptySet=pass")
    assert site.check(passed) == []


def test_what_a_component_breaks_is_a_mistake_of_its_line_and_the_check_goes_on(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(call: object) -> None:
        raise IndexError("no such\nthing")

    broken = Component(name="Boom", props=Dots, data="required", verify=explode)
    monkeypatch.setitem(registry.COMPONENTS, "Boom", broken)
    assert site.check(ARTISTS + "<Boom data={artists} x=plays/>\n<Nope/>\n") == [
        "pages/home.md:4: <Boom> cannot be drawn (IndexError: no such thing)",
        "pages/home.md:5: there is no tag <Nope>",
    ]


def test_a_list_that_is_empty_in_the_first_row_is_judged_by_the_next(site: Site) -> None:
    site.build(
        "create table a as select 1 as id, [{w: 'x'}] as why "
        "union all select 0, cast([] as struct(w varchar)[])"
    )
    page = "```sql q\nselect * from a order by id\n```\n{#each q as row}\n" + (
        "{#each row.why as reason}\n{reason.ww}\n{/each}\n{/each}\n"
    )
    assert site.check(page) == ["pages/home.md:6: {reason.ww}: no such column; did you mean w?"]


def test_a_mistake_in_every_row_is_told_once(site: Site) -> None:
    assert len(site.check(ARTISTS + "{#each artists as row}\n{row.x}\n{/each}\n")) == 1


def test_every_page_is_read(site: Site) -> None:
    site.write("<Nope/>\n", "b.md")
    site.write("{nope}\n", "a.md")
    assert [line.split(": ")[0] for line in site.check()] == ["pages/a.md:1", "pages/b.md:1"]


def test_without_a_warehouse_nothing_can_be_said(site: Site) -> None:
    site.warehouse.unlink()
    with pytest.raises(WarehouseMissingError):
        site.check(ARTISTS + "{#each artists as row}\n{row.name}\n{/each}\n")


@pytest.mark.app
def test_check_and_visit_say_the_same(site: Site) -> None:
    page = (
        ARTISTS + "<Nope/>\n\n<Dots data={artists} x=play/>\n\n{#each artists as row}\n{row.x}\n"
        "{/each}\n\n<Slider name=n min={2} max={1}/>\n"
    )
    assert site.check(page) == said(site.visit().error)
