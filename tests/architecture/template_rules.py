"""What a template may say and import, checked on its syntax tree."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, meta, nodes

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
TRANSLATORS = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
# A language is called by its own name, whichever language the page is in.
OWN_NAMES = frozenset({"中文"})


@dataclass(slots=True)
class Template:
    """A template's tree and the names it uses."""

    name: str
    tree: nodes.Template
    exports: frozenset[str]
    imported: dict[str, str] = field(default_factory=dict)  # name here → template it comes from
    modules: dict[str, str] = field(default_factory=dict)  # alias of {% import %} → template

    @property
    def referenced(self) -> set[str]:
        """Templates this one extends, includes or imports."""
        return {name for name in meta.find_referenced_templates(self.tree) if name}


def read_templates(environment: Environment) -> dict[str, Template]:
    """Parse every template the environment can load; raises TemplateSyntaxError."""
    return {name: _read(environment, name) for name in environment.list_templates()}


def _read(environment: Environment, name: str) -> Template:
    loader = environment.loader
    assert loader is not None
    tree = environment.parse(loader.get_source(environment, name)[0], name)
    template = Template(name, tree, frozenset(_exports(tree)))
    for node in tree.find_all(nodes.FromImport):
        assert isinstance(node.template, nodes.Const)
        for words in node.names:
            original, alias = words if isinstance(words, tuple) else (words, words)
            template.imported[alias] = f"{node.template.value}:{original}"
    for module in tree.find_all(nodes.Import):
        assert isinstance(module.template, nodes.Const)
        template.modules[module.target] = module.template.value
    return template


def _exports(tree: nodes.Template) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, nodes.Macro):
            yield node.name
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            yield node.target.name


def unused_imports(template: Template) -> list[str]:
    """List the imported names the template never reads."""
    read = {node.name for node in template.tree.find_all(nodes.Name) if node.ctx == "load"}
    return sorted((template.imported.keys() | template.modules.keys()) - read)


def missing_macros(template: Template, others: Mapping[str, Template]) -> list[str]:
    """List what is imported from, or called in, another template that does not define it."""
    wanted = set(template.imported.values())
    for call in template.tree.find_all(nodes.Getattr):
        if isinstance(call.node, nodes.Name) and call.node.name in template.modules:
            wanted.add(f"{template.modules[call.node.name]}:{call.attr}")
    return sorted(
        entry
        for entry in wanted
        if entry.split(":")[0] not in others
        or entry.split(":")[1] not in others[entry.split(":")[0]].exports
    )


def unknown_calls(template: Template, known: set[str]) -> list[str]:
    """List functions called that are neither imported, nor defined here, nor known to all pages."""
    # Jinja calls a name of the template itself undeclared when it is used inside a block.
    own = template.exports | template.imported.keys() | template.modules.keys()
    undeclared = meta.find_undeclared_variables(template.tree) - own
    called = {
        call.node.name
        for call in template.tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
    }
    return sorted((called & undeclared) - known - TRANSLATORS)


def untranslated(template: Template) -> list[str]:
    """List Han text that stands outside a gettext call."""
    return [text for text in _words(template.tree) if HAN.search(text) and text not in OWN_NAMES]


def _words(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in TRANSLATORS:
        for argument in (*node.args[1:], *node.kwargs):
            if getattr(node.node, "name", "") != "ngettext" or not isinstance(
                argument, nodes.Const
            ):
                yield from _words(argument)
        return
    if isinstance(node, nodes.TemplateData):
        yield node.data.strip()
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _words(child)


def names_in_python(folder: Path) -> set[str]:
    """Collect the template names Python code mentions; `{x}` of an f-string stands for anything."""
    names = set()
    for path in folder.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                names.add("".join(_pattern(part) for part in node.values))
    # What begins with a slash is an address.
    return {name for name in names if re.search(r"^[^/].*/.*\\\.(?:html|txt)$", name)}


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_]+"
