"""What every command starts from: the environment it was called in, and what was said before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typer

    from cli.settings import Settings
    from cli.variables import Catalog, Said

DEMO_FOLDER = "demo"
_SAMPLE = Path("tests") / "sample_data"
_KEPT_IN_DEMO = ("MM_THREADS", "MM_MEMORY_LIMIT")


@dataclass(frozen=True)
class Context:
    """The environment and the options before the command."""

    env: Mapping[str, str] = field(repr=False)
    """May hold keys and a password."""
    is_demo: bool = False
    is_debug: bool = False

    @classmethod
    def of_demo(cls, env: Mapping[str, str], *, is_debug: bool = False) -> Context:
        """Return the context of the sample listener: `demo/` under the home, no key, no network.

        Whatever the environment says about the listener's own folders and providers stays out, so
        the demo can neither touch them nor depend on them.
        """
        from stores.paths import Home

        kept = {
            name: value
            for name, value in env.items()
            if not name.startswith("MM_") or name in _KEPT_IN_DEMO
        }
        home = Home.from_environment(env).root / DEMO_FOLDER
        return cls({**kept, "MM_HOME": str(home)}, is_demo=True, is_debug=is_debug)

    @classmethod
    def of(cls, ctx: typer.Context, *, is_debug: bool = False) -> Context:
        """Return the context that the options before the command made, `--debug` after it added."""
        context: Context = ctx.obj
        return replace(context, is_debug=True) if is_debug else context

    @cached_property
    def settings(self) -> Settings:
        """Every setting with its source; in the demo those of the sample are fixed."""
        from cli.settings import load

        return load(self.env, self._demo_settings() if self.is_demo else None)

    @cached_property
    def catalog(self) -> Catalog:
        """Every var of the project."""
        from cli.variables import Catalog
        from stores.paths import PROJECT_ROOT

        return Catalog.of_project(PROJECT_ROOT)

    def variables(self, command_line: Mapping[str, Said] | None = None) -> dict[str, Said]:
        """Return every var: option over environment over the listener's files over default."""
        from cli.variables import overrides, resolve

        return resolve(
            self.catalog,
            self.settings.tier(from_environment=False),
            overrides(self.catalog, self.settings.home.config),
            self.settings.tier(from_environment=True),
            command_line or {},
        )

    def command(self, words: str) -> str:
        """Return a command of `mm` as the user has to write it here."""
        return f"{self.program} {words}"

    @property
    def program(self) -> str:
        """How every command of this listener starts: `mm` or `mm --demo`."""
        return "mm --demo" if self.is_demo else "mm"

    @staticmethod
    def sample_folder() -> Path:
        """Return where the project keeps the sample listener."""
        from stores.paths import PROJECT_ROOT

        return PROJECT_ROOT / _SAMPLE

    def _demo_settings(self) -> dict[str, Any]:
        sample = self.sample_folder()
        return {
            "providers": "file",
            "similar_artists_file": str(sample / "similar_artists.csv"),
            "artist_details_file": str(sample / "artist_details.csv"),
            "offline": True,
        }
