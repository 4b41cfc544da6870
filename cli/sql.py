"""`mm sql`: any question to the warehouse."""

from __future__ import annotations

from itertools import chain
from typing import Annotated

import typer

from cli.context import Context
from cli.options import FormatOption
from cli.output import Format


def sql(
    ctx: typer.Context,
    statement: Annotated[str, typer.Argument(metavar='"SELECT …"', help="One SELECT, in quotes.")],
    form: FormatOption = Format.TABLE,
) -> None:
    """Ask the warehouse anything in SQL.

    One SELECT, read-only; `show tables` lists what there is.

    Example: mm sql "select artist_name, hours from artist_preferences order by preference_rank"
    """
    from cli import output
    from stores.warehouse import open_query

    warehouse = Context.of(ctx).settings.home.warehouse
    with open_query(warehouse, statement, is_trusted=False) as answer:
        output.answer(answer.columns, chain.from_iterable(answer.batches), form)
