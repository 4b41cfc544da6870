"""In one sentence: is this artist recommended, and if not, why not."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cli.context import Context
from cli.names import Artist
from cli.recommending.contexts import variable_of_build
from cli.recommending.facts import Facts, Row
from stores.feedback import Word
from stores.verdicts import Verdict

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an artist stands: one word for programs, one sentence for people."""

    status: str
    sentence: str


def judge(context: Context, artist: Artist, facts: Facts, word: Word | None) -> Standing:
    """Say whether an artist is recommended, or the first of the reasons why it is not.

    `word` is the listener's last word about it, which the last build may not have known.
    """
    verdict = word.verdict if word else None
    if verdict is Verdict.BLOCK or (verdict and verdict is not Verdict.LIKE and facts.is_excluded):
        return Standing(str(verdict), _spoken(context, artist, word))
    if facts.recommended is not None:
        ranked = f"number {facts.recommended['rank']} of {facts.last_rank}"
        later = ""
        if verdict not in (None, Verdict.LIKE):
            build = context.command("build")
            later = f"; you said {verdict} since, so the next `{build}` leaves it out"
        return Standing("recommended", f"{artist.artist_name} is {ranked}{later}")
    heard = facts.heard.get(artist.artist_id)
    is_artist = heard is None or heard["is_ranked"]
    if is_artist and (known := _known(context, artist, heard)):
        return known
    if facts.is_excluded:
        what = f"{artist.artist_name} is a name for many or none, and no artist to recommend"
        return Standing("no_artist", what)
    return _not_found(context, artist, facts)


def _spoken(context: Context, artist: Artist, word: Word | None) -> str:
    said = {"block": "blocked it", "dislike": "said that you dislike it"}
    when = f"{word.said_at:%Y-%m-%d}" if word else ""
    what = said.get(word.verdict, "said that you know it") if word else ""
    undo = context.command(f"feedback undo {shlex.quote(artist.artist_name)}")
    return f"{artist.artist_name} is left out: you {what} on {when}; `{undo}` takes that back"


def _known(context: Context, artist: Artist, heard: Row | None) -> Standing | None:
    needed = variable_of_build(context, "known_min_finished_plays")
    if heard is None or heard["finished_count"] < needed:
        return None
    rank = f", your #{heard['preference_rank']}" if heard["preference_rank"] else ""
    return Standing(
        "known",
        f"you know {artist.artist_name}{rank}: {heard['finished_count']:,} finished plays, and "
        f"from {needed} on an artist is not recommended",
    )


def _not_found(context: Context, artist: Artist, facts: Facts) -> Standing:
    name = artist.artist_name
    if facts.engines:
        ranks = ", ".join(f"{row['engine']} #{row['engine_rank']:,}" for row in facts.engines)
        return Standing(
            "ranked_below",
            f"{name} is ranked below the {facts.last_rank} that are kept: {ranks}",
        )
    own = [row for row in facts.named_by if row["preference_rank"] is not None]
    if own:
        ranked = variable_of_build(context, "tier_start"), variable_of_build(context, "tier_end")
        return Standing(
            "no_seed",
            f"{name} is on the lists of {_names(own)}, and none of them led there: the search "
            f"started from your #{ranked[0]} to #{ranked[1]}",
        )
    if facts.named_by:
        return Standing(
            "not_yours",
            f"{name} is only on the lists of artists that are not yours: {_names(facts.named_by)}",
        )
    return Standing("not_named", f"no stored list of similar artists names {name}")


def _names(rows: Sequence[Row]) -> str:
    def spelled(row: Row) -> str:
        rank: Any = row["preference_rank"]
        return f"{row['artist_name']} (#{rank})" if rank is not None else str(row["artist_name"])

    rest = len(rows) - _NAMED
    return ", ".join(map(spelled, rows[:_NAMED])) + (f" and {rest} more" if rest > 0 else "")
