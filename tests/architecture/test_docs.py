"""What the documents say about settings and the import rule is what the code does."""

import re

from architecture import import_rule

from config import ROOT


def settings_read() -> set[str]:
    """Collect the environment variables `config.py` asks for."""
    source = (ROOT / "config.py").read_text(encoding="utf-8")
    return set(re.findall(r'(?:env\.get\(|_flag\(env, |_number\(env, )"([A-Z_]+)"', source))


def settings_described() -> set[str]:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def test_every_setting_is_described_and_no_other() -> None:
    assert settings_read() == settings_described()


def rule_line(name: str) -> list[str]:
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    found = re.search(rf"^- {name}: (.+)\.$", text, re.MULTILINE)
    assert found
    return found.group(1).split(" < ")


def test_layers_are_those_of_the_architecture() -> None:
    assert rule_line("Layers") == [*import_rule.LAYERS, "app"]


def test_slices_are_those_of_the_architecture() -> None:
    assert rule_line("Slices") == list(import_rule.SLICES)
