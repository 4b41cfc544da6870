"""One thread for NumPy's BLAS while many small products are made: more only slow them down."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


def single_threaded() -> AbstractContextManager[object]:
    """Limit NumPy's BLAS to one thread within."""
    limit: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limit


@cache
def _controller() -> ThreadpoolController:
    # Looking for the libraries reads the memory map of the whole process: some 1.5 ms, and a
    # build limits thousands of times. Whoever calls has loaded NumPy by now.
    return ThreadpoolController()
