"""A child process for which file modes count, even when the tests run as root.

Root ignores modes through two capabilities. Dropping them from the bounding set before exec gives
a child that is still uid 0 (so it can read its Python, wherever that lies) and yet is refused.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable

_DROP_FROM_BOUNDING_SET = 24
_OVERRIDES_OF_MODES = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


def obey_modes() -> Callable[[], None] | None:
    """Return what to pass to subprocess as preexec_fn; None where modes count anyway."""
    return _drop if os.getuid() == 0 else None


def _drop() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in _OVERRIDES_OF_MODES:
        if libc.prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "cannot give up root's override of file modes")
