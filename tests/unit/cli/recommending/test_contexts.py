from datetime import UTC, datetime

import pytest

from cli.context import Context
from cli.errors import ConfigurationError
from cli.recommending.contexts import find_context, parse
from tests.unit.cli.made_up import home_with_warehouse

WORDS = {"morning": "daypart", "night": "daypart", "weekday": "weekpart", "weekend": "weekpart"}
WORDS |= {"winter": "season", "summer": "season"}
# A Thursday; an hour later in Berlin, so morning there.
WINTER_MORNING = datetime(2026, 1, 15, 5, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return home_with_warehouse(tmp_path_factory.mktemp("times") / "home")


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("weekday-morning", {"weekpart": "weekday", "daypart": "morning", "season": None}),
        ("morning-weekday", {"weekpart": "weekday", "daypart": "morning", "season": None}),
        ("Winter Night", {"weekpart": None, "daypart": "night", "season": "winter"}),
        (
            "summer,weekend,night",
            {"weekpart": "weekend", "daypart": "night", "season": "summer"},
        ),
        ("any", {"weekpart": None, "daypart": None, "season": None}),
    ],
)
def test_parts_come_in_any_order_and_any_may_be_left_out(said: str, parts: dict[str, str | None]):
    assert parse(said, WORDS) == parts


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("weekday-mornin", "'mornin' is no part of a time; did you mean morning?"),
        ("xyzzy", "'xyzzy' is no part of a time; say now, or any of morning, night, summer, "),
        ("morning-night", "morning and night are both a daypart"),
        ("now-winter", "'now' goes alone"),
        (" - ", "say now, or any of"),
    ],
)
def test_what_is_no_time_is_refused_with_what_it_may_be(said: str, words: str):
    with pytest.raises(ConfigurationError) as caught:
        parse(said, WORDS)
    assert words in str(caught.value)


def test_a_context_has_the_name_that_the_warehouse_gives_it(context: Context):
    moment = find_context(context, "morning-weekday", WINTER_MORNING)
    assert (moment.name, moment.note) == ("weekday-morning", None)


def test_now_is_the_local_time_at_home_and_too_few_plays_name_the_nearest_wider_time(
    context: Context,
):
    moment = find_context(context, "now", WINTER_MORNING)
    assert moment.name == "weekday-morning-winter"
    assert moment.note == (
        "not enough plays for weekday-morning-winter, which is now: 12, it takes 50; "
        "`mm recommend --context weekday-morning` has 200"
    )


@pytest.mark.parametrize(
    ("said", "count", "wider"),
    [
        ("winter-night", "0", "`mm recommend --context winter` has 400"),
        ("night", "0", "`mm recommend` is for any time"),
    ],
)
def test_a_time_without_plays_says_so(context: Context, said: str, count: str, wider: str):
    moment = find_context(context, said, WINTER_MORNING)
    assert moment.note is not None
    assert moment.note.endswith(f": {count}, it takes 50; {wider}")


def test_any_time_is_the_whole_list(context: Context):
    assert find_context(context, "any", WINTER_MORNING).context is None
    assert find_context(context, "morning", WINTER_MORNING).context == "morning"
