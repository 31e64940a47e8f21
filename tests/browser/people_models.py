"""Models, judged sets and rankings of the browser tests."""

from browser.cast import Cast

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.matching.enums import RunKind, RunState
from matchmaker.matching.models import ModelRun, ShownRanking
from matchmaker.matching.operations.judging import add_need, start_set
from matchmaker.matching.operations.models import (
    content_of,
    draft_model,
    put_first_model,
    record_evaluation,
)
from matchmaker.matching.queries.models import active_version
from matchmaker.matching.scoring.model import SIGNALS

MEASURES = {
    "nDCG@10": 0.84, "MRR@10": 0.85, "hit@1": 0.76, "hit@5": 0.94,
    "recall@10": 0.9, "recall@100": None, "p50_ms": 1.5, "p95_ms": 3.25,
}  # fmt: skip
FIGURES = {
    "at": "2026-11-20T04:00:00+00:00",
    "active": 1,
    "sets": [
        {
            "name": "开发集", "hash": "0123456789ab", "needs": 72, "offerings": 135,
            "ours": MEASURES, "active": MEASURES, "bm25": None,
        }
    ],
}  # fmt: skip
EVEN = dict.fromkeys(SIGNALS, 12.5)
LEARNED = {
    "weights": EVEN, "hand_set": EVEN, "lowest": EVEN, "highest": EVEN, "deviation": EVEN,
    "fixed": ["budget"], "unmeasured": ["evidence"], "outcome_needs": 24, "outcome_pairs": 61,
    "needs": 84, "pairs": 1400, "complete_needs": 72, "fitted": 0.9,
    "hand_set_measure": 0.89, "gain_lowest": -0.01, "gain_highest": 0.02,
    "folds": [{"needs": 17, "fitted": 0.9, "hand_set": 0.89}] * 5,
}  # fmt: skip


def models_on_record(administrator: Account, cast: Cast) -> None:
    """A model with figures on record, a set to grade, and a ranking that was shown."""
    put_first_model(actor=None)
    active = active_version()
    assert active
    draft = draft_model(content_of(active), actor=administrator)
    record_evaluation(draft, FIGURES, actor=administrator)
    run = ModelRun(
        kind=RunKind.LEARNING,
        state=RunState.DONE,
        result=LEARNED,
        finished_at=clock.now(),
        actor_id=administrator.id,
    )
    judged = start_set("矿山需求", "从站上的需求里选。", actor=administrator)
    demand = db.session.get_one(Demand, cast.values["own_demand"])
    need = add_need(judged, demand, actor=administrator)
    row = ShownRanking(
        demand_id=demand.id,
        model_number=1,
        model_name=active.name,
        digest="0" * 32,
        offerings=[need.pairs[0].offering_id],
        content={
            "need": {"text": demand.text, "sector": None, "scenes": [], "region": None},
            "floor": 22.0,
            "considered": 200,
            "reaching": 1,
            "signals": list(SIGNALS),
            "weights": [12.5] * len(SIGNALS),
            "rows": [
                [
                    need.pairs[0].offering_id,
                    need.pairs[0].offering.title,
                    6.2 * len(SIGNALS),
                    [0.5] * len(SIGNALS),
                    [6.2] * len(SIGNALS),
                ]
            ],
        },
    )
    db.session.add_all([run, row])
    db.session.flush()
    cast.values |= {
        "draft_model": draft.id,
        "judged_set": judged.id,
        "judged_pair": need.pairs[0].id,
        "ranking": row.id,
    }
