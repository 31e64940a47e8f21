"""Reading outcomes, ratings and what staff count of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from matchmaker import clock
from matchmaker.db import db
from matchmaker.engagements.enums import CloseReason, Side
from matchmaker.engagements.enums.outcomes import Stage, ValueBand
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.outcomes import Outcome, OutcomeEffect, OutcomeStage, Rating
from matchmaker.engagements.queries.rows import WITH_SIDES
from matchmaker.engagements.scoring.effects import value_band
from matchmaker.engagements.scoring.ratings import Rated, RatingSummary, is_shown, rating_summary

_WHOLE = (
    joinedload(Outcome.engagement).options(*WITH_SIDES),
    selectinload(Outcome.stages),
    selectinload(Outcome.effects),
)


@dataclass(frozen=True, slots=True)
class Ratings:
    """The ratings of an engagement as one side sees them; the other's only once it is shown."""

    own: Rating | None
    other: Rating | None
    is_other_given: bool


@dataclass(frozen=True, slots=True)
class OutcomeFigures:
    """What staff see of outcomes: counts only, contracts in bands."""

    stages: Mapping[Stage, int]
    bands: Mapping[ValueBand, int]
    reasons: Mapping[CloseReason, int]


def outcome_of(engagement: Engagement) -> Outcome | None:
    """Find what came of an engagement, with stages and effects."""
    statement = select(Outcome).where(Outcome.engagement_id == engagement.id).options(*_WHOLE)
    return db.session.scalars(statement).first()


def outcome_by_engagement(engagement_id: int) -> Outcome | None:
    """Find what came of the engagement with a number."""
    statement = select(Outcome).where(Outcome.engagement_id == engagement_id).options(*_WHOLE)
    return db.session.scalars(statement).first()


def stage_by_id(stage_id: int) -> OutcomeStage | None:
    """Find a stage with its outcome."""
    statement = (
        select(OutcomeStage)
        .where(OutcomeStage.id == stage_id)
        .options(joinedload(OutcomeStage.outcome).options(*_WHOLE))
    )
    return db.session.scalars(statement).first()


def effect_by_id(effect_id: int) -> OutcomeEffect | None:
    """Find an effect with its outcome."""
    statement = (
        select(OutcomeEffect)
        .where(OutcomeEffect.id == effect_id)
        .options(
            joinedload(OutcomeEffect.outcome).options(*_WHOLE), joinedload(OutcomeEffect.evidence)
        )
    )
    return db.session.scalars(statement).first()


def ratings_for(engagement: Engagement, side: Side) -> Ratings:
    """Give the ratings of an engagement as a side may see them."""
    rows = db.session.scalars(select(Rating).where(Rating.engagement_id == engagement.id)).all()
    by_side = {Side.PROVIDER if row.is_by_provider else Side.ENTERPRISE: row for row in rows}
    own = by_side.get(side)
    other = next((row for one, row in by_side.items() if one is not side), None)
    is_visible = other is not None and is_shown(
        other.rated_at, is_answered=own is not None, now=clock.now()
    )
    return Ratings(own, other if is_visible else None, is_other_given=other is not None)


def provider_ratings(organisation_id: int) -> RatingSummary | None:
    """Sum up what enterprises say of a provider; None for fewer than three that may be shown."""
    answer = aliased(Rating)
    is_answered = exists().where(
        and_(answer.engagement_id == Rating.engagement_id, answer.is_by_provider.is_(True))
    )
    rows = db.session.execute(
        select(Rating.answers, Rating.reliability, Rating.result, Rating.rated_at, is_answered)
        .join(Rating.engagement)
        .where(Engagement.provider_id == organisation_id, Rating.is_by_provider.is_(False))
    )
    rated = [Rated(*row[:4], is_answered=bool(row[4])) for row in rows]
    return rating_summary(rated, clock.now())


def nominated_outcomes() -> Select[Outcome]:
    """Select what was nominated as a showcase, the latest first."""
    return (
        select(Outcome)
        .where(Outcome.nominated_at.is_not(None))
        .options(*_WHOLE, joinedload(Outcome.nominated_by), joinedload(Outcome.case))
        .order_by(Outcome.nominated_at.desc(), Outcome.id.desc())
    )


def outcome_figures() -> OutcomeFigures:
    """Count stages both sides confirmed, contracts by band, and why engagements came to nothing."""
    stages: Sequence[Any] = db.session.execute(
        select(OutcomeStage.stage, func.count())
        .where(OutcomeStage.confirmed_at.is_not(None))
        .group_by(OutcomeStage.stage)
    ).all()
    values = db.session.scalars(select(Outcome.value_wan).where(Outcome.value_wan.is_not(None)))
    bands = Counter(value_band(value) for value in values if value is not None)
    reasons: Sequence[Any] = db.session.execute(
        select(Engagement.close_reason, func.count())
        .where(Engagement.close_reason.is_not(None))
        .group_by(Engagement.close_reason)
    ).all()
    counted = {row[0]: row[1] for row in stages}
    return OutcomeFigures(
        stages={stage: counted.get(stage, 0) for stage in Stage},
        bands={band: bands.get(band, 0) for band in ValueBand},
        reasons=dict(sorted(((row[0], row[1]) for row in reasons), key=lambda one: -one[1])),
    )
