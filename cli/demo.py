"""`mm demo`: the bundled sample listener in a home of its own, without key and network."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import typer

from cli.context import Context
from cli.options import CountOption, FormatOption
from cli.output import Format


def demo(
    ctx: typer.Context,
    num_recs: CountOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Build the bundled sample listener.

    No key, no network, seconds. Everything lands in demo/ under your home; your own warehouse is
    never touched. Afterwards `mm --demo COMMAND` points any command at it.

    Example: mm --demo analyze
    """
    from cli import output
    from cli.build import build_and_show
    from cli.logs.command import logged
    from cli.pipeline import BuildRequest

    context = Context.of(ctx)
    if not context.is_demo:
        context = Context.of_demo(context.env, is_debug=context.is_debug)
    with logged(ctx, context):
        build_and_show(context, BuildRequest(), num_recs, form)
    output.note(
        "this listener is made up; look around with `mm --demo analyze`, or read your own history: "
        f"`mm build --data-folder <FOLDER OR ZIP>`{_how_to_find_mm()}"
    )


def _how_to_find_mm() -> str:
    """Say how to make `mm` a command, to whom it is none yet: `make demo` runs it by its path."""
    if shutil.which("mm"):
        return ""
    return f" (`mm` is {Path(sys.executable).with_name('mm')})"
