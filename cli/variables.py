"""The numbers that change a result: which there are, what they may be, and who set them.

| home | what it holds | read by |
|---|---|---|
| `dbt_project.yml`, `vars:` | every default | dbt, and here |
| `config/variables.yml` of the project | meaning, unit, type and range of each | here |
| `config/overrides.yml` of the listener | lasting choices, sparse | here; reaches dbt as `--vars` |
| `--vars`, `--tier-start`, `--tier-end` | the choice of one run | here; reaches dbt as `--vars` |

dbt takes an unknown var in silence; here it is an error that names the nearest valid one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from cli.errors import ConfigurationError
from cli.files import place_of, refuse_secret
from cli.values import Specification, read_value, shown

OVERRIDES_FILE = "overrides.yml"
TIER_START = "tier_start"
TIER_END = "tier_end"
ENGINES = "engines"


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every var of the project: its default and what it may be."""

    defaults: Mapping[str, Any]
    specifications: Mapping[str, Specification]

    @classmethod
    def of_project(cls, root: Path) -> Catalog:
        """Read the vars of the project at `root`."""
        from cli.yaml_files import read_yaml_file

        defaults = read_yaml_file(root / "dbt_project.yml").get("vars") or {}
        described = read_yaml_file(root / "config" / "variables.yml")
        missing = sorted(set(defaults) ^ set(described))
        if missing:
            raise ConfigurationError(
                f"dbt_project.yml and config/variables.yml differ in: {', '.join(missing)}"
            )
        specifications = {
            name: Specification.from_mapping(name, entry) for name, entry in described.items()
        }
        return cls(defaults, specifications)

    def check_name(self, name: str, where: str) -> None:
        """Refuse a name that no var has, naming the nearest one."""
        if name not in self.specifications:
            raise ConfigurationError(unknown_name("variable", name, self.specifications, where))

    def read(self, said: Mapping[str, Any], where: str) -> dict[str, Any]:
        """Return `said` with each value turned into its var's type, or refuse it."""
        read: dict[str, Any] = {}
        for name, value in said.items():
            self.check_name(name, where)
            read[name] = read_value(self.specifications[name], value, where)
        return read


@dataclass(frozen=True, slots=True)
class Said:
    """A value and the place it was said at."""

    value: Any
    source: str


def resolve(catalog: Catalog, *layers: Mapping[str, Said]) -> dict[str, Said]:
    """Return the value of every var: the default, replaced by each layer in turn."""
    resolved = {name: Said(value, "dbt_project.yml") for name, value in catalog.defaults.items()}
    for layer in layers:
        resolved.update(layer)
    return resolved


def differing(catalog: Catalog, resolved: Mapping[str, Said]) -> dict[str, Any]:
    """Return the vars that must be told to dbt, sorted: those that differ from their default."""
    return {
        name: resolved[name].value
        for name in sorted(resolved)
        if resolved[name].value != catalog.defaults[name]
    }


def parse_vars(text: str) -> dict[str, Any]:
    """Split what `--vars` said into names and values.

    Takes `name:value,name:value`, and the dict in YAML or JSON that dbt itself takes. Values stay
    text here: what they mean depends on the var.
    """
    if text.strip().startswith("{") or "\n" in text.strip():
        return _parse_vars_dict(text)
    said: dict[str, Any] = {}
    for pair in text.split(","):
        if not pair.strip():
            continue
        name, colon, value = pair.partition(":")
        if not colon or not name.strip():
            raise ConfigurationError(
                f"--vars: {shown(pair.strip())} is no name:value; "
                "write --vars tier_start:1,tier_end:9"
            )
        if name.strip() in said:
            raise ConfigurationError(f"--vars: {name.strip()} is said twice")
        said[name.strip()] = value.strip()
    return said


def _parse_vars_dict(text: str) -> dict[str, Any]:
    import yaml

    try:
        # The base loader leaves every scalar as text, so 1e3, no and 2024-01-01 stay as said.
        said = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds nothing but text
    except yaml.YAMLError:
        raise ConfigurationError(
            "--vars is no valid YAML dict; write --vars tier_start:100,tier_end:200"
        ) from None
    if not isinstance(said, dict):
        raise ConfigurationError(
            "--vars must be names and values; write --vars tier_start:100,tier_end:200"
        )
    return said


def overrides(catalog: Catalog, folder: Path) -> dict[str, Said]:
    """Return the listener's lasting choices from `overrides.yml` in `folder`, if there are any."""
    path = folder / OVERRIDES_FILE
    if not path.is_file():
        return {}
    from cli.yaml_files import read_yaml_file

    label = f"config/{OVERRIDES_FILE}"
    read: dict[str, Any] = {}
    for name, value in read_yaml_file(path).items():
        place = place_of(name, path, label)
        refuse_secret(name, place)
        read |= catalog.read({name: value}, place)
    return said_at(read, label)


def said_at(values: Mapping[str, Any], source: str) -> dict[str, Said]:
    """Return each value together with the one place it was said at."""
    return {name: Said(value, source) for name, value in values.items()}


def from_command_line(
    catalog: Catalog, text: str | None, tier_start: int | None, tier_end: int | None
) -> dict[str, Said]:
    """Return what `--vars` and the two tier options said; a contradiction is an error."""
    said = said_at(catalog.read(parse_vars(text or ""), "--vars"), "--vars")
    for name, value in ((TIER_START, tier_start), (TIER_END, tier_end)):
        if value is None:
            continue
        option = "--" + name.replace("_", "-")
        read = catalog.read({name: value}, option)[name]
        if name in said and said[name].value != read:
            raise ConfigurationError(f"{option} and --vars say different things of {name}")
        said[name] = Said(read, option)
    return said


def check_engines(resolved: Mapping[str, Said], root: Path) -> None:
    """Refuse an engine in the var `engines` that has no model in the project at `root`."""
    models = (root / "models" / "engines").glob("eng_*__candidates.*")
    known = {path.name.removeprefix("eng_").split("__")[0] for path in models}
    for name in resolved[ENGINES].value:
        if name not in known:
            raise ConfigurationError(unknown_name("engine", name, known, resolved[ENGINES].source))


def unknown_name(kind: str, name: str, valid: Iterable[str], where: str) -> str:
    """Return the words that refuse a name and propose the nearest valid one."""
    nearest = get_close_matches(name, list(valid), n=1, cutoff=0.5)
    hint = f"did you mean {nearest[0]}?" if nearest else "`mm config show` lists them all"
    said = name if shown(name) == repr(name) else f"named by {shown(name)}"
    return f"{where}: there is no {kind} {said}; {hint}"
