"""What may stand in braces: a named value, a constant, the head of a loop or of a condition."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.syntax.mistakes import Mistakes
from app.syntax.nodes import Field, Prop

INPUTS = "inputs"
"""The name before those of a page's inputs."""
COMMAND = "mm"
"""The name of how this home's commands start."""
WRITTEN_COMMAND = f"{{{COMMAND}}}"
"""As pages write it: anywhere in their words, code included."""

IDENTIFIER = r"[A-Za-z_][A-Za-z0-9_]*"
_PATH = re.compile(rf"{IDENTIFIER}(?:\.{IDENTIFIER})*")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_WORD = r"""(?:'[^'\n]*'|"[^"\n]*")"""
_LIST = re.compile(rf"\[\s*(?:{_WORD}\s*(?:,\s*{_WORD}\s*)*,?\s*)?\]")
_EACH = re.compile(rf"#each\s+({IDENTIFIER}(?:\.{IDENTIFIER})*)\s+as\s+({IDENTIFIER})")
_IF = re.compile(rf"#if\s+({IDENTIFIER})\.length\s*(===?|=|!==?|<=?|>=?)\s*(\d{{1,15}})")
_ENDS = {":else": "else", "/each": "each", "/if": "if"}
_LATER_AS = re.compile(rf"\sas\s+({IDENTIFIER})")


@dataclass(frozen=True, slots=True)
class EachMark:
    """`{#each q as row}`; without a source where it could not be read."""

    line: int
    source: Field | None = None
    variable: str = ""


@dataclass(frozen=True, slots=True)
class IfMark:
    """`{#if q.length > 0}`; without a query where it could not be read."""

    line: int
    query: str = ""
    operator: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class ElseMark:
    """`{:else}`."""

    line: int


@dataclass(frozen=True, slots=True)
class EndMark:
    """`{/each}`, `{/if}` or `</Name>`."""

    line: int
    what: str
    """`each`, `if`, or the name of the tag."""


def closing_brace(text: str, start: int) -> int | None:
    """Return where the brace at `start` closes, within its paragraph; quotes hide braces."""
    depth, quote, position = 0, "", start
    while position < len(text):
        character = text[position]
        if character == "\n" and not text[position + 1 :].split("\n", 1)[0].strip():
            return None
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"" and depth and _opens_words(text, position):
            quote = character
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if not depth:
                return position
        position += 1
    return None


def _opens_words(text: str, position: int) -> bool:
    """An apostrophe inside a word, or one without a partner on its line, quotes nothing."""
    rest = text[position + 1 :].split("\n", 1)[0]
    return text[position] in rest and not text[position - 1].isalnum()


def read_field(inner: str, line: int) -> Field | None:
    """Return the value that is named between two braces, if a name is all there is."""
    inner = inner.strip()
    return Field(line, tuple(inner.split("."))) if _PATH.fullmatch(inner) else None


def refuse_script(inner: str) -> str:
    """Return the refusal of whatever else stands in braces."""
    shown = " ".join(inner.split())
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    return (
        f"{{{shown}}} is not a value's name: pages run no JavaScript, do it in SQL "
        "(a brace that is only to be seen is written \\{)"
    )


def read_value(inner: str, line: int, mistakes: Mistakes) -> Prop | None:
    """Return what a prop says in braces; notes what is not allowed there."""
    inner = inner.strip()
    if inner in {"true", "false"}:
        return inner == "true"
    if number := _NUMBER.fullmatch(inner):
        return float(inner) if number[1] else int(inner)
    if _LIST.fullmatch(inner):
        return tuple(word[1:-1] for word in re.findall(_WORD, inner))
    if found := read_field(inner, line):
        return found
    if re.fullmatch(_WORD, inner):
        mistakes.add(line, f"write {inner} without the braces")
    elif inner.startswith("["):
        mistakes.add(line, f"{{{' '.join(inner.split())}}} is no list of words: {{['a', 'b']}}")
    else:
        mistakes.add(line, refuse_script(inner))
    return None


def read_control(
    inner: str, line: int, mistakes: Mistakes
) -> EachMark | IfMark | ElseMark | EndMark | None:
    """Return what a `{#…}`, `{:…}` or `{/…}` says; notes what cannot be read."""
    inner = inner.strip()
    if inner in _ENDS:
        return ElseMark(line) if inner == ":else" else EndMark(line, _ENDS[inner])
    if each := _EACH.fullmatch(inner):
        return EachMark(line, Field(line, tuple(each[1].split("."))), each[2])
    if condition := _IF.fullmatch(inner):
        return IfMark(line, condition[1], condition[2], int(condition[3]))
    shown = " ".join(inner.split())
    if inner.startswith("#each"):
        if variable := _LATER_AS.search(inner):
            mistakes.excused.add(variable[1])
        mistakes.add(line, f"{{{shown}}}: a loop is {{#each query as row}}, nothing more")
        return EachMark(line)
    if inner.startswith("#if"):
        mistakes.add(
            line, f"{{{shown}}}: a condition is {{#if query.length > 0}}; decide the rest in SQL"
        )
        return IfMark(line)
    if inner.startswith(":else"):
        mistakes.add(line, f"{{{shown}}}: put a second {{#if …}} between {{:else}} and {{/if}}")
        return ElseMark(line)
    mistakes.add(line, f"{{{shown}}} is not known here; there are {{#each …}} and {{#if …}}")
    return None
