"""Rankings as they were shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, load_only

from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.errors import Words
from matchmaker.matching.models import ShownRanking
from matchmaker.matching.queries.cards import SIGNAL_LABELS

KEPT = timedelta(days=730)  # long enough for a complaint to be answered


@dataclass(frozen=True, slots=True)
class KeptSignal:
    """One part of a fit as it was shown."""

    name: str
    label: Words
    value: float
    weight: float
    points: float


@dataclass(frozen=True, slots=True)
class KeptMatch:
    """One offering of a ranking as it was shown; `offering` is None where no longer public."""

    rank: int
    title: str
    score: float
    signals: Sequence[KeptSignal]
    offering: Offering | None


@dataclass(frozen=True, slots=True)
class KeptRanking:
    """A ranking as it was shown."""

    row: ShownRanking
    text: str
    floor: float
    considered: int
    reaching: int
    matches: Sequence[KeptMatch]


def rankings_of(demand: Demand) -> Select[ShownRanking]:
    """Select the rankings shown for a demand, newest first."""
    return (
        select(ShownRanking)
        .where(ShownRanking.demand_id == demand.id)
        .options(load_only(ShownRanking.shown_at, ShownRanking.model_name,
                           ShownRanking.model_number, ShownRanking.offerings,
                           ShownRanking.demand_id))
        .order_by(ShownRanking.id.desc())
    )  # fmt: skip


def ranking_by_id(ranking_id: int) -> ShownRanking | None:
    """Find a ranking that was shown, with its demand."""
    statement = select(ShownRanking).where(ShownRanking.id == ranking_id)
    return db.session.scalars(statement.options(joinedload(ShownRanking.demand))).first()


def kept_ranking(row: ShownRanking) -> KeptRanking:
    """Give a ranking as it was shown, with the offerings that are still public."""
    content = row.content
    statement = published_offerings().where(Offering.id.in_(row.offerings))
    public = {offering.id: offering for offering in db.session.scalars(statement).unique()}
    return KeptRanking(
        row=row,
        text=content["need"]["text"],
        floor=content["floor"],
        considered=content["considered"],
        reaching=content["reaching"],
        matches=[
            KeptMatch(
                rank=rank,
                title=title,
                score=score,
                signals=[
                    KeptSignal(name, SIGNAL_LABELS.get(name, name), value, weight, part)
                    for name, weight, value, part in zip(
                        content["signals"], content["weights"], values, points, strict=True
                    )
                ],
                offering=public.get(key),
            )
            for rank, (key, title, score, values, points) in enumerate(content["rows"], start=1)
        ],
    )
