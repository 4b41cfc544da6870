"""What `mm guard` knows of the listener: the secrets to search for, and where their home lies.

A file that cannot be read is no reason to let a commit pass unjudged, nor to forbid every commit:
the guard goes on with the rest and tells what it missed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cli.context import Context
from cli.errors import ConfigurationError, MmError, message_of
from cli.guard_needles import SHORTEST_SECRET
from cli.secrets.asking import Passwords
from cli.secrets.methods import ConfigMethod
from cli.secrets.names import SECRETS, USER_AGENT
from cli.secrets.sources import VAULT_LABEL, Reach, Sources
from stores.paths import Home

_SOUGHT = tuple(secret for secret in SECRETS if secret is not USER_AGENT)  # that one is public


@dataclass(frozen=True, slots=True)
class Known:
    """What could be found out without asking anybody."""

    secrets: tuple[tuple[str, str], ...] = field(repr=False)
    """Name and value of each that is long enough to be searched for."""
    home: Home
    notes: tuple[str, ...]
    """What is not searched for, and why."""


def know(context: Context) -> Known:
    """Return the secrets of every place, not only of the one that wins, and the home.

    A build takes the first place that has a name; a leak is a leak from each of them.
    """
    missed: list[str] = []
    try:
        home = context.settings.home
    except (MmError, OSError) as error:
        missed.append(message_of(error))
        home = Home.from_environment(context.env)
    passwords = Passwords(context.env)
    vault = Sources({}, home.config, passwords, ConfigMethod.ENCRYPTED)
    places = (
        Sources(context.env, home.config, passwords, ConfigMethod.ENV),
        Sources({}, home.config, passwords, ConfigMethod.ENV),  # config/.env behind the environment
        vault,
    )
    values: dict[tuple[str, str], None] = {}
    for place in places:
        found, errors = _all_of(place)
        values |= dict.fromkeys(found)
        missed += [message_of(error) for error in errors]
    notes = [f"mm guard goes on without what it could not read: {m}" for m in dict.fromkeys(missed)]
    if vault.is_locked and passwords.given() is None:
        notes.append(
            f"{VAULT_LABEL} is closed: what it holds is searched for once MM_SECRETS_PASSWORD "
            "gives its password"
        )
    short = dict.fromkeys(name for name, value in values if len(value) < SHORTEST_SECRET)
    notes += [
        f"{name} is not searched for: with fewer than {SHORTEST_SECRET} characters it would be "
        "found everywhere"
        for name in short
    ]
    long = tuple(pair for pair in values if len(pair[1]) >= SHORTEST_SECRET)
    return Known(long, home, tuple(notes))


def places_in(root: Path, home: Home) -> list[tuple[str, str]]:
    """Return which folders of a repository are the home and its lists, as `Rules.of` takes them."""
    top = root.resolve()
    found = []
    for folder, meant in ((home.root, ""), (home.output, "output/")):
        place = folder.resolve()
        if place != top and place.is_relative_to(top):
            found.append((f"{place.relative_to(top).as_posix()}/", meant))
    return found


def _all_of(place: Sources) -> tuple[list[tuple[str, str]], list[Exception]]:
    """Return name and value of every secret of one place, and what went wrong there."""
    found: list[tuple[str, str]] = []
    errors: list[Exception] = []
    for secret in _SOUGHT:
        try:
            said = place.find(secret, Reach.QUIET)
        except (MmError, OSError) as error:
            errors.append(error)
            if not isinstance(error, ConfigurationError):
                break  # not this value but the file, and each try of a password costs a second
            continue
        if said is not None:
            found.append((secret.name, said.value))
    return found, errors
