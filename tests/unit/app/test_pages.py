"""The pages of a folder, good and broken, as the sidebar shows them."""

from pathlib import Path

import pytest

from app.pages import PAGES_FOLDER, LoadedPage, load_pages
from stores.paths import PROJECT_ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages" / "queries" / "deep").mkdir(parents=True)
    return tmp_path / "pages"


def only(folder: Path) -> LoadedPage:
    (page,) = load_pages(folder)
    return page


def test_the_sidebar_has_an_order(folder: Path) -> None:
    for name, position in {"b": 2, "a": None, "d": 1, "c": None}.items():
        front = "" if position is None else f"---\nsidebar_position: {position}\n---\n"
        (folder / f"{name}.md").write_text(front)
    (folder / "README.md").write_text("{not a page")
    assert [page.slug for page in load_pages(folder)] == ["d", "b", "a", "c"]


def test_a_page_reads_the_files_of_queries(folder: Path) -> None:
    (folder / "queries" / "deep" / "rows.sql").write_text("select 1")
    (folder / "a.md").write_text("---\nqueries:\n  - deep/rows.sql\n---\n<A data={deep_rows}/>")
    loaded = only(folder)
    assert loaded.errors == ()
    assert loaded.page is not None
    assert loaded.page.queries["deep_rows"].file == "pages/queries/deep/rows.sql"


def test_a_broken_page_is_listed_with_its_mistakes(folder: Path) -> None:
    (folder / "your_data.md").write_text("---\nsidebar_position: 3\n---\n<Grid>\n{1 + 1}\n")
    loaded = only(folder)
    assert loaded.page is None
    assert (loaded.file, loaded.front.title) == ("pages/your_data.md", "Your data")
    assert loaded.front.sidebar_position == 3
    assert [error.line for error in loaded.errors] == [4, 5]


def test_a_page_that_is_no_text_says_so(folder: Path) -> None:
    (folder / "a.md").write_bytes(b"\xff\xfe")
    loaded = only(folder)
    assert [str(error) for error in loaded.errors] == [
        "pages/a.md:0: is not UTF-8 text; save it as UTF-8"
    ]


def test_a_query_that_is_no_text_says_so(folder: Path) -> None:
    (folder / "queries" / "deep" / "rows.sql").write_bytes(b"\xff\xfe")
    (folder / "a.md").write_text("---\nqueries:\n  - deep/rows.sql\n---\n")
    assert [str(error) for error in only(folder).errors] == [
        "pages/a.md:3: no file pages/queries/deep/rows.sql",
        "pages/queries/deep/rows.sql:0: is not UTF-8 text; save it as UTF-8",
    ]


@pytest.mark.parametrize("name", ["[artist].md", "My page.md", "1.md"])
def test_a_page_has_a_name_that_is_an_address(folder: Path, name: str) -> None:
    (folder / name).write_text("Words")
    assert [error.line for error in only(folder).errors] == [0]


def test_no_pages_are_no_error(tmp_path: Path) -> None:
    assert load_pages(tmp_path / "gone") == ()


def test_the_pages_stand_beside_the_models() -> None:
    assert PAGES_FOLDER == PROJECT_ROOT / "pages"


def test_the_example_of_the_readme_is_a_page(folder: Path) -> None:
    readme = (PAGES_FOLDER / "README.md").read_text("utf-8")
    (folder / "tiers.md").write_text(readme.split("````markdown\n")[1].split("````")[0])
    loaded = only(folder)
    assert loaded.errors == ()
    assert loaded.page is not None
    assert set(loaded.page.queries) == {"tiers", "bands"}
