"""`mm evaluate --tune`: what it learns from, what it is judged by, and what it writes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import yaml

from cli.blending import Blender
from cli.context import Context
from cli.cutoffs import evaluation_params
from cli.errors import ConfigurationError
from cli.progress import Steps
from cli.tuning import Tuned, tune, words
from cli.variables import Catalog, Said, resolve
from python_engines.blend import BlendInputs, BlendParams
from python_engines.candidates import CANDIDATES
from python_engines.evaluation import EvaluationParams, Past
from stores.paths import PROJECT_ROOT

TABLE = pa.schema([("engine", pa.string()), *CANDIDATES])
ARTISTS = [f"artist {number:02}" for number in range(40)]
RIGHT, WRONG = "temporal", "content"


def params() -> EvaluationParams:
    return evaluation_params(resolve(Catalog.of_project(PROJECT_ROOT)))


def past(as_of: str, *truths: str) -> Past:
    none = pd.DataFrame({"artist_id": [], "seed_artist_id": [], "tag": []})
    return Past(as_of, none, none, frozenset(), none, none, [], {}, truths)


def blender(**ranked: list[str]) -> Blender:
    rows = [
        {
            "engine": engine,
            "artist_id": artist,
            "artist_name": artist,
            "score": 1 / rank,
            "engine_rank": rank,
            "confidence": 1.0,
            "support": 1,
            "seeds": [],
        }
        for engine, artists in ranked.items()
        for rank, artist in enumerate(artists, start=1)
    ]
    weights = [{"engine": WRONG, "weight": 1.0}, {"engine": RIGHT, "weight": 0.5}]
    row = {
        **Catalog.of_project(PROJECT_ROOT).defaults,
        "engine_weights": weights,
        "diversity": 0,
        "seed_max_share": 1,
    }
    blend_params = BlendParams.from_row(pd.DataFrame([row]))
    return Blender(pa.Table.from_pylist(rows, schema=TABLE), BlendInputs(), blend_params)


EARLY = past("2022-03-11", *ARTISTS[:5]), blender(content=ARTISTS[20:], temporal=ARTISTS[:20])
LATE_ALIKE = past("2023-03-11", *ARTISTS[:5]), EARLY[1]
LATE_OTHERWISE = past("2023-03-11", *ARTISTS[20:25]), EARLY[1]


@pytest.fixture
def context(tmp_path: Path) -> Context:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "overrides.yml").write_text("# mine\ntier_end: 40  # near ones\n")
    return Context({"MM_HOME": str(tmp_path)})


def tuned(context: Context, *cutoffs: tuple[Past, Blender]) -> Tuned:
    return tune(context, context.variables(), cutoffs, params(), Steps())


def kept(context: Context) -> str:
    return (Path(context.env["MM_HOME"]) / "config" / "overrides.yml").read_text()


def test_what_is_better_on_the_last_cut_off_too_is_written_beside_the_rest(
    context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    found = tuned(context, EARLY, LATE_ALIKE)
    assert found.is_written
    assert found.held_back[1] > found.held_back[0]
    written = yaml.safe_load(kept(context))
    assert written["engines"][RIGHT] > written["engines"][WRONG]
    assert sum(written["engines"].values()) == pytest.approx(1)
    assert written["tier_end"] == 40
    assert "# mine\ntier_end: 40  # near ones\n" in kept(context)
    assert "written to config/overrides.yml" in words(found)[0]


def test_what_is_no_better_on_the_last_cut_off_is_not_written(context: Context) -> None:
    before = kept(context)
    found = tuned(context, EARLY, LATE_OTHERWISE)
    assert found.learned_from[1] > found.learned_from[0]
    assert found.held_back[1] < found.held_back[0]
    assert not found.is_written
    assert kept(context) == before
    assert "no better there, so nothing is written" in words(found)[0]


def test_the_last_cut_off_teaches_nothing(context: Context) -> None:
    same = tuned(context, EARLY, LATE_OTHERWISE).after
    assert same == tuned(context, EARLY, LATE_ALIKE).after


def test_nothing_better_leaves_everything_as_it_is(context: Context) -> None:
    blind = past("2022-03-11", "in no list"), EARLY[1]
    found = tuned(context, blind, blind)
    assert found.after == found.before
    assert "nothing is written" in words(found)[0]


def test_cut_offs_without_truths_do_not_count(context: Context) -> None:
    with pytest.raises(ConfigurationError, match="two cut-offs"):
        tuned(context, (past("2022-03-11"), EARLY[1]), LATE_ALIKE)


def test_a_chosen_obscurity_is_left_alone(context: Context) -> None:
    truths = ARTISTS[5:8]
    famous = pd.DataFrame(
        {
            "artist_id": ARTISTS,
            "listeners": [9 if artist in truths else 1 for artist in ARTISTS],
            "listeners_source": "lastfm",
        }
    )
    blend = replace(EARLY[1], inputs=BlendInputs(details=famous))
    cutoffs = [(past(day, *truths), blend) for day in ("2022-03-11", "2023-03-11")]
    free = tune(context, context.variables(), cutoffs, params(), Steps())
    assert free.after.obscurity < 0
    resolved = {**context.variables(), "obscurity": Said(0, "config/overrides.yml")}
    chosen = tune(context, resolved, cutoffs, params(), Steps())
    assert chosen.after.obscurity == 0
