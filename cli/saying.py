"""What `mm feedback` does: keep a word, list the words, take one back, and say what follows."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from cli.context import Context
from cli.errors import ConfigurationError
from cli.names import find_artist, nobody
from python_engines.clients.names import loose_key
from stores import feedback
from stores.csv_log import utc_now
from stores.feedback import EFFECTS, Word, effect_of_taking_back
from stores.verdicts import Verdict

COLUMNS = ("said_at", "verdict", "artist_name", "artist_id")


def say(context: Context, verdict: Verdict, name: str) -> str:
    """Keep a word about the artist of that name, and return what it does and when."""
    home = context.settings.home
    artist = find_artist(home.warehouse, name)
    feedback.say(home.feedback, verdict, artist.artist_id, artist.artist_name, utc_now())
    build = f"`{context.command('build')}`"
    return f"{verdict}: {artist.artist_name}; {EFFECTS[verdict]} ({build})"


def last_words(context: Context) -> list[tuple[Any, ...]]:
    """Return the last word about each artist, newest first."""
    words = feedback.latest(feedback.read(context.settings.home.feedback)).values()
    newest_first = sorted(words, key=lambda word: word.said_at, reverse=True)
    return [
        (word.said_at.replace(microsecond=0), word.verdict.value, word.artist_name, word.artist_id)
        for word in newest_first
    ]


def notes_on_words(context: Context, count: int) -> list[str]:
    """Return what to know about the words: that there are none, or that a build has yet to come."""
    if not count:
        return [f"nothing is said yet: `{context.command('feedback like ARTIST')}` would be a word"]
    home = context.settings.home
    is_built_since = (
        home.warehouse.exists() and home.warehouse.stat().st_mtime > home.feedback.stat().st_mtime
    )
    return [] if is_built_since else [f"the next `{context.command('build')}` takes this up"]


def take_back(context: Context, name: str | None) -> str:
    """Take back the last word, or the last about the artist of that name; return what it was."""
    path = context.settings.home.feedback
    words = feedback.read(path)
    artist_id = _meant(feedback.latest(words), name) if name else None
    word = feedback.take_back(path, artist_id)
    if word is None:
        raise ConfigurationError("there is no feedback to take back")
    before = feedback.latest(feedback.read(path)).get(word.artist_id)
    return f"took back {word.verdict}: {word.artist_name}; {effect_of_taking_back(word, before)}"


def _meant(words: Mapping[str, Word], name: str) -> str:
    """Return the artist_id of the artist of that name of whom something was said."""
    if name in words:
        return name
    of_that_name = sorted(each for each, word in words.items() if word.artist_name == name)
    if len(of_that_name) > 1:
        ids = " or ".join(repr(each) for each in of_that_name)
        raise ConfigurationError(f"{name!r} may be several artists: say {ids}")
    by_name = {word.artist_name: artist_id for artist_id, word in words.items()}
    if name in by_name:
        return by_name[name]
    wanted = loose_key(name)
    same = [found for spelled, found in by_name.items() if loose_key(spelled) == wanted]
    if len(same) == 1:
        return same[0]
    folded = {loose_key(spelled): spelled for spelled in by_name}
    nearest = [folded[key] for key in get_close_matches(wanted, folded)]
    if not nearest:
        raise ConfigurationError(f"nothing was said of {name!r}: `feedback list` shows what was")
    raise ConfigurationError(nobody(name, nearest))
