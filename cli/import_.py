"""`mm import`: export folder or zip into the history store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.context import Context
from cli.options import FormatOption
from cli.output import Format

if TYPE_CHECKING:
    from ingest.report import FileReport

_LEDGER = ("file", "status", "records", "kept", "set_aside", "reason")
_HISTORY = ("file", "kind", "records", "sha256")


def import_(
    ctx: typer.Context,
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PATH]",
            help="A folder, or the zip as downloaded. Default: the setting data_folder, else "
            "data/spotify.",
        ),
    ] = None,
    is_list: Annotated[
        bool, typer.Option("--list", help="Show what was imported, and import nothing.")
    ] = False,
    forget: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Undo the import of this file: its name or SHA-256."),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Read your Spotify export.

    Its plays are remembered; importing again changes nothing. The answer is the ledger: what
    became of each file, and how many of its records were set aside and why.

    Example: mm import ~/Downloads/my_spotify_data.zip
    """
    from cli.errors import ConfigurationError
    from cli.logs.command import logged

    if sum((path is not None, is_list, forget is not None)) > 1:
        raise ConfigurationError("import takes a PATH, --list or --forget, one at a time")
    context = Context.of(ctx)
    if is_list:
        _show_history(context, form)
    elif forget is not None:
        with logged(ctx, context):
            _forget(context, forget)
    else:
        with logged(ctx, context):
            _import(context, path, form)


def _import(context: Context, path: Path | None, form: Format) -> None:
    from cli import output
    from cli.errors import InputRefusedError
    from cli.importing import ensure_stores, import_export, refuse_if_nothing_usable
    from cli.pipeline import locks
    from cli.progress import Steps

    home = context.settings.home
    where = path or Path(context.settings["data_folder"])
    with locks(home), Steps() as steps:
        ensure_stores(home)
        report = import_export(where, home.history, steps, revive_forgotten=path is not None)
    if report.files or form in (Format.JSON, Format.CSV):  # a program gets its document anyway
        output.answer(_LEDGER, [_ledger_row(file, form) for file in report.files], form)
    refuse_if_nothing_usable(report, context, "import <FOLDER OR ZIP>")
    if report.is_nothing_found:
        if path is not None:
            raise InputRefusedError(report.nothing_found_message)
        output.note(report.nothing_found_message)


def _ledger_row(file: FileReport, form: Format) -> tuple[Any, ...]:
    counts = {reason.value: count for reason, count in file.set_aside.items() if count}
    kept = file.records - sum(counts.values())
    words = ", ".join(f"{reason} {count}" for reason, count in counts.items())
    # An empty cell reads better than {}; in JSON the column is an object, whatever it holds.
    is_object = form is Format.JSON or (form is Format.CSV and bool(counts))
    set_aside = counts if is_object else words
    place = f" ({file.place})" if file.place else ""
    return file.name, file.status.value, file.records, kept, set_aside, file.reason + place


def _show_history(context: Context, form: Format) -> None:
    from cli import output
    from cli.importing import history_files

    files = history_files(context.settings.home.history)
    rows = [(file.name, file.kind.value, file.record_count, file.sha256) for file in files]
    output.answer(_HISTORY, rows, form)


def _forget(context: Context, name: str) -> None:
    from cli import output
    from cli.importing import forget, history_files
    from cli.pipeline import locks
    from cli.shrinking import is_far_fewer

    home = context.settings.home
    with locks(home):
        before = sum(stored.record_count for stored in history_files(home.history))
        file = forget(home.history, name)
    accepted = " --accept-shrink" if is_far_fewer(before, before - file.record_count) else ""
    output.note(
        f"{file.name} is forgotten: `{context.command(f'build{accepted}')}` builds without it, "
        f"and `{context.command('import PATH')}` brings it back"
    )
