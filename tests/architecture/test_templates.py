"""Templates parse, use what they import, import what they use, and are all in use."""

import re
from pathlib import Path

import pytest
from architecture import template_rules
from babel.messages.jslexer import tokenize
from jinja2 import DictLoader, Environment

from config import ROOT, Settings
from matchmaker.app import create_app

Templates = dict[str, template_rules.Template]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    folder = str(tmp_path_factory.mktemp("templates"))
    app = create_app(Settings.from_environ({"MATCHMAKER_ENV": "test", "INSTANCE_PATH": folder}))
    with app.test_request_context():
        app.update_template_context(context := {})  # type: ignore[var-annotated]
    app.jinja_env.globals.update(context)
    return app.jinja_env


@pytest.fixture(scope="module")
def templates(environment: Environment) -> Templates:
    return template_rules.read_templates(environment)


def made_up(**sources: str) -> Templates:
    """Read templates that exist only here; `__` in a name stands for a slash."""
    files = {f"{name.replace('__', '/')}.html": source for name, source in sources.items()}
    environment = Environment(loader=DictLoader(files), extensions=["jinja2.ext.i18n"])  # noqa: S701 - parsed, never rendered
    return template_rules.read_templates(environment)


def test_every_import_of_a_template_is_used(templates: Templates) -> None:
    unused = {name: template_rules.unused_imports(t) for name, t in templates.items()}

    assert {name: names for name, names in unused.items() if names} == {}


def test_every_imported_macro_exists(templates: Templates) -> None:
    missing = {name: template_rules.missing_macros(t, templates) for name, t in templates.items()}

    assert {name: names for name, names in missing.items() if names} == {}


def test_every_called_macro_is_imported(environment: Environment, templates: Templates) -> None:
    known = set(environment.globals)
    unknown = {name: template_rules.unknown_calls(t, known) for name, t in templates.items()}

    assert {name: names for name, names in unknown.items() if names} == {}


def test_every_template_is_in_use(templates: Templates) -> None:
    patterns = template_rules.names_in_python(ROOT / "matchmaker")
    referenced = {name for template in templates.values() for name in template.referenced}
    orphans = [
        name
        for name in templates.keys() - referenced
        if not any(re.fullmatch(pattern, name) for pattern in patterns)
    ]

    assert sorted(orphans) == []


def test_every_template_that_is_named_exists(templates: Templates) -> None:
    patterns = template_rules.names_in_python(ROOT / "matchmaker")
    missing = [p for p in patterns if not any(re.fullmatch(p, name) for name in templates)]

    assert sorted(missing) == []


def test_every_han_text_is_translatable(templates: Templates) -> None:
    bare = {name: template_rules.untranslated(template) for name, template in templates.items()}

    assert {name: texts for name, texts in bare.items() if texts} == {}


def test_scripts_carry_no_words_of_their_own() -> None:
    spoken = [
        f"{path.name}: {token.value}"
        for path in sorted((ROOT / "matchmaker" / "static" / "js").rglob("*.js"))
        for token in tokenize(path.read_text(encoding="utf-8"))
        if token.type in {"string", "template_string"} and template_rules.HAN.search(token.value)
    ]

    assert spoken == []


def test_style_sheets_load_nothing_from_elsewhere() -> None:
    loaded = [
        f"{path.name}: {match}"
        for path in sorted((ROOT / "matchmaker" / "static" / "css").rglob("*.css"))
        for match in re.findall(r"@import.*|url\([^)]*//[^)]*\)", path.read_text(encoding="utf-8"))
    ]

    assert loaded == []


def test_unused_import_is_found() -> None:
    page = made_up(
        page='{% from "parts.html" import card, chip %}{{ card() }}',
        parts="{% macro card() %}{% endmacro %}{% macro chip() %}{% endmacro %}",
    )["page.html"]

    assert template_rules.unused_imports(page) == ["chip"]


@pytest.mark.parametrize(
    "source",
    [
        '{% from "parts.html" import chip %}{{ chip() }}',
        '{% import "parts.html" as parts %}{{ parts.chip() }}',
    ],
)
def test_missing_macro_is_found(source: str) -> None:
    pages = made_up(page=source, parts="{% macro card() %}{% endmacro %}")

    assert template_rules.missing_macros(pages["page.html"], pages) == ["parts.html:chip"]


def test_macro_called_without_import_is_found() -> None:
    source = (
        '{% extends "base.html" %}{% from "parts.html" import chip %}'
        "{% macro own() %}{% endmacro %}"
        '{% block main %}{{ own() }}{{ chip() }}{{ card() }}{{ _("字") }}{% endblock %}'
    )
    page = made_up(page=source)

    assert template_rules.unknown_calls(page["page.html"], {"url_for"}) == ["card"]


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ("<p>需求</p>", ["<p>需求</p>"]),
        ('{{ "需求" }}', ["需求"]),
        ('{{ _("需求") ~ "：共" }}', ["：共"]),
        ('{{ _("共 %(n)s 条", n="三") }}', ["三"]),
        ('{# 需求 #}{{ _("需求") }}{{ ngettext("%(num)s 条", "%(num)s 条", 2) }}', []),
        ('{% set other = "中文" %}', []),
    ],
)
def test_han_text_outside_gettext_is_found(source: str, bare: list[str]) -> None:
    assert template_rules.untranslated(made_up(page=source)["page.html"]) == bare


def test_template_names_in_python_are_collected(tmp_path: Path) -> None:
    source = 'render_template("a/b.html"); kind = f"emails/{name}.txt"; other = "readme.html"'
    (tmp_path / "views.py").write_text(source, encoding="utf-8")

    found = template_rules.names_in_python(tmp_path)

    assert found == {r"a/b\.html", r"emails/[a-z_]+\.txt"}
