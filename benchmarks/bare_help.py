"""The limit of `mm --help`: a Typer program with one command, and help as plain as ours.

``python benchmarks/bare_help.py --help``. Typer's own default, help drawn by rich, takes longer.
"""

from __future__ import annotations

import typer

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.callback()
def start() -> None:
    """Do nothing."""


@app.command()
def hello(name: str) -> None:
    """Greet somebody."""
    typer.echo(f"Hello {name}")


if __name__ == "__main__":
    app()
