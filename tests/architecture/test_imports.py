"""Imports obey the rule of docs/ARCHITECTURE.md, and the checker notices when they do not."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from architecture import import_rule

from config import ROOT


@pytest.fixture(scope="module")
def house() -> dict[str, import_rule.Module]:
    return import_rule.read_tree(ROOT, ("matchmaker", "seeds", "config"))


def test_every_import_obeys_the_rule(house: dict[str, import_rule.Module]) -> None:
    assert import_rule.violations(house) == []


def test_no_modules_import_each_other(house: dict[str, import_rule.Module]) -> None:
    assert import_rule.cycles(house) == []


def test_no_import_hides(house: dict[str, import_rule.Module]) -> None:
    assert import_rule.hidden_imports(house) == []


def test_slice_packages_hold_only_their_docstring(house: dict[str, import_rule.Module]) -> None:
    busy = [
        name
        for name, module in house.items()
        if name in {f"matchmaker.{one}" for one in import_rule.SLICES} and module.imports
    ]

    assert busy == []


def test_checker_reads_the_whole_house(house: dict[str, import_rule.Module]) -> None:
    assert {"config", "matchmaker.app", "matchmaker.web.access", "seeds.files"} <= house.keys()
    assert "matchmaker.web.language" in {used.target for used in house["matchmaker.app"].imports}


def tree(folder: Path, files: Mapping[str, str]) -> dict[str, import_rule.Module]:
    """Write a small made-up source tree and read it."""
    for name, source in files.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return import_rule.read_tree(folder, ("matchmaker", "seeds", "config"))


@pytest.mark.parametrize(
    ("importer", "source"),
    [
        ("matchmaker/accounts/models", "from matchmaker.accounts import operations"),
        ("matchmaker/accounts/models", "import matchmaker.accounts.operations"),
        ("matchmaker/accounts/models", "from . import operations"),
        ("matchmaker/accounts/policies", "from .operations import sign_in"),
        ("matchmaker/audit/operations", "from matchmaker.accounts.operations import sign_in"),
        ("matchmaker/web/forms", "from matchmaker.accounts.operations import sign_in"),
        ("matchmaker/db", "from matchmaker.accounts import operations"),
        ("seeds/files/scenes", "from matchmaker.accounts.operations import sign_in"),
        ("matchmaker/accounts/operations", "from seeds.loader import load"),
        ("matchmaker/catalogue/views", "from seeds.loader import load"),
        ("seeds/loader", "from matchmaker.accounts.views import bp"),
        ("seeds/loader", "from matchmaker.app import create_app"),
        ("matchmaker/staff/views", "from matchmaker.app import create_app"),
        ("matchmaker/catalogue/commands", "from matchmaker.app import create_app"),
        (
            "matchmaker/accounts/policies/members",
            "from matchmaker.accounts.queries.people import x",
        ),
    ],
)
def test_forbidden_import_is_found(tmp_path: Path, importer: str, source: str) -> None:
    others = {
        "matchmaker/app": "",
        "matchmaker/accounts/operations": "",
        "matchmaker/accounts/views": "",
        "matchmaker/accounts/queries/people": "",
        "seeds/loader": "",
    }

    found = import_rule.violations(tree(tmp_path, {**others, importer: source}))

    assert len(found) == 1
    assert found[0].startswith(f"{importer.replace('/', '.')}:1 imports ")


@pytest.mark.parametrize(
    ("importer", "source"),
    [
        ("matchmaker/staff/models", "from matchmaker.api.enums import State"),
        ("matchmaker/demands/operations", "from matchmaker.accounts.operations import sign_in"),
        (
            "matchmaker/demands/operations/posting",
            "from matchmaker.demands.operations.drafts import x",
        ),
        (
            "matchmaker/accounts/operations/passwords",
            "from matchmaker.accounts.models import Account",
        ),
        ("matchmaker/accounts/models", "from matchmaker.accounts.uscc import is_valid"),
        ("matchmaker/matching/scoring/terms", "from seeds.files import scenes"),
        ("matchmaker/cli", "from seeds import loader"),
        ("matchmaker/app", "from matchmaker.staff import views"),
        ("seeds/loader", "from matchmaker.demands.operations.drafts import x"),
    ],
)
def test_allowed_import_passes(tmp_path: Path, importer: str, source: str) -> None:
    others = {
        "matchmaker/accounts/uscc": "",
        "matchmaker/accounts/models": "",
        "matchmaker/demands/operations/drafts": "",
        "matchmaker/staff/views": "",
        "seeds/loader": "",
        "seeds/files/scenes": "",
    }

    assert import_rule.violations(tree(tmp_path, {**others, importer: source})) == []


@pytest.mark.parametrize(
    "name", ["matchmaker/accounts/helpers", "matchmaker/billing/models", "matchmaker/misc"]
)
def test_room_outside_the_plan_is_found(tmp_path: Path, name: str) -> None:
    found = import_rule.violations(tree(tmp_path, {name: ""}))

    assert found == [f"{name.replace('/', '.')}: the plan has no such room"]


def test_cycle_inside_one_room_is_found(tmp_path: Path) -> None:
    house = tree(
        tmp_path,
        {
            "matchmaker/demands/operations/a": "from matchmaker.demands.operations.b import x",
            "matchmaker/demands/operations/b": "from matchmaker.demands.operations import c",
            "matchmaker/demands/operations/c": "import matchmaker.demands.operations.a",
            "matchmaker/demands/operations/d": "import matchmaker.demands.operations.a",
        },
    )

    assert import_rule.violations(house) == []
    assert import_rule.cycles(house) == [[f"matchmaker.demands.operations.{m}" for m in "abc"]]


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    from matchmaker import db",
        "class C:\n    import json",
        "if True:\n    import json",
        "try:\n    import json\nexcept ImportError:\n    pass",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    pass\nelse:\n    import json",
        "import importlib\nvalue = importlib.import_module('json')",
    ],
)
def test_hidden_import_is_found(tmp_path: Path, source: str) -> None:
    house = tree(tmp_path, {"matchmaker/clock": source})

    assert len(import_rule.hidden_imports(house)) == 1


def test_import_for_types_only_may_stand_in_its_block(tmp_path: Path) -> None:
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from matchmaker import db"

    house = tree(tmp_path, {"matchmaker/clock": source, "matchmaker/db": ""})

    assert import_rule.hidden_imports(house) == []
