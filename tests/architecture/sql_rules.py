"""House rules for SQL text. Each takes one file's text and returns its breaches, a line each."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from tests.architecture.sql_tokens import Token, closing, tokens

Rule = Callable[[str], list[str]]

_PLAIN_VALUES = (0.0, 1.0)
_TYPES_WITH_LENGTH = ("decimal", "numeric", "varchar", "char", "bit")
_CLOCK_WORDS = (
    "current_date current_time current_timestamp localtime localtimestamp now today "
    "get_current_time get_current_timestamp transaction_timestamp random uuid gen_random_uuid "
    "uuidv4 uuidv7 setseed txid_current run_started_at invocation_id"
).split()
_CALLED_CLOCKS = ("now", "today", "random", "uuid", "uuidv4", "uuidv7")
_UNORDERED_AGGREGATES = ("mode", "any_value", "arbitrary")
_ORDER_WITHIN = ("first", "last", "list", "array_agg", "string_agg", "group_concat", "listagg")
_ORDER_OVER = (
    "row_number rank dense_rank percent_rank cume_dist ntile lag lead "
    "first_value last_value nth_value"
).split()
_WORDS_BEFORE_A_LIST = (
    "in",
    "select",
    "then",
    "else",
    "when",
    "and",
    "or",
    "on",
    "where",
    "by",
    "distinct",
    "not",
    "between",
    "if",
)
_TABLE_FUNCTIONS = ("unnest", "range", "generate_series", "values", "lateral", "repeat_row")


def literal_numbers(sql: str) -> list[str]:
    """A number with a meaning is a var: only -1, 0, 1, type lengths, subscripts are digits."""
    words = tokens(sql)
    return [
        f"line {word.line}: {word.text} is a literal; make it a var, or a unit in macros/units"
        for index, word in enumerate(words)
        if word.kind == "number"
        and _value(word) not in _PLAIN_VALUES
        and not _is_type_length(words, index)
        and not _is_subscript(words, index)
    ] + [
        f"line {word.line}: interval '{word.text}' hides a literal; make it a var"
        for index, word in enumerate(words)
        if word.kind == "string"
        and index
        and words[index - 1].text == "interval"
        and any(float(n) not in _PLAIN_VALUES for n in re.findall(r"\d+(?:\.\d+)?", word.text))
    ]


def clocks(sql: str) -> list[str]:
    """A model never asks for the time or for chance: the same input gives the same output."""
    words = tokens(sql)
    return [
        f"line {word.line}: {word.text} changes from run to run; use as_of()"
        for index, word in enumerate(words)
        if word.kind == "name"
        and word.text in _CLOCK_WORDS
        and not (word.text in _CALLED_CLOCKS and not _is_call(words, index))
        and not _is_column(words, index)
    ]


def var_calls(sql: str) -> list[str]:
    """var() takes one literal name: a second argument would be a second home of the number."""
    words = tokens(sql)
    breaches = []
    for index in _calls(words, ("var",)):
        inside = words[index + 2 : closing(words, index + 1)]
        if not inside or inside[0].kind != "string":
            breaches.append(f"line {words[index].line}: var() needs its name as text")
        elif any(word.text == "," for word in inside):
            breaches.append(
                f"line {words[index].line}: var('{inside[0].text}', …) has a second argument; "
                "its default lives in dbt_project.yml"
            )
    return breaches


def vars_used(sql: str) -> set[str]:
    """Names given to var() anywhere in the text."""
    words = tokens(sql)
    return {
        words[index + 2].text
        for index in _calls(words, ("var",))
        if len(words) > index + 2 and words[index + 2].kind == "string"
    }


def unordered_aggregates(sql: str) -> list[str]:
    """An aggregate that picks or lists rows says in which order, else ties reshuffle."""
    words = tokens(sql)
    breaches = [
        f"line {words[index].line}: {words[index].text}() picks any of equals; say which"
        for index in _calls(words, _UNORDERED_AGGREGATES)
    ]
    for index in _calls(words, _ORDER_WITHIN):
        sorted_outside = index > 1 and words[index - 2].text in ("list_sort", "list_reverse_sort")
        if not sorted_outside and not _has_order(words[index : closing(words, index + 1)]):
            breaches.append(f"line {words[index].line}: {words[index].text}() without order by")
    return breaches


def unordered_windows(sql: str) -> list[str]:
    """row_number, rank, lag and the like need an order by in their window."""
    words = tokens(sql)
    named = {
        words[index - 1].text: words[index + 1 : closing(words, index + 1)]
        for index, word in enumerate(words)
        if index and word.text == "as" and index + 1 < len(words) and words[index + 1].text == "("
    }
    breaches = []
    for index in _calls(words, _ORDER_OVER):
        over = _window_after(words, closing(words, index + 1) + 1)
        window = named.get(words[over].text, words[over : closing(words, over)]) if over else []
        if not _has_order(window):
            breaches.append(f"line {words[index].line}: {words[index].text}() without order by")
    return breaches


def unordered_limits(sql: str) -> list[str]:
    """limit keeps the same rows each time only after an order by of the same select."""
    words = tokens(sql)
    breaches: list[str] = []
    selects: list[list[str]] = [[]]  # words since the last `select`, one list per open bracket
    for index, word in enumerate(words):
        if word.text == "(":
            selects.append([])
        elif word.text == ")" and len(selects) > 1:
            selects.pop()
        elif word.kind == "name" and not word.in_jinja:
            if word.text == "select":
                selects[-1].clear()
            if word.text == "limit" and not _is_column(words, index) and "order" not in selects[-1]:
                breaches.append(f"line {word.line}: limit without order by")
            selects[-1].append(word.text)
    return breaches


def positional_grouping(sql: str) -> list[str]:
    """Grouping and ordering name their columns: a new one must not change the grain unnoticed."""
    words = tokens(sql)
    return [
        f"line {first.line}: {first.text} by {target.text}; name the columns"
        for first, by, target in zip(words, words[1:], words[2:], strict=False)
        if first.text in ("group", "order")
        and by.text == "by"
        and (target.kind == "number" or (target.text == "all" and target.kind == "name"))
    ]


def hard_coded_relations(sql: str) -> list[str]:
    """Rows come from ref(), source(), a CTE of the same file or a table function, never by name."""
    return [f"line {n}: {name} is not a ref or a CTE" for name, n in relations_outside(sql)]


def relations_outside(sql: str) -> list[tuple[str, int]]:
    """Relations read by name or file that are no CTE of the text, each with its line."""
    words = tokens(sql)
    known = _ctes(words)
    found = []
    for index, (word, target) in enumerate(pairwise(words)):
        if word.in_jinja or word.text not in ("from", "join") or _is_inside_function(words, index):
            continue
        if index and words[index - 1].text == "distinct" and target.kind != "mark":
            continue
        if target.kind == "string" or (
            target.kind == "name"
            and target.text not in known
            and target.text not in _TABLE_FUNCTIONS
        ):
            found.append((target.text, target.line))
    return found


def header(sql: str) -> list[str]:
    """The file opens with a comment that says what one row is; only config() may stand before."""
    sql = re.sub(r"^\s*\{\{-?\s*config\(.*?\)\s*-?\}\}", "", sql, flags=re.DOTALL)
    opening = re.match(r"\s*((?:--[^\n]*\n\s*)+|/\*.*?\*/|\{#.*?#\})", sql, re.DOTALL)
    if opening and "one row per" in opening.group().lower():
        return []
    return ['line 1: the header comment must say "One row per …"']


def computes(sql: str) -> bool:
    """Whether the SQL holds a formula: a case, a var, or arithmetic between two values."""
    words = tokens(sql)
    values = [
        (word.kind in ("name", "number") and word.text not in _WORDS_BEFORE_A_LIST)
        or word.text in (")", "]", "}}")
        for word in words
    ]
    return any(
        (word.kind == "name" and word.text in ("case", "var"))
        or (word.text in ("*", "/", "+", "-") and not word.in_jinja and index and values[index - 1])
        for index, word in enumerate(words)
    )


def _ctes(words: list[Token]) -> set[str]:
    """Names before `as (`, or before `(columns) as (`, or before `as materialized (`."""
    names = set()
    for index, word in enumerate(words):
        if word.kind != "name" or index + 2 >= len(words):
            continue
        after = closing(words, index + 1) + 1 if words[index + 1].text == "(" else index + 1
        texts = [w.text for w in words[after : after + 4] if w.text not in ("not", "materialized")]
        if texts[:2] == ["as", "("]:
            names.add(word.text)
    return names


def _value(word: Token) -> float:
    return float(word.text.replace("_", ""))


def _is_call(words: list[Token], index: int) -> bool:
    return index + 1 < len(words) and words[index + 1].text == "("


def _is_column(words: list[Token], index: int) -> bool:
    """After a dot or an `as` the word is somebody's column name."""
    return index > 0 and words[index - 1].text in (".", "as")


def _calls(words: list[Token], names: tuple[str, ...] | list[str]) -> Iterator[int]:
    for index, word in enumerate(words):
        if word.kind == "name" and word.text in names and _is_call(words, index):
            yield index


def _has_order(words: list[Token]) -> bool:
    return any(a.text == "order" and b.text == "by" for a, b in pairwise(words))


def _window_after(words: list[Token], index: int) -> int | None:
    """Index of the `(` or the window's name after `over`, past `filter (…)` and `ignore nulls`."""
    while index < len(words) and words[index].text in ("filter", "ignore", "respect", "nulls"):
        filtered = words[index].text == "filter"
        index = closing(words, index + 1) + 1 if filtered else index + 1
    return index + 1 if index + 1 < len(words) and words[index].text == "over" else None


def _is_type_length(words: list[Token], index: int) -> bool:
    while index and (words[index].kind == "number" or words[index].text == ","):
        index -= 1
    return words[index].text == "(" and words[index - 1].text in _TYPES_WITH_LENGTH


def _is_subscript(words: list[Token], index: int) -> bool:
    if not 1 < index < len(words) - 1:
        return False
    before, bracket, after = words[index - 2], words[index - 1], words[index + 1]
    holds_a_list = before.text in (")", "]") or (
        before.kind == "name" and before.text not in _WORDS_BEFORE_A_LIST
    )
    return bracket.text == "[" and after.text == "]" and holds_a_list


def _is_inside_function(words: list[Token], index: int) -> bool:
    """`from` as a word inside a call: extract(year from x), trim(both from x)."""
    depth = 0
    for back in range(index - 1, -1, -1):
        text = words[back].text
        if text == ")":
            depth += 1
        elif text == "(":
            if depth == 0:
                return (
                    words[back - 1].text in ("extract", "trim", "substring", "overlay")
                    if back
                    else False
                )
            depth -= 1
    return False
