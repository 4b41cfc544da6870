"""`mm secrets`: the encrypted file of keys, and where each key comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.context import Context
from cli.options import FormatOption, PasswordStdinOption
from cli.output import Format

secrets = typer.Typer(
    name="secrets",
    help="Keep keys in an encrypted file; see where each comes from.",
    rich_markup_mode=None,
)


@secrets.callback(invoke_without_command=True)
def secrets_help(ctx: typer.Context) -> None:
    """Keep keys in an encrypted file; see where each comes from."""
    if ctx.invoked_subcommand is None:
        from cli import output

        output.text(ctx.get_help())
    elif Context.of(ctx).is_demo:
        from cli.errors import ConfigurationError

        raise ConfigurationError("the demo has no secrets: leave --demo out for your own")


@secrets.command("set")
def set_(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(help="LASTFM_API_KEY, MUSICBRAINZ_USER_AGENT or LISTENBRAINZ_TOKEN.")
    ],
    is_from_stdin: Annotated[
        bool, typer.Option("--stdin", help="Read the value from standard input, one line.")
    ] = False,
    is_password_from_stdin: PasswordStdinOption = False,
) -> None:
    """Put a secret into config/secrets.enc.

    The file is made if there is none. The value is asked for without echo, or read with --stdin:
    never an argument, which others on the machine could see. With both --password-stdin and --stdin
    the password is the first line.

    Example: mm secrets set LASTFM_API_KEY
    """
    from cli import output
    from cli.secrets.keeping import keep
    from cli.secrets.names import secret_named
    from cli.secrets.resolve import Access

    access = Access(password_from_stdin=is_password_from_stdin)
    for line in keep(Context.of(ctx), secret_named(name), access, is_from_stdin=is_from_stdin):
        output.note(line)


@secrets.command("list")
def list_(
    ctx: typer.Context,
    form: FormatOption = Format.TABLE,
    is_password_from_stdin: PasswordStdinOption = False,
) -> None:
    """Show where each secret comes from, never its value.

    Example: mm secrets list --format json
    """
    from cli import output
    from cli.secrets.keeping import LIST_COLUMNS, list_rows
    from cli.secrets.resolve import Access, problems

    context = Context.of(ctx)
    rows = list_rows(context, Access(password_from_stdin=is_password_from_stdin))
    output.answer(LIST_COLUMNS, rows, form)
    for problem in problems(context):
        output.note(problem)


@secrets.command()
def rotate(
    ctx: typer.Context,
    is_new_password: Annotated[
        bool, typer.Option("--new-password", help="Take a new password too; asked for twice.")
    ] = False,
    method: Annotated[
        str | None, typer.Option(help="fernet or aes-256-cbc. Default: as it is.", metavar="METHOD")
    ] = None,
    iterations: Annotated[
        int | None,
        typer.Option(help="PBKDF2 rounds against guessing, from 600,000. Default: as it is."),
    ] = None,
    is_forced: Annotated[
        bool, typer.Option("--force", help="Allow fewer iterations than the file has.")
    ] = False,
    is_password_from_stdin: PasswordStdinOption = False,
) -> None:
    """Encrypt config/secrets.enc anew, with a fresh salt.

    What this cannot undo: copies of the old file open with the old password, and a key that leaked
    must be revoked at its service. Scripts give the new password in MM_SECRETS_NEW_PASSWORD, or
    with --password-stdin as the second line.

    Example: mm secrets rotate --new-password
    """
    from cli import output
    from cli.secrets.keeping import rotate as rotate_file
    from cli.secrets.resolve import Access

    lines = rotate_file(
        Context.of(ctx),
        Access(password_from_stdin=is_password_from_stdin),
        is_new_password=is_new_password,
        method=method,
        iterations=iterations,
        is_forced=is_forced,
    )
    for line in lines:
        output.note(line)


@secrets.command()
def path(ctx: typer.Context) -> None:
    """Show where the encrypted file is, or would be.

    Example: ls -l "$(mm secrets path)"
    """
    from cli import output
    from cli.secrets.store import FILE_NAME

    output.text(str(Context.of(ctx).settings.home.config / FILE_NAME))
