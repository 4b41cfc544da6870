"""What the reader of a list should know about the build behind it, from `run_report`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.context import Context
from stores.warehouse import read_rows


def read_report(warehouse: Path) -> dict[str, Any]:
    """Return the row of `run_report`."""
    return read_rows(warehouse, "select * from run_report")[0]


def notes(report: Mapping[str, Any], context: Context) -> list[str]:
    """Return what is missing or was assumed, one line each, with what to do about it."""
    found = [
        _about_tier(report),
        _about_timezone(report, context),
        _about_providers(report, context),
        _about_emptiness(report, context),
        _about_calls(report, context),
    ]
    return [line for line in found if line]


def _about_tier(report: Mapping[str, Any]) -> str:
    said, used, artists = (
        report["tier_end"],
        report["tier_end_used"],
        report["artist_count"],
    )
    if used >= said:
        return ""
    library = "only artist" if artists == 1 else f"{artists} artists"
    return f"tier_end {said} is beyond your {library}: {used} was used"


def _about_timezone(report: Mapping[str, Any], context: Context) -> str:
    if not report["is_home_timezone_guessed"]:
        return ""
    zone = report["home_timezone"]
    country = report["home_country"]
    why = f"{country} has several" if country else "the country of your plays is not known"
    fix = context.command("config set home_timezone <ZONE>")
    return f"time zone {zone} is a guess, {why}: `{fix}` sets yours"


def _about_providers(report: Mapping[str, Any], context: Context) -> str:
    if not report["lookup_no_provider_count"]:
        return ""
    stored = report["similar_list_count"]
    base = f"only the {stored} stored lists" if stored else "none, so there are no recommendations"
    fix = context.command("config set similar_artists_file <FILE>")
    return (
        f"no source of similar artists ({base}): set LASTFM_API_KEY (free, "
        f"last.fm/api/account/create), or `{fix}`, and build again"
    )


def _about_emptiness(report: Mapping[str, Any], context: Context) -> str:
    if report["recommendation_count"] or report["lookup_no_provider_count"]:
        return ""
    if not report["similar_list_count"]:
        return "no recommendations: no list of similar artists is known yet"
    first, last = report["tier_start"], report["tier_end_used"]
    tier = f"artist {first}" if first == last else f"artists {first} to {last}"
    again = context.command("build --tier-start <N> --tier-end <N>")
    return (
        f"no recommendations: for your {tier} no list of similar artists is known that names "
        f"anyone new ({report['similar_list_count']} lists are stored); other ranks: `{again}`"
    )


def _about_calls(report: Mapping[str, Any], context: Context) -> str:
    failed, left, offline = (
        report["lookup_failed_count"],
        report["lookup_left_count"],
        report["lookup_offline_count"],
    )
    missing = [
        f"{count} {words}"
        for count, words in (
            (failed, "failed"),
            (left, "were left for next time"),
            (offline, "were not asked for, being offline"),
        )
        if count
    ]
    if not missing:
        return ""
    total = report["lookup_count"]
    again = context.command("build")
    return f"partial: of {total} look-ups {', '.join(missing)}; `{again}` goes on where it stopped"
