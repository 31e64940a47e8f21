"""The import rule of docs/ARCHITECTURE.md as a checker that works on any source tree."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LAYERS = (
    "enums",
    "words",
    "models",
    "scoring",
    "documents",
    "policies",
    "queries",
    "mails",
    "operations",
    "forms",
    "views",
    "commands",
)
SLICES = (
    "audit",
    "attachments",
    "notices",
    "moderation",
    "accounts",
    "taxonomy",
    "catalogue",
    "demands",
    "matching",
    "engagements",
    "programmes",
    "discovery",
    "watches",
    "insight",
    "privacy",
    "staff",
    "api",
)
GROUND = frozenset({"db", "errors", "clock", "schema", "web", "search", "jobs", "intake", "backup"})
TOP = frozenset({"app", "cli"})
# Pure checks of one value, no state: they stand where enums stand.
VALIDATORS = frozenset({"matchmaker.accounts.uscc"})
ABOVE_ALL = len(LAYERS)


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement's target module, and where it stands."""

    target: str
    line: int
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Module:
    """A module and what it imports of this project."""

    name: str
    path: Path
    imports: tuple[Import, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a module lives: its layer (-1 for the ground floor) and its slice."""

    layer: int
    slice: int
    room: str


def read_tree(root: Path, names: Sequence[str]) -> dict[str, Module]:
    """Parse the packages and modules of those names under a folder."""
    files = {_module_name(path, root): path for name in names for path in _files(root, name)}
    return {
        name: Module(name, path, tuple(_imports(name, path, files)))
        for name, path in sorted(files.items())
    }


def place_of(name: str) -> Place | None:
    """Give a module's place in the plan; None when the plan has none for it."""
    parts = [*name.split("."), ""]
    if name in {"config", "matchmaker"} or parts[:2] == ["seeds", "files"] or parts[1] in GROUND:
        return Place(-1, -1, "ground")
    if parts[0] == "seeds":
        return Place(LAYERS.index("operations"), len(SLICES), "seeds")
    if parts[1] in TOP:
        return Place(ABOVE_ALL, len(SLICES), "app")
    if parts[1] not in SLICES:
        return None
    room = "enums" if name in VALIDATORS else parts[2] or LAYERS[0]  # a slice's own docstring
    return Place(LAYERS.index(room), SLICES.index(parts[1]), parts[1]) if room in LAYERS else None


def violations(modules: Mapping[str, Module]) -> list[str]:
    """List every import the rule forbids, and every module the plan has no place for."""
    found = [f"{name}: the plan has no such room" for name in modules if place_of(name) is None]
    for module in modules.values():
        for used in module.imports:
            reason = _refusal(module.name, used.target)
            if reason:
                found.append(f"{module.name}:{used.line} imports {used.target}: {reason}")
    return sorted(found)


def _refusal(importer: str, target: str) -> str:
    here, there = place_of(importer), place_of(target)
    if here is None or there is None or there.room == "ground":
        return ""  # a module without a place is reported once, not at each import
    reasons = {
        "only the command line uses the seeds": there.room == "seeds"
        and here.room not in {"seeds", "app"}
        and here.layer != LAYERS.index("commands"),
        "the ground floor knows no slice": here.room == "ground",
        f"{_layer_name(there)} lies above {_layer_name(here)}": there.layer > here.layer,
        f"{there.room} comes after {here.room}": there.layer == here.layer
        and there.slice > here.slice,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _layer_name(place: Place) -> str:
    return {-1: "the ground floor", ABOVE_ALL: "app"}.get(place.layer) or LAYERS[place.layer]


def hidden_imports(modules: Mapping[str, Module]) -> list[str]:
    """List the imports that do not stand at the top of their module."""
    return [
        f"{module.name}:{used.line} imports {used.target} out of sight"
        for module in modules.values()
        for used in module.imports
        if used.is_hidden
    ]


def cycles(modules: Mapping[str, Module]) -> list[list[str]]:
    """List the groups of modules that import each other (Tarjan's components of two or more)."""
    graph = {
        name: sorted({used.target for used in module.imports} & modules.keys() - {name})
        for name, module in modules.items()
    }
    return [sorted(group) for group in _components(graph) if len(group) > 1]


def _components(graph: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []

    def visit(name: str) -> Iterator[list[str]]:
        index[name] = low[name] = len(index)
        stack.append(name)
        for target in graph[name]:
            if target not in index:
                yield from visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], index[target])
        if low[name] == index[name]:
            cut = stack.index(name)
            group, stack[cut:] = stack[cut:], []
            yield group

    for name in graph:
        if name not in index:
            yield from visit(name)


def _files(root: Path, name: str) -> Iterator[Path]:
    if (root / f"{name}.py").is_file():
        yield root / f"{name}.py"
    yield from (root / name).rglob("*.py")


def _module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(name: str, path: Path, known: Mapping[str, Path]) -> Iterator[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    at_top = {id(node) for node in _top_level(tree)}
    tops = {target.split(".")[0] for target in known}
    for node in ast.walk(tree):
        for target in _targets(node, name, known, is_package=path.name == "__init__.py"):
            is_hidden = id(node) not in at_top
            if is_hidden or target.split(".")[0] in tops:
                yield Import(target, getattr(node, "lineno", 0), is_hidden)


def _top_level(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in tree.body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from node.body
        yield node


def _targets(
    node: ast.AST, name: str, known: Mapping[str, Path], *, is_package: bool
) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = _absolute(node, name, is_package=is_package)
        for alias in node.names:
            submodule = f"{base}.{alias.name}"
            yield submodule if submodule in known else base
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in {
        "__import__",
        "import_module",
        "importlib.import_module",
    }:
        yield ast.unparse(node)


def _absolute(node: ast.ImportFrom, name: str, *, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = name.split(".")
    kept = parts[: len(parts) - node.level + is_package]
    return ".".join([*kept, *([node.module] if node.module else [])])
