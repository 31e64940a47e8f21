"""`matchmaker match`: the same ranking at a terminal, and clear refusals with exit code 2."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import Store
from factories.catalogue_rows import published_offering
from factories.demands import TEXT, content, open_demand, people, region
from flask import Flask

from matchmaker.cli import main
from matchmaker.db import db
from matchmaker.demands.operations import draft_demand
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.rankings import rank


@pytest.fixture
def environ(app: Flask, store: Store) -> dict[str, str]:
    with app.app_context():
        region()
        published_offering()
        db.session.commit()
    return {"DATABASE_URL": store.url, "INSTANCE_PATH": app.instance_path}


def run(environ: dict[str, str], *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["match", *map(str, words)], env=environ)


def test_json_has_every_part_and_points_add_up(environ: dict[str, str]) -> None:
    result = run(environ, "--text", TEXT, "--region", "内蒙古鄂尔多斯", "--json")

    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert set(answer) == {"model", "understood", "matches", "excluded", "elapsed_ms"}
    lines = {line["subject"]: line for line in answer["understood"]["requirements"]}
    latency, place = lines["latency"], lines["150600"]
    assert (place["kind"], place["confirmed"]) == ("region", True)
    assert latency["confirmed"] is False
    assert (latency["metric"], latency["op"], latency["value"]) == ("latency", "<=", 20)
    assert TEXT[slice(*latency["span"])] == "20毫秒"
    [match] = answer["matches"]
    assert set(match) == {
        "rank", "score", "offering", "provider", "signals", "requirements", "terms", "evidence",
    }  # fmt: skip
    assert round(sum(part["points"] for part in match["signals"]), 1) == match["score"]
    assert round(sum(part["weight"] for part in match["signals"]), 1) == 100
    assert match["offering"]["title"] == "矿用卡车无人驾驶改造"


def test_table_says_what_fits_and_why(environ: dict[str, str]) -> None:
    result = run(environ, "--text", TEXT)

    assert result.exit_code == 0
    assert "共比较 1 个方案，1 个达到" in result.stdout


def test_public_demand_is_ranked_by_its_number(app: Flask, environ: dict[str, str]) -> None:
    with app.app_context():
        demand, _owner = open_demand()
        db.session.commit()
        number = demand.id

    assert run(environ, "--demand", str(number)).exit_code == 0


def test_file_is_read_with_or_without_a_mark(environ: dict[str, str], tmp_path: Path) -> None:
    marked = tmp_path / "need.txt"
    marked.write_text(TEXT, encoding="utf-8-sig")

    assert run(environ, "--file", marked, "--json").exit_code == 0


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ([], "exactly one"),
        (["--text", TEXT, "--demand", "1"], "exactly one"),
        (["--text", ""], "请写一段话"),
        (["--text", "好"], "内容太短"),
        (["--text", "，。！"], "内容太短"),
        (["--text", "🚛🚛🚛🚛"], "内容太短"),
        (["--text", "矿" * 200_000], "现在有 200000 个"),
        (["--text", TEXT, "--region", "亚特兰蒂斯"], "没有找到地区“亚特兰蒂斯”"),
        (["--text", TEXT, "--sector", "nowhere"], "没有代码为“nowhere”的行业"),
        (["--text", TEXT, "--scene", "nothing"], "没有代码为“nothing”的场景"),
        (["--demand", "999"], "没有编号为 999 的公开需求"),
        (["--demand", "99999999999999999999"], "没有编号为"),
        (["--file", "missing.txt"], "读不了文件"),
        (["--text", TEXT, "--limit", "0"], "--limit"),
    ],
)
def test_bad_input_is_explained(environ: dict[str, str], words: list[str], advice: str) -> None:
    result = run(environ, *words)

    assert result.exit_code == 2
    assert advice in result.stderr.replace("\n", "")


def test_broken_utf8_is_named_by_its_place(environ: dict[str, str], tmp_path: Path) -> None:
    broken = tmp_path / "gbk.txt"
    broken.write_bytes("需要".encode() + "无人矿卡".encode("gbk"))

    result = run(environ, "--file", broken)

    assert result.exit_code == 2
    assert "第 7 个字节" in result.stderr.replace("\n", "")


def test_draft_looks_missing(app: Flask, environ: dict[str, str]) -> None:
    with app.app_context():
        mine, owner = people()
        draft = draft_demand(content(title="机密草稿"), organisation=mine, actor=owner)
        db.session.commit()
        number = draft.id

    result = run(environ, "--demand", str(number))

    assert result.exit_code == 2
    assert "机密草稿" not in result.output
    assert f"没有编号为 {number} 的公开需求" in result.stderr


@pytest.mark.parametrize("processes", ["1", "2"])
def test_all_public_demands_are_ranked(app: Flask, environ: dict[str, str], processes: str) -> None:
    with app.app_context():
        demand, _owner = open_demand()
        db.session.commit()
        number, matches = demand.id, rank(demand_to_rank(demand).need).matches

    words = ["matching", "rank", "--processes", processes]
    result = CliRunner().invoke(main, words, env=environ)

    assert result.exit_code == 0, result.output
    [line] = result.stdout.splitlines()
    found = json.loads(line)
    assert found["demand"] == number
    assert found["offerings"] == [{"id": one.key, "score": one.score} for one in matches]
    assert found["reaching"] == 1


def test_arrays_are_rebuilt_on_demand(environ: dict[str, str]) -> None:
    result = CliRunner().invoke(main, ["matching", "rebuild"], env=environ)

    assert result.exit_code == 0, result.output
    assert "match arrays: 1 offerings" in result.stdout
    assert (Path(environ["INSTANCE_PATH"]) / "matching" / "CURRENT").exists()


def test_rebuild_that_finds_no_room_says_so(environ: dict[str, str]) -> None:
    root = Path(environ["INSTANCE_PATH"]) / "matching"
    root.write_text("a file where the folder should be", encoding="utf-8")

    result = CliRunner().invoke(main, ["matching", "rebuild"], env=environ)

    assert result.exit_code == 1
    assert "the match arrays stay as they were" in result.stderr
