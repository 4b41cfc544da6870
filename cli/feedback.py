"""`mm feedback`: what the listener says of artists, remembered across builds."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.context import Context
from cli.options import FormatOption
from cli.output import Format
from stores.verdicts import Verdict

feedback = typer.Typer(
    name="feedback",
    help="Say what you think of an artist, see it, or take it back.",
    rich_markup_mode=None,
)

ArtistArgument = Annotated[
    list[str], typer.Argument(metavar="ARTIST", help="The artist's name, as the list shows it.")
]


@feedback.callback(invoke_without_command=True)
def feedback_help(ctx: typer.Context) -> None:
    """Say what you think of an artist, see it, or take it back."""
    if ctx.invoked_subcommand is None:
        from cli import output

        output.text(ctx.get_help())


@feedback.command()
def like(ctx: typer.Context, artist: ArtistArgument) -> None:
    """Rank those higher that resemble an artist.

    From the next build on; it is looked up too, even if you never played it.

    Example: mm feedback like Sigur Rós
    """
    _say(ctx, Verdict.LIKE, artist)


@feedback.command()
def dislike(ctx: typer.Context, artist: ArtistArgument) -> None:
    """Rank those lower that resemble an artist.

    From the next build on; it is not recommended then, and no reason for others.

    Example: mm feedback dislike Nickelback
    """
    _say(ctx, Verdict.DISLIKE, artist)


@feedback.command()
def block(ctx: typer.Context, artist: ArtistArgument) -> None:
    """Never see an artist in the list again.

    `mm recommend` leaves it out at once. From the next build on it is gone from the pages too, and
    no reason for others.

    Example: mm feedback block Nickelback
    """
    _say(ctx, Verdict.BLOCK, artist)


@feedback.command()
def known(ctx: typer.Context, artist: ArtistArgument) -> None:
    """Say that you know an artist already.

    The next build does not recommend it.

    Example: mm feedback known Sigur Rós
    """
    _say(ctx, Verdict.KNOWN, artist)


@feedback.command("list")
def list_(ctx: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """Show the last word about each artist, newest first.

    Example: mm feedback list --format csv
    """
    from cli import output
    from cli.saying import COLUMNS, last_words, notes_on_words

    context = Context.of(ctx)
    rows = last_words(context)
    if rows or form is not Format.TABLE:
        output.answer(COLUMNS, rows, form)
    for line in notes_on_words(context, len(rows)):
        output.note(line)


@feedback.command()
def undo(
    ctx: typer.Context,
    artist: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ARTIST]", help="Whose last word. Default: the last one of all."),
    ] = None,
) -> None:
    """Take back the last word, or the last one about an artist.

    Example: mm feedback undo Nickelback
    """
    from cli import output
    from cli.saying import take_back

    output.note(take_back(Context.of(ctx), " ".join(artist or []) or None))


def _say(ctx: typer.Context, verdict: Verdict, artist: list[str]) -> None:
    from cli import output
    from cli.saying import say

    # A name of several words needs no quotes: there is never but one name.
    output.note(say(Context.of(ctx), verdict, " ".join(artist)))
