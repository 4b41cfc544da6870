"""Each mistake a page can have is told with its line and with what to do."""

import pytest

from tests.unit.app.syntax.pages_text import mistakes

Q = "```sql q\nselect 1\n```\n"
"""Three lines that define a query q."""

STRUCTURE = {
    "<Grid>\n<A/>": "1: <Grid> is not closed by </Grid> before the page ends",
    "<Grid>\n<Tab>\n</Grid>": "2: <Tab> is not closed by </Tab> before </Grid> in line 3",
    "\n</Grid>": "2: </Grid> closes nothing that is open here",
    "<Grid>\n</Grid x>\n</Grid>": "2: a closing tag is </Name>, with nothing else in it",
    "{/each}": "1: {/each} closes nothing that is open here",
    "{:else}": "1: {:else} stands outside {#if …} … {/if}",
    f"{Q}{{#each q as row}}": "4: {#each} is not closed by {/each} before the page ends",
    f"{Q}{{#if q.length > 0}}\na": "4: {#if} is not closed by {/if} before the page ends",
    f"{Q}{{#if q.length > 0}}\n{{:else}}\n{{:else}}\n{{/if}}": (
        "6: a second {:else} in one {#if}; leave one"
    ),
    f"{Q}{{#each q as row}}\n<Tab>\n{{/each}}": (
        "5: <Tab> is not closed by </Tab> before {/each} in line 6"
    ),
    f"{Q}{{#if q.length > 0}}\n<Tab>\n{{:else}}\n</Tab>\n{{/if}}": (
        "5: <Tab> is not closed by </Tab> before {:else} in line 6"
    ),
    f"{Q}{{#each q.filter(a) as row}}\n{{row.a}}\n{{/each}}": (
        "4: {#each q.filter(a) as row}: a loop is {#each query as row}, nothing more"
    ),
    f"{Q}{{#each q as row, i}}\n{{/each}}": (
        "4: {#each q as row, i}: a loop is {#each query as row}, nothing more"
    ),
    f"{Q}{{#if q[0].a > 3}}\nx\n{{/if}}": (
        "4: {#if q[0].a > 3}: a condition is {#if query.length > 0}; decide the rest in SQL"
    ),
    f"{Q}{{#if q.length > 0}}\n{{:else if q.length}}\n{{/if}}": (
        "5: {:else if q.length}: put a second {#if …} between {:else} and {/if}"
    ),
    "{@const a = 1}": "1: {@const a = 1} is not known here; there are {#each …} and {#if …}",
    "a {#if q.length > 0} b": "1: {#if q.length > 0} stands in a sentence: start a line with it",
    "a <Tab> b": "1: <Tab> opens in a sentence: end it with />, or start a line with it",
    "a </Tab> b": "1: </Tab> stands in a sentence: start a line with it",
    "{#each q": "1: this brace is never closed (one that is only to be seen is \\{)",
    "\n```py\na\n": "2: this fence is never closed: end it with ```",
}
TAGS = {
    "<Grid\n\na": "1: <Grid is not closed: end it with /> or >",
    "a\n<Grid cols=2": "2: <Grid is not closed: end it with /> or >",
    "<Grid\n<Tab/>": "1: <Grid is not closed: end it with /> or >",
    '<Grid a="b/>\n\n"': '1: <Grid is not closed: the text of a= has no second "',
    "<Grid a={b/>": "1: <Grid is not closed: the brace of a= has no }",
    "<Grid a=1\n a=2/>": "2: a is given twice; leave one",
    "<Grid a=/>": "1: a= says nothing; give it a value",
    "<Grid\n 5=a/>": "2: '5=a' is no prop: write name=value",
    '<Grid a"b"/>': "1: 'a\"b\"' is no prop: write name=value",
    "<Grid {...a}/>": "1: '{...a}' is no prop: write name=value",
    '<Grid a={"b"}/>': '1: write "b" without the braces',
    "<Grid a={[1, 2]}/>": "1: {[1, 2]} is no list of words: {['a', 'b']}",
    '<Grid a="b {c} d"/>': (
        "1: a mixes words and braces: make the sentence in SQL, or write a={…}"
    ),
}
SCRIPT = (
    " is not a value's name: pages run no JavaScript, do it in SQL "
    "(a brace that is only to be seen is written \\{)"
)
WORDS = {
    "<Grid\n a={q.filter(r => r.a)}/>": "2: {q.filter(r => r.a)}" + SCRIPT,
    "a\nb {1 + 2}": "2: {1 + 2}" + SCRIPT,
    "{q[0].a}": "1: {q[0].a}" + SCRIPT,
    "a {b\n\nc}": "1: this brace is never closed (one only to be seen is \\{)",
    "a\n<!-- b": "2: this comment is never closed: end it with -->",
    "a\n<div class=b>c</div>": (
        "2: raw HTML is not rendered: <div> (write markdown; a < that is only to be seen is \\<)"
    ),
    "a <br/>": (
        "1: raw HTML is not rendered: <br> (write markdown; a < that is only to be seen is \\<)"
    ),
    "- a\n  - ```sql b\n    select 1\n": (
        "2: a query stands by itself, not in a list or a quotation"
    ),
}
PICTURE = "a page shows no pictures: fetching one would tell somebody about you"
CONSTANT = "a link in words has a constant address; for one of the data take <LinkButton/>"
LINK_KINDS = "links go to https://…, to a page (/tiers) or to a heading (#ranges)"
LINKS = {
    "a\n![b](https://example.org/c)": f"2: {PICTURE}",
    "a\nb ![c][d]\n\n[d]: https://example.org": f"2: {PICTURE}",
    "- a\n- ![](x.png)": f"2: {PICTURE}",
    "| a |\n|---|\n| ![](x.png) |": f"3: {PICTURE}",
    '<V a="`"/> ![b](https://c) <V a="`"/>': f"1: {PICTURE}",
    "[a](http://example.org)": f"1: a link to http://example.org: {LINK_KINDS}",
    "[a](javascript:b)": f"1: a link to javascript:b: {LINK_KINDS}",
    "[a](//example.org)": f"1: a link to //example.org: {LINK_KINDS}",
    "a\n<http://example.org>": f"2: a link to http://example.org: {LINK_KINDS}",
    "[a]()": f"1: a link to nowhere: {LINK_KINDS}",
    "a\n\n[b]: ftp://c": f"3: a link to ftp://c: {LINK_KINDS}",
    "<Slider name=b/>\n[a]({inputs.b})": f"2: {CONSTANT}",
    "<Slider name=b/>\n[a](https://c/{inputs.b})": f"2: {CONSTANT}",
    "see www.example.org": "1: www.… becomes a link: write [words](https://…)",
    "a\nhttp://example.org": "2: http://… becomes a link: write [words](https://…)",
}
NAMES = {
    "<A\n b={tires}/>\n\n```sql tiers\nselect 1\n```": (
        "2: tires is no query of this page and no row of a loop around it; did you mean tiers?"
    ),
    f"{Q}{{#each q as row}}\n{{/each}}\n{{row.a}}": (
        "6: row is no query of this page and no row of a loop around it"
    ),
    f"{Q}{{#each q as q}}\n{{/each}}": "4: q is taken already; give the row another name",
    f"{Q}{{#each q as row}}{{#each row.a as row}}{{/each}}{{/each}}": (
        "4: row is taken already; give the row another name"
    ),
    f"{Q}{{#each q as inputs}}\n{{/each}}": "4: inputs is taken already; give the row another name",
    "{#each gone as row}\n{/each}": (
        "1: a loop goes over a query or row.column: gone is no query of this page "
        "and no row of a loop around it"
    ),
    f"{Q}{{#each q as row}}{{#each row as b}}{{/each}}{{/each}}": (
        "4: a loop goes over a query or row.column: row is none"
    ),
    f"{Q}{{#each q as row}}{{#if row.length > 0}}{{/if}}{{/each}}": (
        "4: a condition asks a query: row is none"
    ),
    f"{Q}{{q}}": "4: {q} is a whole query; name a value: <Value data={q} column=…/>",
    f"{Q}{{q.length}}": (
        "4: {q.length}: q is a query of many rows; do it in SQL, then "
        "<Value data={…} column=…/> or {#each q as row}"
    ),
    "<Dropdown name=band/>\n{inputs.bnad.value}": (
        "2: no tag of this page has name=bnad; did you mean band?"
    ),
    "{inputs}": "1: {inputs}: write {inputs.name.value}",
    "{mm.a}": "1: {mm.a}: {mm} stands alone",
    "<Slider name=a/>\n<Dropdown name=a/>": "2: a second input a; give it another name",
    '<Slider name="a b"/>': "1: an input's name is a word of letters, digits and _",
    f"{Q}{{#each q as row}}\n<Slider name=a/>\n{{/each}}": (
        "5: input a stands in a loop; put it outside"
    ),
}
QUERIES = {
    f"{Q}{Q}": "4: a second query q; the first is in line 1",
    "```sql 1a\nselect 1\n```": "1: 1a is no query's name: letters, digits and _ only",
    "```sql mm\nselect 1\n```": "1: mm has a meaning of its own; give the query another name",
    "```sql a b\nselect 1\n```": "1: a query has one name, not 'a b'",
    "```sql a\n\n```": "1: query a is empty",
    "```sql a\nselect *\nfrom ${tires}\n```": "3: no query tires on this page",
    f"{Q}```sql query\nselect *\nfrom ${{querry}}\n```": (
        "6: no query querry on this page; did you mean query?"
    ),
    "```sql a\nselect 1 from ${a}\n```": "2: queries go in a circle: a → a",
    "```sql a\nfrom ${b}\n```\n```sql b\nfrom ${c}\n```\n```sql c\nfrom ${a}\n```": (
        "2: queries go in a circle: a → b → c → a"
    ),
    "```sql a\nselect\n'${inputs.b.value}'\n```": "3: no tag of this page has name=b",
    "```sql a\nselect ${b + 1}\n```": (
        "2: ${b + 1}: write ${other_query} or ${inputs.name.value}, nothing more"
    ),
    "```sql a\nselect ${b\n```": "2: this ${ is never closed by } in its line",
    "<Slider name=a/>\n<TextInput name=a_b/>\n"
    "```sql c\nselect ${inputs.a.b},\n${inputs.a_b}\n```": (
        "5: two inputs would both be $a_b; rename input a_b"
    ),
    "---\nqueries:\n  - a.sql\n---\n{a.b}": "3: no file pages/queries/a.sql",
    "---\nqueries:\n  - tiers/row.sql\n---\n": (
        "3: no file pages/queries/tiers/row.sql; did you mean tiers/rows.sql?"
    ),
    "---\nqueries:\n  - tiers/rows.sql\n  - tiers/rows.sql\n---\n": (
        "4: a second query tiers_rows; the first is in line 3"
    ),
}
IN_QUOTES = (
    "an input fills a whole '${…}', quotes included: write '%' || '${…}' || '%' for more; "
    "anything else stands outside quotes"
)


@pytest.mark.parametrize(
    ("page", "mistake"),
    [
        (*case,)
        for table in (STRUCTURE, TAGS, WORDS, LINKS, NAMES, QUERIES)
        for case in table.items()
    ],
)
def test_a_mistake_is_told_once_with_its_line(page: str, mistake: str) -> None:
    assert mistakes(page) == [mistake]


@pytest.mark.parametrize(
    "sql",
    ["'%${inputs.a}%'", '"${inputs.a}"', "'${q}'", "'${inputs.a} '", "$$${inputs.a}$$"],
)
def test_an_input_fills_whole_quotes(sql: str) -> None:
    page = f"<Slider name=a/>\n```sql q\nselect\n{sql}\n```"
    assert mistakes(page) == [f"4: {IN_QUOTES}"]


def test_a_mistake_in_a_query_file_names_that_file() -> None:
    page = "---\nqueries:\n  - tiers/more.sql\n---\n"
    assert mistakes(page) == [
        "pages/queries/tiers/more.sql:2: no query extra on this page",
        "pages/queries/tiers/more.sql:3: no tag of this page has name=band",
    ]


def test_one_reading_tells_all_mistakes() -> None:
    page = (
        "---\ntitel: A\n---\n"
        "{1 + 1}\n"
        "<Grid 5>\n"
        "![a](b)\n"
        "<Value data={gone} x={[1]}/>\n"
        "```sql a\nfrom ${nothing}\n```\n"
    )
    assert [line.split(":")[0] for line in mistakes(page)] == [
        "2",
        "4",
        "5",
        "5",
        "6",
        "7",
        "7",
        "9",
    ]
