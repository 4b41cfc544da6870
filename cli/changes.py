"""Writing the listener's own choices: one key in one of the two files, atomically.

Who writes has the lock beside the files from reading the old content on, so that a change made by
another in the meantime is never undone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from cli import settings as program
from cli.clients import read_clients
from cli.context import Context
from cli.errors import ConfigurationError, SecretMissingError
from cli.files import secret_name
from cli.library import check_tier
from cli.values import Specification, read_value, shown
from cli.variables import (
    ENGINES,
    OVERRIDES_FILE,
    TIER_END,
    TIER_START,
    Said,
    check_engines,
    unknown_name,
)
from cli.yaml_files import read_yaml_file
from stores.atomic import atomic_write
from stores.lock import wait_for
from stores.paths import PROJECT_ROOT, Home

LOCK_NAME = ".config.lock"
_PATIENCE_S = 10.0
_SET, _UNSET = "config set", "config unset"
_SEEN_WHEN_READ = (program.DATA_FOLDER, program.SIMILAR_FILE, program.DETAILS_FILE)


def change(context: Context, key: str, text: str, more: Sequence[str] = ()) -> list[str]:
    """Set `key`, a setting or a var, to what `text` says, and return what to know about it.

    Raises `ConfigurationError` for an unknown key, a secret's name, a value that it cannot have,
    or `more` words than one value.
    """
    home = Home.from_environment(context.env)
    if name := secret_name(key):
        raise ConfigurationError(
            f"{name} is a secret: `mm secrets set {name}`; what you typed is in your shell's "
            "history now, so revoke it if others can read that"
        )
    if more:
        raise ConfigurationError(
            f"{_SET} takes one KEY and one VALUE: put quotes around a value with spaces"
        )
    value = _checked(context, key, text)
    file = _file_of(key)
    with wait_for(home.config / LOCK_NAME, _PATIENCE_S):
        _write(home, file, key, value)
    done = f"config/{file}: {key} is {value if _may_be_shown(value) else 'changed'}"
    return [done, *_caveats(_anew(context), key, value)]


def keep_overrides(context: Context, values: Mapping[str, Any]) -> None:
    """Write vars that the program itself found into `overrides.yml`, all else there kept."""
    home = Home.from_environment(context.env)
    checked = context.catalog.read(values, OVERRIDES_FILE)
    with wait_for(home.config / LOCK_NAME, _PATIENCE_S):
        for name, value in checked.items():
            _write(home, OVERRIDES_FILE, name, value)


def take_out(context: Context, key: str) -> list[str]:
    """Take `key` out of its file, and return what holds now; a note if it was not there.

    A wrong key is taken out too, so that a file which nothing else can read can be mended.
    Raises `ConfigurationError` for a key that is neither known nor there.
    """
    home = Home.from_environment(context.env)
    is_known = key in program.SPECIFICATIONS or key in context.catalog.specifications
    files = (_file_of(key),) if is_known else (program.CONFIG_FILE, OVERRIDES_FILE)
    with wait_for(home.config / LOCK_NAME, _PATIENCE_S):
        places = [(file, name) for file in files for name in _names_for(key, _kept(home, file))]
        for file, name in places:
            _write(home, file, name, None, is_kept=False)
    if not places and not is_known:
        raise ConfigurationError(_unknown(context, key, _UNSET))
    done = [f"config/{file}: {name} is taken out" for file, name in places]
    done = done or [f"config/{files[0]}: {key} is not set there"]
    try:
        return [*done, *([_now(_anew(context), key)] if is_known else [])]
    except ConfigurationError as error:
        return [*done, f"but {error}"]


def _checked(context: Context, key: str, text: str) -> Any:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ConfigurationError(f"{_SET}: the value is not UTF-8") from None
    variables = context.catalog.specifications
    if key in program.SPECIFICATIONS:
        value = program.read_text(key, text, _SET)
        _check_with_clients(context, key, value)
        return value
    if key not in variables:
        raise ConfigurationError(_unknown(context, key, _SET))
    value = read_value(variables[key], _parsed(variables[key], text), _SET)
    if key == ENGINES:
        check_engines({ENGINES: Said(value, _SET)}, PROJECT_ROOT)
    return value


def _check_with_clients(context: Context, key: str, value: Any) -> None:
    """Refuse what only the next build would: a provider that nobody knows, say.

    What else is wrong, or a key that is missing yet, is left for then.
    """
    changed = {program.variable_of(key): program.as_text(value)}
    if key == "providers" and (similar := context.settings[program.SIMILAR_FILE]):
        changed[program.variable_of(program.SIMILAR_FILE)] = similar
    try:
        read_clients(changed)
    except SecretMissingError:
        return
    except ConfigurationError as error:
        words = re.sub(r"\bMM_[A-Z_]+\b", lambda found: _key_of(found[0]), str(error))
        raise ConfigurationError(f"{_SET}: {words}") from None


def _may_be_shown(value: Any) -> bool:
    """Return whether a value is too short for a key that was meant for somewhere else."""
    return shown(str(value)) == repr(str(value))


def _key_of(variable: str) -> str:
    return variable.removeprefix(program.ENVIRONMENT_PREFIX).lower()


def _unknown(context: Context, key: str, where: str) -> str:
    names = [*program.SPECIFICATIONS, *context.catalog.specifications]
    return unknown_name("setting or var", key, names, where)


def _parsed(specification: Specification, text: str) -> Any:
    """Return lists and mappings as YAML reads them; everything else stays text."""
    if specification.kind not in ("list", "mapping"):
        return text
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds nothing but text
    except (yaml.YAMLError, RecursionError):
        return text


def _file_of(key: str) -> str:
    return program.CONFIG_FILE if key in program.SPECIFICATIONS else OVERRIDES_FILE


def _kept(home: Home, file: str) -> dict[str, Any]:
    if file == program.CONFIG_FILE:
        return program.read_file(home)
    path = home.config / OVERRIDES_FILE
    return read_yaml_file(path) if path.is_file() else {}


def _names_for(key: str, kept: dict[str, Any]) -> list[str]:
    """Return how a file writes a key: a secret's name in whatever case."""
    secret = secret_name(key)
    return [name for name in kept if name == key or (secret and secret_name(name) == secret)]


def _write(home: Home, file: str, key: str, value: Any, *, is_kept: bool = True) -> None:
    """Write one file anew with `key` set, or without it."""
    kept = _kept(home, file)
    if is_kept:
        kept[key] = value
    else:
        del kept[key]
    if file == program.CONFIG_FILE:
        written = json.dumps(kept, indent=2, ensure_ascii=False) + "\n"
    else:
        written = _edited(home.config / file, key, kept)
    atomic_write(home.config / file, written.encode())


def _edited(path: Path, key: str, wanted: dict[str, Any]) -> str:
    """Return `overrides.yml` as `wanted`, whose `key` is new; other lines kept if possible."""
    old = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
    new = [_line(key, wanted[key])] if key in wanted else []
    says_key = re.compile(rf"""["']?{re.escape(key)}["']?\s*:""")
    lines: list[str] = []
    is_inside = False
    for entry in old:
        if says_key.match(entry):
            lines, new, is_inside = lines + new, [], True
        elif not (is_inside and entry.startswith((" ", "\t", "-"))):
            lines.append(entry)
            is_inside = False
    edited = "".join(f"{entry}\n" for entry in lines + new)
    try:
        is_as_wanted = (yaml.safe_load(edited) or {}) == wanted
    except (yaml.YAMLError, ValueError):
        is_as_wanted = False
    return edited if is_as_wanted else yaml.safe_dump(wanted, allow_unicode=True, sort_keys=False)


def _line(key: str, value: Any) -> str:
    said = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1000)
    return f"{key}: {said.removesuffix('...' + chr(10)).strip()}"


def _anew(context: Context) -> Context:
    """Return the context of a command that starts after the change."""
    return Context(context.env, is_demo=context.is_demo)


def _holding(context: Context, key: str) -> Said:
    """Return what a build would take for a setting or a var, and from where."""
    resolved = context.variables()
    variable = program.TIER_SETTINGS.get(key, key)
    return resolved[variable] if variable in resolved else context.settings.said(key)


def _now(context: Context, key: str) -> str:
    said = _holding(context, key)
    return f"{key} is now {'not set' if said.value is None else said.value} ({said.source})"


def _caveats(context: Context, key: str, value: Any) -> list[str]:
    """Return what stands in the way of the new value: another place that wins, an odd tier."""
    caveats = []
    try:
        said = _holding(context, key)
        if said.value != value:
            other = said.value if _may_be_shown(said.value) else "something else"
            caveats.append(f"but {said.source} says {other}, and that wins")
        if key in _SEEN_WHEN_READ and not Path(str(value)).exists():
            caveats.append("but there is nothing at that path yet")
        if program.TIER_SETTINGS.get(key, key) in (TIER_START, TIER_END):
            check_tier(context.variables())
    except ConfigurationError as error:
        return [*caveats, str(error)]
    return caveats
