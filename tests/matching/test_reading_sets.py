"""Annotated texts are read as measured: those worked on, and those kept out of sight."""

from datetime import date
from pathlib import Path

import pytest

from matchmaker.matching.commands.seeded import seed_regions, seed_vocabulary
from matchmaker.matching.scoring.judged_readings import ReadingMeasures, measure, read_rows
from matchmaker.matching.scoring.posting import read_posting
from matchmaker.matching.scoring.scenes import SceneIndex

SETS = Path(__file__).parent.parent / "data"
VOCABULARY = seed_vocabulary()
INDEX = SceneIndex(VOCABULARY)
REGIONS = seed_regions()


def measured(name: str) -> ReadingMeasures:
    return measure(
        read_rows(SETS / name),
        lambda text: read_posting(
            text, vocabulary=VOCABULARY, index=INDEX, regions=REGIONS, today=date(2026, 1, 1)
        ),
    )


@pytest.mark.parametrize(
    "name",
    [
        "eval/requirements_dev.jsonl",
        "reading/tuned.jsonl",
        "reading/composed.jsonl",
        "reading/postings.jsonl",
    ],
)
def test_texts_worked_on_are_read_without_a_difference(name: str) -> None:
    assert measured(name).problems == []


def test_texts_kept_out_of_sight_are_read_nearly_as_well() -> None:
    figures = measured("reading/held_out.jsonl").as_data()
    for name in ("requirements", "requirements_with_op", "capabilities"):
        assert figures[name]["f1"] >= 0.95
    for name in ("must_accuracy", "region", "budget_wan", "deadline", "duration_days"):
        assert figures[name] >= 0.95
    assert figures["false_positives_there"] <= 1
