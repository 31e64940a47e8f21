"""`matchmaker understand`: texts from the command line and from files, without a site."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document

from matchmaker.discovery.commands.evaluating import evaluate_command
from matchmaker.matching.commands.understanding import LINE_BYTES, understand_command

TEXT = "江苏南京某港口：时延不得超过20ms，支持切片，预算300万元以内，2026年3月底前上线。"


def run(*words: str | Path, given: bytes = b"") -> Result:
    return CliRunner().invoke(understand_command, [str(word) for word in words], input=given)


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_json_holds_every_kind_of_line_with_its_place() -> None:
    result = run("--text", TEXT, "--json")
    assert result.exit_code == 0, result.output
    (answer,) = answers(result)
    (latency,) = answer["requirements"]
    start, end = latency.pop("span")
    assert TEXT[start:end] == "20ms"
    assert latency == {
        "metric": "latency", "op": "<=", "value": 20, "value2": None, "unit": "ms", "must": True,
    }  # fmt: skip
    assert answer["capabilities"] == ["切片"]
    assert answer["region"] == ["江苏", "南京"]
    assert answer["budget_wan"] == {"min": None, "max": 300}
    assert (answer["deadline"], answer["duration_days"]) == ("2026-03-31", None)
    assert all(0 <= scene["score"] <= 1 for scene in answer["scenes"])


def test_the_table_is_for_people() -> None:
    result = run("--text", TEXT)
    assert result.exit_code == 0
    assert "时延 ≤ 20 毫秒" in result.stdout
    assert "必须" in result.stdout


def test_lines_are_answered_in_order_with_their_ids() -> None:
    lines = [{"id": "a", "text": TEXT, "sector": "港口"}, {"id": 2, "text": ""}]
    given = "\n\n".join(json.dumps(line) for line in lines).encode()
    result = run("--jsonl", "-", "--json", given=given)
    assert result.exit_code == 0, result.output
    assert [answer["id"] for answer in answers(result)] == ["a", 2]
    assert answers(result)[1]["requirements"] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "JSON"),
        (b"[1]", "JSON"),
        (b'{"text": "x"}', "id"),
        (b'{"id": true, "text": "x"}', "id"),
        (b'{"id": 1}', "text"),
        (b'{"id": 1, "text": "\xff"}', "UTF-8"),
        (b"[" * 100_000, "JSON"),
        (json.dumps({"id": 1, "text": "字" * 200_001}).encode(), "text"),
        (b'{"id": 1, "text": "' + b"a" * LINE_BYTES + b'"}', "4 MB"),
    ],
    ids=range(9),
)
def test_a_broken_line_is_named_and_the_others_are_answered(line: bytes, said: str) -> None:
    good = json.dumps({"id": "good", "text": TEXT}).encode()
    result = run("--jsonl", "-", "--json", given=good + b"\n" + line + b"\n" + good)
    assert result.exit_code == 2
    assert [answer["id"] for answer in answers(result)] == ["good", "good"]
    assert "第 2 行" in result.stderr
    assert said in result.stderr


def test_half_of_a_pair_of_signs_does_not_end_the_run() -> None:
    result = run("--jsonl", "-", "--json", given=b'{"id": "\\ud800", "text": "\\udfff20ms"}')
    assert result.exit_code == 0
    assert answers(result)[0]["id"] == "\ufffd"


def test_a_word_file_is_read_too(tmp_path: Path) -> None:
    document, stream = Document(), io.BytesIO()
    document.add_paragraph(TEXT)
    document.save(stream)
    file = tmp_path / "need"
    file.write_bytes(stream.getvalue())
    result = run("--file", file, "--json")
    assert result.exit_code == 0, result.output
    assert answers(result)[0]["requirements"][0]["metric"] == "latency"


def test_what_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(b"PK\x03\x04 nothing")
    for words in (["--file", broken], ["--file", tmp_path], ["--text", " "]):
        result = run(*words)
        assert result.exit_code == 2
        assert "请" in result.stderr or "读不了" in result.stderr
    assert run("--text", "x", "--file", broken).exit_code == 2
    assert run().exit_code == 2


def test_reading_is_measured_on_annotated_texts(tmp_path: Path) -> None:
    row = {
        "id": 1,
        "text": "时延≤20ms，上行≥100Mbps。",
        "requirements": [{"metric": "latency", "op": "<=", "value": 20, "must": None}],
    }
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(row), encoding="utf-8")
    result = CliRunner().invoke(evaluate_command, ["--requirements", str(file), "--json"])
    assert result.exit_code == 0, result.output
    measured = json.loads(result.stdout)
    assert measured["requirements"] == {"precision": 0.5, "recall": 1.0, "f1": 2 / 3}
    shown = CliRunner().invoke(evaluate_command, ["--requirements", str(file)])
    assert "1: added ul_rate >= 100.0" in shown.stdout


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"id":1,"text":"","requirements":[1]}'])
def test_a_broken_annotation_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("\n" + line, encoding="utf-8")
    result = CliRunner().invoke(evaluate_command, ["--requirements", str(file)])
    assert result.exit_code == 2
    assert "line 2" in result.stderr
