"""Writing the listener's own choices: one key in one of the two files, atomically."""

from __future__ import annotations

import json
from typing import Any

import yaml

from cli import settings as program
from cli.clients import client_environment, read_clients
from cli.context import Context
from cli.errors import ConfigurationError, SecretMissingError
from cli.library import check_tier
from cli.values import Specification, read_value
from cli.variables import OVERRIDES_FILE, TIER_END, TIER_START, read_yaml_file, unknown_name
from stores.atomic import atomic_write
from stores.paths import Home

_WHERE = "config set"


def change(context: Context, key: str, text: str) -> list[str]:
    """Set `key`, a setting or a var, to what `text` says, and return what to know about it.

    Raises `ConfigurationError` for an unknown key or a value that it cannot have.
    """
    home = context.settings.home
    variables = context.catalog.specifications
    if key in program.SPECIFICATIONS:
        value = program.read_text(key, text, _WHERE)
        _check_with_clients(context, key, value)
        kept = program.read_file(home) | {key: value}
        file, written = program.CONFIG_FILE, json.dumps(kept, indent=2, ensure_ascii=False) + "\n"
    elif key in variables:
        value = read_value(variables[key], _parsed(variables[key], text), _WHERE)
        file, written = OVERRIDES_FILE, _with_override(home, key, value)
    else:
        names = [*program.SPECIFICATIONS, *variables]
        raise ConfigurationError(unknown_name("setting or var", key, names, _WHERE))
    home.config.mkdir(parents=True, exist_ok=True)
    atomic_write(home.config / file, written.encode())
    after = Context(context.env, is_demo=context.is_demo)
    return [f"config/{file}: {key} is {value}", *_caveats(after, key, value)]


def _check_with_clients(context: Context, key: str, value: Any) -> None:
    """Refuse what only the next build would: a provider that nobody knows, say.

    What stands in the way elsewhere (a key that is missing yet) is left for then.
    """
    variable = program.variable_of(key)
    try:
        read_clients(client_environment(context, {variable: program.as_text(value)}))
    except SecretMissingError:
        return
    except ConfigurationError as error:
        if variable in str(error):
            raise


def _parsed(specification: Specification, text: str) -> Any:
    """Return lists and mappings as YAML reads them; everything else stays text."""
    if specification.kind not in ("list", "mapping"):
        return text
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds nothing but text
    except yaml.YAMLError:
        return text


def _with_override(home: Home, key: str, value: Any) -> str:
    """Return `overrides.yml` with `key` set, other lines and comments kept if possible."""
    path = home.config / OVERRIDES_FILE
    kept = read_yaml_file(path) if path.is_file() else {}
    wanted = kept | {key: value}
    said = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1000)
    line = f"{key}: {said.removesuffix('...' + chr(10)).strip()}"
    old = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    lines = [line if entry.startswith(f"{key}:") else entry for entry in old]
    if key not in kept:
        lines.append(line)
    edited = "\n".join(lines) + "\n"
    try:
        is_as_wanted = yaml.safe_load(edited) == wanted
    except yaml.YAMLError:
        is_as_wanted = False
    return edited if is_as_wanted else yaml.safe_dump(wanted, allow_unicode=True, sort_keys=False)


def _caveats(context: Context, key: str, value: Any) -> list[str]:
    """Return what stands in the way of the new value: another place that wins, an odd tier."""
    resolved = context.variables()
    variable = program.TIER_SETTINGS.get(key, key)
    said = resolved[variable] if variable in resolved else context.settings.said(key)
    caveats = []
    if said.value != value:
        caveats.append(f"but {said.source} says {said.value}, and that wins")
    if variable in (TIER_START, TIER_END):
        try:
            check_tier(resolved)
        except ConfigurationError as error:
            caveats.append(str(error))
    return caveats
