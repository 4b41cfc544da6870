"""Reading YAML: `overrides.yml` of the listener, and the files of ours that say what a var may be.

Whatever is wrong with one is a line that names the file, the line in it and what to do. Apart from
`cli.files`, because YAML is slow to load and most commands read none.
"""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from cli.errors import ConfigurationError
from cli.files import NESTED, text_of

_YAML_FIX = "write one `name: value` a line, and quotes around text with odd characters"


def read_yaml_file(path: Path) -> dict[str, Any]:
    """Return the dict that a YAML file of ours or of the listener holds; empty when it is blank."""
    label = f"{path.parent.name}/{path.name}"
    text = text_of(path, label)
    try:
        content = _loaded(text)
    except yaml.YAMLError as error:
        raise _yaml_refusal(text, error, label) from None
    except RecursionError:
        raise ConfigurationError(f"{label}: {NESTED}") from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise ConfigurationError(f"{label}: must hold names and values (`name: value`)")
    return {str(key): value for key, value in content.items()}


def _loaded(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_QuickLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, RecursionError):
        # The parser in C has poorer words for what is wrong, and a mistake has time.
        return yaml.load(text, Loader=_TellingLoader)  # noqa: S506 - a SafeLoader


class _Rules(yaml.constructor.SafeConstructor):
    """Plain YAML whose names come once, and whose every error knows its line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"{key.value} is there twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError) as error:
            problem = "a number has too many digits" if "digits" in str(error) else str(error)
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from None


class _QuickLoader(_Rules, yaml.CSafeLoader):
    """Ten times as fast."""


class _TellingLoader(_Rules, yaml.SafeLoader):
    """Says what is wrong, and where."""


def _yaml_refusal(text: str, error: yaml.YAMLError, label: str) -> ConfigurationError:
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", None)
    line = mark.line + 1 if mark else text.count("\n", 0, position or 0) + 1
    words, fix = str(getattr(error, "problem", None) or "an odd character"), _YAML_FIX
    if "is there twice" in words:
        return ConfigurationError(f"{label}, line {line}: {words}; leave one")
    if "'\\t'" in words:
        words, fix = "a tab", "use spaces in its place"
    return ConfigurationError(f"{label}, line {line}: not valid YAML ({words}): {fix}")
