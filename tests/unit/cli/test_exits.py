import errno
from pathlib import Path

import pytest
import typer

from cli.errors import (
    BuildFailedError,
    ConfigurationError,
    InputRefusedError,
    SecretMissingError,
    message_of,
)
from cli.exits import Exit, exit_code_of
from stores.csv_log import LogDamagedError
from stores.lock import Holder, LockHeldError
from stores.publish import PublishError
from stores.warehouse import StatementError, WarehouseDamagedError, WarehouseMissingError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BuildFailedError("x"), 1),
        (ConfigurationError("x"), 2),
        (StatementError("x"), 2),
        (typer.BadParameter("x"), 2),
        (SecretMissingError("x"), 3),
        (WarehouseMissingError("x"), 6),
        (WarehouseDamagedError("x"), 6),
        (LockHeldError(Holder(1, None)), 6),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), 7),
        (OSError(errno.ENOSPC, "No space left on device"), 7),
        (InputRefusedError("x"), 8),
        (LogDamagedError(Path("x"), 1, "x"), 8),
        (KeyboardInterrupt(), 130),
        (PublishError("x"), 1),
        (ZeroDivisionError("x"), 1),
    ],
)
def test_each_kind_of_error_has_its_exit_code(error, code):
    assert exit_code_of(error) == code


def test_the_codes_are_those_that_scripts_rely_on():
    assert {code.name: int(code) for code in Exit} == {
        "OK": 0,
        "FAILED": 1,
        "USAGE": 2,
        "SECRET_MISSING": 3,
        "WRONG_PASSWORD": 4,
        "SECRETS_DAMAGED": 5,
        "NO_WAREHOUSE": 6,
        "DISK": 7,
        "INPUT_REFUSED": 8,
        "INTERRUPTED": 130,
    }


def test_a_refusal_of_the_disk_names_the_path_and_what_to_do():
    message = message_of(PermissionError(errno.EACCES, "Permission denied", "/some/file"))
    assert message == "no permission for /some/file: check its owner and mode"
    assert "free some space" in message_of(OSError(errno.ENOSPC, "No space left on device"))


def test_an_error_nobody_foresaw_says_how_to_learn_more_and_no_values():
    message = message_of(KeyError("a listener's secret"))
    assert "--debug" in message
    assert "secret" not in message


@pytest.mark.parametrize("error", [ConfigurationError("a\n b"), typer.BadParameter("a\nb")])
def test_every_message_is_one_line(error):
    assert "\n" not in message_of(error)
