"""What the clients of services are told, checked before anything else is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
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
    """Raise `ConfigurationError` for a file of the listener's that cannot be opened."""
    for key, path in _files_of(clients):
        try:
            path.open("rb").close()
        except OSError as error:
            raise ConfigurationError(f"{key}: {error.strerror}: {path}") from None


def read_files(clients: ClientSettings) -> None:
    """Read the listener's files as the build will, half a minute into it.

    Raises `ConfigurationError` for what it would refuse in them.
    """
    from python_engines.clients.details_file import DetailsFile
    from python_engines.clients.errors import ListenerFileError
    from python_engines.clients.similar_file import SimilarFile

    readers = {SIMILAR_FILE: SimilarFile, DETAILS_FILE: DetailsFile}
    for key, path in _files_of(clients):
        try:
            readers[key](path)
        except ListenerFileError as error:
            raise ConfigurationError(f"{key}: {error}") from None


def _files_of(clients: ClientSettings) -> Iterator[tuple[str, Path]]:
    """Yield the files that are in use, by the names of their settings."""
    from python_engines.clients.settings import FILE

    if FILE in clients.providers_in_use:
        if clients.similar_artists_file is not None:
            yield SIMILAR_FILE, clients.similar_artists_file
        if clients.artist_details_file is not None:
            yield DETAILS_FILE, clients.artist_details_file


def _is_address(name: str) -> bool:
    return name.startswith("MM_") and name.endswith("_URL")
