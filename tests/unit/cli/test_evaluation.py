"""The cut-offs of an evaluation, who was taken up after each, and what the reader is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest

from cli.cutoffs import Cutoff, plan
from cli.evaluating import Evaluation
from cli.evaluation_report import notes
from cli.evaluation_rows import rows_of
from cli.past import taken_up
from python_engines.evaluation import EvaluationParams, Figures
from stores.evaluations import COLUMNS

PARAMS = EvaluationParams(
    evaluation_cutoff_count=3,
    evaluation_horizon_days=100,
    evaluation_min_history_days=30,
    adoption_min_plays=2,
    evaluation_ndcg_depth=100,
    evaluation_match_rank_offset=10,
    evaluation_bootstrap_rounds=4,
    evaluation_interval_share=0.5,
    evaluation_few_truths=20,
    evaluation_tune_steps=5,
    evaluation_seed=1,
    score_digits=3,
)
MEASURED_AT = datetime(2024, 4, 11, 8, 30)
CUTOFF = Cutoff(datetime(2024, 1, 1), datetime(2024, 4, 10))


def warehouse(tmp_path: Path, *plays: tuple[str, str, bool]) -> Path:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table fct_plays (artist_id varchar, ended_at timestamp, is_engaged boolean)"
        )
        connection.executemany("insert into fct_plays values (?, ?, ?)", plays)
        connection.execute(
            "create table dim_artists as select distinct artist_id,"
            " artist_id <> 'various artists' as is_ranked from fct_plays"
        )
    return path


def test_cut_offs_lie_a_horizon_apart_back_from_the_end_of_the_newest_day(tmp_path: Path) -> None:
    path = warehouse(tmp_path, ("a", "2023-06-01 12:00", True), ("a", "2024-04-09 21:30", True))
    planned, left_out = plan(path, PARAMS)
    assert planned == [
        Cutoff(datetime(2023, 9, 23), datetime(2024, 1, 1)),
        Cutoff(datetime(2024, 1, 1), datetime(2024, 4, 10)),
    ]
    assert left_out == [
        "cut-off 2023-06-15 is left out: 13 days of history before it, fewer than "
        "evaluation_min_history_days (30)"
    ]


def test_a_day_of_history_allows_no_cut_off(tmp_path: Path) -> None:
    path = warehouse(tmp_path, ("a", "2024-04-09 21:30", True))
    planned, left_out = plan(path, PARAMS)
    assert planned == []
    assert [": 0 days of history" in line for line in left_out] == [True] * 3


@pytest.mark.parametrize(
    ("artist", "plays", "is_truth"),
    [
        ("twice after", [("2024-01-02", True), ("2024-02-01", True)], True),
        ("twice, but skipped once", [("2024-01-02", True), ("2024-02-01", False)], False),
        ("skipped before", [("2023-01-02", False), ("2024-01-02", True), ("2024-2-1", True)], True),
        ("engaged before", [("2023-01-02", True), ("2024-01-02", True), ("2024-2-1", True)], False),
        ("too late", [("2024-01-02", True), ("2024-04-11", True)], False),
        ("various artists", [("2024-01-02", True), ("2024-02-01", True)], False),
    ],
)
def test_a_truth_is_first_engaged_after_the_cut_off_and_often_enough_within_the_horizon(
    tmp_path: Path, artist: str, plays: list[tuple[str, bool]], is_truth: bool
) -> None:
    path = warehouse(tmp_path, *((artist, at, is_engaged) for at, is_engaged in plays))
    assert taken_up(path, CUTOFF, PARAMS.adoption_min_plays) == ([artist] if is_truth else [])


def figures(scorer: str, ndcg: float | None, rounds: list[float], truths: int = 10) -> Figures:
    recall = 0.25 if truths else None
    return Figures(
        scorer=scorer,
        as_of="2024-01-01",
        truths=truths,
        reachable=min(truths, 8),
        hits=3,
        recall=(recall, recall),
        ndcg=ndcg,
        coverage=recall,
        catalogue=0.5,
        novelty=0.123456,
        diversity=None,
        recall_rounds=(np.array(rounds), np.array(rounds)),
        ndcg_rounds=np.array(rounds),
    )


def told(*found: Figures, params: EvaluationParams = PARAMS) -> str:
    return "\n".join(notes(Evaluation(params, list(found), [], None, MEASURED_AT)))


BLEND = figures("hybrid", 0.3, [0.2, 0.4, 0.3, 0.3])
SUM = figures("sum_match_top50", 0.1, [0.1, 0.2, 0.1, 0.1])
BEST = figures("temporal", 0.6, [0.6, 0.6, 0.6, 0.6])


def test_a_row_has_every_figure_with_its_interval_rounded() -> None:
    (row,) = rows_of([BLEND], PARAMS, MEASURED_AT)
    assert tuple(row) == tuple(COLUMNS)
    assert (row["measured_at"], row["adoption_min_plays"], row["ndcg_depth"]) == (
        MEASURED_AT,
        2,
        100,
    )
    assert row["as_of"] == datetime(2024, 1, 1)
    assert (row["ndcg"], row["ndcg_low"], row["ndcg_high"]) == (0.3, 0.2, 0.4)
    assert (row["truths"], row["reachable"], row["hits"]) == (10, 8, 3)
    assert row["novelty"] == 0.123
    assert row["diversity"] is None


def test_each_row_says_what_its_scorer_reached_at_all_cut_offs_together() -> None:
    earlier = replace(BLEND, as_of="2023-01-01", ndcg=0.1, ndcg_rounds=np.array([0.2, 0.2, 0, 0]))
    rows = rows_of([earlier, BLEND], PARAMS, MEASURED_AT)
    assert [row["overall_ndcg"] for row in rows] == [0.2, 0.2]
    assert [(row["overall_ndcg_low"], row["overall_ndcg_high"]) for row in rows] == [
        (0.15, 0.3)
    ] * 2
    assert [row["overall_recall_50"] for row in rows] == [0.25, 0.25]


def test_each_row_says_how_many_times_as_good_the_blend_is() -> None:
    ratios = {
        row["scorer"]: (row["blend_ratio"], row["blend_ratio_low"], row["blend_ratio_high"])
        for row in rows_of([BLEND, SUM, BEST], PARAMS, MEASURED_AT)
    }
    assert ratios["sum_match_top50"] == (3, 2, 3)
    assert ratios["temporal"] == (0.5, 0.333, 0.667)
    assert ratios["hybrid"] == (None, None, None)


def test_a_scorer_that_may_have_found_nothing_sets_no_upper_bound() -> None:
    rare = figures("rare", 0.1, [0.1, 0.1, 0, 0])
    row = rows_of([BLEND, rare], PARAMS, MEASURED_AT)[1]
    assert (row["blend_ratio"], row["blend_ratio_high"]) == (3, None)
    nothing = replace(rare, ndcg=0.0)
    assert rows_of([BLEND, nothing], PARAMS, MEASURED_AT)[1]["blend_ratio"] is None


def test_it_is_told_what_the_figures_rest_on() -> None:
    said = told(BLEND, SUM)
    assert "seen as on 2024-01-01: 10 artists were taken up in the 100 days after" in said
    assert "2 of them no stored list names" in said
    assert "know about later years" in said


def test_few_truths_are_called_few() -> None:
    assert "these are few (10 artists)" in told(BLEND)
    assert "these are few" not in told(BLEND, params=replace(PARAMS, evaluation_few_truths=10))


def test_the_blend_is_compared_with_the_plain_sum_and_the_best() -> None:
    said = told(BLEND, SUM, BEST)
    assert "the blend's nDCG is 3.00 × that of sum_match_top50 (50 %: 2.00 to 3.00)" in said
    assert "0.50 × that of temporal, the best of the others (50 %: 0.33 to 0.67)" in said


def test_without_truths_nothing_is_compared() -> None:
    nothing = [figures(name, None, [], truths=0) for name in ("hybrid", "sum_match_top50")]
    said = told(*nothing)
    assert "the blend's nDCG" not in said
    assert "these are few (0 artists)" in said
