"""The engines find what was planted in the sample listener's taste, which none of them reads."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.conftest import Demo
from tests.sample_data.artists import ArtistGraph, load_graph


@pytest.fixture(scope="module")
def graph() -> ArtistGraph:
    return load_graph()


def top(demo: Demo, table: str, where: str, rank: str, count: int = 100) -> list[str]:
    rows = demo.mm.answer(
        "--demo", "sql", f"select artist_name from {table} where {where} order by {rank}"
    )
    return [row["artist_name"] for row in rows[:count]]


def test_the_temporal_engine_is_nearer_to_where_the_taste_heads_than_content(
    demo: Demo, taste: dict[str, Any]
):
    near = set(taste["heading"]["unheard_near"])
    hits = {
        engine: len(
            near & set(top(demo, "engine_candidates", f"engine = '{engine}'", "engine_rank"))
        )
        for engine in ("temporal", "content")
    }
    assert hits["temporal"] >= 10
    assert hits["temporal"] > 2 * hits["content"]


def test_the_list_follows_the_taste_and_not_what_was_left_behind(demo: Demo, taste: dict[str, Any]):
    listed = set(top(demo, "recommendations", "true", "rank"))
    assert len(listed & set(taste["heading"]["unheard_near"])) >= 10
    assert len(listed & set(taste["heading"]["unheard_near"])) > len(
        listed & set(taste["left_behind"]["unheard_near"])
    )


@pytest.mark.parametrize(
    ("habit", "other"),
    [("morning", "night"), ("night", "morning"), ("weekend", "weekday"), ("summer", "winter")],
)
def test_the_list_of_a_time_is_nearer_to_its_habit_than_another_list(
    demo: Demo, taste: dict[str, Any], graph: ArtistGraph, habit: str, other: str
):
    nearness = graph.nearness(graph.number(taste["habits"][habit]["centre"]))
    pull = {
        context: sum(
            nearness[graph.number(name)]
            for name in top(demo, "context_recommendations", f"context = '{context}'", "rank", 20)
        )
        for context in (habit, other)
    }
    assert pull[habit] > 2 * pull[other]


def test_forgotten_artists_come_back_by_where_the_taste_is_now(
    demo: Demo, taste: dict[str, Any], graph: ArtistGraph
):
    nearness = graph.nearness(graph.number(taste["heading"]["centre"]))
    ranked = top(demo, "rediscoveries", "true", "rank", count=10_000)
    half = len(ranked) // 2
    first, last = (
        sum(nearness[graph.number(name)] for name in part if name in graph.names)
        for part in (ranked[:half], ranked[half:])
    )
    assert half >= 10
    assert first > last


def test_no_artist_of_the_listener_explains_half_of_the_list(demo: Demo):
    rows = demo.mm.answer("--demo", "recommend", "--num-recs", "50")
    mains = [row["reasons"][0]["seed_artist_id"] for row in rows if row["reasons"]]
    assert max(mains.count(each) for each in set(mains)) <= 25
