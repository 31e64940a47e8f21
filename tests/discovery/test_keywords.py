"""Measuring keyword search: the judged queries, the measures, the command."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from factories.catalogue_rows import published_offering
from flask import Flask

from matchmaker.db import db
from matchmaker.discovery.commands.evaluating import evaluate_command
from matchmaker.discovery.commands.keywords import judged_grades, known_names, searched
from matchmaker.discovery.documents import SOURCES
from matchmaker.discovery.operations import rebuild_search
from seeds.files.keywords import FILE, KeywordQuery, read_keyword_queries
from seeds.files.records import SEEDS, SeedError


def test_judged_queries_are_many_of_many_sorts_and_each_has_an_answer() -> None:
    queries = read_keyword_queries()

    assert len(queries) >= 60
    assert {"name", "abbreviation", "pinyin", "typo", "phrase", "exclusion", "english"} <= {
        row.sort for row in queries
    }
    assert all(max(row.grades.values()) == 3 for row in queries)


@pytest.mark.parametrize(
    "line",
    [
        {"query": "华为", "sort": "name", "grades": [["provider", "华为", 3]]},
        {"query": "新词", "sort": "name", "grades": []},
        {"query": "新词", "sort": "name", "grades": [["provider", "华为", 4]]},
        {"query": "新词", "sort": "name", "grades": [["provider", "华为"]]},
        {"query": "新词", "sort": "name", "grades": [["a", "b", 1], ["a", "b", 2]]},
    ],
)
def test_broken_judgement_is_refused(tmp_path: Path, line: dict[str, object]) -> None:
    file = tmp_path / FILE
    file.parent.mkdir()
    whole = (SEEDS / FILE).read_text(encoding="utf-8")
    file.write_text(whole + json.dumps(line) + "\n", encoding="utf-8")

    with pytest.raises(SeedError):
        read_keyword_queries(tmp_path)


def test_known_names_and_grades_go_by_what_things_are_called(app: Flask) -> None:
    with app.app_context():
        offering, _ = published_offering()
        db.session.commit()
        rebuild_search()
        documents = {row.key: row for source in SOURCES.values() for row in source(None)}
        numbers = {key: at for at, key in enumerate(documents)}
        wanted = KeywordQuery("矿卡", "name", {("offering", offering.title): 3, ("case", "x"): 1})

        rates = known_names(documents.values())

        assert rates["provider"] == {
            "first": 1.0,
            "first_asked": 1,
            "other": 1.0,
            "other_asked": 2,
        }
        assert judged_grades(documents, numbers, wanted) == {numbers["offering", offering.id]: 3}
        assert searched("华北矿用装备")[0][0] == "provider"
        assert searched("华被矿用")[0][0] == "provider"  # one click on what was probably meant


@pytest.mark.parametrize("options", [["--keywords", "--docs", __file__], []])
def test_evaluation_wants_one_thing_at_a_time(options: list[str]) -> None:
    refused = CliRunner().invoke(evaluate_command, options)

    assert refused.exit_code == 2
    assert "--keywords alone" in refused.output
