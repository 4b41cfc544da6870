import json

import pytest

from cli.time_left import FILE_NAME, Pace, RunTimes, in_words

SECONDS = {"a": 1.0, "b": 2.0, "c": 7.0}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "a few seconds left"),
        (12, "about 10 s left"),
        (58, "about 60 s left"),
        (61, "about 1 min left"),
        (3_000, "about 50 min left"),
        (3_590, "about 1 h 0 min left"),
        (9_000, "about 2 h 30 min left"),
    ],
)
def test_a_time_is_no_finer_than_it_can_be_known(seconds, words):
    assert in_words(seconds) == words


def test_a_pace_needs_time_and_a_tenth_before_it_says_when():
    pace = Pace(0)
    pace.at(9, 2)
    assert (pace.per_second, pace.left(100)) == (None, None)
    pace.at(9, 4)
    assert (pace.per_second, pace.left(100)) == (2.25, None)
    pace.at(20, 10)
    assert (pace.per_second, pace.left(100)) == (2.0, 40.0)


def test_what_stood_in_the_store_does_not_make_the_rest_look_fast():
    pace = Pace(0)
    pace.at(500, 1)
    for second in range(2, 62):
        pace.at(500 + second, second)
    assert pace.per_second == pytest.approx(1)
    assert pace.left(600) == pytest.approx(39)


def test_a_pace_that_stands_still_says_nothing():
    pace = Pace(0)
    pace.at(0, 60)
    assert pace.left(10) is None


def run(folder, factor=1.0, nodes=SECONDS, total=3):
    """Run up to the last but one; each takes `factor` times its seconds, one after the other."""
    times = RunTimes(folder, "build")
    now = 100.0
    times.expect(total, now)
    for node in nodes:
        now += SECONDS.get(node, 1) * factor
        times.finished(node, SECONDS.get(node, 1) * factor, now)
        yield times, times.left()


def remembered(folder):
    *_, (times, _) = run(folder)
    times.remember()


def test_the_first_build_has_nothing_to_go_by(tmp_path):
    assert [left for _, left in run(tmp_path)] == [None, None, None]


def test_the_next_one_knows_what_is_left(tmp_path):
    remembered(tmp_path)
    assert [left for _, left in run(tmp_path)] == pytest.approx([9, 7, 0])


def test_a_slower_machine_or_more_plays_show_in_what_is_left(tmp_path):
    remembered(tmp_path)
    assert [left for _, left in run(tmp_path, 2)] == pytest.approx([18, 14, 0])


def test_one_very_slow_model_does_not_make_hours_of_seconds(tmp_path):
    remembered(tmp_path)
    assert [left for _, left in run(tmp_path, 1_000)] == pytest.approx([36, 28, 0])


@pytest.mark.parametrize("other", [{"total": 4}, {"nodes": ["x", "y", "z"]}])
def test_a_run_of_another_kind_is_no_measure(tmp_path, other):
    remembered(tmp_path)
    assert {left for _, left in run(tmp_path, **other)} == {None}


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"build 3": 1}', '{"build 3": {"wall": "x", "nodes": {}}}']
)
def test_a_damaged_file_counts_as_none_and_is_replaced(tmp_path, content):
    (tmp_path / FILE_NAME).write_text(content)
    remembered(tmp_path)
    assert json.loads((tmp_path / FILE_NAME).read_text()) == {
        "build 3": {"wall": 10.0, "nodes": SECONDS}
    }


def test_the_file_keeps_the_newest_kinds_only(tmp_path):
    for total in range(1, 20):
        *_, (times, _) = run(tmp_path, total=total)
        times.remember()
    assert list(json.loads((tmp_path / FILE_NAME).read_text())) == [
        f"build {total}" for total in range(12, 20)
    ]


def test_a_folder_that_is_not_there_is_no_reason_to_fail(tmp_path):
    remembered(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
