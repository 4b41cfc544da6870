"""The limit of `mm recommend`: a Typer program that opens the warehouse and prints twenty rows.

``python benchmarks/bare_recommend.py WAREHOUSE``. It knows no settings, no feedback, no reasons and
no table to draw.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import typer

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_LIST = "select rank, artist_name, score, confidence from recommendations order by rank limit 20"


@app.command()
def recommend(warehouse: Path) -> None:
    """Print the first twenty of the list."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        for rank, artist, score, confidence in connection.execute(_LIST).fetchall():
            typer.echo(f"{rank:>2}  {artist:<30}  {score:>7}  {confidence:>7}")


if __name__ == "__main__":
    app()
