"""Which secrets are there and where they come from: never a value, and nobody is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cli.doctoring.finding import Finding, note, ok, problem
from cli.doctoring.patient import Complaint, Patient
from cli.doctoring.wording import EDIT, typed
from cli.errors import MmError
from cli.exits import Exit
from cli.secrets import env_file, store, vault
from cli.secrets.names import LASTFM_KEY, SECRETS, Secret
from cli.secrets.sources import VAULT_LABEL, Found, Reach

_SET = "mm secrets set"
_ROTATE = "mm secrets rotate"
_LIST = "mm secrets list"


def check(patient: Patient) -> Iterator[Finding]:
    """Look at the files that keep secrets, and for each secret in turn."""
    if patient.context.is_demo:
        yield ok("keys", "the sample listener needs none")
        return
    files = [*_env_file(patient.home.config), *_vault(patient)]
    for secret in SECRETS:
        yield _look_for(secret, patient, files)
    yield from files


def judge(secret: Secret, found: Found | None, *, is_closed: bool) -> Finding:
    """Say where a secret comes from; `is_closed` says that a file may hold it all the same."""
    if found is not None:
        return ok(secret.name, f"from {found.source if '/' in found.source else 'the environment'}")
    if is_closed:
        return ok(secret.name, f"not set, or in {VAULT_LABEL}, which is closed")
    return ok(secret.name, "not set; nothing needs it")


def judge_value(secret: Secret, fault: Complaint, config: Path) -> Finding:
    """Say that a secret cannot be what it is said to be, and how to say it anew where it is."""
    if fault.mend is not None:
        mend = fault.mend
    elif VAULT_LABEL in fault.message:
        mend = f"{_SET} {secret.name}"
    elif env_file.LABEL in fault.message:
        mend = typed(EDIT, config / env_file.FILE_NAME)
    else:
        said = next(name for name in (*secret.variables, secret.name) if name in fault.message)
        mend = f"unset {said}"
    return problem(secret.name, fault.message, mend, fault.code)


def judge_vault(header: vault.Header) -> Finding:
    """Say how well the encrypted file withstands guessing."""
    if header.iterations < vault.LEAST_WRITTEN:
        return note(VAULT_LABEL, store.too_few(header.iterations), _ROTATE)
    return ok(VAULT_LABEL, f"whole; {header.method}, {header.iterations:,} iterations")


def judge_vault_fault(fault: Complaint, path: Path) -> Finding:
    """Say why the encrypted file cannot be used."""
    if fault.code is Exit.WRONG_PASSWORD:
        return problem(VAULT_LABEL, fault.message, _LIST, fault.code)
    if fault.mend is not None:
        return problem(VAULT_LABEL, fault.message, fault.mend, fault.code)
    aside = typed("mv", path, path.with_name(f"{path.name}.damaged"))
    return problem(VAULT_LABEL, fault.message, f"{aside} && {_SET} {LASTFM_KEY.name}", fault.code)


def _look_for(secret: Secret, patient: Patient, files: list[Finding]) -> Finding:
    sources = patient.sources()
    try:
        return judge(secret, sources.find(secret, Reach.QUIET), is_closed=sources.is_locked)
    except (MmError, OSError) as error:
        broken = next((file for file in files if file.code), None)
        if broken is None:
            return judge_value(secret, Complaint.of(error), patient.home.config)
        return note(secret.name, f"cannot be told while {broken.check} cannot be read")


def _env_file(config: Path) -> Iterator[Finding]:
    path = config / env_file.FILE_NAME
    try:
        remarks = env_file.remarks(path)
    except (MmError, OSError) as error:
        fault = Complaint.of(error)
        mend = fault.mend or typed("mv", path, path.with_name("old.env"))
        yield problem(env_file.LABEL, fault.message, mend, fault.code)
        return
    for remark in remarks:
        yield note(env_file.LABEL, remark, typed(EDIT, path))


def _vault(patient: Patient) -> Iterator[Finding]:
    sources = patient.sources()
    if not store.exists(sources.vault):
        return
    try:
        header = store.header(sources.vault)
        if (password := sources.password()) is not None:
            store.read(sources.vault, password)
    except (MmError, OSError) as error:
        yield judge_vault_fault(Complaint.of(error), sources.vault)
        return
    yield judge_vault(header)
