"""What can be wrong with the encrypted secrets file: one class and one line for each.

None of them carries a value, a password or a part of the file.
"""

from __future__ import annotations

from cli.errors import ConfigurationError, MmError, SecretMissingError
from cli.exits import Exit

_MEND = "bring back a good copy, or remove it and run `mm secrets set NAME`"


class WrongPasswordError(MmError):
    """The secrets file is whole, but was sealed with another password."""

    code = Exit.WRONG_PASSWORD

    def __init__(self) -> None:
        super().__init__(
            "wrong password for the secrets file: try again; if it is forgotten, "
            "remove the file and run `mm secrets set NAME`"
        )


class SecretsFileError(MmError):
    """The secrets file cannot be used with any password."""

    code = Exit.SECRETS_DAMAGED


class DamagedError(SecretsFileError):
    """The plain checksum differs: bits were lost after the file was written."""

    def __init__(self) -> None:
        super().__init__(f"the secrets file was damaged after it was written: {_MEND}")


class TamperedError(SecretsFileError):
    """The password is right, but the content is not what its holder sealed."""

    def __init__(self) -> None:
        super().__init__(
            f"the secrets file was changed by someone without the password: {_MEND}, "
            "and look who else can write there"
        )


class UnknownFormError(SecretsFileError):
    """The bytes are not of the one form that `mm` writes."""

    def __init__(self, reason: str) -> None:
        """Take what is wrong, in words of our own: never a part of the file."""
        super().__init__(f"the secrets file is not as mm writes it ({reason}): {_MEND}")


class TooNewError(SecretsFileError):
    """The file says a version of the form that this `mm` does not know."""

    def __init__(self) -> None:
        super().__init__("the secrets file was written by a newer mm: update mm, then try again")


class UnsafeFileError(MmError):
    """The file is a link or belongs to somebody else, so it is not read."""

    code = Exit.DISK


class NotDurableError(MmError):
    """The new file is in place, but the disk did not confirm it."""

    code = Exit.DISK

    def __init__(self) -> None:
        super().__init__(
            "the new secrets file is in place but may not survive a power cut: "
            "check the disk, then run `mm secrets rotate`"
        )


class NotWrittenError(MmError):
    """The new bytes did not open again in memory, so the file was left as it was."""

    def __init__(self) -> None:
        super().__init__(
            "the secrets did not open again after sealing, so the file was left as it was: "
            "try again, and report this if it comes back"
        )


class NoSecretsFileError(SecretMissingError):
    """There is no secrets file."""

    def __init__(self) -> None:
        super().__init__("there is no secrets file yet: run `mm secrets set NAME`")


class PasswordRefusedError(ConfigurationError):
    """A new password is too easy to guess, or could not be typed again."""


class SecretRefusedError(ConfigurationError):
    """A name that is not kept here, or a value that no service would take."""
