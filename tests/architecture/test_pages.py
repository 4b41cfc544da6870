"""Pages read the tables made for them, and nothing else."""

import re

from tests.architecture.sql_rules import relations_outside
from tests.architecture.tree import report, short, under


def breaches(page: str) -> list[str]:
    """Each query of a page selects from a rpt_ table or from another query of the page."""
    queries = re.findall(r"^```sql\s+(\w+)\s*\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    names = {name.lower() for name, _ in queries}
    return [
        f"query {name}: {relation} is no rpt_ table"
        for name, sql in queries
        for relation, _ in relations_outside(re.sub(r"\$\{(\w+)\}", r"\1", sql))
        if not relation.startswith("rpt_") and relation not in names
    ]


def test_pages_read_only_their_own_tables() -> None:
    report(
        breaches.__doc__,
        [f"{short(f)}: {b}" for f in under("pages", suffix=".md") for b in breaches(f.read_text())],
    )


def test_a_page_that_reads_elsewhere_is_found() -> None:
    good = "# Home\n\n```sql tiers\nselect * from rpt_home__tiers\n```\n"
    assert breaches(good + "```sql more\nselect * from ${tiers}\n```\n") == []
    assert breaches(good + "```sql more\nselect * from fct_plays\n```\n")
    assert breaches(good + "```sql more\nselect * from rpt_a__b join dim_artists using (x)\n```\n")
