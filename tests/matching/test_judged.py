"""Measures on judged sets, the files they come from, and the ranking's figures on them."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner, Result

from matchmaker.discovery.commands.evaluating import evaluate_command
from matchmaker.matching.commands.evaluating import (
    evaluate,
)
from matchmaker.matching.commands.seeded import seed_regions, seed_vocabulary
from matchmaker.matching.scoring.judged import quality
from matchmaker.matching.scoring.judged_files import read_judged_set
from matchmaker.matching.scoring.plain import PlainBM25

Writer = Callable[..., list[str]]
EVAL = Path(__file__).parents[1] / "data" / "eval"
DOC = '{"id": "d1", "title": "无人矿卡", "text": "矿卡自动驾驶"}'
QUERY = '{"id": "q1", "text": "想要无人矿卡"}'
QREL = '{"query": "q1", "doc": "d1", "grade": 3}'


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def written(
        docs: str | bytes = DOC, queries: str | bytes = QUERY, qrels: str | bytes = QREL
    ) -> list[str]:
        for name, content in (("docs", docs), ("queries", queries), ("qrels", qrels)):
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / f"{name}.jsonl").write_bytes(data)
        return [
            argument
            for name in ("docs", "queries", "qrels")
            for argument in (f"--{name}", str(tmp_path / f"{name}.jsonl"))
        ]

    return written


def run(arguments: list[str]) -> Result:
    return CliRunner().invoke(evaluate_command, arguments)


@pytest.mark.parametrize(
    ("suffix", "floors"),
    [
        ("", {"nDCG@10": 0.84, "hit@5": 0.94, "recall@10": 0.88}),
        ("_full", {"nDCG@10": 0.91, "hit@1": 0.95, "hit@5": 1.0, "recall@10": 0.94}),
    ],
)
def test_the_ranking_is_nowhere_below_plain_bm25_nor_its_floors(
    suffix: str, floors: dict[str, float]
) -> None:
    regions = seed_regions()
    judged = read_judged_set(
        EVAL / f"docs{suffix}.jsonl", EVAL / f"queries{suffix}.jsonl", EVAL / "qrels.jsonl", regions
    )

    measured = evaluate(judged, seed_vocabulary(), regions)

    assert (measured["queries"], measured["docs"]) == (72, 135)
    ours, plain = (cast("dict[str, float]", measured[side]) for side in ("ours", "bm25"))
    for measure in ("nDCG@10", "MRR@10", "hit@1", "hit@5", "recall@10", "recall@100"):
        assert ours[measure] >= plain[measure], measure
    for measure, floor in floors.items():
        assert ours[measure] >= floor, measure


def test_quality_of_a_known_ranking() -> None:
    measured = quality([9, 1, 2], {1: 3, 2: 2, 3: 2})

    best = 7 + 3 / math.log2(3) + 3 / math.log2(4)
    assert measured.ndcg == pytest.approx((7 / math.log2(3) + 3 / math.log2(4)) / best)
    assert (measured.mrr, measured.hit1, measured.hit5) == (0.5, 0, 1)
    assert measured.recall10 == measured.recall100 == pytest.approx(2 / 3)


def test_quality_without_anything_relevant() -> None:
    measured = quality([1, 2], {1: 1})

    assert measured.ndcg == 1
    assert (measured.mrr, measured.hit5, measured.recall10) == (0, 0, None)


def test_plain_bm25_scores_by_the_formula() -> None:
    plain = PlainBM25(["矿 矿", "矿 港", "港"])

    assert plain.rank("矿", 10) == [0, 1]
    assert plain.rank("船", 10) == []


def test_evaluate_prints_both_as_json(write: Writer) -> None:
    result = run([*write(), "--json"])

    measured = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (measured["queries"], measured["docs"]) == (1, 1)
    assert list(measured["ours"]) == list(measured["bm25"]) == [
        "nDCG@10", "MRR@10", "hit@1", "hit@5", "recall@10", "recall@100", "p50_ms", "p95_ms",
    ]  # fmt: skip
    assert measured["ours"]["nDCG@10"] == 1


def test_evaluate_prints_a_table_for_people(write: Writer) -> None:
    result = run(write())

    assert result.exit_code == 0
    assert "nDCG@10" in result.stdout
    assert "bm25" in result.stdout


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"docs": ""}, "docs.jsonl: the file is empty"),
        ({"queries": "\n \n"}, "queries.jsonl: the file is empty"),
        ({"docs": DOC + "\n{"}, "docs.jsonl, line 2: not JSON"),
        ({"docs": "[" * 100_000}, "docs.jsonl, line 1: not JSON"),
        ({"docs": "[]"}, "line 1: not a JSON object"),
        ({"docs": b"\xff\xfe"}, "docs.jsonl, line 1: not UTF-8"),
        ({"docs": '{"text": "矿卡"}'}, 'line 1: "id" is missing'),
        ({"docs": '{"id": true, "text": "矿卡"}'}, 'line 1: "id" is missing'),
        ({"docs": DOC + "\n" + DOC}, "line 2: the id d1 stands here a second time"),
        ({"docs": '{"id": "d1", "text": "，"}'}, 'line 1: "text" has no words'),
        ({"docs": '{"id": "d1", "text": 5}'}, 'line 1: "text" must be text'),
        ({"docs": '{"id": "d1", "text": "矿", "scenes": "x"}'}, '"scenes" must be a list'),
        ({"queries": '{"id": "q1"}'}, 'queries.jsonl, line 1: "text" has no words'),
        ({"qrels": '{"query": "q1", "grade": 3}'}, '"doc" is missing'),
        ({"qrels": '{"query": "q1", "doc": "d1", "grade": 4}'}, '"grade" must be 0, 1, 2 or 3'),
        ({"qrels": '{"query": "q1", "doc": "d1", "grade": "3"}'}, '"grade" must be'),
        ({"qrels": '{"query": "q1", "doc": "d1"}'}, '"grade" must be'),
        ({"qrels": '{"query": "q9", "doc": "d1", "grade": 3}'}, "belong together"),
        ({"qrels": QREL.replace("3", "0")}, "no judgement above 0"),
        ({"qrels": QREL + "\n" + QREL.replace("3", "1")}, "already judged"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    write: Writer,
    fault: dict[str, str | bytes],
    says: str,
) -> None:
    result = run(write(**fault))

    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())


def test_a_missing_file_is_refused(write: Writer) -> None:
    arguments = write()

    result = run([*arguments[:-1], "nowhere.jsonl"])

    assert result.exit_code == 2
    assert "nowhere.jsonl" in result.stderr


def test_an_unknown_option_is_refused(write: Writer) -> None:
    assert run([*write(), "--fast"]).exit_code == 2


def test_strangers_in_the_judgements_are_left_out_and_said(write: Writer) -> None:
    result = run(write(qrels=QREL + "\n" + QREL.replace("d1", "d9")))

    assert result.exit_code == 0
    assert "1 judgements name a query or document that is not there" in result.stderr


def test_a_byte_order_mark_and_windows_lines_are_read(write: Writer) -> None:
    docs = "\ufeff" + DOC + "\r\n" + DOC.replace("d1", "d2") + "\r\n"

    assert run(write(docs=docs)).exit_code == 0
