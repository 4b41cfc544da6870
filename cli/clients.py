"""What the clients of services are told, checked before anything else is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cli.context import Context
from cli.errors import ConfigurationError, SecretMissingError
from cli.settings import DETAILS_FILE, SIMILAR_FILE

if TYPE_CHECKING:
    from python_engines.clients.settings import ClientSettings


def client_environment(
    context: Context, changed: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the settings for dbt and the clients as an environment, `changed` ones over them.

    It holds no secret: who needs one adds it.
    """
    addresses = {name: value for name, value in context.env.items() if _is_address(name)}
    return {
        **addresses,
        **context.settings.for_child(),
        **(changed or {}),
    }


def read_clients(environment: Mapping[str, str]) -> ClientSettings:
    """Return what the clients make of an environment.

    Raises `SecretMissingError` or `ConfigurationError` for what they would refuse.
    """
    from python_engines.clients.errors import ClientSettingsError, MissingKeyError
    from python_engines.clients.settings import from_mapping

    try:
        return from_mapping(environment)
    except MissingKeyError as error:
        raise SecretMissingError(str(error)) from None
    except ClientSettingsError as error:
        raise ConfigurationError(str(error)) from None


def check_files(clients: ClientSettings) -> None:
    """Raise `ConfigurationError` for a file of the listener's that cannot be opened.

    What is in it only its reader can tell, half a minute into a build.
    """
    from python_engines.clients.settings import FILE

    for key, path in (
        (SIMILAR_FILE, clients.similar_artists_file),
        (DETAILS_FILE, clients.artist_details_file),
    ):
        if path is not None and FILE in clients.providers_in_use:
            try:
                path.open("rb").close()
            except OSError as error:
                raise ConfigurationError(f"{key}: {error.strerror}: {path}") from None


def _is_address(name: str) -> bool:
    return name.startswith("MM_") and name.endswith("_URL")
