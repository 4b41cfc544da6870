"""What is read from the log of `mm`: the last build alone, its order, the time of the engines."""

from datetime import datetime
from pathlib import Path

from benchmarks.build_log import Made, engine_seconds, last_build

MINUTE = "2026-03-01T10:00:{:06.3f}+00:00"


def line(at: float, event: str) -> str:
    return f"time={MINUTE.format(at)} level=info pid=7 event={event}"


def engine(began: float, ended: float, path: str = "models/engines/eng_one.py") -> Made:
    times = (datetime.fromisoformat(MINUTE.format(at)) for at in (began, ended))
    return Made("eng_one", Path(path), *times)


def test_only_the_last_build_counts_in_the_order_in_which_it_was_finished(tmp_path: Path):
    log = tmp_path / "mm.log"
    lines = [
        line(1, "start name=build"),
        line(2, "node status=ok seconds=0.5 name=dim_artists"),
        line(3, 'start name=build options="--full-refresh --vars"'),
        line(4, "node status=ok seconds=1 name=dayparts"),
        line(5, "node status=ok seconds=2 name=fct_plays"),
        line(6.5, "node status=ok seconds=2.5 name=eng_content__candidates"),
        line(7, "node status=pass seconds=1 name=unique_combination_fct_plays"),
        line(8, 'end name=build status=ok message="it is done"'),
    ]
    log.write_text("\n".join(lines), encoding="utf-8")
    made = last_build(log)
    assert [each.name for each in made] == ["dayparts", "fct_plays", "eng_content__candidates"]
    assert [each.is_seed for each in made] == [True, False, False]
    assert [each.is_python for each in made] == [False, False, True]
    assert made[-1].path == Path("models/engines/eng_content__candidates.py")
    assert engine_seconds(made) == 2.5


def test_an_empty_log_holds_no_build(tmp_path: Path):
    (tmp_path / "mm.log").touch()
    assert last_build(tmp_path / "mm.log") == []


def test_engines_that_run_side_by_side_count_once():
    assert engine_seconds([engine(2, 5), engine(1, 4)]) == 4
    assert engine_seconds([engine(1, 9), engine(2, 3)]) == 8
    assert engine_seconds([engine(6, 7), engine(1, 2)]) == 2


def test_sql_is_no_engine():
    assert engine_seconds([engine(1, 9, "models/marts/fct_plays.sql")]) == 0
