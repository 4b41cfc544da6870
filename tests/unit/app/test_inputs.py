"""What is chosen reaches text and SQL, from anywhere on the page, and stays chosen."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.unit.app.site import Site, go, said

pytestmark = pytest.mark.app

NAMES = "```sql names\nselect name, plays from artists order by name\n```\n"


def last(at: AppTest) -> str:
    """Return the last words of the page."""
    return said(at.markdown)[-1]


def test_a_query_above_its_input_sees_the_choice(site: Site) -> None:
    at = site.visit(
        NAMES + "```sql one\nselect * from artists where name = '${inputs.who.value}'\n```\n"
        "{#each one as row}\n{row.plays} of {inputs.who.label}\n{/each}\n"
        "<Dropdown name=who data={names} value=name/>\n"
    )
    assert last(at) == "30 of Björk"
    at.selectbox[0].set_value("Low").run()
    assert last(at) == "12 of Low"


def test_own_options_come_first_and_one_of_them_can_mean_all(site: Site) -> None:
    at = site.visit(
        NAMES + "```sql some\nselect * from artists where name like '${inputs.who}'\n```\n"
        "<ButtonGroup name=who data={names} value=name title='Which artist?'>\n"
        "<ButtonGroupItem value='%' valueLabel='All of them' default/>\n</ButtonGroup>\n"
        "{#if some.length = 2}\nall\n{:else}\none\n{/if}\n"
    )
    assert at.segmented_control[0].label == r"Which artist\?"
    assert at.segmented_control[0].options == ["All of them", "Björk", "Low"]
    assert last(at) == "all"
    at.segmented_control[0].set_value("Björk").run()
    assert last(at) == "one"


@pytest.mark.parametrize(
    ("props", "chosen"),
    [
        ("", 12),
        ("defaultValue=30", 30),
        ("defaultValue={30}", 30),
        ("defaultValue=31", 12),
        ("noDefault", None),
        ("noDefault defaultValue=30", 30),
    ],
)
def test_what_is_chosen_at_first(site: Site, props: str, chosen: int | None) -> None:
    at = site.visit(
        "```sql p\nselect * from artists order by plays\n```\n"
        f"<Dropdown name=n data={{p}} value=plays label=name {props}/>\n"
        "{inputs.n.value} {inputs.n.label}\n"
    )
    assert at.selectbox[0].value == chosen
    assert last(at) == {12: "12 Low", 30: "30 Björk", None: "–"}[chosen]


def test_names_that_read_alike_stay_apart(site: Site) -> None:
    site.build(
        "create table artists as select * from (values ('a', 'Low'), ('b', 'Low')) t(id, name)"
    )
    at = site.visit(
        "```sql p\nselect * from artists order by id\n```\n"
        "<Dropdown name=n data={p} value=id label=name/>\n{inputs.n.value}\n"
    )
    assert at.selectbox[0].options == ["Low", "Low (b)"]
    at.selectbox[0].set_value("b").run()
    assert last(at) == "b"


@pytest.mark.parametrize(
    ("props", "names"),
    [("", ""), ("defaultValue={['Low', 'x']}", "Low"), ("selectAllByDefault", "Björk, Low")],
)
def test_several_choices_are_a_list(site: Site, props: str, names: str) -> None:
    at = site.visit(
        NAMES
        + "```sql some\nselect name from artists where name in ${inputs.who.value}\n```\n"
        f"<Dropdown name=who data={{names}} value=name multiple {props}/>\n"
        "{inputs.who.value}{#if some.length = 0}\nnone\n{/if}\n".replace("{#if", "\n{#if")
    )
    assert last(at) == (names or "none")
    at.multiselect[0].set_value(["Björk"]).run()
    assert last(at) == "Björk"


def test_options_may_depend_on_another_input(site: Site) -> None:
    at = site.visit(
        "```sql some\nselect name from artists where plays >= ${inputs.n} order by name desc\n```\n"
        "<Dropdown name=who data={some} value=name/>\n<Slider name=n max={40}/>\n"
        "{inputs.who.value}\n"
    )
    at.selectbox[0].set_value("Low").run()
    assert last(at) == "Low"
    at.slider[0].set_value(20).run()
    assert at.selectbox[0].options == ["Björk"]
    assert at.selectbox[0].value == "Björk"
    assert last(at) == "Björk"
    at.slider[0].set_value(40).run()
    assert at.selectbox[0].disabled
    assert last(at) == "–"


def test_inputs_that_need_each_other_are_told(site: Site) -> None:
    at = site.visit(
        "```sql a\nselect name from artists where name <> '${inputs.y.value}'\n```\n"
        "```sql b\nselect name from artists where name <> '${inputs.x.value}'\n```\n"
        "<Dropdown name=x data={a} value=name/>\n<Dropdown name=y data={b} value=name/>\n\nafter\n"
    )
    assert said(at.error)[0] == (
        "pages/home.md:2: it needs itself: query a → input y → query b → input x → query a"
    )
    assert last(at) == "after"


def test_buttons(site: Site) -> None:
    at = site.visit(
        "<ButtonGroup name=grain title=Per>\n<ButtonGroupItem value=week/>\n"
        "<ButtonGroupItem value=month valueLabel='*month*' default/>\n</ButtonGroup>\n"
        "{inputs.grain} {inputs.grain.label}\n"
    )
    buttons = at.segmented_control[0]
    assert buttons.label == "Per"
    assert buttons.options == ["week", r"\*month\*"]
    assert last(at) == "month *month*"
    buttons.set_value("week").run()
    assert last(at) == "week week"


def test_buttons_of_data(site: Site) -> None:
    at = site.visit(NAMES + "<ButtonGroup name=who data={names} value=name/>\n{inputs.who}\n")
    assert last(at) == "Björk"


def test_a_slider_and_words(site: Site) -> None:
    at = site.visit(
        "```sql some\nselect * from artists where name ilike '%' || '${inputs.q}' || '%'\n"
        "limit ${inputs.n}\n```\n"
        "<Slider name=n min={1} max={5} defaultValue={2}/>\n<TextInput name=q title=Search/>\n"
        "{inputs.n} {inputs.q}\n\n{#each some as row}\n{row.name}\n{/each}\n"
    )
    assert said(at.markdown) == ["2", "Björk\n\nLow"]
    at.text_input[0].set_value("l'ow%").run()
    assert said(at.markdown) == ["2 l'ow%", ""]
    at.text_input[0].set_value("LOW").run()
    assert last(at) == "Low"
    at.text_input[0].set_value("").run()
    at.slider[0].set_value(1).run()
    assert last(at) == "Björk"


def test_a_slider_reaches_as_far_as_the_data(site: Site) -> None:
    at = site.visit(
        "```sql top\nselect max(plays) as plays from artists\n```\n"
        "<Slider name=n data={top} maxColumn=plays min=1 defaultValue=50/>\n{inputs.n}\n"
    )
    assert (at.slider[0].min, at.slider[0].max, at.slider[0].value) == (1, 30, 30)
    assert last(at) == "30"
    site.build("create table artists as select 1 as plays")
    at.run()
    assert at.slider[0].disabled
    assert last(at) == "1"


def test_a_slider_of_fractions(site: Site) -> None:
    at = site.visit("<Slider name=n max={1} step={0.25} defaultValue={0.5}/>\n{inputs.n}\n")
    assert last(at) == "0.5"
    at.slider[0].set_value(0.75).run()
    assert last(at) == "0.75"


def test_a_choice_is_there_after_another_page(site: Site) -> None:
    site.write("other\n", "other.md")
    at = site.visit(NAMES + "<Dropdown name=who data={names} value=name/>\n{inputs.who.value}\n")
    at.selectbox[0].set_value("Low").run()
    assert last(go(at, "other")) == "other"
    assert last(go(at, "home")) == "Low"
    assert at.selectbox[0].value == "Low"


def test_pages_do_not_share_their_inputs(site: Site) -> None:
    page = NAMES + "<Dropdown name=who data={names} value=name/>\n{inputs.who.value}\n"
    site.write(page, "other.md")
    at = site.visit(page)
    at.selectbox[0].set_value("Low").run()
    assert last(go(at, "other")) == "Björk"


def test_a_stored_word_is_data_not_sql(site: Site) -> None:
    at = site.visit(
        "```sql some\nselect * from artists where name = '${inputs.q}'\n```\n"
        "<TextInput name=q/>\n{#if some.length > 0}\nfound\n{:else}\nnothing\n{/if}\n"
    )
    at.text_input[0].set_value("' or '1' = '1").run()
    assert last(at) == "nothing"
    assert not at.error


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<Dropdown name=x/>", "it needs the prop data; it needs the prop value"),
        ("<Dropdown name=x data={names}/>", "it needs the prop value"),
        ("<ButtonGroup name=x/>", "nothing to choose: give it data, or <ButtonGroupItem/> inside"),
        ("<ButtonGroup name=x data={names}/>", "say which column of its data has the values"),
        ("<Dropdown name=x data={names} value=nam/>", "value=nam: no such column"),
        ("<ButtonGroup name=x value=name/>", "value=name names a column, but there is no data"),
        ("<Dropdown name=x data={names} value=name defaultValue={['a']}/>", "say multiple too"),
        ("<Dropdown name=x data=names value=name/>", "name its rows in braces: data={names}"),
        ("<Slider name=x min={5} max={5}/>", "min=5 is not below max=5"),
        ("<Slider name=x step={0}/>", "step=0 is not above 0"),
        ("<Slider name=x defaultValue={101}/>", "defaultValue=101 is not from min to max"),
        ("<Slider name=x data={names}/>", "belong together"),
        ("<Slider name=x min=low/>", "min=low: expected a number, got words"),
    ],
)
def test_what_an_input_cannot_be(site: Site, page: str, words: str) -> None:
    (mistake,) = [found for found in site.check(NAMES + page + "\n") if "used nowhere" not in found]
    assert mistake.startswith("pages/home.md:4: <")
    assert words in mistake


def test_a_value_that_the_input_does_not_give(site: Site) -> None:
    at = site.visit("<Slider name=n/>\n{inputs.n.value}\n")
    assert said(at.error) == [
        "pages/home.md:2: there is no inputs.n.value; the input gives inputs.n"
    ]
