import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.errors import ConfigurationError
from cli.guard_allowed import ALLOW_MARK, Allowed, read_allowed
from cli.guard_rules import Finding, Rules
from tests.architecture.tree import project_files, short
from tests.unit.cli.guarding import KEY, OTHER, TOKEN, WHY, WORDS, found, rules


def percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


FORMS = {
    "as is": lambda text: text.encode(),
    "upper": lambda text: text.upper().encode(),
    "lower": lambda text: text.lower().encode(),
    "hex": lambda text: text.encode().hex().encode(),
    "upper hex": lambda text: text.encode().hex().upper().encode(),
    "base64, aligned": lambda text: base64.b64encode(text.encode()),
    "base64 after 1 byte": lambda text: base64.b64encode(b"x" + text.encode() + b"y"),
    "base64 after 2 bytes": lambda text: base64.b64encode(b"xx" + text.encode() + b"yy"),
    "base64 of upper": lambda text: base64.b64encode(text.upper().encode()),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(b"x" + text.encode()),
    "wrapped base64": lambda text: base64.encodebytes(b"x" * 40 + text.encode()),
    "base64 in a notebook": lambda text: base64.encodebytes(b"x" * 40 + text.encode()).replace(
        b"\n", b"\\n"
    ),
    "two literals": lambda text: f'"{text[:9]}"\n    "{text[9:]}"'.encode(),
    "URL-encoded": lambda text: percent(text).encode(),
    "UTF-16 LE": lambda text: text.encode("utf-16-le"),
    "UTF-16 BE": lambda text: text.encode("utf-16-be"),
    "UTF-16 with its mark": lambda text: text.encode("utf-16"),
}


@pytest.mark.parametrize("secret", [KEY, WORDS])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("frame", [b"%s", b"a\nb: %s\nc", b"\0\xff%s\0"])
def test_a_secret_is_found_in_every_encoding(secret: str, form: str, frame: bytes):
    data = frame % FORMS[form](secret)
    findings = [f for f in rules().judge_content(b"a.bin", data) if f.rule == "secret"]
    assert len(findings) >= 1
    assert findings[0].line in (1, 2)
    assert f"{secret[:2]}… ({len(secret)} characters)" in findings[0].hint


@pytest.mark.parametrize("secret", [KEY, WORDS])
@pytest.mark.parametrize("form", FORMS)
def test_no_finding_and_no_rule_holds_a_secret(secret: str, form: str):
    written = FORMS[form](secret)
    shown = repr(rules().judge_content(b"a", written)) + repr(rules())
    assert secret not in shown
    assert written.decode("latin-1").strip() not in shown


@given(st.binary(max_size=8), st.binary(max_size=8))
def test_base64_is_found_whatever_stands_around(before: bytes, after: bytes):
    assert (1, "secret") in found(base64.b64encode(before + KEY.encode() + after))


def test_every_line_with_a_secret_is_named_once():
    lines = ["", KEY, "x", f"{KEY} {KEY}", "", KEY.upper()]
    assert found("\n".join(lines).encode()) == [(2, "secret"), (4, "secret"), (6, "secret")]


@pytest.mark.parametrize(
    "line", [OTHER, f'"{OTHER}"', f"key_{OTHER}", f"?k={OTHER}&x", OTHER.upper(), f"é{OTHER}é"]
)
def test_a_bare_32_hex_string_is_found(line: str):
    assert found(f"one\n{line}\n".encode()) == [(2, "32-hex")]


@pytest.mark.parametrize("value", [OTHER, TOKEN])
@pytest.mark.parametrize("escape", [*(f"\\{c}" for c in "nrtbf"), r"\u000a", r"\x3d", "%3D", "%0a"])
def test_a_value_after_an_escape_is_found(value: str, escape: str):
    rule = "32-hex" if value is OTHER else "uuid"
    assert found(f'"token:{escape}{value}{escape}"'.encode()) == [(1, rule)]


@pytest.mark.parametrize(
    "line",
    [
        f"LISTENBRAINZ_TOKEN={TOKEN}",
        f"user_token: {TOKEN.upper()}",
        f"curl -H 'Authorization: Token {TOKEN}'",
        f"{TOKEN}  # my ListenBrainz",
        f'"{"x" * 5000} token", "{TOKEN}"',
    ],
)
def test_a_uuid_that_is_called_a_token_is_found(line: str):
    assert found(f"one\n{line}\n".encode()) == [(2, "uuid")]
    assert found(f"{line}  {ALLOW_MARK.decode()}".encode()) == []
    said = next(part for part in (TOKEN, TOKEN.upper()) if part in line)
    assert found(line.encode(), hashlib.sha256(said.encode()).hexdigest()) == []


@pytest.mark.parametrize(
    "text",
    [
        f"mbid,{TOKEN}",
        f"token\n{TOKEN}\ntoken",
        f"tokenizer {TOKEN}",
        f"token{'x' * 201}{TOKEN} {'x' * 201} token",
        f"token {TOKEN}0",
        f"token x{TOKEN}",
    ],
)
def test_a_uuid_of_anything_else_passes(text: str):
    assert found(text.encode()) == []


def test_each_unknown_value_is_found_in_its_own_line():
    lines = ["", f"{OTHER} {OTHER[::-1]}", "x", f"token {TOKEN} {OTHER}", OTHER]
    expected = [(2, "32-hex"), (2, "32-hex"), (4, "32-hex"), (4, "uuid"), (5, "32-hex")]
    assert found("\n".join(lines).encode()) == expected


@pytest.mark.parametrize(
    "line",
    [OTHER[1:], OTHER + "0", OTHER * 2, f"x{OTHER}", f"{OTHER}z", "c0ffee00-" * 4, rf"\n{OTHER}0"],
)
def test_what_only_resembles_one_passes(line: str):
    assert found(line.encode()) == []


def test_a_string_is_searched_for_in_utf_16_too_but_not_in_what_is_binary():
    assert found(f"one\n{OTHER}".encode("utf-16")) == [(2, "32-hex")]
    assert found(b"\0" + OTHER.encode()) == []


def test_a_reviewed_string_passes_by_its_mark_or_its_digest():
    mark = ALLOW_MARK.decode()
    assert found(f"{OTHER}  # {mark}\n{OTHER}".encode()) == [(2, "32-hex")]
    [finding] = rules().judge_content(b"a", OTHER.encode())
    assert finding.sha256 == hashlib.sha256(OTHER.encode()).hexdigest()
    assert found(OTHER.encode(), finding.sha256) == []


def test_nothing_allows_a_secret_of_the_listeners_own():
    digest = hashlib.sha256(KEY.encode()).hexdigest()
    assert found(f"{KEY} {ALLOW_MARK.decode()}".encode(), digest) == [(1, "secret")]


def test_a_short_value_is_not_searched_for():
    assert Rules.of([("A", "abc")], Allowed(), lambda data: None).needles == ()


def test_a_secret_in_a_name_is_found_and_cut():
    path = f"cache/{KEY}.txt".encode()
    findings = rules().judge_name(path) + rules().judge_content(path, KEY.encode())
    assert [f.rule for f in findings] == ["secret", "secret"]
    assert {f.path for f in findings} == {f"cache/{KEY[:2]}(cut).txt"}


@pytest.mark.parametrize("path", [b"config/secrets.enc", b"secrets.enc", b"old/Secrets.ENC"])
def test_a_key_store_is_judged_by_its_content(path: bytes):
    judged = rules(verdict=WHY).judge_content(path, b"...")
    assert [(f.rule, f.hint) for f in judged] == [("key store", WHY)]
    assert rules().judge_content(path, b"...") == []


def test_another_file_is_not_judged_as_a_key_store():
    assert rules(verdict=WHY).judge_content(b"config/secrets.encoding.md", b"...") == []


def test_a_reviewed_list_is_read_with_its_reasons():
    digest = hashlib.sha256(b"x").hexdigest()
    text = f"# why\n\n{digest.upper()}  # a checksum\r\npath a#1/x y.sqlite # public\n"
    assert read_allowed(text) == Allowed(frozenset({digest}), frozenset({"a#1/x y.sqlite"}))
    assert read_allowed("") == Allowed()


@pytest.mark.parametrize("line", [OTHER, "x", "0" * 63, f"{'0' * 64} and why", "path no why"])
def test_a_bad_line_of_the_list_is_named_but_not_quoted(line: str):
    with pytest.raises(ConfigurationError, match=r"guard_allowed\.txt, line 2: ") as caught:
        read_allowed(f"# one\n{line}\n")
    assert line not in str(caught.value) or len(line) == 1


def test_the_project_passes_its_own_rules():
    reviewed = [file for file in project_files() if short(file) == "config/guard_allowed.txt"]
    allowed = read_allowed("".join(file.read_text("utf-8") for file in reviewed))
    mine = Rules.of([], allowed, lambda data: None)
    findings: list[Finding] = []
    for file in project_files():
        path = short(file).encode()
        findings += mine.judge_name(path) + mine.judge_content(path, file.read_bytes())
    assert [f"{f.path}:{f.line} {f.rule}" for f in findings] == []
