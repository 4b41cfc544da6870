"""What to tell the user when dbt did not finish: the reasons in words, no traceback, no values."""

from __future__ import annotations

import re
import signal

from cli.dbt_run import NodeResult, Run
from stores.disk import tells_of_full
from stores.warehouse import one_line

_SHOWN = 5
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_OUT_OF_MEMORY = "Out of Memory Error"
_QUOTED = re.compile(r"'[^']*'")
_DOUBLE_QUOTED = re.compile(r'"[^"]*"')
_DATABASE_ERROR = re.compile(r"[A-Z][a-z]+(?: [A-Z]?[a-z]+)* Error: ")
# These kinds of errors name columns and tables, between double quotes; all others may quote what
# stood in the listener's file.
_NAMING_ERRORS = ("Catalog Error", "Binder Error", "Parser Error")
# The clients' own errors are written for the listener: one line, no values, what to do.
_CLIENT_ERROR = re.compile(r"python_engines\.clients\.errors\.\w+: (?P<words>.+)")


def describe(run: Run) -> list[str]:
    """Return one line for each failed node, or for what stopped dbt before any node ran."""
    lines = [_describe_node(result) for result in run.failed[:_SHOWN]]
    rest = len(run.failed) - _SHOWN
    if rest > 0:
        lines.append(f"and {rest} more")
    if not lines:
        lines.append(_describe_stop(run))
    return lines


def is_disk_full(run: Run) -> bool:
    """Return whether what failed failed for want of space."""
    said = [*(result.message for result in run.failed), *run.errors, *run.stderr]
    return any(map(tells_of_full, said))


def is_out_of_memory(run: Run) -> bool:
    """Return whether DuckDB needed more memory than it may use."""
    return any(_OUT_OF_MEMORY in result.message for result in run.failed)


def _describe_node(result: NodeResult) -> str:
    if result.kind == "test" and result.status == "fail":
        rows = "1 row" if result.failures == 1 else f"{result.failures} rows"
        return f"data test {result.name} failed: {rows}"
    return f"{result.kind} {result.name} failed: {_reason(result.message)}"


def _reason(message: str) -> str:
    """Return the telling line of a dbt message: of a traceback the last, else the database's."""
    lines = [line.strip() for line in _COLOURS.sub("", message).splitlines() if line.strip()]
    if not lines:
        return "no reason given"
    if ours := _CLIENT_ERROR.match(lines[-1]):
        return ours["words"]
    if any(line.startswith("Traceback") for line in lines):
        return without_values(lines[-1])
    # The first line only names the model, which we do ourselves; tables and the chain of macros
    # tell nobody anything who does not have the project before them.
    telling = [line for line in lines if _DATABASE_ERROR.match(line)] or [
        line for line in lines[1:] if not line.startswith(("|", ">"))
    ]
    return without_values(telling[0] if telling else lines[0])


def without_values(line: str) -> str:
    """Return others' words on one line, without what they quote: it may come from a record."""
    words = one_line(Exception(line))
    words = _QUOTED.sub("'…'", words)
    return words if words.startswith(_NAMING_ERRORS) else _DOUBLE_QUOTED.sub('"…"', words)


def _describe_stop(run: Run) -> str:
    if run.exit_code == -signal.SIGKILL:
        return "dbt was killed from outside, perhaps for want of memory"
    said = run.errors or run.stderr
    if not said and run.exit_code < 0:
        return f"dbt was ended by {signal.Signals(-run.exit_code).name}"
    if not said:
        return f"dbt ended with {run.exit_code} and said nothing"
    lines = [line.strip() for line in _COLOURS.sub("", said[0]).splitlines() if line.strip()]
    words = [line for line in lines if line != "Encountered an error:"]
    return "dbt stopped: " + without_values(" ".join(words[:2]))
