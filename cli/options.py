"""The options that several commands share, each with its help and the home of its default."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.output import Format
from cli.secrets.methods import ConfigMethod

FormatOption = Annotated[
    Format, typer.Option("--format", help="How the answer is written to stdout.")
]

CountOption = Annotated[
    int | None,
    typer.Option("--num-recs", min=1, help="How many artists. Default: the setting num_recs."),
]

TierStartOption = Annotated[
    int | None,
    typer.Option(
        "--tier-start",
        "--artist-tier-start",
        min=1,
        help="First of your artist ranks that counts. Default: the var tier_start.",
    ),
]

TierEndOption = Annotated[
    int | None,
    typer.Option(
        "--tier-end",
        "--artist-tier-end",
        min=1,
        help="Last of your artist ranks that counts. Default: the var tier_end.",
    ),
]

DebugOption = Annotated[
    bool,
    typer.Option("--debug", help="Show tracebacks; keep the half-built file of a failed build."),
]

NoBrowserOption = Annotated[
    bool, typer.Option("--no-browser", help="Only tell the address; open no browser.")
]

PasswordStdinOption = Annotated[
    bool,
    typer.Option(
        "--password-stdin",
        help="Read the password of config/secrets.enc from standard input, one line. Default: "
        "MM_SECRETS_PASSWORD, else asked for.",
    ),
]

ConfigMethodOption = Annotated[
    ConfigMethod | None,
    typer.Option(
        "--config-method",
        help="The only place keys may come from. Default: environment, config/.env, "
        "config/secrets.enc, a question, in that order.",
    ),
]
