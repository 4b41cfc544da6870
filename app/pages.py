"""Finds the pages: each markdown file of `pages/`, read or with what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import PageError, PageErrors
from app.syntax.nodes import Front, Page, Query
from app.syntax.parse import parse_page, read_front
from stores.paths import PROJECT_ROOT, absolute

PAGES_FOLDER = PROJECT_ROOT / "pages"
"""Where the pages are."""
FOLDER_VARIABLE = "MM_PAGES_FOLDER"
"""The environment's name of another folder of pages."""

_QUERIES = "queries"
_SLUG = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class LoadedPage:
    """A page's file: what it says, and what is wrong with it."""

    file: str
    """Relative to the project: `pages/overview.md`."""
    slug: str
    page: Page | None
    """None where it cannot be shown. With errors beside it, each is met where the page is drawn."""
    errors: tuple[PageError, ...]
    front: Front
    """Also of a broken page, as far as it could be read."""


def folder_of(env: Mapping[str, str]) -> Path:
    """Return the folder of pages that the environment names, else the project's."""
    said = env.get(FOLDER_VARIABLE, "").strip()
    return absolute(said) if said else PAGES_FOLDER


def is_address(slug: str) -> bool:
    """Return whether a page of that name can be asked for: small letters, digits and _ alone."""
    return bool(_SLUG.fullmatch(slug))


def load_pages(folder: Path = PAGES_FOLDER) -> tuple[LoadedPage, ...]:
    """Return all pages of a folder as its sidebar shows them, broken ones too.

    `README.md` is about pages and none itself. Order: `sidebar_position`, then the file's name.
    """
    query_files, unread = _query_files(folder)
    pages = [
        _load(path, f"{folder.name}/{path.name}", query_files, unread)
        for path in sorted(folder.glob("*.md"))
        if path.name != "README.md"
    ]
    return tuple(sorted(pages, key=_order))


def _order(page: LoadedPage) -> tuple[bool, int, str]:
    position = page.front.sidebar_position
    return position is None, position or 0, page.slug


def _load(
    path: Path, file: str, query_files: dict[str, Query], unread: tuple[PageError, ...]
) -> LoadedPage:
    slug = path.stem
    try:
        text = _text_of(path, file)
    except PageError as error:
        return LoadedPage(file, slug, None, (error,), read_front("", file, slug))
    front = read_front(text, file, slug)
    errors: list[PageError] = []
    if not is_address(slug):
        errors.append(
            PageError(file, 0, "name a page with small letters, digits and _: listening_times.md")
        )
    page = None
    try:
        page = None if errors else parse_page(text, file, slug, query_files)
    except PageErrors as found:
        errors.extend(found.errors)
        page = found.page
    if errors:
        errors.extend(error for error in unread if error.file.split("/", 2)[2] in text)
    return LoadedPage(file, slug, page, tuple(errors), front)


def _query_files(folder: Path) -> tuple[dict[str, Query], tuple[PageError, ...]]:
    queries: dict[str, Query] = {}
    errors: list[PageError] = []
    for path in sorted((folder / _QUERIES).rglob("*.sql")):
        below = path.relative_to(folder / _QUERIES).as_posix()
        file = f"{folder.name}/{_QUERIES}/{below}"
        try:
            queries[below] = Query(file, 1, path.stem, _text_of(path, file))
        except PageError as error:
            errors.append(error)
    return queries, tuple(errors)


def _text_of(path: Path, file: str) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PageError(file, 0, "is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise PageError(file, 0, f"cannot be read: {error.strerror}") from None
