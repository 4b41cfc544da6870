"""House rules for what `app` hands to Streamlit: data is never rendered as markdown."""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from typing import TypeGuard

import streamlit as st

RENDERED: Mapping[str, tuple[str, ...]] = {
    "Page": ("title", "help"),
    "cache_data": ("show_spinner",),
    "caption": ("body", "help"),
    "date_input": ("label", "help"),
    "error": ("body", "title"),
    "expander": ("label",),
    "form_submit_button": ("label", "help"),
    "info": ("body", "title"),
    "link_button": ("label", "help"),
    "markdown": ("body", "help"),
    "metric": ("label", "value", "delta", "help"),
    "multiselect": ("label", "help"),
    "segmented_control": ("label", "format_func", "help"),
    "selectbox": ("label", "help"),
    # Not rendered, but a browser asks a font server for a symbol that is a page's icon.
    "set_page_config": ("page_icon", "menu_items"),
    "slider": ("label", "help"),
    "spinner": ("text",),
    "success": ("body", "title"),
    "tabs": ("tabs",),
    "text": ("help",),
    "text_area": ("label", "help"),
    "text_input": ("label", "help"),
    "title": ("body", "help"),
    "toast": ("body",),
    "warning": ("body", "title"),
}
"""What `app` uses of Streamlit, with the parameters that a browser renders."""

PLAIN = frozenset(
    "altair_chart code column_config columns container context dataframe form fragment navigation "
    "rerun session_state".split()
)
"""What it uses beside, which renders no words."""

CELLS = frozenset(
    "BarChartColumn CheckboxColumn DateColumn DatetimeColumn LineChartColumn NumberColumn "
    "ProgressColumn TextColumn".split()
)
"""The kinds of columns of a table whose cells the browser neither fetches nor follows."""

ESCAPERS = frozenset({"md", "authored"})
WORDS = frozenset({"words", "sound_words"})
"""The methods of a scope and of a walk whose markdown is escaped already."""
CONTAINERS = frozenset("columns container expander form tabs".split())
AMBIGUOUS = frozenset("error info slider success text title warning".split())
MODULES = ("config", "file_util", "net_util")
"""Parts of Streamlit that render nothing."""
_CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*")


def rendered_data(code: str) -> list[str]:
    """Data reaches what Streamlit renders as markdown only by way of `app.escape`."""
    tree = ast.parse(code)
    functions = [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))]
    breaches = {found for function in functions for found in _Reader(function).breaches()}
    return [f"line {line}: {words}" for line, words in sorted(breaches)]


class _Reader:
    """Reads one function, or what stands outside of all, without the functions inside it."""

    def __init__(self, function: ast.AST) -> None:
        self.nodes = list(_own(function))
        self.bound = _bound(self.nodes)
        uses = {node.func.attr for node in self.nodes if _is_call_of_streamlit(node)}
        self.opens_containers = bool(uses & CONTAINERS)

    def breaches(self) -> Iterator[tuple[int, str]]:
        """Yield each line and what is wrong in it."""
        called = {id(node.func) for node in self.nodes if isinstance(node, ast.Call)}
        for node in self.nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from _import(node)
            elif isinstance(node, ast.Attribute):
                yield from self._attribute(node, is_called=id(node) in called)
            elif _is_call_of_streamlit(node):
                yield from self._call(node)
            elif isinstance(node, ast.Dict):
                yield from self._help(node)
            if "unsafe_allow_html" in (getattr(node, "arg", 0), getattr(node, "value", 0)):
                yield node.lineno, "unsafe_allow_html renders whatever a name says"

    def _attribute(self, node: ast.Attribute, *, is_called: bool) -> Iterator[tuple[int, str]]:
        name = node.attr
        if _is_streamlit(node.value):
            if name not in RENDERED and name not in PLAIN:
                yield node.lineno, f"st.{name} is new: say in markdown_rules what it renders"
            elif name in RENDERED and not is_called:
                yield node.lineno, f"call st.{name} where it is named, so that its words are seen"
        elif ast.unparse(node.value) == "st.column_config":
            if name not in CELLS:
                yield node.lineno, f"the cells of a {name} are more than shown"
        elif is_called and self._may_be_a_container(node):
            yield node.lineno, f"draw by st.{name} inside `with`, so that its words are seen"

    def _may_be_a_container(self, node: ast.Attribute) -> bool:
        # Loggers and components have methods of some of these names too.
        is_local = isinstance(node.value, ast.Name) and not _CONSTANT.fullmatch(node.value.id)
        return node.attr in RENDERED and (
            node.attr not in AMBIGUOUS or (is_local and self.opens_containers)
        )

    def _call(self, node: ast.Call) -> Iterator[tuple[int, str]]:
        name = node.func.attr  # type: ignore[attr-defined]  # as _is_call_of_streamlit found
        rendered = RENDERED.get(name, ())
        if not rendered:
            return
        places = list(inspect.signature(getattr(st, name)).parameters)
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        if None in keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            yield node.lineno, f"name the arguments of st.{name}, so that its words are seen"
        said = {**dict(zip(places, node.args, strict=False)), **keywords}
        if "format_func" in rendered and "format_func" not in said:
            yield node.lineno, f"st.{name} renders its options: format_func=lambda value: md(value)"
        for parameter in rendered:
            if parameter in said and not self._is_safe(said[parameter]):
                yield node.lineno, f"st.{name} renders its {parameter}: md(…)"

    def _help(self, node: ast.Dict) -> Iterator[tuple[int, str]]:
        for key, value in zip(node.keys, node.values, strict=True):
            is_help = isinstance(key, ast.Constant) and key.value == "help"
            if is_help and not self._is_safe(value):
                yield value.lineno, "help is rendered: md(…)"

    def _is_safe(self, node: ast.expr | None, seen: frozenset[str] = frozenset()) -> bool:
        """Return whether an expression holds no words of data, or only by way of an escaper."""

        def safe(*inner: ast.expr | None) -> bool:
            return all(self._is_safe(each, seen) for each in inner)

        match node:
            case ast.Constant():
                return True
            case ast.Name(name):
                values = self.bound.get(name)
                if values is None:
                    return bool(_CONSTANT.fullmatch(name))
                return name in seen or all(self._is_safe(one, seen | {name}) for one in values)
            case ast.Attribute(value) | ast.Subscript(value):
                return bool(_CONSTANT.fullmatch(ast.unparse(value).split(".")[0]))
            case ast.Call(ast.Name(name)):
                return name in ESCAPERS
            case ast.Call(ast.Attribute(attr=name)):
                return name in WORDS
            case ast.JoinedStr(values) | ast.BoolOp(values=values):
                return safe(*values)
            case ast.FormattedValue(value) | ast.NamedExpr(value=value):
                return safe(value)
            case ast.IfExp(_, body, otherwise):
                return safe(body, otherwise)
            case ast.BinOp(left, ast.Add(), right):
                return safe(left, right)
            case ast.List(elements) | ast.Tuple(elements):
                return safe(*elements)
            case ast.ListComp(element) | ast.Lambda(body=element):
                return safe(element)
        return False


def _own(function: ast.AST) -> Iterator[ast.AST]:
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef):
            waiting.extend(ast.iter_child_nodes(node))


def _bound(nodes: list[ast.AST]) -> dict[str, list[ast.expr | None]]:
    """Return what each name is set to; None where it is an argument, of a loop, of a pattern."""
    plainly = {
        id(target): node.value
        for node in nodes
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    }
    found: dict[str, list[ast.expr | None]] = {}
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, []).append(plainly.get(id(node)))
        elif isinstance(node, ast.arg):
            found.setdefault(node.arg, []).append(None)
        elif isinstance(node, ast.MatchAs | ast.ExceptHandler) and node.name:
            found.setdefault(node.name, []).append(None)
    return found


def _import(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[int, str]]:
    words = ast.unparse(node)
    if "streamlit.components" in words:
        yield node.lineno, "a component may render anything"
    is_other_name = isinstance(node, ast.Import) and any(
        alias.name == "streamlit" and alias.asname != "st" for alias in node.names
    )
    is_member = words.startswith("from streamlit import") and not words.endswith(MODULES)
    if is_member or is_other_name:
        yield node.lineno, "import streamlit as st, so that it is seen what is used"


def _is_streamlit(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "st"


def _is_call_of_streamlit(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and _is_streamlit(node.func.value)
    )
