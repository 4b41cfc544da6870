import json
import re
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from app.theme import DARK, LIGHT, Theme, streamlit_theme_flags, theme
from tests.architecture.tree import report, short, under
from tests.unit.app.colour_vision import contrast, distance, luminance

# The pair of Okabe and Ito's own colours that is hardest to tell apart is 0.076 apart.
APART = 0.07
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")

both = pytest.mark.parametrize("one", [LIGHT, DARK], ids=["light", "dark"])


@both
def test_categories_stand_out_from_the_background(one: Theme):
    assert min(contrast(colour, one.background) for colour in one.categorical) >= 3


@both
def test_everybody_tells_categories_apart(one: Theme):
    worst = min((distance(a, b), a, b) for a, b in combinations(one.categorical, 2))
    assert worst[0] >= APART, worst


@both
def test_words_are_legible(one: Theme):
    for colour in (one.text, one.muted, one.positive, one.negative, one.accent):
        for ground in (one.background, one.surface):
            assert contrast(colour, ground) >= 4.5, colour


@both
def test_gain_and_loss_are_told_apart_by_everybody(one: Theme):
    assert distance(one.positive, one.negative) >= APART


@both
def test_a_ramp_goes_evenly_from_the_background_to_its_strongest(one: Theme):
    ground = [contrast(colour, one.background) for colour in one.sequential]
    assert ground == sorted(ground)
    assert ground[0] < 1.5
    assert ground[-1] > 10
    steps = [distance(a, b) for a, b in pairwise(one.sequential)]
    assert max(steps) < 2.5 * min(steps)


@both
def test_a_diverging_ramp_is_strong_at_both_ends_and_faint_between(one: Theme):
    ground = [contrast(colour, one.background) for colour in one.diverging]
    half = len(ground) // 2
    assert ground[:half] == sorted(ground[:half], reverse=True)
    assert ground[half:] == sorted(ground[half:])
    assert max(ground[half - 1 : half + 1]) < 2
    assert min(ground[0], ground[-1]) > 4.5
    assert distance(one.diverging[0], one.diverging[-1]) > 2 * APART


@both
def test_a_grid_is_there_and_keeps_back(one: Theme):
    assert 1.1 < contrast(one.grid, one.background) < 1.6


def test_the_theme_follows_the_background():
    assert theme(False) is LIGHT
    assert theme(True) is DARK
    assert luminance(LIGHT.background) > 0.9 > 0.1 > luminance(DARK.background)


def test_streamlit_takes_every_flag():
    flags = streamlit_theme_flags()
    code = (
        "import sys; from streamlit.web import bootstrap, cli\n"
        "bootstrap.run = lambda *a, **k: None\n"
        "cli.main(sys.argv[1:], standalone_mode=False)\n"
        "import json; from streamlit import config\n"
        "print(json.dumps(config.get_options_for_section('theme.dark')))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, "run", str(Path(__file__)), *flags],
        capture_output=True,
        text=True,
        check=True,
    )
    options = json.loads(said.stdout.splitlines()[-1])
    assert options["primaryColor"] == DARK.accent
    assert json.loads(options["chartSequentialColors"]) == list(DARK.sequential)
    assert len(json.loads(options["chartSequentialColors"])) == 10  # Streamlit takes no other
    assert len(json.loads(options["chartDivergingColors"])) == 10


def test_no_other_module_of_the_pages_names_a_colour():
    report(
        "Colours live in app/theme.py.",
        [
            f"{short(file)}: {found.group()}"
            for file in under("app", suffix=".py")
            if file.name != "theme.py"
            for found in COLOUR.finditer(re.sub(r"#,##0|#\?0", "", file.read_text("utf-8")))
        ],
    )


def test_a_colour_is_found():
    assert COLOUR.search('fill="#0af"')
    assert COLOUR.search("rgba(0, 0, 0)")
    assert not COLOUR.search("# a comment, issue #x")
