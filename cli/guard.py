"""`mm guard`: secrets and private data that git is about to commit, or holds already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context
from cli.errors import MmError
from cli.options import FormatOption
from cli.output import Format

if TYPE_CHECKING:
    from cli.guard_git import Repository
    from cli.guard_rules import Finding, Rules

_COLUMNS = ("where", "path", "line", "rule", "hint", "sha256")
_MEGABYTE = 1_000_000
_LARGEST = {False: 100 * _MEGABYTE, True: 20 * _MEGABYTE}
"""Bytes of the largest file that is read, now and in the history. GitHub takes none above 100."""
_MESSAGE = "(message)"


class LeakFoundError(MmError):
    """Git holds, or would hold, what is nobody else's business."""


@dataclass(frozen=True, slots=True)
class _Found:
    findings: list[tuple[str, Finding]]
    """Each with the place in git."""
    file_count: int
    unread: list[str]


def guard(
    ctx: typer.Context,
    is_hook_wanted: Annotated[
        bool,
        typer.Option("--install-hook", help="Let every `git commit` here run mm guard first."),
    ] = False,
    is_history: Annotated[
        bool, typer.Option("--history", help="Look through every commit instead of the next one.")
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Look for secrets and private data in what git would commit.

    It knows your own keys, exports and databases. Nothing secret is ever printed.

    Example: mm guard --install-hook
    """
    from cli import output
    from cli.guard_git import Repository

    context = Context.of(ctx)
    repository = Repository.around(Path.cwd(), context.env)
    if is_hook_wanted:
        _install_hook(repository, context)
        return
    secrets, is_locked = _secrets(context)
    found = _look(repository, _rules(repository, secrets), is_history=is_history)
    if is_locked:
        output.note(
            "config/secrets.enc is closed: what it holds is searched for once MM_SECRETS_PASSWORD "
            "gives its password"
        )
    for name in found.unread:
        output.note(f"not looked into: {name}")
    if found.findings:
        _show(found.findings, form)
        raise LeakFoundError(_advice([where for where, _ in found.findings]))
    known = "1 secret" if len(secrets) == 1 else f"{len(secrets)} secrets"
    whose = f"{known} of yours" if secrets else "no secret of yours, for none is set"
    place = "every commit" if is_history else "what git would commit"
    output.note(f"nothing found in {found.file_count} files of {place}; looked for {whose}")


def _secrets(context: Context) -> tuple[list[tuple[str, str]], bool]:
    """Return name and value of every secret that needs no asking, and whether some need it.

    A build takes the first place that has a name; a leak is a leak from each of them.
    """
    from cli.secrets.asking import Passwords
    from cli.secrets.methods import ConfigMethod
    from cli.secrets.names import SECRETS
    from cli.secrets.sources import Reach, Sources

    config, passwords = context.settings.home.config, Passwords(context.env)
    vault = Sources({}, config, passwords, ConfigMethod.ENCRYPTED)
    places = (
        Sources(context.env, config, passwords, ConfigMethod.ENV),
        Sources({}, config, passwords, ConfigMethod.ENV),  # config/.env behind the environment
        vault,
    )
    found = ((secret.name, each.find(secret, Reach.QUIET)) for each in places for secret in SECRETS)
    values = dict.fromkeys((name, said.value) for name, said in found if said is not None)
    return list(values), vault.is_locked


def _rules(repository: Repository, secrets: Iterable[tuple[str, str]]) -> Rules:
    from cli.guard_rules import ALLOWED_FILE, Rules, read_allowed

    reviewed = repository.root / ALLOWED_FILE
    text = reviewed.read_text("utf-8", "replace") if reviewed.is_file() else ""
    return Rules.of(secrets, read_allowed(text), judge_vault)


def judge_vault(data: bytes) -> str | None:
    """Return why git must not have these bytes of a `secrets.enc`, or None if it may."""
    from cli.secrets.errors import SecretsFileError
    from cli.secrets.vault import LEAST_WRITTEN, inspect

    try:
        iterations = inspect(data).iterations
    except SecretsFileError:
        return "it is damaged, or not a file that mm secrets wrote"
    if iterations < LEAST_WRITTEN:
        return (
            f"only {iterations:,} iterations against guessing; "
            f"run `mm secrets rotate`, which writes at least {LEAST_WRITTEN:,}"
        )
    return None


def _look(repository: Repository, rules: Rules, *, is_history: bool) -> _Found:
    entries = repository.history() if is_history else repository.index()
    order = {(entry.sha, entry.path): number for number, entry in enumerate(entries)}
    found: dict[Finding, tuple[int, str]] = {}
    unread = []
    file_count = 0
    for content in repository.read(entries, _LARGEST[is_history]):
        if content.data is None:
            paths = ", ".join(rules.shown(entry.path) for entry in content.entries)
            size = f"{content.size / _MEGABYTE:.0f} MB" if content.size else "not in this clone"
            unread.append(f"{paths} ({size})")
        for entry in content.entries:
            path = entry.path or _MESSAGE.encode()
            file_count += bool(entry.path)
            about = rules.judge_name(entry.path)
            if content.data is not None:
                about += rules.judge_content(path, content.data)
            place = (order.get((entry.sha, entry.path), 0), entry.where)
            for finding in about:
                # The history says the same of each later version: the first commit is the one.
                found[finding] = min(place, found.get(finding, place))
    ordered = sorted(found.items(), key=lambda item: item[1])
    return _Found([(where, finding) for finding, (_, where) in ordered], file_count, unread)


def _show(findings: Iterable[tuple[str, Finding]], form: Format) -> None:
    from cli import output

    rows = [
        (where, found.path, found.line, found.rule, found.hint, found.sha256)
        for where, found in findings
    ]
    # The digest is for the reviewed list; at a terminal it would push the rest aside.
    shown = len(_COLUMNS) if form in (Format.JSON, Format.CSV) else _COLUMNS.index("sha256")
    output.answer(_COLUMNS[:shown], [row[:shown] for row in rows], form)


def _advice(places: list[str]) -> str:
    from cli.guard_rules import ALLOW_MARK, ALLOWED_FILE

    steps = []
    if "staged" in places:
        steps.append("clean what is staged, or take it out with `git reset -- FILE`")
    if "tracked" in places:
        steps.append("clean what is tracked, or untrack it with `git rm --cached FILE`")
    if set(places) - {"staged", "tracked"}:
        steps.append("rewrite the commits, with git-filter-repo say, before you push again")
    steps.append("a key that was ever pushed must be revoked at the service, Last.fm say")
    count = "1 finding" if len(places) == 1 else f"{len(places)} findings"
    return (
        f"{count}: {'; '.join(steps)}. A 32-hex string that is no key is allowed by "
        f"`{ALLOW_MARK.decode()}` on its line or its SHA-256 in {ALLOWED_FILE}"
    )


def _install_hook(repository: Repository, context: Context) -> None:
    import sys

    from cli import output
    from cli.guard_hook import install
    from stores.paths import HOME_VARIABLE, absolute

    said = context.env.get(HOME_VARIABLE, "").strip()
    done = install(
        repository, Path(sys.executable).with_name("mm"), str(absolute(said)) if said else ""
    )
    output.note(done.note)
    if done.line:
        output.text(done.line)
