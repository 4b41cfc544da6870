"""Whether a build would take what is set: settings, vars, who is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from cli.clients import client_environment, read_clients
from cli.doctoring.finding import Finding, note, ok, problem
from cli.doctoring.patient import Complaint, Patient
from cli.doctoring.wording import EDIT, typed
from cli.errors import MmError, SecretMissingError
from cli.library import check_tier
from cli.secrets.names import LASTFM_KEY, SECRETS, Secret
from cli.secrets.resolve import for_child
from cli.secrets.sources import VAULT_LABEL, Found, Reach, Sources
from cli.variables import Said, check_engines, differing, overrides, resolve
from stores.paths import PROJECT_ROOT

_FILE_SAID = re.compile(r"config/(?P<name>[\w.]+)")
_VARIABLE_SAID = re.compile(r"\bMM_[A-Z_]+")


def check(patient: Patient) -> Iterator[Finding]:
    """Look at the settings and vars, and at what the clients of services make of them."""
    yield _settings(patient)
    yield _variables(patient)
    if patient.settings_fault is None:
        yield _services(patient)


def mend_of(fault: Complaint, config: Path) -> str | None:
    """Return what mends the place that a message names: a file to edit, a variable to unset."""
    if fault.mend is not None:
        return fault.mend
    if (file := _FILE_SAID.search(fault.message)) is not None:
        return typed(EDIT, config / file["name"])
    if (variable := _VARIABLE_SAID.search(fault.message)) is not None:
        return f"unset {variable[0]}"
    return None


def _settings(patient: Patient) -> Finding:
    fault = patient.settings_fault
    if fault is not None:
        mend = mend_of(fault, patient.home.config)
        found = f"{fault.message} (what follows is as if no folder were set)"
        return problem("settings", found, mend, fault.code)
    said = patient.context.settings.items()
    own = sum(_is_own(each) for _, each in said)
    return ok("settings", f"{len(said)} sound, {own} of them your own")


def _is_own(said: Said) -> bool:
    """Tell whether the listener said a setting, in the file or the environment."""
    return said.source.startswith(("MM_", "config/"))


def _variables(patient: Patient) -> Finding:
    context = patient.context
    try:
        if patient.settings_fault is None:
            resolved = context.variables()
        else:
            resolved = resolve(context.catalog, overrides(context.catalog, patient.home.config))
        check_tier(resolved)
        check_engines(resolved, PROJECT_ROOT)
    except (MmError, OSError) as error:
        return _faulty("vars", Complaint.of(error), patient.home.config)
    own = len(differing(context.catalog, resolved))
    return ok("vars", f"{len(resolved)} sound, {own} of them your own")


def _services(patient: Patient) -> Finding:
    context, sources = patient.context, patient.sources()
    if context.is_demo or context.settings["offline"]:
        return ok("services", "nobody is asked: offline")
    try:
        clients = read_clients(client_environment(context, for_child(_secrets(sources))))
    except SecretMissingError as error:
        if sources.is_locked:
            return note("services", f"the key lies in {VAULT_LABEL}, which a build will open")
        mend = f"mm secrets set {LASTFM_KEY.name}"
        return problem("services", str(error), mend, error.code)
    except (MmError, OSError) as error:
        return _faulty("services", Complaint.of(error), patient.home.config)
    asked = ", ".join(clients.providers_in_use)
    return ok("services", f"{asked} will be asked")


def _secrets(sources: Sources) -> dict[Secret, Found]:
    """Return what can be had without asking; what cannot be read is told among the keys."""
    found = {}
    for secret in SECRETS:
        try:
            there = sources.find(secret, Reach.QUIET)
        except (MmError, OSError):
            continue
        if there is not None:
            found[secret] = there
    return found


def _faulty(name: str, fault: Complaint, config: Path) -> Finding:
    return problem(name, fault.message, mend_of(fault, config), fault.code)
