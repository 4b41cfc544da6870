from datetime import date
from typing import Any

from cli import analysis_words as words


def tags(*names: str) -> list[dict[str, Any]]:
    return [{"tag": name, "change": 0.1} for name in names]


def artists(*names: str) -> list[dict[str, Any]]:
    return [{"artist_name": name} for name in names]


def context(**said: Any) -> dict[str, Any]:
    usual = {
        "context": "weekend-morning",
        "context_name": "weekend mornings",
        "minutes_share": 0.123,
        "artists": artists("Air", "Moby", "Zero 7", "Röyksopp"),
        "risen_tags": tags("folk", "acoustic"),
        "fallen_tags": tags("trap"),
        "enough_data": True,
    }
    return {**usual, **said}


def era(**said: Any) -> dict[str, Any]:
    usual = {
        "era_number": 2,
        "era_name": "dream pop with Air and Moby",
        "kind": "exploration",
        "hours": 41.4,
        "new_minutes_share": 0.3,
        "usual_new_minutes_share": 0.19,
        "defining_artists": artists("Air", "Moby", "Zero 7"),
        "risen_tags": tags("dream pop"),
        "fallen_tags": tags("teen pop", "pop"),
        "start_date": date(2020, 1, 3),
        "end_date": date(2021, 6, 30),
    }
    return {**usual, **said}


def test_a_time_tells_its_tags_and_the_first_of_its_artists():
    assert words.contexts([context()]) == [
        "Weekend mornings, 12 % of the time: more folk and acoustic, less trap. "
        "Air, Moby and Zero 7 belong there."
    ]


def test_a_time_without_tags_tells_its_artists_and_one_without_anything_how_much():
    bare = context(risen_tags=[], fallen_tags=[], artists=artists("Air"))
    assert words.contexts([bare]) == ["Weekend mornings, 12 % of the time: Air belongs there."]
    bare["artists"] = []
    assert words.contexts([bare]) == ["Weekend mornings, 12 % of the time."]


def test_times_with_too_few_plays_say_so_together():
    few = [context(context=f"c{number}", enough_data=False) for number in range(5)]
    assert words.contexts(few) == ["Not enough plays for c0, c1, c2 and 2 more."]
    assert words.contexts(few[:2]) == ["Not enough plays for c0, c1."]


def test_an_era_tells_what_it_was_and_how_it_came():
    assert words.eras([era()]) == [
        "2. January 2020 to June 2021, 41 hours: dream pop with Air and Moby. "
        "Exploration: 30 % of the time went to new artists (19 % is usual). Also Zero 7. "
        "Since the era before: more dream pop, less teen pop and pop."
    ]


def test_an_only_era_has_nothing_to_be_compared_with():
    only = era(kind=None, risen_tags=[], fallen_tags=[], defining_artists=artists("Air"))
    only |= {"era_name": "Air", "hours": 0.2}
    assert words.eras([only]) == ["2. January 2020 to June 2021, less than an hour: Air."]


def test_concentration_is_told_in_sentences():
    row = {
        "play_count": 1200,
        "hours": 80.2,
        "artist_count": 1,
        "track_count": 12,
        "first_date": date(2020, 1, 3),
        "last_date": date(2020, 1, 4),
        "half_of_hours_artist_count": 1,
    }
    assert words.library([row]) == [
        "1,200 plays and 80 hours, of 1 artist and 12 tracks, from 3 January 2020 to "
        "4 January 2020. Half of your hours are with 1 artist."
    ]
    bands = [
        {"rank_from": 1, "artist_count": 10, "hours_share": 0.25},
        {"rank_from": 11, "artist_count": 0, "hours_share": 0.75},
    ]
    assert words.tiers(bands) == ["Your first 10 artists take 25 % of the time, all others 75 %."]


def test_the_clock_is_a_row_for_each_weekday():
    rows = [
        {"weekday_name": "Monday", "daypart": "morning", "minutes": 30},
        {"weekday_name": "Monday", "daypart": "night", "minutes": 10},
        {"weekday_name": "Sunday", "daypart": "night", "minutes": 60},
    ]
    assert words.clock(rows) == ["Most on Sunday nights, 60 % of the time. All of it in %:"]
    assert words.clock_by_weekday(rows) == [
        {"weekday_name": "Monday", "morning": 30, "night": 10},
        {"weekday_name": "Sunday", "night": 60},
    ]


def test_who_played_nothing_is_told_nothing():
    silent = [{"weekday_name": "Monday", "daypart": "morning", "minutes": 0}]
    assert words.clock(silent) == []
    assert words.clock_by_weekday(silent) == [{"weekday_name": "Monday", "morning": 0}]
    assert words.tiers([{"rank_from": 1, "artist_count": 0, "hours_share": 0}]) == []


def test_a_table_names_the_first_tags():
    assert words.tag_names(tags("dream pop", "indie pop", "pop")) == "dream pop, indie pop"
    assert words.tag_names([]) == words.tag_names(None) == ""
