"""`mm evaluate`: how good the recommendations would have been on the listener's own past."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.context import Context
from cli.options import ConfigMethodOption, DebugOption, FormatOption, PasswordStdinOption
from cli.output import Format


def evaluate(
    ctx: typer.Context,
    variables: Annotated[
        str | None,
        typer.Option(
            "--vars",
            metavar="K:V,K:V",
            help="Numbers for this evaluation, such as evaluation_horizon_days:90; `mm config "
            "show` lists them. Defaults: dbt_project.yml.",
        ),
    ] = None,
    is_tuning: Annotated[
        bool,
        typer.Option(
            "--tune",
            help="Look for better weights on all cut-offs but the last; write config/overrides.yml "
            "only if they are better there too.",
        ),
    ] = False,
    is_online: Annotated[
        bool,
        typer.Option(
            "--online",
            help="Let each cut-off ask services for lists that are not stored, as a build does.",
        ),
    ] = False,
    method: ConfigMethodOption = None,
    is_password_from_stdin: PasswordStdinOption = False,
    form: FormatOption = Format.TABLE,
    is_verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            help="Show each event of the log as it happens: each model with its seconds.",
        ),
    ] = False,
    is_debug: DebugOption = False,
) -> None:
    """See how good the recommendations would have been.

    Goes back to several days of your past, recommends as if it were then, and looks which artists
    you took up in the year after; beside popularity and other simple ways. Asks no service.

    Example: mm evaluate --vars evaluation_horizon_days:180
    """
    from cli.evaluating import EvaluationRequest, run_evaluation
    from cli.evaluation_report import show
    from cli.logs.command import logged
    from cli.secrets.resolve import Access

    context = Context.of(ctx, is_debug=is_debug)
    request = EvaluationRequest(
        variables=variables,
        is_tuning=is_tuning,
        is_online=is_online,
        access=Access(method, is_password_from_stdin),
    )
    with logged(ctx, context, is_verbose=is_verbose):
        show(run_evaluation(context, request), form)
