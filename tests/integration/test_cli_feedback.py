"""What the listener says of artists, and what comes of it: at once, and with the next build."""

import csv
import io
import json

import pytest

from tests.integration.conftest import Demo
from tests.integration.mm import Mm, error_of


@pytest.mark.slow
def test_the_next_build_follows_what_was_said(built: Mm):
    before = built.answer("recommend", "--num-recs", "200")
    blocked = before[0]["artist_name"]
    seed = before[1]["reasons"][0]["seed_artist_name"]
    known, liked = before[2]["artist_name"], before[3]["artist_name"]
    for verdict, name in (("block", blocked), ("block", seed), ("known", known), ("like", liked)):
        assert built.run("feedback", verdict, *name.split()).returncode == 0

    at_once = [row["artist_name"] for row in built.answer("recommend", "--num-recs", "200")]
    assert at_once == [row["artist_name"] for row in before if row["artist_name"] != blocked]

    done = built.run("build", "--num-recs", "200", "--format", "json")
    assert done.returncode == 0, done.stderr
    after = json.loads(done.stdout)
    assert len(after) > 50
    assert not {blocked, known} & {row["artist_name"] for row in after}
    seeds = {reason["seed_artist_name"] for row in after for reason in row["reasons"]}
    assert seed not in seeds
    assert seeds
    assert built.answer(
        "sql", "select artist_name, purpose from int_lookups__seeds where lookup_rank = 1"
    ) == [{"artist_name": liked, "purpose": "feedback"}]
    links = built.answer("sql", "select verdict, closeness from int_feedback__links")
    assert {row["verdict"] for row in links} == {"like"}
    assert max(row["closeness"] for row in links) == 1
    ranks = built.answer("sql", "select preference_rank from artist_preferences")
    assert len(ranks) == max(row["preference_rank"] for row in ranks)

    told = built.answer("recommend", "--explain", seed)[0]
    assert told["status"] == "block"
    assert built.answer("recommend", "--explain", known)[0]["status"] == "known"


def test_words_are_listed_and_taken_back(built: Mm):
    name = built.answer("recommend", "--num-recs", "1")[0]["artist_name"]
    assert built.answer("feedback", "list") == []
    said = built.run("feedback", "like", name.upper())
    assert (said.returncode, said.stdout) == (0, "")
    assert f"like: {name}; with the next build, artists that resemble it" in said.stderr
    built.run("feedback", "dislike", name)
    listed = built.answer("feedback", "list")
    assert [(row["verdict"], row["artist_name"]) for row in listed] == [("dislike", name)]

    undone = built.run("feedback", "undo", name.lower())
    assert f"took back dislike: {name}; like holds again" in undone.stderr
    assert built.run("feedback", "undo").returncode == 0
    assert built.answer("feedback", "list") == []
    empty = built.run("feedback", "undo")
    assert (empty.returncode, error_of(empty)) == (2, "there is no feedback to take back")


def test_a_typo_is_refused_with_the_nearest_name_and_nothing_is_kept(built: Mm):
    name = built.answer("recommend", "--num-recs", "1")[0]["artist_name"]
    for command in (["feedback", "block"], ["recommend", "--explain"]):
        done = built.run(*command, name[:-1] + "q")
        assert (done.returncode, done.stdout) == (2, "")
        assert name in error_of(done)
    assert built.answer("feedback", "list") == []


def test_a_damaged_line_is_named_and_nothing_is_built_from_it(built: Mm):
    path = built.home / "data" / "feedback.csv"
    path.write_text(path.read_text("utf-8") + "2026-01-01T00:00:00Z,hate,x,X\n", "utf-8")
    for command in (["build"], ["recommend"], ["feedback", "list"], ["import"]):
        done = built.run(*command)
        assert (done.returncode, done.stdout) == (8, "")
        assert f"{path}, line 2: the verdict 'hate' is none of" in error_of(done)


def test_saving_and_skipping_what_was_shown(built: Mm):
    first = built.run("recommend", "--num-recs", "3", "--skip-shown", "9", "--format", "csv")
    second = built.run(
        "recommend", "--num-recs", "3", "--skip-shown", "9", "--save", "--format", "csv"
    )
    ranks = [
        [row["rank"] for row in csv.DictReader(io.StringIO(done.stdout))]
        for done in (first, second)
    ]
    assert ranks == [["1", "2", "3"], ["4", "5", "6"]]
    (saved,) = (built.home / "output").iterdir()
    assert saved.name.startswith("recommendations-20")
    assert saved.read_text("utf-8") == second.stdout
    assert f"saved in {saved}" in second.stderr
    plain = built.answer("recommend", "--num-recs", "1")
    assert plain[0]["rank"] == 1


def test_an_explanation_goes_down_to_the_plays(demo: Demo):
    top = demo.mm.answer("--demo", "recommend", "--num-recs", "1")[0]
    told = demo.mm.answer("--demo", "recommend", "--explain", top["artist_name"])
    assert len(told) == 1
    assert set(top) <= set(told[0])
    assert told[0]["status"] == "recommended"
    for reason in told[0]["reasons"]:
        plays = demo.mm.answer(
            "--demo",
            "sql",
            "select count(*) as n, max(started_at) as last_at from fct_plays where artist_id = "
            f"'{reason['seed_artist_id']}'",
        )[0]
        assert reason["seed"]["play_count"] == plays["n"]
        assert reason["seed"]["last_played_at"] == plays["last_at"]
    assert any(reason["list_place"] for reason in told[0]["reasons"])

    words = demo.mm.run("--demo", "recommend", "--explain", top["artist_name"]).stdout
    assert len(words.splitlines()) < 40
    for reason in told[0]["reasons"]:
        assert f"{reason['seed_artist_name']}, your #{reason['seed_rank']}" in words
        assert reason["seed"]["last_track"] in words


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        (
            "select artist_name from artist_preferences where preference_rank = 1",
            ("known",),
            "finished plays, and from 3 on",
        ),
        (
            "select min(artist_name) as artist_name from similar_artists where artist_id not in "
            "(select artist_id from engine_candidates union select artist_id from dim_artists)",
            ("no_seed", "not_yours"),
            "is on",
        ),
        (
            "select min(artist_name) as artist_name from dim_artists where not is_ranked",
            ("no_artist",),
            "no artist to recommend",
        ),
    ],
)
def test_of_an_artist_that_is_not_in_the_list_it_says_why(
    demo: Demo, query: str, status: tuple[str, ...], words: str
):
    name = demo.mm.answer("--demo", "sql", query)[0]["artist_name"]
    told = demo.mm.answer("--demo", "recommend", "--explain", name)[0]
    assert told["status"] in status
    assert words in told["sentence"]
    assert name in demo.mm.run("--demo", "recommend", "--explain", name).stdout


def test_explain_goes_alone(demo: Demo):
    done = demo.mm.run("--demo", "recommend", "--explain", "x", "--save")
    assert done.returncode == 2
    assert "--explain goes alone" in error_of(done)
