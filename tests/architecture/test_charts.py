"""Whoever reads a chart can read its table and take its figures away: found in the templates."""

from collections.abc import Iterator
from typing import Final

import pytest
from architecture.template_rules import Template, read_templates
from flask import Flask
from jinja2 import nodes

HOME: Final = "components/charts.html"
FRAMES: Final = frozenset({"chart", "lines_of"})  # the frame of each; charts with a heading


def macros(home: Template) -> dict[str, nodes.Macro]:
    """Give the charts by name."""
    found = home.tree.find_all(nodes.Macro)
    return {one.name: one for one in found if not one.name.startswith("_")}


def calls(tree: nodes.Node, names: set[str]) -> Iterator[nodes.Call]:
    """Give the calls of these names."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in names:
            yield call


def files_of(call: nodes.Call, macro: nodes.Macro) -> nodes.Expr | None:
    """Give what a call hands over as `files`."""
    named = {one.key: one.value for one in call.kwargs}
    at = [argument.name for argument in macro.args].index("files")
    return named.get("files") or (call.args[at] if at < len(call.args) else None)


def rendered(app: Flask) -> list[tuple[str, str, nodes.Expr | None]]:
    """List each chart in a template: where it stands, which it is, its files."""
    templates = read_templates(app.jinja_env)
    known = macros(templates[HOME])
    found = []
    for template in templates.values():
        names = {
            alias: origin.partition(":")[2]
            for alias, origin in template.imported.items()
            if origin.partition(":")[0] == HOME
        }
        for call in calls(template.tree, set(names)):
            assert isinstance(call.node, nodes.Name)
            kind = names[call.node.name]
            found.append((template.name, kind, files_of(call, known[kind])))
    return found


@pytest.mark.one_database
def test_each_chart_comes_with_its_files(app: Flask) -> None:
    found = rendered(app)

    without = [
        (where, kind)
        for where, kind, files in found
        if files is None or isinstance(files, nodes.CondExpr | nodes.Tuple | nodes.Const)
    ]

    assert without == []
    assert {kind for _where, kind, _files in found} == {
        "bars", "funnel", "heat", "line", "lines_of", "tiles",
    }  # fmt: skip


@pytest.mark.one_database
def test_each_chart_is_or_has_a_table(app: Flask) -> None:
    home = read_templates(app.jinja_env)[HOME]

    for name, macro in macros(home).items():
        words = "".join(
            data.data for data in macro.find_all(nodes.TemplateData) if isinstance(data.data, str)
        )
        has_table = any(calls(macro, {"_table"})) or "<table" in words
        assert has_table is (name not in FRAMES), name
