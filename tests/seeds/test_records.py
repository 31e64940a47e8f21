"""Anything wrong in a data file is refused with its file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from seeds.files import SeedError
from seeds.files.records import Record, read_jsonl, read_tsv, read_yaml, unique


def written(folder: Path, text: str | bytes) -> Path:
    content = text.encode() if isinstance(text, str) else text
    (folder / "data").write_bytes(content)
    return folder


def refusal(read: Callable[[], object]) -> tuple[str, int, str]:
    with pytest.raises(SeedError) as caught:
        read()
    return caught.value.file, caught.value.line, caught.value.problem


def test_tsv_skips_notes_and_keeps_line_numbers(tmp_path: Path) -> None:
    root = written(tmp_path, "# a note\nword\tcode\n\n矿山\tmining \n")

    (record,) = read_tsv(root, "data")

    assert (record.line, dict(record.values)) == (4, {"word": "矿山", "code": "mining"})


def test_tsv_row_with_a_missing_cell_is_refused(tmp_path: Path) -> None:
    root = written(tmp_path, "word\tcode\n矿山\n")

    assert refusal(lambda: read_tsv(root, "data")) == ("data", 2, "1 cells under 2 columns")


def test_tsv_without_header_is_refused(tmp_path: Path) -> None:
    root = written(tmp_path, "# only a note\n")

    assert refusal(lambda: read_tsv(root, "data")) == ("data", 0, "no header")


def test_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(lambda: read_tsv(tmp_path, "data")) == ("data", 0, "the file is missing")


def test_broken_utf8_is_refused(tmp_path: Path) -> None:
    root = written(tmp_path, b"word\n\xff\xfe\n")

    assert refusal(lambda: read_tsv(root, "data")) == ("data", 0, "not UTF-8")


def test_broken_json_names_its_line(tmp_path: Path) -> None:
    root = written(tmp_path, '{"id": "C001"}\n{"id": \n')

    assert refusal(lambda: read_jsonl(root, "data"))[:2] == ("data", 2)


def test_json_line_that_is_no_object_is_refused(tmp_path: Path) -> None:
    root = written(tmp_path, "[1, 2]\n")

    assert refusal(lambda: read_jsonl(root, "data")) == ("data", 1, "not a JSON object")


def test_broken_yaml_names_its_line(tmp_path: Path) -> None:
    root = written(tmp_path, "a: 1\nb: [1\nc: 2\n")

    assert refusal(lambda: read_yaml(root, "data"))[:2] == ("data", 3)


def test_yaml_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    root = written(tmp_path, "- a\n- b\n")

    assert refusal(lambda: read_yaml(root, "data")) == ("data", 0, "not a mapping")


def test_nested_yaml_rows_know_their_own_line(tmp_path: Path) -> None:
    root = written(tmp_path, "rows:\n  - {id: a}\n  - id: b\n    rows: [{id: c}]\n")

    first, second = read_yaml(root, "data").records("rows")

    assert [first.line, second.line, second.records("rows")[0].line] == [2, 3, 4]


@pytest.mark.parametrize(
    ("read", "problem"),
    [
        (lambda row: row.text("none"), "none is missing"),
        (lambda row: row.text("list"), "list is not text: ['a', 'a']"),
        (lambda row: row.texts("list"), "list says a word twice: ['a', 'a']"),
        (lambda row: row.texts("number"), "number is not a list of words: 1.5"),
        (lambda row: row.number("none"), "none is missing"),
        (lambda row: row.number("word"), "word is not a number: 'x'"),
        (lambda row: row.number("flag"), "flag is not a number: True"),
        (lambda row: row.whole("number"), "number is not a whole number: 1.5"),
        (lambda row: row.flag("word"), "word is neither true nor false: 'x'"),
        (lambda row: row.one_of("word", ("a", "b")), "unknown word: 'x'"),
        (lambda row: row.known("words", {"a"}), "unknown words: b; c"),
        (lambda row: row.records("list"), "list is not a list of rows"),
        (lambda row: row.record("word"), "word is missing or not a row"),
    ],
)
def test_value_of_the_wrong_kind_is_refused(read: Callable[[Record], object], problem: str) -> None:
    values = {"list": ["a", "a"], "number": 1.5, "word": "x", "flag": True, "words": "a; b;c"}
    row = Record("data", 7, values)

    assert refusal(lambda: read(row)) == ("data", 7, problem)


def test_two_rows_with_one_key_are_refused() -> None:
    rows = [(Record("data", line, {}), "same") for line in (3, 8)]

    found = refusal(lambda: unique(rows, key=str))

    assert found == ("data", 8, "'same' already stands in line 3")
