"""What can stop an import or a look into the history store, each message one line with the fix.

A file that is merely broken stops nothing: it is refused in the report (`ingest.report`) and the
others go on. A disk that refuses to write raises plain `OSError`.
"""

from __future__ import annotations


class IngestError(Exception):
    """Base of every error that `ingest` raises; its message is one line that says what to do."""


class InputChangedError(IngestError):
    """A file of the export changed, or went away, while it was read."""

    @classmethod
    def of(cls, name: str) -> InputChangedError:
        """Return the error for the file shown as `name`."""
        return cls(
            f"{name} changed while it was read: wait until it is copied or downloaded, "
            "then run the import again"
        )


class ReaderDiedError(IngestError):
    """A process that read files ended without an answer, most likely for want of memory."""


class HistoryDamagedError(IngestError):
    """A file of the history store cannot be read."""


class UnknownFileError(IngestError):
    """No imported file has that name or SHA-256."""


class AmbiguousFileError(IngestError):
    """Several imported files answer to that name or start of a SHA-256."""


class FileRefusedError(Exception):
    """Why one file of an export cannot be taken; becomes a line of the report.

    `reason` never quotes the file's content; `place` is "line 3, byte 120", or "" when the fault
    is the whole file.
    """

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason, place)
        self.reason = reason
        self.place = place
