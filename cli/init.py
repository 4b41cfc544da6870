"""`mm init`: folders, git safety and a key, in one go or question by question."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.context import Context
from cli.options import PasswordStdinOption


def init(
    ctx: typer.Context,
    method: Annotated[
        str | None,
        typer.Option(
            metavar="METHOD",
            help="Where the key of Last.fm is kept: env (config/.env, plain text), fernet or "
            "aes-256-cbc (config/secrets.enc, encrypted), or none. Default: asked at a terminal.",
        ),
    ] = None,
    is_non_interactive: Annotated[
        bool,
        typer.Option(
            "--non-interactive",
            help="Ask nothing: the key comes from --stdin or LASTFM_API_KEY, or later.",
        ),
    ] = False,
    is_from_stdin: Annotated[
        bool, typer.Option("--stdin", help="Read the key from standard input, one line.")
    ] = False,
    is_password_from_stdin: PasswordStdinOption = False,
    is_check_wanted: Annotated[
        bool, typer.Option("--check-key", help="Try the key once at Last.fm.")
    ] = False,
) -> None:
    """Set up a home, and a key if you have one.

    Makes the folders and a .gitignore that keeps private files out. Can be run again at any time;
    what is there stays.

    Example: mm init --method env --non-interactive
    """
    from cli import output
    from cli.errors import ConfigurationError
    from cli.secrets.resolve import Access
    from cli.setup import Setup, set_up

    context = Context.of(ctx)
    if context.is_demo:
        raise ConfigurationError("the demo sets itself up: run `mm demo`")
    wanted = Setup(
        method=method,
        is_interactive=not is_non_interactive,
        is_key_from_stdin=is_from_stdin,
        access=Access(password_from_stdin=is_password_from_stdin),
        is_check_wanted=is_check_wanted,
    )
    for line in set_up(context, wanted):
        output.note(line)
