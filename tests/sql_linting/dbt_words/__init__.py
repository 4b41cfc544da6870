"""Names that dbt gives to Jinja, for sqlfluff: real vars, so that what it reads is real SQL."""

from pathlib import Path
from typing import Any

import yaml
from jinja2 import UndefinedError

_PROJECT = Path(__file__).resolve().parents[3] / "dbt_project.yml"
# sqlfluff imports this anew for each file, so it is read by the loader in C.
_READ = yaml.load(_PROJECT.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
_VARS: dict[str, Any] = _READ["vars"]

invocation_args_dict: dict[str, Any] = {"vars": {}}


def var(name: str) -> Any:
    """The default of a var of dbt_project.yml; an unknown one is a finding of its own."""
    if name not in _VARS:
        message = f"var {name!r} is not declared in dbt_project.yml"
        raise UndefinedError(message)
    return _VARS[name]


def env_var(name: str, default: str = "") -> str:
    """Nobody's environment: the default."""
    return default
