"""Times of day, week and year as the listener may say them, and what the warehouse has of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from cli.context import Context
from cli.errors import ConfigurationError
from stores.warehouse import read_rows

NOW, ANY = "now", "any"
_KINDS = ("weekpart", "daypart", "season")
_MINIMUM = "context_min_plays"

_WORDS = """
select distinct daypart as word, 'daypart' as kind from dayparts
union
select distinct weekpart, 'weekpart' from weekparts
union
select distinct season, 'season' from seasons
"""
_PRESENT = """
select dayparts.daypart, weekparts.weekpart, seasons.season
from int_run__home as home
cross join dayparts cross join weekparts
inner join seasons on home.home_hemisphere = seasons.hemisphere
where dayparts.local_hour = ? and weekparts.local_weekday = ? and seasons.local_month = ?
"""
_THE_CONTEXT = """
select context, play_count, enough_data from contexts
where weekpart is not distinct from ? and daypart is not distinct from ?
    and season is not distinct from ?
"""
_WIDER = """
select context, play_count from contexts
where enough_data and coalesce(weekpart, daypart, season) is not null
    and (weekpart is null or weekpart = $weekpart)
    and (daypart is null or daypart = $daypart)
    and (season is null or season = $season)
order by
    (weekpart is not null)::int + (daypart is not null)::int + (season is not null)::int desc,
    play_count desc, context
limit 1
"""

Parts = Mapping[str, str | None]
"""weekpart, daypart and season; None for one that is left out."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A context of the warehouse, and what to do where it has too few plays."""

    name: str
    note: str | None = None
    """Why there is no list, and which wider time has one; None where there is enough."""

    @property
    def context(self) -> str | None:
        """The context whose list it is; None is the list for any time."""
        return None if self.name == ANY else self.name


def find_context(context: Context, said: str, now: datetime) -> Moment:
    """Return the context that `said` names; `now` is any time with a zone.

    Raises `ConfigurationError` naming the nearest word of one that is unknown.
    """
    warehouse = context.settings.home.warehouse
    words = {row["word"]: row["kind"] for row in read_rows(warehouse, _WORDS)}
    is_now = said.strip().lower() == NOW
    parts = _present(context, now) if is_now else parse(said, words)
    if not any(parts.values()):
        return Moment(ANY)
    found = read_rows(warehouse, _THE_CONTEXT, [parts[kind] for kind in _KINDS])
    name = found[0]["context"] if found else _spelled(parts)
    if found and found[0]["enough_data"]:
        return Moment(name)
    count = found[0]["play_count"] if found else 0
    needed = variable_of_build(context, _MINIMUM)
    is_or_was = f"{name}, which is now" if is_now else name
    note = f"not enough plays for {is_or_was}: {count:,}, it takes {needed:,}"
    wider = read_rows(warehouse, _WIDER, dict(parts))
    if wider:
        command = context.command(f"recommend --context {wider[0]['context']}")
        note += f"; `{command}` has {wider[0]['play_count']:,}"
    else:
        note += f"; `{context.command('recommend')}` is for any time"
    return Moment(name, note)


def parse(said: str, words: Mapping[str, str]) -> Parts:
    """Read a context: its parts in any order, any left out; `words` gives the kind of each."""
    parts: dict[str, str | None] = dict.fromkeys(_KINDS)
    found = [word for word in re.split(r"[-\s,_+/]+", said.lower()) if word]
    if not found:
        raise ConfigurationError(f"--context: {_can_be(words)}")
    for word in found:
        if word == ANY and len(found) == 1:
            continue
        kind = words.get(word)
        if kind is None:
            nearest = get_close_matches(word, [*words, NOW, ANY], n=1, cutoff=0.5)
            hint = f"did you mean {nearest[0]}?" if nearest else _can_be(words)
            alone = " goes alone" if word in (NOW, ANY) else " is no part of a time"
            raise ConfigurationError(
                f"--context: {word!r}{alone}" + ("" if word in (NOW, ANY) else f"; {hint}")
            )
        if parts[kind] not in (None, word):
            raise ConfigurationError(
                f"--context: {parts[kind]} and {word} are both a {kind}; say one"
            )
        parts[kind] = word
    return parts


def variable_of_build(context: Context, name: str) -> Any:
    """Return the value of a var as the last build used it."""
    report = read_rows(context.settings.home.warehouse, "select vars_said from run_report")[0]
    said: dict[str, Any] = json.loads(report["vars_said"])
    return said.get(name, context.catalog.defaults[name])


def _present(context: Context, now: datetime) -> Parts:
    """Return the parts of the time that it is where the listener is at home."""
    warehouse = context.settings.home.warehouse
    zone = read_rows(warehouse, "select home_timezone from run_report")[0]["home_timezone"]
    local = now.astimezone(ZoneInfo(zone))
    at = [local.hour, local.isoweekday(), local.month]
    row = read_rows(warehouse, _PRESENT, at)[0]
    return {kind: row[kind] for kind in _KINDS}


def _spelled(parts: Parts) -> str:
    return "-".join(word for word in parts.values() if word) or ANY


def _can_be(words: Iterable[str]) -> str:
    return f"say now, or any of {', '.join(sorted(words))}, such as weekend-evening"
