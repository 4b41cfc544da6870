"""Where each page of the project is served."""

from __future__ import annotations

from app.pages import PAGES_FOLDER, load_pages


def addresses() -> dict[str, str]:
    """Slug → path, in the order of the navigation; the first page is what one comes in by."""
    slugs = [page.slug for page in load_pages(PAGES_FOLDER)]
    return {slug: f"/{slug}" if at else "/" for at, slug in enumerate(slugs)}
