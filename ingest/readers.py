"""Running `read_source` over many sources, in this process or in several, results in order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path

from ingest import limits
from ingest.errors import ReaderDiedError
from ingest.reader import Outcome, Task, read_source
from ingest.sources import Source
from stores.atomic import remove_leftovers

_AHEAD = 2
"""How many sources per process are handed out before the first result is asked for."""


def read_all(
    sources: Iterable[Source], task: Task, readers: int
) -> Generator[tuple[Source, Outcome], None, None]:
    """Yield each source with its outcome, in order, read by that many processes.

    `sources` is asked for the next one only when it is needed. Closing the generator ends the
    processes and removes what nobody will publish.
    """
    if readers < 2:
        for source in sources:
            outcome = read_source(source, task)
            try:
                yield source, outcome
            except GeneratorExit:
                _discard(outcome)
                raise
        return
    pool = ProcessPoolExecutor(
        readers, multiprocessing.get_context("spawn"), initializer=_prepare_reader
    )
    waiting = iter(sources)
    running: deque[tuple[Source, Future[Outcome]]] = deque()
    try:
        while True:
            for source in islice(waiting, readers * _AHEAD - len(running)):
                running.append((source, pool.submit(read_source, source, task)))
            if not running:
                return
            source, future = running.popleft()
            yield source, future.result()
    except BrokenProcessPool:
        raise ReaderDiedError(
            "a process that read the export was ended from outside, perhaps for want of memory: "
            "close other programs and run the import again; what was imported so far is kept"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)
        # Whatever they wrote and nobody published, also what an interrupt took out of our hands.
        remove_leftovers(task.history)


def reader_count(sources: Sequence[Source]) -> int:
    """Return how many processes are worth their start for these sources."""
    is_small = sum(source.size for source in sources) < limits.PARALLEL_FROM_BYTES
    if is_small or not _can_spawn():
        return 1
    has_affinity = hasattr(os, "sched_getaffinity")
    processors = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
    return min(limits.MAX_READERS, len(sources), processors)


def _can_spawn() -> bool:
    """Return whether a new process could import what this one was started with."""
    main = sys.modules["__main__"]
    if getattr(main, "__spec__", None) is not None:
        return True
    file = getattr(main, "__file__", None)
    return file is None or Path(file).is_file()


def _discard(outcome: Outcome) -> None:
    """Remove what was written for a source; what has been published has another name by then."""
    if outcome.temporary is not None:
        outcome.temporary.unlink(missing_ok=True)


def _prepare_reader() -> None:
    """Make a reading process end with its parent: at Ctrl-C through it, at a kill by itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def follow() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()
