"""What mmuffin is built on may be used, changed and passed on by everybody, as mmuffin itself."""

import re
from importlib import metadata

from tests.architecture.tree import ROOT, report

_FREE = re.compile(r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Mozilla|MPL|Artistic|CC0|Zlib|Unlicense)\b")
"""Each lets a program of any licence build on it; of a choice of several, one is enough."""
_LOCKED = re.compile(r"^([\w.-]+)==", re.MULTILINE)


def licence_of(package: str) -> str:
    """The licence that an installed package states: as expression, by classifier, or in words."""
    about = metadata.metadata(package)
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License")]
    words = (about.get("License") or "").split("\n")[0]
    return about.get("License-Expression") or "; ".join(classifiers) or words


def installed(lock: str) -> list[str]:
    """Packages of a lock file that this system needs."""
    there = {(dist.name or "").lower().replace("_", "-") for dist in metadata.distributions()}
    return [name for name in _LOCKED.findall(lock) if name.lower().replace("_", "-") in there]


def test_every_package_is_free_to_build_on() -> None:
    packages = installed((ROOT / "requirements.lock").read_text("utf-8"))
    assert len(packages) > 50
    unfree = [
        f"{name}: {licence_of(name)}" for name in packages if not _FREE.search(licence_of(name))
    ]
    report("Every package that mmuffin needs has a free licence.", unfree)


def test_an_unfree_licence_would_be_found() -> None:
    assert not _FREE.search("Proprietary")
    assert not _FREE.search("GNU Affero General Public License v3")
