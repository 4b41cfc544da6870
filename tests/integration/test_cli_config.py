"""`mm config`: what is shown, and that a change holds."""

import json

import pytest

from tests.integration.mm import Mm


def shown(mm: Mm, name: str) -> tuple[object, object]:
    rows = {row["name"]: row for row in mm.answer("config", "show")}
    return rows[name]["value"], rows[name]["source"]


def test_a_setting_and_a_var_are_changed_where_each_lives(mm: Mm):
    assert shown(mm, "num_recs") == (20, "default")
    for key, value in (("num_recs", "7"), ("preference_half_life_days", "100")):
        done = mm.run("config", "set", key, value)
        assert (done.returncode, done.stdout) == (0, "")
    assert shown(mm, "num_recs") == (7, "config/global_config.json")
    assert shown(mm, "preference_half_life_days") == (100, "config/overrides.yml")
    assert json.loads((mm.home / "config" / "global_config.json").read_text()) == {"num_recs": 7}


def test_a_comment_in_the_overrides_outlives_a_change(mm: Mm):
    (mm.home / "config").mkdir(parents=True)
    file = mm.home / "config" / "overrides.yml"
    file.write_text("# mine\ntier_start: 5\ntaste_period_grain: month # finer\n")
    mm.run("config", "set", "tier_start", "6")
    mm.run("config", "set", "engines", "{content: 2}")
    assert file.read_text() == (
        "# mine\ntier_start: 6\ntaste_period_grain: month # finer\nengines: {content: 2}\n"
    )


def test_a_change_that_another_place_overrules_says_so(mm: Mm):
    done = Mm(mm.home, {"MM_NUM_RECS": "3"}).run("config", "set", "num_recs", "7")
    assert done.returncode == 0
    assert "but MM_NUM_RECS says 3, and that wins" in done.stderr


@pytest.mark.parametrize("folder", ["music", "~/music", "../music"])
def test_a_folder_is_kept_as_meant_from_where_it_was_said(mm: Mm, folder: str):
    mm.run("config", "set", "data_folder", folder)
    value, _ = shown(mm, "data_folder")
    assert str(value).startswith("/")
    assert str(value).endswith("/music")


def test_the_files_are_the_listeners_alone(mm: Mm):
    mm.run("config", "set", "num_recs", "7")
    mm.run("config", "set", "tier_end", "7")
    files = list((mm.home / "config").iterdir())
    assert len(files) == 2
    assert [file for file in files if file.stat().st_mode & 0o077] == []


def test_a_key_is_never_shown(mm: Mm):
    key = "c0ffee00c0ffee00c0ffee00c0ffee00"
    (mm.home / "config").mkdir(parents=True)
    (mm.home / "config" / ".env").write_text(f"LASTFM_API_KEY={key}\n")
    for form in ("table", "json"):
        done = Mm(mm.home, {"LASTFM_API_KEY": key}).run("config", "show", "--format", form)
        assert done.returncode == 0
        assert key not in done.stdout + done.stderr
