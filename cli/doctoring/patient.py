"""Whom `mm doctor` looks at: a home, with its settings as far as they can be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cli.context import Context
from cli.doctoring.wording import typed
from cli.errors import MmError, message_of
from cli.exits import Exit, exit_code_of
from cli.secrets.asking import Passwords
from cli.secrets.sources import Sources
from stores.paths import Home


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why something cannot be read, in a line that says what to do."""

    message: str
    code: Exit
    refused: Path | None = None
    """The file or folder that may not be read, if that is why."""

    @classmethod
    def of(cls, error: Exception) -> Complaint:
        """Return what to say of an error."""
        is_refused = isinstance(error, PermissionError) and error.filename is not None
        refused = Path(str(error.filename)) if is_refused else None  # type: ignore[attr-defined]
        return cls(message_of(error), exit_code_of(error), refused)

    @property
    def mend(self) -> str | None:
        """What lets it be read, if only its mode forbids that."""
        return None if self.refused is None else typed("chmod u+rwX", self.refused)


@dataclass(frozen=True, slots=True)
class Patient:
    """One listener's home and what was said of it."""

    context: Context
    home: Home
    exports: Path
    settings_fault: Complaint | None
    """Why the settings cannot be read; the home is then as if nothing had been set."""
    is_thorough: bool = False
    """Whether every value is read, however long it takes."""

    @classmethod
    def of(cls, context: Context, *, is_thorough: bool = False) -> Patient:
        """Return the patient of a context; broken settings are a finding, not an end."""
        try:
            settings = context.settings
        except (MmError, OSError) as error:
            home = Home.from_environment(context.env)
            return cls(context, home, home.exports, Complaint.of(error), is_thorough)
        exports = Path(settings["data_folder"])
        return cls(context, settings.home, exports, None, is_thorough)

    @property
    def build(self) -> str:
        """The command that builds this warehouse."""
        return "mm demo" if self.context.is_demo else "mm build"

    @property
    def rebuild(self) -> str:
        """The command that makes everything anew, whatever is there."""
        return self.context.command("build --full-refresh")

    def sources(self) -> Sources:
        """Return where secrets are looked for; nobody is ever asked."""
        passwords = Passwords(self.context.env, is_person=lambda: False)
        return Sources(self.context.env, self.home.config, passwords)
