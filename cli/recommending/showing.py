"""Writing a chosen list to stdout, and to a file where that is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cli import output
from cli.context import Context
from cli.errors import ConfigurationError
from cli.listing import worded
from cli.output import Format
from cli.recommending.choice import Choice, Wanted, choose, remember_shown, shortage
from cli.recommending.contexts import find_context
from cli.recommending.saving import save
from cli.report import notes, read_report
from stores.csv_log import utc_now
from stores.paths import Home
from stores.warehouse import kept_open

_NOTHING_TO_SAVE = "there is nothing to save: the list is empty"


def show(home: Home, wanted: Wanted, form: Format) -> tuple[Choice, dict[str, Any]]:
    """Write a list of the last build to stdout; return what was shown, and that build's report."""
    with kept_open(home.warehouse):
        choice, report = choose(home, wanted, utc_now()), read_report(home.warehouse)
    _write(*worded(choice.columns, choice.rows, form), form)
    return choice, report


def recommend(
    context: Context, wanted: Wanted, form: Format, *, is_save_wanted: bool, now: datetime
) -> None:
    """Show a list, remember and save it where that is wanted; `now` is a time with a zone.

    `wanted.context` is as the listener said it.
    """
    home = context.settings.home
    moment = find_context(context, wanted.context, now) if wanted.context is not None else None
    if moment and moment.note:
        _write((), [], form)
        output.note(moment.note)
        if is_save_wanted:
            raise ConfigurationError(_NOTHING_TO_SAVE)
        return
    if moment:
        if moment.name != wanted.context:
            output.note(f"{wanted.context} is {moment.name}")
        wanted = Wanted(wanted.count, moment.context, wanted.skip_days)
    choice, report = show(home, wanted, form)
    if moment and not choice.rows:
        output.note(f"no list of similar artists leads anywhere new for {moment.name}")
    elif line := shortage(choice, wanted):
        output.note(line)
    if is_save_wanted:
        _save(home, choice, wanted, form, now)
    if wanted.skip_days is not None:
        output.flush()  # what nobody reads was not shown
        remember_shown(home, choice, utc_now())
    for line in notes(report, context):
        output.note(line)


def _save(home: Home, choice: Choice, wanted: Wanted, form: Format, now: datetime) -> None:
    if not choice.rows:
        raise ConfigurationError(_NOTHING_TO_SAVE)
    columns, rows = worded(choice.columns, choice.rows, form)
    day = now.astimezone().date()
    path = save(home.output, columns, rows, form, day=day, context=wanted.context)
    output.note(f"saved in {path}")


def _write(columns: Sequence[str], rows: Sequence[Sequence[Any]], form: Format) -> None:
    # A program gets its document anyway.
    if rows or form in (Format.JSON, Format.CSV):
        output.answer(columns, rows, form)
