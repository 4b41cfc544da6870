"""On a project of a few made-up nodes: which of them a change can reach."""

from types import SimpleNamespace
from typing import Any

import pytest

from cli.reach import reached, selection


def macro(sql: str, *calls: str) -> SimpleNamespace:
    return SimpleNamespace(macro_sql=sql, depends_on=SimpleNamespace(macros=list(calls)))


def node(
    name: str, code: str, *parents: str, macros: tuple[str, ...] = (), **more: Any
) -> SimpleNamespace:
    return SimpleNamespace(
        name=name,
        raw_code=code,
        depends_on=SimpleNamespace(macros=list(macros)),
        depends_on_nodes=list(parents),
        config=SimpleNamespace(meta=more.pop("meta", {})),
        tags=[],
        **more,
    )


def project(*nodes: SimpleNamespace, **macros: SimpleNamespace) -> SimpleNamespace:
    names = ("plays", "words")
    return SimpleNamespace(
        nodes={each.name: each for each in nodes},
        sources={f"source.{name}": SimpleNamespace(source_name=name) for name in names},
        macros={f"macro.mmuffin.{name}": said for name, said in macros.items()},
    )


PROJECT = project(
    node("plays", "select 1", "source.plays"),
    node("words", "select 1", "source.words"),
    node("ranks", "select {{ var('half_life') }}", "plays"),
    node("tier", "select {{ var( \"tier_start\" ) }}", "ranks"),
    node("seeds", "select 1", "tier", "words"),
    node("weights", "select {{ outer_one() }}", macros=("macro.mmuffin.outer", "macro.dbt.ref")),
    node("fetched", "def model(dbt, session): ...", meta={"always_built": True}),
    node("list", "select 1", "fetched", "weights"),
    node("rank_is_unique", "{{ test_unique() }}", "ranks"),
    node("tier_is_there", "select {{ var('tier_start') }}", "plays"),
    node(
        "is_near", "{{ test_near() }}", "plays",
        test_metadata="kwargs={'to': \"{{ var('nearness') }}\"}",
    ),
    outer=macro("{{ inner_one() }}", "macro.mmuffin.inner"),
    inner=macro("{{ var('weight') }}", "macro.mmuffin.outer"),
)  # fmt: skip
ALWAYS = {"fetched", "list"}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ([], set()),
        (["tier_start"], {"tier", "seeds", "tier_is_there"}),
        (["half_life"], {"ranks", "tier", "seeds", "rank_is_unique"}),
        (["weight"], {"weights"}),
        (["nearness"], {"is_near"}),
        (["words"], {"words", "seeds"}),
        (["words", "weight"], {"words", "seeds", "weights"}),
        (["half"], set()),
        (
            ["plays"],
            {"plays", "ranks", "tier", "seeds", "rank_is_unique", "tier_is_there", "is_near"},
        ),
    ],
)
def test_what_names_the_change_and_all_made_from_it(changed: list[str], found: set[str]):
    assert reached(PROJECT, changed) == found | ALWAYS  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "code",
    ["{{ var(name) }}", "{{ env_var('MM_GENERATION') }}", "{{ tojson(invocation_args_dict) }}"],
)
def test_what_cannot_be_told_is_reached_by_anything(code: str):
    assert reached(project(node("report", code)), []) == {"report"}  # type: ignore[arg-type]


def test_dbt_selects_just_that_by_a_tag():
    few = project(node("plays", "select 1", "source.plays"), node("words", "", "source.words"))
    told = selection(few, ["plays"])  # type: ignore[arg-type]
    assert told == ["--select", "tag:reached", "--indirect-selection", "empty"]
    assert {name: each.tags for name, each in few.nodes.items()} == {
        "plays": ["reached"],
        "words": [],
    }
