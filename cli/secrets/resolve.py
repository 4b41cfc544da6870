"""The secrets of a build: which are wanted, what their absence means, how the child gets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cli.context import Context
from cli.errors import SecretMissingError
from cli.secrets import env_file
from cli.secrets.asking import PASSWORD_VARIABLE, Passwords
from cli.secrets.methods import ConfigMethod
from cli.secrets.names import LASTFM_KEY, SECRETS, Secret
from cli.secrets.sources import VAULT_LABEL, Found, Reach, Sources
from python_engines.clients.settings import AUTO
from python_engines.clients.sites import LASTFM


@dataclass(frozen=True, slots=True)
class Access:
    """How a command may come by secrets."""

    method: ConfigMethod | None = None
    password_from_stdin: bool = False


def sources_of(context: Context, access: Access) -> Sources:
    """Return the places of the listener's secrets."""
    passwords = Passwords(context.env, from_stdin=access.password_from_stdin)
    return Sources(context.env, context.settings.home.config, passwords, access.method)


def quiet_secrets(context: Context) -> dict[Secret, Found]:
    """Return the secrets that can be had without asking anybody, for `mm guard` and the like."""
    sources = sources_of(context, Access())
    found = {secret: sources.find(secret, Reach.QUIET) for secret in SECRETS}
    return {secret: each for secret, each in found.items() if each is not None}


def secrets_for_build(context: Context, access: Access, *, is_offline: bool) -> dict[str, str]:
    """Return the secrets as the child's environment has them; raises as `find_for_build` does."""
    return for_child(find_for_build(context, access, is_offline=is_offline))


def find_for_build(context: Context, access: Access, *, is_offline: bool) -> dict[Secret, Found]:
    """Return the secrets of a build; none in the demo and offline.

    Raises `SecretMissingError` when the key of Last.fm is nowhere and was asked for: by
    `--config-method`, or by `providers` naming lastfm. Else a build goes on without it.
    """
    if context.is_demo or is_offline:
        return {}
    providers = [name.strip().lower() for name in str(context.settings["providers"]).split(",")]
    sources = sources_of(context, access)
    found: dict[Secret, Found] = {}
    if AUTO in providers or LASTFM in providers:
        key = sources.find(LASTFM_KEY, Reach.PROMPT)
        if key is not None:
            found[LASTFM_KEY] = key
        elif access.method is not None or LASTFM in providers:
            raise SecretMissingError(_nowhere(access.method, sources))
        else:
            _tell_of_closed_file(sources)
    for secret in SECRETS:
        # Nobody is asked for what a build does well without.
        if secret not in found and secret is not LASTFM_KEY:
            optional = sources.find(secret, Reach.QUIET)
            if optional is not None:
                found[secret] = optional
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
