"""What is wrong with a store that only its owner can mend."""

from __future__ import annotations


class StoreDamagedError(Exception):
    """A file of a store cannot be read; the message names it and says what to do."""
