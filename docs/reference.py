"""Writes cli.md, variables.md and tables.md from what the program itself says: `make reference`.

A test compares them with what this would write, so they cannot lag behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from typer import Typer
from typer.main import get_command

from cli.app import app
from docs import tables

_ROOT = Path(__file__).resolve().parent.parent
_READERS = ("models", "macros", "tests/dbt")
_READS = re.compile(r"\bvar\(\s*['\"](\w+)")
_GENERATED = "<!-- Written by `make reference`; change the source, not this file. -->"


def pages() -> dict[Path, str]:
    """Return the files and what they should say."""
    said = {"cli": cli_page(), "variables": vars_page(), "tables": tables.page(_GENERATED)}
    return {_ROOT / "docs" / f"{name}.md": text for name, text in said.items()}


def cli_page() -> str:
    """Return every command with its help and options."""
    parts = [
        "# Commands",
        _GENERATED,
        "What `mm COMMAND --help` says, on one page. stdout is the answer, stderr is progress and "
        "notes; exit codes are in [cli/exits.py](../cli/exits.py).",
        _options(get_command(app)),
    ]
    for path, each in commands(app):
        parts += [f"## {path}", _help_of(each), _options(each)]
    return "\n\n".join(part for part in parts if part) + "\n"


def vars_page() -> str:
    """Return every var with its default, meaning, unit, range and readers."""
    project = yaml.safe_load((_ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    described = yaml.safe_load((_ROOT / "config" / "variables.yml").read_text(encoding="utf-8"))
    readers = _readers(project["vars"])
    lines = [
        "# Vars",
        "",
        _GENERATED,
        "",
        "Every number that changes a result. For one build: `mm build --vars NAME:VALUE`; always:",
        "`mm config set NAME VALUE`. Defaults: `dbt_project.yml`; meanings and ranges:",
        "`config/variables.yml`; how a var reaches the list: [architecture](architecture.md).",
        "",
        "| var | default | meaning | unit | may be | read by |",
        "|---|---|---|---|---|---|",
    ]
    for name, default in project["vars"].items():
        entry = described[name]
        cells = (
            f"`{name}`",
            f"`{default!r}`" if isinstance(default, str) else f"`{_plain(default)}`",
            entry["meaning"],
            entry["unit"],
            _range(entry),
            ", ".join(f"`{reader}`" for reader in readers[name]) or "`mm evaluate`",
        )
        lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def commands(program: Typer) -> Iterator[tuple[str, Any]]:
    """Yield the words of each command that does something, and the command."""
    return _below(get_command(program), "mm")


def _below(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _below(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def _help_of(command: Any) -> str:
    paragraphs = re.split(r"\n\s*\n", (command.help or "").strip())
    return "\n\n".join(
        f"Example: `{words.removeprefix('Example: ')}`" if words.startswith("Example: ") else words
        for words in (" ".join(each.split()) for each in paragraphs)
    )


def _options(command: Any) -> str:
    rows = []
    context = command.context_class(command)
    for each in command.params:
        if "--help" in each.opts:
            continue
        record = each.get_help_record(context)
        if record is None:  # an argument without words of its own
            record = (each.make_metavar(context), "")
        names, words = (" ".join(str(part).split()).replace("|", "\\|") for part in record)
        rows.append(f"| `{names}` | {words} |")
    return "\n".join(["| | |", "|---|---|", *rows]) if rows else ""


def _readers(names: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in names}
    for folder in _READERS:
        for path in sorted((_ROOT / folder).rglob("*.sql")):
            for name in set(_READS.findall(path.read_text(encoding="utf-8"))):
                found[name].append(path.stem)
    return found


def _range(entry: Mapping[str, Any]) -> str:
    if "choices" in entry:
        return ", ".join(str(choice) for choice in entry["choices"])
    low, high = entry.get("min"), entry.get("max")
    if low is None and high is None:
        return str(entry["type"])
    ends = f"{'…' if low is None else low} to {'…' if high is None else high}"
    return f"{entry['type']}, {ends}"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {each}" for name, each in value.items())
    return str(value)


if __name__ == "__main__":
    for file, text in pages().items():
        file.write_text(text, encoding="utf-8")
