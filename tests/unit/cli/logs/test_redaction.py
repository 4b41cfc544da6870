import base64
from urllib.parse import quote

import pytest

from cli.logs.redaction import HIDDEN, Redactor

SECRET = "s3cr3t/Valu3+of nobody"
KEY = "0123456789abcdef" * 2


@pytest.fixture
def redactor():
    made = Redactor()
    made.hide("SOME_TOKEN", SECRET)
    return made


@pytest.mark.parametrize(
    "form",
    [
        SECRET,
        SECRET.upper(),
        SECRET.title(),
        quote(SECRET, safe=""),
        SECRET.encode().hex(),
        base64.b64encode(SECRET.encode()).decode(),
        base64.b64encode(b"xy" + SECRET.encode() + b"z").decode(),
    ],
)
def test_a_known_secret_is_hidden_in_every_form(redactor, form):
    shown = redactor.redact(f"before {form} after")
    assert HIDDEN in shown
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    assert form.rstrip("=")[4:-4] not in shown


def test_what_looks_like_a_key_is_hidden_though_nobody_knows_it(redactor):
    assert redactor.redact(f"api_key={KEY}&x=1") == f"api_key={HIDDEN}&x=1"
    token = "-".join(("01234567", "89ab", "cdef", "0123", "456789abcdef"))
    assert redactor.redact(f"token {token}") == f"token {HIDDEN}"


@pytest.mark.parametrize(
    "harmless",
    ["", "building int_taste__slices", "a" * 64, "Sigur Rós – ()", "not_null_0a1b2c3d4e"],
)
def test_everything_else_stays(redactor, harmless):
    assert redactor.redact(harmless) == harmless


def test_a_redactor_that_knows_only_what_is_too_short_hides_nothing():
    made = Redactor()
    made.hide("SHORT", "abc")
    assert made.redact("abc abc") == "abc abc"


def test_a_lone_surrogate_is_no_reason_to_fail(redactor):
    assert redactor.redact("\ud800 x") == "\\ud800 x"
