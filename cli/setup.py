"""Setting up a home: its folders, what keeps private files out of git, templates, a key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cli.context import Context
from cli.errors import ConfigurationError
from cli.gitignore import with_block
from cli.secrets import env_file
from cli.secrets.asking import is_person_there, read_line
from cli.secrets.keeping import METHODS, ask_value, check_value, keep, what_wins
from cli.secrets.names import LASTFM_KEY, SECRETS
from cli.secrets.resolve import Access
from cli.secrets.sources import VAULT_LABEL
from stores.atomic import atomic_write
from stores.paths import Home

ENV = "env"
NONE = "none"
ENV_EXAMPLE = ".env.example"
CONFIG_EXAMPLE = "global_config.example.json"
_MODE_BITS = 0o777
_READABLE = 0o644
_CHOICES = (ENV, *METHODS, NONE)
_QUESTION = """Where shall the key of Last.fm be kept?
  1  config/.env: plain text, for your eyes only; nothing to type at a build
  2  config/secrets.enc: encrypted (fernet), with a password at each build
  3  config/secrets.enc: encrypted (aes-256-cbc), the same
  4  nowhere yet: similar artists come from ListenBrainz, without a key
Number [4]"""


@dataclass(frozen=True, slots=True)
class Setup:
    """What the command line said; None is "not said"."""

    method: str | None
    is_interactive: bool
    is_key_from_stdin: bool
    access: Access
    is_check_wanted: bool


def set_up(context: Context, wanted: Setup) -> Iterator[str]:
    """Set up the home and yield what was done and what to do next, a line each.

    Raises `ConfigurationError` for an unknown method, a key that is none, or a file that is in the
    way; what was done by then stays, and doing it again does no harm.
    """
    if wanted.method is not None and wanted.method not in _CHOICES:
        raise ConfigurationError(f"--method: take one of {', '.join(_CHOICES)}")
    is_asking = wanted.is_interactive and is_person_there()
    says_more = (
        wanted.is_key_from_stdin or wanted.is_check_wanted or wanted.access.password_from_stdin
    )
    if says_more and wanted.method in (None, NONE) and not is_asking:
        raise ConfigurationError(f"say where the key goes: --method {', '.join((ENV, *METHODS))}")
    home = context.settings.home
    yield from _make_folders(home)
    yield from _write_templates(home)
    yield from _keep_out_of_git(home.root)
    yield from _set_key(context, wanted, is_asking=is_asking)
    yield from _next_steps(context)


def _make_folders(home: Home) -> Iterator[str]:
    folders = (
        home.config, home.data, home.exports, home.cache, home.output, home.logs,
    )  # fmt: skip
    made = [folder for folder in folders if not folder.is_dir()]
    for folder in made:
        folder.mkdir(parents=True, exist_ok=True)
    if made:
        yield f"made the folders {', '.join(_short(folder, home) for folder in made)}"


def _write_templates(home: Home) -> Iterator[str]:
    for name, content in ((ENV_EXAMPLE, env_example()), (CONFIG_EXAMPLE, config_example(home))):
        path = home.config / name
        if not path.exists():
            atomic_write(path, content.encode())
            yield f"wrote config/{name}, a template that may be shared"


def _keep_out_of_git(root: Path) -> Iterator[str]:
    path = root / ".gitignore"
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise ConfigurationError(f"{path} is no file of its own: put one in its place")
    # Whatever bytes the user's own lines hold stay as they are.
    old = path.read_bytes().decode("utf-8", "surrogateescape") if path.exists() else ""
    new = with_block(old)
    if new == old:
        yield ".gitignore keeps private files out of git already"
        return
    mode = path.stat().st_mode & _MODE_BITS if path.exists() else _READABLE
    atomic_write(path, new.encode("utf-8", "surrogateescape"))
    path.chmod(mode)  # what to ignore is no secret
    yield ".gitignore keeps private files out of git now; `mm guard --install-hook` checks commits"


def _set_key(context: Context, wanted: Setup, *, is_asking: bool) -> Iterator[str]:
    method = wanted.method or (_ask_method() if is_asking else NONE)
    if method == NONE:
        return
    value, source = _key(context, wanted, is_asking=is_asking)
    if not value:
        if method == ENV:
            yield f"no key yet: write it into {env_file.LABEL} as {LASTFM_KEY.name}=…"
        else:
            yield f"no key yet: `mm secrets set {LASTFM_KEY.name}` puts it into {VAULT_LABEL}"
        return
    if method != ENV:
        yield from keep(context, LASTFM_KEY, wanted.access, method=METHODS[method], value=value)
    elif source == env_file.LABEL:
        yield f"{LASTFM_KEY.name} is in {env_file.LABEL} already and stays as it is"
    else:
        path = context.settings.home.config / env_file.FILE_NAME
        env_file.write(path, LASTFM_KEY.name, value, instead_of=LASTFM_KEY.variables)
        where = f", as {source} says it" if source else ""
        yield f"{LASTFM_KEY.name} is in {env_file.LABEL} now{where}, readable by you only"
        yield from what_wins(context, LASTFM_KEY, value)
    if wanted.is_check_wanted or (is_asking and _is_yes("Try the key once at Last.fm? [y/N]")):
        from cli.secrets.trying import try_key

        yield try_key(context, value)


def _key(context: Context, wanted: Setup, *, is_asking: bool) -> tuple[str, str]:
    """Return the key and, if it was there before, its place."""
    if wanted.is_key_from_stdin:
        value = read_line(LASTFM_KEY.name).strip()
        return (check_value(LASTFM_KEY, value) if value else ""), ""
    if is_asking and (value := ask_value(LASTFM_KEY)):
        return value, ""
    path = context.settings.home.config / env_file.FILE_NAME
    there = env_file.read(path).get(LASTFM_KEY.name, "").strip()
    if there:
        return check_value(LASTFM_KEY, there), env_file.LABEL
    said = context.env.get(LASTFM_KEY.name, "").strip()
    return (check_value(LASTFM_KEY, said), "the environment") if said else ("", "")


def _ask_method() -> str:
    numbered = {str(number): choice for number, choice in enumerate(_CHOICES, start=1)}
    while True:
        answer = _ask(_QUESTION) or str(len(_CHOICES))
        choice = numbered.get(answer, answer)
        if choice in _CHOICES:
            return choice


def _ask(question: str) -> str:
    import typer

    answer: str = typer.prompt(question, default="", show_default=False, err=True)
    return answer.strip()


def _is_yes(question: str) -> bool:
    return _ask(question).lower() in ("y", "yes")


def _next_steps(context: Context) -> Iterator[str]:
    exports = Path(context.settings["data_folder"])
    is_there = exports.is_file() or (exports.is_dir() and any(exports.iterdir()))
    if not is_there:
        yield (
            "next: ask Spotify for your extended streaming history, put it into "
            f"{_short(exports, context.settings.home)} and run `{context.command('build')}`"
        )
    else:
        yield f"next: run `{context.command('build')}`"
    yield "what comes from where: `mm config test`"


def _short(path: Path, home: Home) -> str:
    return str(path.relative_to(home.root)) if path.is_relative_to(home.root) else str(path)


def env_example() -> str:
    """Return the template of `config/.env`."""
    lines = [
        "# Copy to .env beside this file and fill in; .env never goes into git.",
        "# The environment says it too, and then wins; an encrypted file is `mm secrets set NAME`.",
    ]
    for secret in SECRETS:
        lines += ["", f"# {secret.meaning}", f"# {secret.name}="]
    return "\n".join([*lines, ""])


def config_example(home: Home) -> str:
    """Return every setting that has a default, folders as they lie in a home."""
    from cli.settings import default_values

    values = {}
    for key, value in default_values(home).items():
        path = Path(value) if isinstance(value, str) else None
        is_inside = path is not None and path.is_absolute() and path.is_relative_to(home.root)
        values[key] = str(path.relative_to(home.root)) if path is not None and is_inside else value
    return json.dumps(values, indent=2) + "\n"
