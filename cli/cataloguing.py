"""Making dbt's catalogue: from a copy of the warehouse, so that nobody waits for anybody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli import dbt_run, failures
from cli.build_events import BuildListener
from cli.context import Context
from cli.errors import BuildFailedError
from cli.progress import Steps
from cli.variables import differing
from stores.lock import hold
from stores.paths import Home
from stores.publish import discard
from stores.warehouse import has_tables

LOG_FILE = "docs.log"
_PAGE_OF_DBT = "static_index.html"
_PAGE = "index.html"


def make_catalogue(context: Context) -> Path:
    """Make the catalogue and return the folder that holds its one page and nothing else.

    Raises `WarehouseError` without a warehouse, `BuildFailedError` when dbt refuses,
    `LockHeldError` while another catalogue of this home is made.
    """
    home = context.settings.home
    has_tables(home.warehouse, ())  # raises what stands in the way of reading it
    folder = home.catalogue
    served = folder / "served"
    served.mkdir(parents=True, exist_ok=True)
    with hold(home.catalogue_lock) as lock, Steps() as steps, _copied(home) as copy:
        target = folder / "target"
        run = dbt_run.run_dbt(
            ("docs", "generate", "--static"),
            {
                **dbt_run.environment(context.env, context.settings.for_child(), home, copy),
                "DBT_TARGET_PATH": str(target),
                "DBT_WRITE_JSON": "true",
            },
            differing(context.catalog, context.variables()),
            listen=BuildListener(steps, "reading the models"),
            lock_descriptors=(lock,),
        )
        if run.exit_code != 0 or run.failed:
            raise BuildFailedError(
                f"{'; '.join(failures.describe(run))}; details: {home.logs / 'dbt.log'}"
            )
        (target / _PAGE_OF_DBT).replace(served / _PAGE)
    return served


@contextmanager
def _copied(home: Home) -> Iterator[Path]:
    """Yield a copy of the warehouse that goes away again."""
    copy = home.catalogue_copy
    discard(copy)
    try:
        shutil.copyfile(home.warehouse, copy)
        yield copy
    finally:
        discard(copy)
