"""What people said of matches, and how far the judged sets are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.matching.models import Grade, JudgedNeed, JudgedPair, JudgedSet, Judgement

OFFERED_DEMANDS = 200


@dataclass(frozen=True, slots=True)
class SetProgress:
    """How far a set is: pairs in all, graded by anybody, graded by the person who asks."""

    needs: int
    pairs: int
    graded: int
    own: int


def judgement_of(demand: Demand, offering_id: int, actor: Account | None) -> Judgement | None:
    """Find what a person (or the holder of the key) said of an offering for a demand."""
    return db.session.scalars(
        select(Judgement).where(
            Judgement.demand_id == demand.id,
            Judgement.offering_id == offering_id,
            Judgement.account_id == actor.id if actor else Judgement.account_id.is_(None),
        )
    ).first()


def judgements_of(demand: Demand, actor: Account | None) -> dict[int, Judgement]:
    """Load what a person (or the holder of the key) said for a demand, by offering."""
    rows = db.session.scalars(
        select(Judgement).where(
            Judgement.demand_id == demand.id,
            Judgement.account_id == actor.id if actor else Judgement.account_id.is_(None),
        )
    )
    return {row.offering_id: row for row in rows}


def judged_sets() -> list[JudgedSet]:
    """List the sets staff built, newest first."""
    return list(db.session.scalars(select(JudgedSet).order_by(JudgedSet.id.desc())))


def set_by_id(set_id: int) -> JudgedSet | None:
    """Find a set with its needs and pairs."""
    return db.session.scalars(
        select(JudgedSet)
        .where(JudgedSet.id == set_id)
        .options(
            selectinload(JudgedSet.needs)
            .selectinload(JudgedNeed.pairs)
            .selectinload(JudgedPair.grades)
        )
    ).first()


def pair_by_id(pair_id: int) -> JudgedPair | None:
    """Find a pair with its need, its offering and the grades it has."""
    return db.session.scalars(
        select(JudgedPair)
        .where(JudgedPair.id == pair_id)
        .options(
            joinedload(JudgedPair.need).joinedload(JudgedNeed.judged_set),
            joinedload(JudgedPair.offering).options(
                joinedload(Offering.sector),
                joinedload(Offering.region),
                selectinload(Offering.scenes),
                selectinload(Offering.capabilities),
                selectinload(Offering.cases),
            ),
            selectinload(JudgedPair.grades),
        )
    ).first()


def need_in_set(need_id: int) -> JudgedNeed | None:
    """Find a need of a set."""
    return db.session.get(JudgedNeed, need_id)


def next_pair(judged_set: JudgedSet, actor: Account, after: JudgedPair | None = None) -> int | None:
    """Give the number of the next pair a person has not graded, need by need; none when done.

    Those after a pair come first, so that a pair that was passed over comes back at the end.
    """
    own = select(Grade.pair_id).where(Grade.account_id == actor.id)
    statement = (
        select(JudgedPair.id, JudgedPair.need_id, JudgedPair.position)
        .join(JudgedPair.need)
        .where(JudgedNeed.set_id == judged_set.id, JudgedPair.id.not_in(own))
        .order_by(JudgedPair.need_id, JudgedPair.position)
    )
    waiting = db.session.execute(statement).all()
    here = (after.need_id, after.position) if after else (0, -1)
    later = [row for row in waiting if (row.need_id, row.position) > here]
    return next((row.id for row in later or waiting), None)


def progress_of(sets: Sequence[JudgedSet], actor: Account) -> dict[int, SetProgress]:
    """Say how far some sets are."""
    rows = db.session.execute(
        select(
            JudgedNeed.set_id,
            func.count(JudgedNeed.id.distinct()),
            func.count(JudgedPair.id.distinct()),
            func.count(Grade.pair_id.distinct()),
        )
        .outerjoin(JudgedPair, JudgedPair.need_id == JudgedNeed.id)
        .outerjoin(Grade, Grade.pair_id == JudgedPair.id)
        .where(JudgedNeed.set_id.in_([row.id for row in sets]))
        .group_by(JudgedNeed.set_id)
    )
    own = dict(
        db.session.execute(
            select(JudgedNeed.set_id, func.count(Grade.id))
            .join(JudgedPair, JudgedPair.need_id == JudgedNeed.id)
            .join(Grade, Grade.pair_id == JudgedPair.id)
            .where(Grade.account_id == actor.id)
            .group_by(JudgedNeed.set_id)
        ).all()
    )
    found = {row[0]: SetProgress(row[1], row[2], row[3], own.get(row[0], 0)) for row in rows}
    return {row.id: found.get(row.id, SetProgress(0, 0, 0, 0)) for row in sets}


def addable_demands(judged_set: JudgedSet) -> list[tuple[Demand, int]]:
    """List demands that may be added to a set, those people judged most first."""
    present = [need.demand_id for need in judged_set.needs if need.demand_id is not None]
    said = func.count(Judgement.id)
    statement = (
        select(Demand, said)
        .outerjoin(Judgement, Judgement.demand_id == Demand.id)
        .where(
            Demand.state.in_([DemandState.OPEN, DemandState.NOTICE, DemandState.CLOSED]),
            Demand.id.not_in(present),
        )
        .group_by(Demand.id)
        .order_by(said.desc(), Demand.id.desc())
        .limit(OFFERED_DEMANDS)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def judgement_counts() -> tuple[int, int]:
    """Count what people said so far: matches judged, and demands they belong to."""
    statement = select(func.count(Judgement.id), func.count(Judgement.demand_id.distinct()))
    row = db.session.execute(statement).one()
    return row[0], row[1]
