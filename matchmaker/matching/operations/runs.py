"""Evaluating a model and fitting weights: asked for by staff, done by the worker."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple
from statistics import stdev
from typing import Any

import structlog
from flask_babel import gettext as _
from sqlalchemy import select, update

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db, own_transaction, reading
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import queue_run
from matchmaker.matching.enums import RUN_TRANSITIONS, RunKind, RunState
from matchmaker.matching.models import ModelRun, ModelVersion
from matchmaker.matching.operations.models import ModelContent, draft_model, record_evaluation
from matchmaker.matching.queries.benches import Bench, benches, judged_needs, outcome_needs
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.models import (
    current_model,
    scoring_model,
)
from matchmaker.matching.scoring.judged import JudgedQuery
from matchmaker.matching.scoring.judged_files import JudgedFileError
from matchmaker.matching.scoring.learning import (
    FOLDS,
    LEAST_NEEDS,
    Learned,
    Sample,
    learn,
    sample,
    telling,
)
from matchmaker.matching.scoring.measured import measure, measure_plain
from matchmaker.matching.scoring.model import SIGNALS, MatchingModel
from matchmaker.matching.scoring.outcome_pairs import (
    LEAST_OUTCOME_DEMANDS,
    LEAST_OUTCOME_PAIRS,
    OutcomeCounts,
    OutcomePair,
    outcome_counts,
)

log = structlog.get_logger()

Progress = Callable[[int, int], None]
OUTCOMES = "outcomes"
UNENDED = (RunState.WAITING, RunState.RUNNING)
_EVERY = 10  # needs between two notes of progress


def _unseen(_done: int, _total: int) -> None:
    """Nobody watches."""


def request_evaluation(version: ModelVersion, *, actor: Account | None) -> ModelRun:
    """Queue the evaluation of a version on every judged set."""
    _check_idle(ModelRun.model_id == version.id)
    run = ModelRun(model_id=version.id, kind=RunKind.EVALUATION, actor_id=_id(actor))
    return _queued("model.evaluation_requested", run, actor)


def request_learning(
    *, actor: Account | None, outcomes: Sequence[OutcomePair] | None = None
) -> ModelRun:
    """Queue fitting weights to what was judged, and to what came of engagements where it is given.

    Raises DomainError where too few outcomes can tell anything.
    """
    _check_idle(ModelRun.kind == RunKind.LEARNING)
    if outcomes is not None:
        check_outcomes(outcome_counts(outcomes))
    run = ModelRun(kind=RunKind.LEARNING, actor_id=_id(actor))
    return _queued("model.learning_requested", run, actor, outcomes)


def check_outcomes(counts: OutcomeCounts) -> None:
    """Raise DomainError where there are too few to learn from."""
    if not counts.is_enough:
        raise DomainError(
            _(
                "对接结果还太少：至少要 %(demands)s 条需求、%(pairs)s 个结果。",
                demands=LEAST_OUTCOME_DEMANDS,
                pairs=LEAST_OUTCOME_PAIRS,
            ),
            field="outcomes",
        )


def draft_learned(run: ModelRun, *, name: str, actor: Account | None) -> ModelVersion:
    """Make a draft of fitted weights; people evaluate and activate it, or not."""
    if run.kind is not RunKind.LEARNING or run.state is not RunState.DONE:
        raise ConflictError(_("这次拟合还没有结果。请等它完成。"))
    return draft_fitted(run.result, name=name, actor=actor)


def draft_fitted(found: dict[str, Any], *, name: str, actor: Account | None) -> ModelVersion:
    """Make a draft of what `fit_weights` found."""
    content = ModelContent(
        name=name,
        weights=found["weights"],
        floor=current_model().floor,
        notes=(
            _("由评判数据和对接结果拟合的权重。")
            if found.get("outcome_needs")
            else _("由评判数据拟合的权重。")
        ),
    )
    return draft_model(content, actor=actor, learned=found)


def perform_runs(rows: Sequence[OutboxRow]) -> None:
    """Do the runs outbox rows name. What fails is told in the run itself, not tried again."""
    for row in rows:
        pairs = row.payload.get(OUTCOMES)
        outcomes = None if pairs is None else [OutcomePair(*pair) for pair in pairs]
        _perform(int(row.key.partition(":")[2]), outcomes)


def evaluate(
    model: MatchingModel, progress: Progress = lambda _done, _total: None
) -> dict[str, Any]:
    """Measure a model on every judged set, beside the active one and plain BM25.

    Raises JudgedFileError where the sets that come with the program cannot be read.
    """
    sets = benches()
    active = current_model()
    counter = _Counter(progress, sum(len(bench.queries) for bench in sets))
    measured = [_measured(bench, model, active, counter) for bench in sets]
    return {
        "at": clock.now().isoformat(timespec="seconds"),
        "active": active.number,
        "sets": measured,
    }


def fit_weights(
    progress: Progress = _unseen, *, outcomes: Sequence[OutcomePair] | None = None
) -> dict[str, Any]:
    """Fit weights to the judged sets, to what people said of matches and to outcomes handed in.

    Outcomes are only fitted to: every measure is taken on judgements. Raises DomainError where
    too few needs, or too few outcomes with offerings that are still published, can tell anything.
    """
    hand_set = current_model().weights
    samples = _samples()
    come = [] if outcomes is None else telling(_outcome_samples(outcomes))
    if outcomes is not None:
        check_outcomes(OutcomeCounts(len(come), sum(int((one.grades >= 0).sum()) for one in come)))
    try:
        learned = learn(
            samples, hand_set, outcomes=come, progress=lambda done: progress(done, FOLDS)
        )
    except ValueError as error:
        raise DomainError(
            _(
                "能说明问题的评判还太少：至少要 %(least)s 条需求各有好坏之分的评判。",
                least=LEAST_NEEDS,
            )
        ) from error
    return _told(learned, hand_set)


def _samples() -> list[Sample]:
    found = []
    for bench in benches():
        rows = zip(bench.names, bench.queries, bench.demands, strict=True)
        found += [
            sample(name, bench.ranker, query, is_complete=True, demand=demand)
            for name, query, demand in rows
        ]
    return found + _site_samples("demand", judged_needs())


def _outcome_samples(outcomes: Sequence[OutcomePair]) -> list[Sample]:
    return _site_samples("outcome", outcome_needs(outcomes))


def _site_samples(kind: str, needs: Sequence[tuple[int, JudgedQuery]]) -> list[Sample]:
    ranker = live_ranker() if needs else None
    if ranker is None:
        return []
    return [
        sample(f"{kind}:{number}", ranker, query, is_complete=False, demand=number)
        for number, query in needs
    ]


def _told(learned: Learned, hand_set: Any) -> dict[str, Any]:
    spread = {name: [fold.weights[name] for fold in learned.folds] for name in SIGNALS}
    gains = [fold.fitted - fold.hand_set for fold in learned.folds]
    return {
        "at": clock.now().isoformat(timespec="seconds"),
        "weights": dict(learned.weights),
        "hand_set": dict(hand_set),
        "lowest": {name: min(values) for name, values in spread.items()},
        "highest": {name: max(values) for name, values in spread.items()},
        "deviation": {name: round(stdev(values), 2) for name, values in spread.items()},
        "fixed": list(learned.fixed),
        "needs": learned.needs,
        "pairs": learned.pairs,
        "complete_needs": learned.complete_needs,
        "unmeasured": list(learned.unmeasured),
        "outcome_needs": learned.outcome_needs,
        "outcome_pairs": learned.outcome_pairs,
        "fitted": round(learned.fitted, 4),
        "hand_set_measure": round(learned.hand_set, 4),
        "gain_lowest": round(min(gains), 4),
        "gain_highest": round(max(gains), 4),
        "folds": [
            {
                "needs": fold.needs,
                "fitted": round(fold.fitted, 4),
                "hand_set": round(fold.hand_set, 4),
            }
            for fold in learned.folds
        ],
    }


def _measured(
    bench: Bench, model: MatchingModel, active: MatchingModel, counter: "_Counter"
) -> dict[str, Any]:
    ours = measure(bench.ranker.with_model(model), counter.count(bench.queries))
    if _rank_alike(model, active):
        theirs = ours
    else:
        theirs = measure(bench.ranker.with_model(active), bench.queries)
    plain = bench.plain
    return {
        "name": bench.name,
        "hash": bench.digest,
        "needs": len(bench.queries),
        "offerings": len(bench.ranker),
        "ours": ours.figures(),
        "active": theirs.figures(),
        "bm25": measure_plain(plain, bench.keys, bench.queries).figures() if plain else None,
    }


def _rank_alike(one: MatchingModel, other: MatchingModel) -> bool:
    return (one.weights, one.overrides) == (other.weights, other.overrides)


class _Counter:
    """Counts needs as they are measured and tells how many are done."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.progress = progress
        self.total = total
        self.done = 0

    def count(self, queries: Iterable[JudgedQuery]) -> Iterable[JudgedQuery]:
        for query in queries:
            yield query
            self.done += 1
            if self.done % _EVERY == 0 or self.done == self.total:
                self.progress(self.done, self.total)


def _perform(run_id: int, outcomes: Sequence[OutcomePair] | None) -> None:
    run = db.session.get(ModelRun, run_id)
    if run is None or run.state not in UNENDED:
        return
    _move(run, RunState.RUNNING)
    version = run.model
    seen = version.version if version else 0
    model = scoring_model(version) if version else None
    db.session.commit()  # measuring takes a while: nobody should wait for this transaction
    error = ""
    result: dict[str, Any] = {}
    try:
        with reading():
            result = (
                evaluate(model, _note(run_id))
                if model
                else fit_weights(_note(run_id), outcomes=outcomes)
            )
    except (DomainError, JudgedFileError) as refused:
        error = str(refused)
    except Exception as failure:  # whatever it was, staff must see that the run ended
        log.exception("run_failure", run=run_id)
        error = f"{type(failure).__name__}: {failure}"[:500]
    db.session.rollback()
    _finish(run_id, seen, result, error)


def _finish(run_id: int, seen: int, result: dict[str, Any], error: str) -> None:
    run = db.session.get_one(ModelRun, run_id)
    version = run.model
    if not error and version and version.version != seen:
        error = _("评估期间模型被改动，结果作废。请重新评估。")
    run.finished_at = clock.now()
    run.error = error
    _move(run, RunState.FAILED if error else RunState.DONE)
    if error:
        return
    run.result = result
    if version:
        record_evaluation(version, result, actor=_actor(run))


def _note(run_id: int) -> Progress:
    def note(done: int, total: int) -> None:
        with own_transaction() as session:
            session.execute(
                update(ModelRun).where(ModelRun.id == run_id).values(done=done, total=total)
            )

    return note


def _actor(run: ModelRun) -> Account | None:
    return db.session.get(Account, run.actor_id) if run.actor_id else None


def _queued(
    action: str,
    run: ModelRun,
    actor: Account | None,
    outcomes: Sequence[OutcomePair] | None = None,
) -> ModelRun:
    audit.created(action, run, actor=actor)
    handed = None if outcomes is None else [[*astuple(pair)] for pair in outcomes]
    queue_run(run.id, {} if handed is None else {OUTCOMES: handed})
    return run


def _check_idle(which: Any) -> None:
    unended = select(ModelRun.id).where(which, ModelRun.state.in_(UNENDED)).limit(1)
    if db.session.scalar(unended) is not None:
        raise ConflictError(_("已经有一次在进行。请等它完成。"))


def _id(actor: Account | None) -> int | None:
    return actor.id if actor else None


def _move(run: ModelRun, target: RunState) -> None:
    if target not in RUN_TRANSITIONS[run.state]:
        raise ConflictError(_("这次运行已经结束。"))
    run.state = target
