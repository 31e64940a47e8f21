"""Which public demands an offering fits, what it lacks for each, and what would change that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import SHOWN, is_public
from matchmaker.matching.documents import offering_records
from matchmaker.matching.enums import Answer
from matchmaker.matching.queries.answers import Namer, ShownVerdict
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.scoring.records import Requirement
from matchmaker.matching.scoring.standings import best_first, changes, fits

COMPARED: Final = 200  # the newest public demands
LISTED: Final = 50
WEIGHED: Final = 30  # of the best fitting ones a change is tried on


@dataclass(frozen=True, slots=True)
class ShownFit:
    """A demand with the fit of the offering for it; `lacking` are its lines not met or unknown."""

    demand: Demand
    score: float
    reaches: bool
    lacking: Sequence[ShownVerdict]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A promise with reviewed evidence: how many lines it would meet, how many demands it gains."""

    label: str
    answers: int
    gained: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """Demands for an offering, those it reaches first; `reached` of `compared` it reaches."""

    fits: Sequence[ShownFit]
    changes: Sequence[ShownChange]
    reached: int
    compared: int
    floor: float


def outlook(offering: Offering) -> Outlook:
    """Score an offering for the newest public demands, each as its own page scores it.

    Empty for an offering that is not public.
    """
    ranker = live_ranker()
    demands = _open_demands()
    needs = [demand_to_rank(demand).need for demand in demands]
    found = fits(ranker, needs, offering.id)
    ordered = best_first(found)
    nearest = [needs[fit.at] for fit in ordered[:WEIGHED]]
    record = next(iter(offering_records([offering.id])), None)
    gains = (
        changes(ranker, record, nearest, fits(ranker, nearest, offering.id))
        if found and record
        else []
    )
    asked = [
        Requirement("", said.kind, said.subject, said.op, said.value, said.value2)
        for said in (row.promise for row in gains)
    ]
    namer = Namer([*asked, *(line for need in needs for line in need.requirements)])
    return Outlook(
        fits=[
            ShownFit(
                demands[fit.at],
                fit.match.score,
                fit.reaches,
                [
                    namer.verdict(verdict)
                    for verdict in fit.match.requirements
                    if verdict.answer is not Answer.MET
                ],
            )
            for fit in ordered[:LISTED]
        ],
        changes=[
            ShownChange(namer.label(line), row.answers, row.gained)
            for line, row in zip(asked, gains, strict=True)
        ],
        reached=sum(fit.reaches for fit in found),
        compared=len(found),
        floor=ranker.model.floor,
    )


def _open_demands() -> Sequence[Demand]:
    """The newest open demands and notices that still take responses."""
    statement = (
        select(Demand)
        .where(is_public())
        .order_by(Demand.published_at.desc(), Demand.id.desc())
        .limit(COMPARED)
    )
    return db.session.scalars(statement.options(*SHOWN)).unique().all()
