"""Which models and data tests a change can reach at all, told from what dbt parsed.

Which of these come out as they were, the marks in macros/reach find out while dbt runs. To leave
out the rest beforehand saves what dbt spends on each, a tenth of a second.

| starts to differ | because |
|---|---|
| what names a var that changed | in its own SQL, or in that of a macro it calls |
| what reads a source that changed | it holds the listener's history, words or evaluations |
| what is always built | only asking tells whether a service has anything new |
| what reads all vars, or the environment | it says which build this is |

and all that is made from one of these.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

CHANGES = "MM_CHANGES"
"""The variable by which dbt's process learns what changed: a JSON list of vars and sources."""
_NAMED_VAR = re.compile(r"""\bvar\(\s*['"](\w+)['"]""")
_ANYTHING = re.compile(r"""\bvar\(\s*[^'"\s]|\benv_var\(|\binvocation_args_dict\b""")
_TAG = "reached"
_OWN_MACRO = "macro.mmuffin."


def reached(manifest: Manifest, changed: Collection[str]) -> set[str]:
    """Return the ids of the models and tests that a change of these vars and sources reaches."""
    nodes = manifest.nodes
    found = {name for name, node in nodes.items() if _is_start(manifest, node, set(changed))}
    children: dict[str, list[str]] = {}
    for name, node in nodes.items():
        for parent in node.depends_on_nodes:
            children.setdefault(parent, []).append(name)
    waiting = list(found)
    while waiting:
        new = set(children.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def selection(manifest: Manifest, changed: Collection[str]) -> list[str]:
    """Tag what a change reaches, and return the words by which dbt selects just that."""
    for node_id in reached(manifest, changed):
        # By tag, since dbt compares each name that is selected with each node.
        manifest.nodes[node_id].tags.append(_TAG)
    # Without dbt's own idea of which data tests go along with a model.
    return ["--select", f"tag:{_TAG}", "--indirect-selection", "empty"]


def _is_start(manifest: Manifest, node: Any, changed: set[str]) -> bool:
    if node.config.meta.get("always_built"):
        return True
    sources = [manifest.sources.get(name) for name in node.depends_on_nodes]
    if any(source and source.source_name in changed for source in sources):
        return True
    text = "\n".join(_texts(manifest, node))
    return bool(_ANYTHING.search(text)) or not changed.isdisjoint(_NAMED_VAR.findall(text))


def _texts(manifest: Manifest, node: Any) -> list[str]:
    """Return the node's own text and that of each macro of the project it comes to call."""
    texts = [node.raw_code, str(getattr(node, "test_metadata", ""))]
    waiting, met = list(getattr(node.depends_on, "macros", ())), set()
    while waiting:
        name = waiting.pop()
        if name.startswith(_OWN_MACRO) and name not in met:
            met.add(name)
            texts.append(manifest.macros[name].macro_sql)
            waiting += manifest.macros[name].depends_on.macros
    return texts
