"""The words of an explanation, one screen of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cli.listing import in_words, percent, shares_in_words
from cli.recommending.facts import Row

_LISTS_SHOWN = 3
# What has words of its own below; whatever else the mart holds is told by its column's name.
_TOLD = frozenset(
    "artist_id artist_mbid artist_name country listeners_source rank score confidence "
    "engine_shares reasons best_context tags listeners begin_year top_tracks links is_new "
    "barely_heard popularity feedback_factor tried_factor status sentence engines named_by "
    "feedback heard".split()
)


def tell(about: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines about an artist; `about` is the object that `--format json` gives."""
    sentence = str(about["sentence"])
    yield f"{sentence[0].upper()}{sentence[1:]}."
    yield from _figures(about)
    yield from _music(about)
    if about["status"] == "recommended" and about["reasons"]:
        yield ""
        yield "Because you listen to"
        heard_of: set[str] = set()
        for reason in about["reasons"]:
            yield _reason(reason)
            if reason["seed"] and reason["seed_artist_id"] not in heard_of:
                yield from _hearing(reason["seed"])
            heard_of.add(reason["seed_artist_id"])
    elif about["named_by"] and about["status"] == "ranked_below":
        yield "Named by the lists of: " + ", ".join(
            f"{row['artist_name']} (place {row['list_place']})"
            for row in about["named_by"][:_LISTS_SHOWN]
        )
    if heard := about["heard"]:
        yield ""
        yield "You heard it yourself"
        yield from _hearing(heard)
    if about["feedback"]:
        yield ""
        for row in about["feedback"]:
            moved = "lifts" if row["verdict"] == "like" else "lowers"
            yield (
                f"Your {row['verdict']} of {row['artist_name']} {moved} it: they are "
                f"{_number(row['closeness'])} close"
            )
    if about.get("links") and about["status"] == "recommended":
        yield ""
        yield from (f"{name}: {link}" for name, link in about["links"].items())


def _figures(about: Mapping[str, Any]) -> Iterator[str]:
    if about["status"] == "recommended":
        yield f"Score {_number(about['score'])}, confidence {_number(about['confidence'])}."
        yield f"Share of each engine: {shares_in_words(about['engine_shares'])}."
    for row in about["engines"]:
        basis = f", named by {row['support']} lists" if row["support"] is not None else ""
        yield (
            f"  {row['engine']}: #{row['engine_rank']:,} of its own, score "
            f"{_number(row['score'])}, confidence {_number(row['confidence'])}{basis}"
        )
    if about.get("popularity") is not None:
        place = _number(about["popularity"])
        yield f"Popularity {place}: of all candidates 0 has the fewest listeners, 1 the most."
    if about.get("feedback_factor") not in (None, 1):
        factor = _number(about["feedback_factor"])
        yield f"Your likes and dislikes multiplied its points by {factor}."
    if about.get("tried_factor") not in (None, 1):
        factor = _number(about["tried_factor"])
        yield f"Plays of it that you broke off left it {factor} of its points."
    for name, value in about.items():
        if name not in _TOLD and value not in (None, "", [], {}):
            words = _number(value) if isinstance(value, float) else in_words(name, value)
            yield f"{name.replace('_', ' ').capitalize()}: {words}."


def _music(about: Mapping[str, Any]) -> Iterator[str]:
    if about.get("best_context"):
        yield f"Goes best with: {about['best_context']}."
    if about.get("tags"):
        yield f"Tags: {', '.join(about['tags'])}."
    known = []
    if about.get("listeners") is not None:
        known.append(f"{about['listeners']:,} listeners ({about['listeners_source']})")
    if about.get("country"):
        known.append(f"from {about['country']}")
    if about.get("begin_year"):
        known.append(f"since {about['begin_year']}")
    if known:
        words = f"{', '.join(known)}."
        yield words[0].upper() + words[1:]
    if about.get("top_tracks"):
        yield f"Start with: {', '.join(about['top_tracks'])}."


def _reason(reason: Row) -> str:
    rank = f", your #{reason['seed_rank']:,}" if reason["seed_rank"] is not None else ""
    # An engine may follow the lists of others to where the seed's own list does not go.
    place = ", by way of others' lists"
    if reason["list_place"] is not None:
        place = f", at place {reason['list_place']} of its list ({reason['provider']})"
    return (
        f"  {reason['seed_artist_name']}{rank}: {percent(reason['contribution'])} of the score, by "
        f"{reason['engine']}{place}"
    )


def _hearing(heard: Row) -> Iterator[str]:
    plays = "1 play" if heard["play_count"] == 1 else f"{heard['play_count']:,} plays"
    yield (
        f"    {plays} in {float(heard['hours']):,.1f} hours, "
        f"{percent(heard['finished_share'])} finished; "
        f"most: {heard['top_track']} ({heard['top_track_play_count']:,})"
    )
    yield (
        f"    first {_moment(heard['first_play_at'])} {heard['first_track']}; last "
        f"{_moment(heard['last_play_at'])} {heard['last_track']} ({heard['last_outcome']})"
    )


def _moment(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if value is not None else "?"


def _number(value: Any) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
