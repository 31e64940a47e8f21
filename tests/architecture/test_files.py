"""Every file is short, says what it is for, has a name of its own and leaves nothing behind."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT

MOST_LINES = 400
PYTHON_ROOMS = ("matchmaker", "seeds", "tests", "migrations", "bench")
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
LEFTOVER = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
# A folder of one machine at the start of a path (inside a web address it is no path of ours).
MACHINE_PATH = re.compile(r"(?<![\w./:%$}~-])/(?:work|tmp|root|home)(?:/|\b(?=[\s\"'`)]))")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|pypi\.python\.org|registry\.npmjs|npmmirror|/simple/?\s*$"
    r"|proxy\.golang|index-url|deb\.debian\.org",
    re.IGNORECASE | re.MULTILINE,
)
THIS_FILE = Path(__file__).resolve()


def python_files() -> list[Path]:
    rooms = [path for room in PYTHON_ROOMS for path in (ROOT / room).rglob("*.py")]
    return sorted([ROOT / "config.py", *rooms])


def kept_files() -> Iterator[tuple[Path, str]]:
    """Give each text file under version control (or about to be), vendored code aside."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - whichever git is installed
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if "vendor" in path.parts or path == THIS_FILE or not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" not in content:
            yield path, content.decode("utf-8")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): content for path, content in kept_files()}


def found(texts: dict[str, str], pattern: re.Pattern[str], ends: str = "") -> list[str]:
    return [
        f"{name}: {match.group()}"
        for name, content in texts.items()
        if name.endswith(ends)
        for match in pattern.finditer(content)
    ]


def test_no_python_file_is_too_long() -> None:
    # A migration is as long as what it changes: nobody reads the first one as a story.
    files = [path for path in python_files() if path.parent.name != "versions"]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}

    assert {str(path): length for path, length in lengths.items() if length > MOST_LINES} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path)
        for path in python_files()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    templates = (ROOT / "templates").rglob("*.html")
    vague = [str(p) for p in (*python_files(), *templates) if p.stem in NAMES_THAT_SAY_NOTHING]

    assert vague == []


def test_nothing_is_left_for_later(texts: dict[str, str]) -> None:
    sources = {name: text for name, text in texts.items() if not name.startswith("seeds/")}

    assert found(sources, LEFTOVER) == []


def test_no_file_names_a_folder_of_one_machine(texts: dict[str, str]) -> None:
    assert found(texts, MACHINE_PATH) == []


def test_no_file_names_a_package_registry(texts: dict[str, str]) -> None:
    assert found(texts, REGISTRY) == []


@pytest.mark.parametrize(
    ("line", "is_machine_path"),
    [
        ("cd /" + "work/main", True),
        ('open("/tmp/x")', True),
        ("in `/root`", True),
        ("https://example.org/work/tmp/root/", False),
        ("url_for('/home')", True),
        ("{{ base }}/home/", False),
    ],
)
def test_machine_paths_are_told_from_addresses(line: str, *, is_machine_path: bool) -> None:
    assert bool(MACHINE_PATH.search(line)) is is_machine_path


def test_every_suppressed_rule_has_its_reason(texts: dict[str, str]) -> None:
    bare = re.compile(r"# noqa(?!: [A-Z0-9, ]+ - \w).*|# type: ignore(?!\[[\w, -]+\]).*")

    assert found(texts, bare, ends=".py") == []


def test_licence_is_whole(texts: dict[str, str]) -> None:
    assert "Apache License" in texts["LICENSE"]
    assert "END OF TERMS AND CONDITIONS" in texts["LICENSE"]
