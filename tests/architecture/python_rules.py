"""House rules for Python text. Each takes the text of one file and returns its breaches."""

import ast

_LONGEST_MODULE = 300
_LONGEST_DBT_MODEL = 25
_PLAIN_VALUES = (-1, 0, 1)


def module_length(code: str) -> list[str]:
    """A module holds one concept and stays within 300 lines."""
    length = len(code.splitlines())
    return [f"{length} lines, more than {_LONGEST_MODULE}"] if length > _LONGEST_MODULE else []


def literal_numbers(code: str) -> list[str]:
    """A number with a meaning is a parameter: engines hold only -1, 0, 1 and subscripts."""
    tree = ast.parse(code)
    subscripts = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        for inner in ast.walk(node.slice)
    }
    return [
        f"line {node.lineno}: {node.value} is a literal number; make it a var and a parameter"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and node.value not in _PLAIN_VALUES
        and id(node) not in subscripts
    ]


def dbt_model(code: str, *, may_read_environment: bool) -> list[str]:
    """A dbt Python model is at most 25 lines: one function `model` that calls python_engines."""
    length = len(code.splitlines())
    breaches = (
        [f"{length} lines, more than {_LONGEST_DBT_MODEL}"] if length > _LONGEST_DBT_MODEL else []
    )
    body = ast.parse(code).body
    functions = [node for node in body if isinstance(node, ast.FunctionDef)]
    if [f.name for f in functions] != ["model"] or _arguments(functions[0]) != ["dbt", "session"]:
        breaches.append("needs one function, model(dbt, session)")
    allowed = {"python_engines", "os"} if may_read_environment else {"python_engines"}
    for node in ast.walk(ast.parse(code)):
        for name in _imported(node):
            if name not in allowed:
                breaches.append(
                    f"line {node.lineno}: imports {name}; only {', '.join(sorted(allowed))}"
                )
    for node in body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (docstring or isinstance(node, ast.FunctionDef | ast.Import | ast.ImportFrom)):
            breaches.append(f"line {node.lineno}: only imports and model() belong here")
    return breaches


def _arguments(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in function.args.args]


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").split(".")[0]]
    return []
