"""The files a browser loads: vendored as recorded, from this site only, readable in both themes."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "matchmaker" / "static"
VENDOR = STATIC / "vendor"
TOKENS = (STATIC / "css" / "tokens.css").read_text()
VENDORED: list[dict[str, str]] = json.loads((VENDOR / "vendor.json").read_text())

TEXT = 4.5  # WCAG 2.2 AA, 1.4.3
SHAPE = 3.0  # WCAG 2.2 AA, 1.4.11
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "canvas")),
    *(("accent", ground, TEXT) for ground in ("paper", "canvas")),
    *((ink, "sunken", TEXT) for ink in ("ink", "ink-2")),
    *((state, f"{state}-soft", TEXT) for state in ("met", "not-met", "unknown")),
    *((state, "paper", TEXT) for state in ("met", "not-met", "unknown")),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("accent-strong", "accent-soft", TEXT),
    ("ink", "accent-soft", TEXT),
    ("ink", "mark", TEXT),
    ("ink-2", "mark", TEXT),
    ("line-strong", "paper", SHAPE),
    ("line-strong", "canvas", SHAPE),
    ("focus", "paper", SHAPE),
    ("focus", "canvas", SHAPE),
]


def _sha384(path: Path) -> str:
    return base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def _values(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def _themes() -> dict[str, dict[str, str]]:
    light, system, chosen = re.split(r"@media screen[^{]*\{", TOKENS)
    return {"light": _values(light), "system": _values(system), "dark": _values(chosen)}


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("entry", VENDORED, ids=lambda entry: entry["name"])
def test_vendored_file_is_the_recorded_one(entry: dict[str, str]) -> None:
    path = VENDOR / entry["file"]

    assert _sha384(path) == entry["sha384"]
    assert entry["version"] in entry["file"]
    assert (VENDOR / entry["licence_file"]).read_text().strip()


def test_nothing_is_vendored_without_a_record() -> None:
    recorded = {VENDOR / entry[key] for entry in VENDORED for key in ("file", "licence_file")}

    found = {path for path in VENDOR.rglob("*") if path.is_file()}

    assert found == recorded | {VENDOR / "vendor.json"}


def test_pages_load_vendored_scripts_with_their_hash() -> None:
    base = (ROOT / "templates" / "layouts" / "base.html").read_text()

    for entry in VENDORED:
        assert f"vendor/{entry['file']}" in base
        assert f'integrity="sha384-{entry["sha384"]}"' in base


@pytest.mark.parametrize("path", sorted(STATIC.glob("css/*.css")), ids=lambda path: path.name)
def test_stylesheet_needs_no_other_file_or_host(path: Path) -> None:
    text = path.read_text()

    assert "@import" not in text
    assert "url(" not in text
    assert "//" not in text


@pytest.mark.parametrize("path", sorted(STATIC.glob("js/*.js")), ids=lambda path: path.name)
def test_own_script_keeps_to_the_content_security_policy(path: Path) -> None:
    text = path.read_text()

    for refused in ("eval(", "new Function", "innerHTML", ".style.", "http:", "https://"):
        assert refused not in text


def test_every_own_script_and_sheet_is_used() -> None:
    pages = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))

    for path in (*STATIC.glob("js/*.js"), *STATIC.glob("css/*.css")):
        assert f'"{path.stem}"' in pages or f"/{path.name}" in pages


def test_colours_are_chosen_in_the_tokens_only() -> None:
    sheets = [path for path in STATIC.glob("css/*.css") if path.name != "tokens.css"]

    for path in sheets:
        assert not re.search(r":[^;{]*#[0-9a-f]{3,8}\b", path.read_text()), path.name


def test_tokens_used_are_tokens_defined() -> None:
    used = {
        name
        for path in STATIC.glob("css/*.css")
        for name in re.findall(r"var\(--([\w-]+)", path.read_text())
    }

    assert used <= set(_themes()["light"])


def test_both_ways_into_the_dark_theme_are_the_same() -> None:
    themes = _themes()

    assert themes["system"] == themes["dark"]
    assert set(themes["dark"]) <= set(themes["light"])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_contrast_is_enough_to_read(theme: str, ink: str, ground: str, least: float) -> None:
    values: dict[str, Any] = _themes()["light"] | _themes()[theme]

    assert _contrast(values[ink], values[ground]) >= least
