"""`mm guard`: secrets and private data that git is about to commit, or holds already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context
from cli.errors import ConfigurationError, MmError
from cli.options import FormatOption
from cli.output import Format

if TYPE_CHECKING:
    from cli.guard_git import Repository
    from cli.guard_rules import Finding, Rules
    from cli.guard_secrets import Known

_COLUMNS = ("where", "path", "line", "rule", "hint", "sha256")
_MEGABYTE = 1_000_000
_LARGEST = {False: 100 * _MEGABYTE, True: 20 * _MEGABYTE}
"""Bytes of the largest file that is read, now and in the history. GitHub takes none above 100."""
_MESSAGE = "(message)"
_FOR_PROGRAMS = (Format.JSON, Format.CSV)
"""Forms of which a program reads the answer: an empty one is an answer too."""


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
    from cli.guard_secrets import know

    context = Context.of(ctx)
    if context.is_demo:
        raise ConfigurationError(
            "mm --demo guard would look for the sample's secrets, not yours: run `mm guard`"
        )
    repository = Repository.around(Path.cwd(), context.env)
    if is_hook_wanted:
        _install_hooks(repository, context)
        return
    known = know(context)
    found = _look(repository, _rules(repository, known), is_history=is_history)
    for note in known.notes:
        output.note(note)
    for name in found.unread:
        output.note(f"not looked into: {name}")
    if found.findings or form in _FOR_PROGRAMS:
        _show(found.findings, form)
    if found.findings:
        raise LeakFoundError(_advice(found.findings))
    count = len(known.secrets)
    whose = f"{'1 secret' if count == 1 else f'{count} secrets'} of yours"
    if not count:
        whose = "no secret of yours, for none " + ("could be read" if known.notes else "is set")
    place = "every commit" if is_history else "what git would commit"
    output.note(f"nothing found in {found.file_count} files of {place}; looked for {whose}")


def _rules(repository: Repository, known: Known) -> Rules:
    from cli.guard_allowed import ALLOWED_FILE, read_allowed
    from cli.guard_rules import Rules
    from cli.guard_secrets import places_in

    # As staged: what is allowed is committed with what it allows.
    text = repository.staged(ALLOWED_FILE).decode("utf-8", "replace")
    places = places_in(repository.root, known.home)
    return Rules.of(known.secrets, read_allowed(text), judge_vault, places)


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
    from cli.guard_archives import is_read_in_part

    entries = repository.history() if is_history else repository.index()
    order = {(entry.sha, entry.path): number for number, entry in enumerate(entries)}
    found: dict[Finding, tuple[int, str]] = {}
    unread = []
    file_count = 0
    for content in repository.read(entries, _LARGEST[is_history]):
        paths = ", ".join(rules.shown(entry.path) for entry in content.entries)
        if content.data is None:
            size = f"{content.size / _MEGABYTE:.0f} MB" if content.size else "not in this clone"
            unread.append(f"{paths} ({size})")
        elif is_read_in_part(content.data):
            unread.append(f"{paths} (some of what is packed in it)")
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
    shown = len(_COLUMNS) if form in _FOR_PROGRAMS else _COLUMNS.index("sha256")
    output.answer(_COLUMNS[:shown], [row[:shown] for row in rows], form)


def _advice(found: list[tuple[str, Finding]]) -> str:
    from cli.guard_allowed import ALLOW_MARK, ALLOWED_FILE

    places = {where for where, _ in found}
    steps = []
    if "staged" in places:
        steps.append("clean what is staged, or take it out with `git reset -- FILE`")
    if "tracked" in places:
        steps.append("clean what is tracked, or untrack it with `git rm --cached FILE`")
    if places - {"staged", "tracked"}:
        steps.append(
            "rewrite the commits, with git-filter-repo say, before you push again (a commit of no "
            "branch is in `git stash list` or `git reflog`)"
        )
    steps.append("a key that was ever pushed must be revoked at the service, Last.fm say")
    count = "1 finding" if len(found) == 1 else f"{len(found)} findings"
    advice = f"{count}: {'; '.join(steps)}"
    allowable = [finding for _, finding in found if finding.can_be_allowed]
    if any(finding.sha256 for finding in allowable):
        advice += (
            f". A string that is no key is allowed by `{ALLOW_MARK.decode()}` on its line, or by "
            f"its SHA-256 (from `mm guard --format json`) in {ALLOWED_FILE}, staged"
        )
    if any(not finding.sha256 for finding in allowable):
        advice += (
            ". A file that is not private after all is allowed by a line "
            f"`path FILE # why` in {ALLOWED_FILE}, staged"
        )
    return advice


def _install_hooks(repository: Repository, context: Context) -> None:
    import sys

    from cli import output
    from cli.guard_hook import install
    from stores.paths import HOME_VARIABLE, absolute

    said = context.env.get(HOME_VARIABLE, "").strip()
    home = str(absolute(said)) if said else ""
    done = install(repository, Path(sys.executable).with_name("mm"), home)
    for each in done:
        output.note(each.note)
    for line in dict.fromkeys(each.line for each in done if each.line):
        output.text(line)
