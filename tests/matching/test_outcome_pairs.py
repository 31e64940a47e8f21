"""Learning from outcomes: they are fitted to beside the judgements, and measure nothing."""

import numpy as np
import pytest
from factories.catalogue_rows import published_offering
from factories.demands import open_demand
from factories.models import first_model
from factories.people import account

from matchmaker.accounts.enums import StaffRole
from matchmaker.app import outbox_handlers
from matchmaker.db import db
from matchmaker.errors import DomainError
from matchmaker.jobs.worker import run_once
from matchmaker.matching.enums import RunKind, RunState
from matchmaker.matching.models import ModelRun
from matchmaker.matching.operations.runs import draft_learned, request_learning
from matchmaker.matching.queries.models import latest_run
from matchmaker.matching.scoring.learning import Sample, learn, measure
from matchmaker.matching.scoring.model import FIRST_MODEL, SIGNALS
from matchmaker.matching.scoring.outcome_pairs import (
    LEAST_OUTCOME_DEMANDS,
    LEAST_OUTCOME_PAIRS,
    OutcomeCounts,
    OutcomePair,
    outcome_counts,
)

SCENE, TEXT, EVIDENCE = (SIGNALS.index(name) for name in ("scene", "text", "evidence"))
TOLD = np.ones(len(SIGNALS))


def judged(count: int = 20, demand: int | None = None) -> list[Sample]:
    """Needs whose right offering is told by the scene, while the text speaks for another."""
    found = []
    for at in range(count):
        values = np.zeros((6, len(SIGNALS)))
        values[at % 5, SCENE], values[at % 5 + 1, TEXT] = 1.0, 0.4
        grades = np.zeros(6, np.int64)
        grades[at % 5] = 3
        found.append(Sample(f"n{at}", values, TOLD, grades, 6, is_complete=True, demand=demand))
    return found


def outcome(at: int, rows: list[tuple[int, int]], demand: int) -> Sample:
    """An outcome: a row an offering, the signal that speaks for it, and its grade."""
    values = np.zeros((len(rows), len(SIGNALS)))
    for row, (signal, _grade) in enumerate(rows):
        values[row, signal] = 0.4 if signal == TEXT else 1.0
    grades = np.array([grade for _signal, grade in rows])
    return Sample(f"o{at}", values, TOLD, grades, len(rows), is_complete=False, demand=demand)


def evident(count: int = 20, demand: int = 7) -> list[Sample]:
    """Outcomes in which the offering with evidence came further than the one of the scene."""
    return [outcome(at, [(EVIDENCE, 3), (SCENE, 1)], demand) for at in range(count)]


def test_outcomes_train_and_never_measure() -> None:
    alone = learn(judged(), FIRST_MODEL.weights)
    both = learn(judged(), FIRST_MODEL.weights, outcomes=evident())

    assert both.hand_set == alone.hand_set
    assert [fold.needs for fold in both.folds] == [fold.needs for fold in alone.folds]
    assert (both.needs, both.pairs) == (alone.needs, alone.pairs) == (20, 120)
    assert (both.outcome_needs, both.outcome_pairs) == (20, 40)
    assert (alone.outcome_needs, alone.outcome_pairs) == (0, 0)
    assert alone.weights["evidence"] == FIRST_MODEL.weights["evidence"]
    assert both.weights["evidence"] > both.weights["scene"]
    assert (both.unmeasured, alone.unmeasured) == (("evidence",), ())
    assert "evidence" in alone.fixed
    assert "evidence" not in both.fixed


def test_outcomes_of_a_judged_demand_are_kept_from_what_it_measures() -> None:
    alone = learn(judged(demand=7), FIRST_MODEL.weights)
    same = learn(judged(demand=7), FIRST_MODEL.weights, outcomes=evident(demand=7))
    other = learn(judged(demand=7), FIRST_MODEL.weights, outcomes=evident(demand=8))

    assert same.folds == alone.folds
    assert same.weights != alone.weights
    assert other.folds != alone.folds


def test_many_outcomes_count_no_more_than_the_judged_needs() -> None:
    # The text alone puts 60 % of these pairs in order, the scene alone 40 %; of the judged needs
    # the scene reaches 1, the text 1 / log2(3) = 0.63. Half and half the scene wins, 0.7 to 0.62;
    # were each outcome to count like a need, the text would, 0.61 to 0.52.
    rows = [(TEXT, 3), (TEXT, 3), (SCENE, 1), (TEXT, 0)]
    against = [outcome(at, rows, demand=at) for at in range(40)]

    weights = learn(judged(10), FIRST_MODEL.weights, outcomes=against).weights

    assert weights["scene"] > 0.4 * weights["text"]


def test_pairs_of_different_grades_are_compared_and_the_unknown_is_not() -> None:
    values = np.zeros((4, len(SIGNALS)))
    values[:, TEXT] = 0.5, 0.5, 0.2, 0.9
    one = Sample("o", values, TOLD, np.array([3, 1, 0, -1]), 3, is_complete=False)

    # 3 before 1 is undecided, 3 before 0 and 1 before 0 are right.
    assert measure([one], TOLD) == pytest.approx(2.5 / 3)


def test_demands_that_tell_nothing_apart_do_not_count() -> None:
    pairs = [
        OutcomePair(1, 11, 2), OutcomePair(1, 12, 0), OutcomePair(1, 13, 0),
        OutcomePair(2, 11, 3),
        OutcomePair(3, 11, 0), OutcomePair(3, 12, 0),
    ]  # fmt: skip

    assert outcome_counts(pairs) == OutcomeCounts(demands=1, pairs=3)
    least = OutcomeCounts(LEAST_OUTCOME_DEMANDS, LEAST_OUTCOME_PAIRS)
    assert least.is_enough
    assert not OutcomeCounts(least.demands - 1, least.pairs).is_enough
    assert not OutcomeCounts(least.demands, least.pairs - 1).is_enough


@pytest.mark.usefixtures("session")
def test_too_few_outcomes_are_refused() -> None:
    pairs = [OutcomePair(1, 11, 2), OutcomePair(1, 12, 0)]

    with pytest.raises(DomainError, match="还太少") as refused:
        request_learning(actor=None, outcomes=pairs)

    assert refused.value.field == "outcomes"
    assert db.session.query(ModelRun).count() == 0


@pytest.mark.usefixtures("session")
def test_run_learns_from_the_pairs_handed_in_and_says_how_many() -> None:
    first_model()
    curator = account(staff=StaffRole.ADMINISTRATOR)
    titles = ("矿用卡车无人驾驶改造", "井下高清视频监控", "露天矿边坡监测")
    offerings = [published_offering(title)[0].id for title in titles]
    demands = [open_demand()[0].id for _at in range(LEAST_OUTCOME_DEMANDS)]
    grades = tuple(zip(offerings, (3, 1, 0), strict=True))
    pairs = [OutcomePair(demand, key, grade) for demand in demands for key, grade in grades]
    db.session.commit()
    while run_once(outbox_handlers()):
        pass

    request_learning(actor=curator, outcomes=pairs)
    db.session.commit()
    while run_once(outbox_handlers()):
        pass
    db.session.rollback()

    run = latest_run(RunKind.LEARNING)
    assert run
    assert run.state is RunState.DONE, run.error
    found = run.result
    assert (found["outcome_needs"], found["outcome_pairs"]) == (20, 60)
    assert found["needs"] == found["complete_needs"] >= 10
    assert sum(fold["needs"] for fold in found["folds"]) == found["needs"]
    draft = draft_learned(run, name="拟合的权重", actor=curator)
    assert draft.notes == "由评判数据和对接结果拟合的权重。"
