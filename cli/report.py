"""What the reader of a list should know about the build behind it, from `run_report`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.context import Context
from python_engines.clients.settings import AUTO
from python_engines.clients.sites import LASTFM
from stores.warehouse import read_rows


def read_report(warehouse: Path) -> dict[str, Any]:
    """Return the row of `run_report`."""
    return read_rows(warehouse, "select * from run_report")[0]


def notes(report: Mapping[str, Any], context: Context, *, is_offline: bool = False) -> list[str]:
    """Return what is missing or was assumed, one line each, with what to do about it.

    `is_offline` says that the build was told to ask nobody.
    """
    found = [
        _about_tier(report),
        _about_timezone(report, context),
        _about_key(report, context, is_offline=is_offline),
        _about_names(report),
        _about_age(report, is_offline=bool(is_offline or context.settings["offline"])),
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


def _about_key(report: Mapping[str, Any], context: Context, *, is_offline: bool | None) -> str:
    """Say after a build that asked without a key what one is good for."""
    asked = report["providers"].split(", ")
    is_told = is_offline is False and not context.settings["offline"]
    if not is_told or context.settings["providers"] != AUTO or LASTFM in asked:
        return ""
    return (
        "there is no key of Last.fm, so ListenBrainz was asked for similar artists; a free key "
        "finds more: last.fm/api/account/create, then `mm init`"
    )


def _about_names(report: Mapping[str, Any]) -> str:
    count = report["lookup_ambiguous_count"]
    if not count:
        return ""
    who = "1 artist shares its name" if count == 1 else f"{count} artists share their names"
    return f"{who} with others and nothing tells which is meant: ListenBrainz was not asked there"


def _about_age(report: Mapping[str, Any], *, is_offline: bool) -> str:
    """Say how old the stored lists are when they could not be renewed."""
    oldest, newest = report["oldest_list_fetched_at"], report["newest_list_fetched_at"]
    unanswered = (
        "lookup_offline_count",
        "lookup_failed_count",
        "stale_list_count",
        "stale_detail_count",
    )
    if oldest is None or not (is_offline or any(report[name] for name in unanswered)):
        return ""
    lists = report["similar_list_count"]
    days = (datetime.now(UTC).replace(tzinfo=None) - oldest).days
    span = f"{oldest:%Y-%m-%d}" + (
        f" to {newest:%Y-%m-%d}" if newest.date() > oldest.date() else ""
    )
    stale, old_details = report["stale_list_count"], report["stale_detail_count"]
    past = f"; {stale} of them are past their time" if stale else ""
    past += f"; so are details of {old_details} artists" if old_details else ""
    age = "all fetched today" if not days else f"the oldest {days} days old"
    return f"built from {lists} stored lists of {span}, {age}{past}"


def _about_emptiness(report: Mapping[str, Any], context: Context) -> str:
    if report["recommendation_count"]:
        return ""
    if not report["similar_list_count"]:
        fix = context.command("config set similar_artists_file <FILE>")
        return (
            "no recommendations: no list of similar artists could be had; connect and build again, "
            f"or give a file: `{fix}`"
        )
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
            (left, f"were left for next time{_by_cap(report)}"),
            (offline, "were not asked for, being offline"),
        )
        if count
    ]
    if not missing:
        return ""
    total = report["lookup_count"]
    again = context.command("build")
    return f"partial: of {total} look-ups {', '.join(missing)}; `{again}` goes on where it stopped"


def _by_cap(report: Mapping[str, Any]) -> str:
    capped = report["lookup_capped_count"]
    return f" ({capped} by max_api_calls_per_session)" if capped else ""
