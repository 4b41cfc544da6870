"""`mm recommend --explain`: why an artist is in the list, down to the plays, or why it is not."""

from __future__ import annotations

from typing import Any

from cli import output
from cli.context import Context
from cli.names import Artist, find_artist
from cli.output import Format
from cli.recommending.facts import Facts, gather
from cli.recommending.telling import tell
from cli.recommending.verdicts import Standing, judge
from stores import feedback


def explain(context: Context, name: str, form: Format) -> None:
    """Write all about the artist of that name to stdout."""
    home = context.settings.home
    artist = find_artist(home.warehouse, name)
    facts = gather(home.warehouse, artist.artist_id)
    word = feedback.latest(feedback.read(home.feedback)).get(artist.artist_id)
    about = _all_about(artist, facts, judge(context, artist, facts, word))
    if form is Format.JSON:
        output.objects([about])
    elif form is Format.CSV:
        output.answer(list(about), [list(about.values())], form)
    else:
        lines = list(tell(about))
        if form is Format.MD:
            output.heading(artist.artist_name, form)
            lines = [_as_item(line) for line in lines]
        output.text("\n".join(map(output.clean, lines)))


def _as_item(line: str) -> str:
    words = output.markdown(line.strip())
    return f"- {words}" if words else ""


def _all_about(artist: Artist, facts: Facts, standing: Standing) -> dict[str, Any]:
    """Return one object: the row of `recommendations`, if any, and what stands behind it."""
    row: dict[str, Any] = dict(facts.recommended or {})
    places = {entry["artist_id"]: entry for entry in facts.named_by}
    if row:
        row["reasons"] = [
            {
                **reason,
                "list_place": places.get(reason["seed_artist_id"], {}).get("list_place"),
                "provider": places.get(reason["seed_artist_id"], {}).get("provider"),
                "seed": facts.heard.get(reason["seed_artist_id"]),
            }
            for reason in row["reasons"] or ()
        ]
    return {
        "artist_id": artist.artist_id,
        "artist_name": artist.artist_name,
        "status": standing.status,
        "sentence": standing.sentence,
        **row,
        "engines": facts.engines,
        "named_by": facts.named_by,
        "feedback": facts.feedback,
        "heard": facts.heard.get(artist.artist_id),
    }
