"""What parts of pages take for granted, held against the warehouse of the sample listener."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.components.sql_console import EXAMPLE, LIMIT
from app.links import SERVICES, service_of
from stores.limits import is_cut
from stores.warehouse import read_frame, read_rows
from tests.integration.conftest import Demo


@pytest.fixture
def warehouse(demo: Demo) -> Path:
    assert demo.done.returncode == 0, demo.done.stderr
    return demo.home / "data" / "mmuffin.duckdb"


def test_every_link_of_every_recommendation_may_be_followed(warehouse: Path):
    rows = read_rows(warehouse, "select links from recommendations")
    links = [link for row in rows for link in row["links"].values() if link]
    assert [link for link in links if service_of(link) is None] == []
    assert {urlsplit(link).hostname for link in links} == set(SERVICES)


def test_the_example_of_the_sql_box_is_answered(warehouse: Path):
    frame = read_frame(warehouse, EXAMPLE, is_trusted=False, is_flat=True, limit=LIMIT)
    assert len(frame) == 20
    assert not is_cut(frame)
