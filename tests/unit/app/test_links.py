"""The hosts that a page may lead to are those of the addresses in the SQL."""

import re

from app.links import SERVICES
from stores.paths import PROJECT_ROOT


def test_the_hosts_are_those_that_the_marts_build():
    sql = [
        file for folder in ("models", "macros") for file in (PROJECT_ROOT / folder).rglob("*.sql")
    ]
    found = {host for file in sql for host in re.findall(r"'https?://([^/']+)", file.read_text())}
    assert found == set(SERVICES)
