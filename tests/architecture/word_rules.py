"""Where Python code may hold Han text: only inside gettext calls, vocabulary aside."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
EAGER = frozenset({"gettext", "ngettext", "pgettext", "npgettext"})
# Names the extractor knows (babel.messages.extract.DEFAULT_KEYWORDS).
TRANSLATORS = EAGER | {"_", "N_"}
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def untranslated(source: str) -> list[str]:
    """List the strings with Han text outside gettext calls and docstrings, as `line: text`."""
    tree = ast.parse(source)
    exempt = _docstrings(tree)
    return [
        f"{node.lineno}: {node.value}"
        for node in _outside_calls(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in exempt
        and HAN.search(node.value)
    ]


def frozen_words(source: str) -> list[str]:
    """List gettext calls that run at import, where no visitor has a language yet."""
    tree = ast.parse(source)
    eager = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "flask_babel"
        for alias in node.names
        if alias.name in EAGER
    }
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in _at_import(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in eager
    ]


def formatted_words(source: str) -> list[str]:
    """List messages that are not plain strings: the extractor cannot see those."""
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in TRANSLATORS
        and not all(isinstance(argument, ast.Constant) for argument in node.args[:1])
    ]


def read(folder: Path) -> dict[str, str]:
    """Read the Python sources below a folder by their path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.py"))
    }


def _docstrings(tree: ast.Module) -> set[int]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }


def _outside_calls(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    is_call = isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATORS
    for child in ast.iter_child_nodes(node):
        if not (is_call and isinstance(child, ast.Constant)):
            yield from _outside_calls(child)


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            # A decorator and a default run at import, the body does not.
            outside = [*getattr(child, "decorator_list", []), *child.args.defaults]
            for part in outside:
                yield from _at_import(part)
        else:
            yield from _at_import(child)
