"""The secrets of a build: which are wanted, what their absence means, how the child gets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cli.context import Context
from cli.errors import SecretMissingError
from cli.secrets import env_file
from cli.secrets.asking import PASSWORD_VARIABLE, Passwords
from cli.secrets.methods import ConfigMethod
from cli.secrets.names import LASTFM_KEY, LISTENBRAINZ_TOKEN, USER_AGENT, Secret
from cli.secrets.sources import VAULT_LABEL, Found, Reach, Sources
from python_engines.clients.settings import AUTO
from python_engines.clients.sites import LASTFM, LISTENBRAINZ


@dataclass(frozen=True, slots=True)
class Access:
    """How a command may come by secrets."""

    method: ConfigMethod | None = None
    password_from_stdin: bool = False


def sources_of(context: Context, access: Access) -> Sources:
    """Return the places of the listener's secrets."""
    passwords = Passwords(context.env, from_stdin=access.password_from_stdin)
    return Sources(context.env, context.settings.home.config, passwords, access.method)


def secrets_for_build(context: Context, access: Access, *, is_offline: bool) -> dict[str, str]:
    """Return the secrets as the child's environment has them; none in the demo and offline.

    Raises as `find_for_build` does. What should be mended in the files is told in notes.
    """
    if context.is_demo or is_offline:
        return {}
    found = find_for_build(context, access, sources_of(context, access))
    if found:
        from cli import output

        for problem in problems(context):
            output.note(problem)
    return for_child(found)


def find_for_build(context: Context, access: Access, sources: Sources) -> dict[Secret, Found]:
    """Return the secrets that a build gives its child: those of the services it would ask.

    Raises `SecretMissingError` when the key of Last.fm is nowhere and was asked for: by
    `--config-method`, or by `providers` naming lastfm. Else a build goes on without it.
    """
    said = [name.strip().lower() for name in str(context.settings["providers"]).split(",")]
    asks_lastfm, asks_listenbrainz = (
        AUTO in said or name in said for name in (LASTFM, LISTENBRAINZ)
    )
    found: dict[Secret, Found] = {}
    if asks_lastfm:
        key = sources.find(LASTFM_KEY, Reach.PROMPT)
        if key is not None:
            found[LASTFM_KEY] = key
        elif access.method is not None or LASTFM in said:
            raise SecretMissingError(_nowhere(access.method, sources))
        else:
            _tell_of_closed_file(sources)
    # Nobody is asked for what a build does well without.
    optional = {USER_AGENT: asks_lastfm or asks_listenbrainz, LISTENBRAINZ_TOKEN: asks_listenbrainz}
    for secret, is_used in optional.items():
        if is_used and (there := sources.find(secret, Reach.QUIET)) is not None:
            found[secret] = there
    return found


def for_child(found: Mapping[Secret, Found]) -> dict[str, str]:
    """Return secrets under the names of the child, with the places they come from."""
    named: dict[str, str] = {}
    for secret, each in found.items():
        named[secret.child_variable] = each.value
        if secret.source_variable is not None:
            named[secret.source_variable] = each.source
    return named


def problems(context: Context) -> Sequence[str]:
    """Return what should be mended in the files of secrets, a sentence each."""
    from cli.secrets import store

    config = context.settings.home.config
    vault = config / store.FILE_NAME
    found = env_file.problems(config / env_file.FILE_NAME)
    return [*found, *(store.problems(vault) if store.exists(vault) else ())]


def _nowhere(method: ConfigMethod | None, sources: Sources) -> str:
    name = LASTFM_KEY.name
    places = {
        ConfigMethod.ENV: f"neither the environment nor {env_file.LABEL} says {name}",
        ConfigMethod.ENCRYPTED: f"{VAULT_LABEL} does not give {name}",
        ConfigMethod.PROMPT: f"nobody typed {name} in (is this a terminal?)",
    }
    if method is not None:
        where = places[method]
    else:
        where = f"{name} is neither in the environment, {env_file.LABEL} nor {VAULT_LABEL}"
    if sources.is_locked and method in (None, ConfigMethod.ENCRYPTED):
        return f"{where}, which needs its password: {PASSWORD_VARIABLE} or --password-stdin"
    return f"{where}: run `mm secrets set {name}`, or `mm config set providers listenbrainz`"


def _tell_of_closed_file(sources: Sources) -> None:
    if sources.is_locked:
        from cli import output

        output.note(
            f"{VAULT_LABEL} stays closed, so there is no key of Last.fm: give its password in "
            f"{PASSWORD_VARIABLE} or with --password-stdin"
        )
