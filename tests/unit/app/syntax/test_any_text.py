"""Whatever a file holds, reading it ends in a page or in its mistakes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import PageError, PageErrors
from app.queries import compile_query
from tests.unit.app.syntax.pages_text import WHOLE_PAGE, parse

PIECES = [
    *("\n", " ", "\n\n", "    ", "\t", "- ", "> ", "| a | b |\n|---|---|\n", "\\", "é", "\x00"),
    *("<", ">", "/>", "</", "<Grid", "</Grid>", "<A b=", "<a href='", "<!--", "-->", "<https://a>"),
    *("{", "}", "{#each q as row}", "{/each}", "{#if q.length > 0}", "{:else}", "{/if}", "{mm}"),
    *("`", "```", "```sql q\n", "~~~", "'", '"', "=", "[", "](", "![", "[a]: ", "http://", "&#0;"),
    *("---\n", "queries:\n  - ", "title: ", "*a", "&a ", "!!python/name:os ", "? ", "%YAML 9\n"),
    *("${q}", "'${inputs.a.value}'", "${", "select 1", "$$", "/*", "--", " in ", "${r}"),
]


def reads(text: str) -> None:
    errors: tuple[PageError, ...] = ()
    try:
        page = parse(text)
        for name in page.queries:
            compile_query(page, name)
    except PageErrors as found:
        errors = found.errors
    own = [error.line for error in errors if error.file == "pages/tiers.md"]
    assert own == sorted(own)
    assert all(1 <= line <= text.count("\n") + text.count("\r") + 1 for line in own)
    assert all(error.message and "\n" not in error.message for error in errors)


@given(st.text())
def test_any_text(text: str) -> None:
    reads(text)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=400)
def test_any_pieces_of_syntax(text: str) -> None:
    reads(text)
    reads(f"---\n{text}\n---\n")
    reads(f"```sql q\n{text}\n```\n")


@given(st.data())
@settings(max_examples=300)
def test_a_page_that_somebody_spoiled(data: st.DataObject) -> None:
    text = WHOLE_PAGE
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 60)))
        text = text[:start] + data.draw(st.sampled_from(["", *PIECES])) + text[end:]
    reads(text)


def test_depth_is_no_way_out() -> None:
    for opening in ("<Grid>\n", "{#if tiers.length > 0}\n", "> ", "- ", "[", "{", "(", "`", "*a "):
        reads(WHOLE_PAGE + opening * 500)
