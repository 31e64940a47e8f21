"""Reading responses: line by line against the demand, and what keeps one from being submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.enums import FirmSize
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import is_verified
from matchmaker.catalogue.documents import published_cases
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Case, CasePart, Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand, Requirement
from matchmaker.demands.queries import WITH_LINES, requirement_words
from matchmaker.engagements.enums import CLOSED, EngagementState
from matchmaker.engagements.enums.responses import (
    LineAnswer,
    LineChange,
    PartnerState,
    ResponseState,
)
from matchmaker.engagements.models.responses import Response, ResponseLine, ResponsePartner
from matchmaker.engagements.policies.responses import takes_responses
from matchmaker.engagements.queries.rows import engagement_of
from matchmaker.engagements.scoring.weighing import Obstacle, Standing
from matchmaker.engagements.words.responses import hindrance_words
from matchmaker.taxonomy.enums import Metric, Operator
from matchmaker.taxonomy.words import metric_line

CASES_LISTED = 100
WITH_PARTS = (
    joinedload(Response.demand).joinedload(Demand.organisation),
    joinedload(Response.provider),
    joinedload(Response.offering),
    joinedload(Response.engagement),
    selectinload(Response.lines).joinedload(ResponseLine.case).joinedload(Case.organisation),
    selectinload(Response.partners).joinedload(ResponsePartner.organisation),
    selectinload(Response.partners).selectinload(ResponsePartner.covers),
)


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """A requirement and the answer to it; `was` is what was answered before it changed."""

    requirement: Requirement
    words: str
    line: ResponseLine | None
    change: LineChange | None
    was: str


@dataclass(frozen=True, slots=True)
class SizeCount:
    """How many providers of one size have begun and submitted a response."""

    size: FirmSize | None
    started: int
    submitted: int


def asked_lines(demand: Demand) -> list[Requirement]:
    """List the requirements of a demand in their order."""
    return [row for row in demand.requirements if not row.is_declined]


def asked_of(row: Requirement) -> dict[str, Any]:
    """Give a requirement as it is kept beside its answer."""
    said: dict[str, Any] = {"subject": f"{row.kind.value}|{row.subject}", "must": row.is_must}
    if row.metric is not None and row.op is not None:
        figures = {"metric": row.metric.value, "op": row.op.value}
        return {**said, **figures, "value": row.value, "value2": row.value2}
    names = row.capability
    zh = names.name_zh if names else requirement_words(row)
    return {**said, "name_zh": zh, "name_en": (names.name_en if names else "") or zh}


def asked_words(asked: dict[str, Any]) -> str:
    """Say a requirement as it was when it was answered."""
    if "metric" in asked:
        metric, op = Metric(asked["metric"]), Operator(asked["op"])
        return metric_line(metric, op, asked["value"], asked["value2"])
    return str(asked.get("name_zh", ""))


def answered_lines(demand: Demand, response: Response | None) -> list[AnsweredLine]:
    """Set the requirements of a demand beside what a response answers to them."""
    lines = list(response.lines) if response else []
    by_number = {line.requirement_id: line for line in lines if line.requirement_id}
    earlier = {line.asked.get("subject"): line for line in lines if not line.requirement_id}
    found = []
    for row in asked_lines(demand):
        line = by_number.get(row.id)
        old = None if line else earlier.get(f"{row.kind.value}|{row.subject}")
        change = None
        if response is not None and line is None:
            change = LineChange.CHANGED if old else LineChange.NEW
        was = asked_words(old.asked) if old else ""
        found.append(AnsweredLine(row, requirement_words(row), line or old, change, was))
    return found


def response_by_id(response_id: int) -> Response | None:
    """Find a response with all its parts."""
    statement = select(Response).where(Response.id == response_id).options(*WITH_PARTS)
    return db.session.scalars(statement).first()


def response_of(demand: Demand, provider: Organisation) -> Response | None:
    """Find the response of a provider to a demand."""
    return db.session.scalars(
        select(Response)
        .where(Response.demand_id == demand.id, Response.provider_id == provider.id)
        .options(*WITH_PARTS)
    ).first()


def response_in(engagement_id: int) -> Response | None:
    """Find the response that belongs to an engagement."""
    return db.session.scalars(
        select(Response).where(Response.engagement_id == engagement_id).options(*WITH_PARTS)
    ).first()


def submitted_responses(demand: Demand) -> Sequence[Response]:
    """List what was submitted to a demand, in the order of submission."""
    return db.session.scalars(
        select(Response)
        .where(Response.demand_id == demand.id, Response.state == ResponseState.SUBMITTED)
        .options(*WITH_PARTS)
        .order_by(Response.submitted_at, Response.id)
    ).all()


def own_responses(actor: Account, demand: Demand) -> Sequence[Response]:
    """List the responses of a person's organisations to a demand."""
    return db.session.scalars(
        select(Response)
        .where(Response.demand_id == demand.id, Response.provider_id.in_(actor.organisation_ids))
        .options(joinedload(Response.provider))
        .order_by(Response.id)
    ).all()


def partner_by_id(partner_id: int) -> ResponsePartner | None:
    """Find a partner of a response."""
    return db.session.scalars(
        select(ResponsePartner)
        .where(ResponsePartner.id == partner_id)
        .options(
            joinedload(ResponsePartner.organisation),
            joinedload(ResponsePartner.response).joinedload(Response.provider),
            joinedload(ResponsePartner.response).joinedload(Response.demand).options(*WITH_LINES),
        )
    ).first()


def partnerships_of(actor: Account) -> Sequence[ResponsePartner]:
    """List where a person's organisations are asked to be partners and have not answered."""
    return db.session.scalars(
        select(ResponsePartner)
        .where(
            ResponsePartner.organisation_id.in_(actor.organisation_ids),
            ResponsePartner.state == PartnerState.ASKED,
        )
        .options(
            joinedload(ResponsePartner.response).joinedload(Response.demand),
            joinedload(ResponsePartner.response).joinedload(Response.provider),
        )
        .order_by(ResponsePartner.id)
        .limit(50)
    ).all()


def offerings_to_respond_with(provider: Organisation) -> Sequence[Offering]:
    """List what a provider has published, with promises, scenes and regions."""
    return db.session.scalars(
        select(Offering)
        .where(Offering.organisation_id == provider.id, Offering.state == OfferingState.PUBLISHED)
        .options(
            selectinload(Offering.scenes),
            selectinload(Offering.served_regions),
            selectinload(Offering.promises),
            selectinload(Offering.capabilities),
        )
        .order_by(Offering.title, Offering.id)
    ).all()


def cases_of(provider: Organisation) -> Sequence[Case]:
    """List the public cases a provider took part in, latest first."""
    return db.session.scalars(
        published_cases()
        .where(Case.parts.any(CasePart.organisation_id == provider.id))
        .order_by(Case.year_to.desc(), Case.id.desc())
        .limit(CASES_LISTED)
    ).all()


def counts_by_size(demand: Demand) -> list[SizeCount]:
    """Count the responses to a demand by the size of their providers, largest first."""
    rows = db.session.execute(
        select(
            Organisation.size,
            func.count(),
            func.count().filter(Response.state == ResponseState.SUBMITTED),
        )
        .join_from(Response, Organisation, Organisation.id == Response.provider_id)
        .where(
            Response.demand_id == demand.id,
            or_(Response.state == ResponseState.SUBMITTED, Response.state == ResponseState.DRAFT),
        )
        .group_by(Organisation.size)
    ).all()
    order: list[FirmSize | None] = [*FirmSize, None]
    counts = [SizeCount(size, started, submitted) for size, started, submitted in rows]
    return sorted(counts, key=lambda count: order.index(count.size))


def standing_of(response: Response) -> Standing:
    """Gather what decides whether a response may be submitted."""
    demand, provider = response.demand, response.provider
    offerings = offerings_to_respond_with(provider)
    engagement = response.engagement or engagement_of(demand, provider.id)
    rows = answered_lines(demand, response)
    current = {row.requirement.id: row for row in rows if row.change is None}
    return Standing(
        is_open=takes_responses(demand),
        is_verified=is_verified(provider),
        is_refused=engagement is not None
        and engagement.state in CLOSED - {EngagementState.WITHDRAWN},
        offers_scene=any(_fits(offering, demand) for offering in offerings),
        serves_region=any(_serves(offering, demand) for offering in offerings)
        or not (demand.is_region_must and demand.region_code),
        unanswered=[
            row.words
            for row in rows
            if row.requirement.id not in current or row.line is None or row.line.answer is None
        ],
        missed_musts=[
            row.words
            for row in current.values()
            if row.requirement.is_must and row.line and row.line.answer is LineAnswer.NO
        ],
        has_price=(response.price_min_wan, response.price_max_wan) != (None, None)
        or bool(response.price_words),
        has_plan=bool(response.plan),
        waiting_partners=[
            partner.organisation.name
            for partner in response.partners
            if partner.state is PartnerState.ASKED
        ],
    )


def obstacle_words(obstacle: Obstacle) -> str:
    """Say what is in the way, what to do about it, and what it concerns."""
    said = hindrance_words(obstacle.hindrance)
    about = _("、").join(f"“{words}”" for words in obstacle.about)
    return _("%(words)s（%(note)s）", words=said, note=about) if about else said


def _fits(offering: Offering, demand: Demand) -> bool:
    if not demand.scenes and demand.sector_id is None:
        return True
    wanted = {scene.id for scene in demand.scenes}
    return (
        any(scene.id in wanted for scene in offering.scenes)
        or (demand.sector_id is not None and offering.sector_id == demand.sector_id)
        or any(scene.sector_id == demand.sector_id for scene in offering.scenes)
    )


def _serves(offering: Offering, demand: Demand) -> bool:
    """Serves all of China, the region of the demand, or the province around it."""
    code = demand.region_code or ""
    served = {offering.region_code, *(region.code for region in offering.served_regions)}
    return offering.is_nationwide or bool(served & {code, f"{code[:2]}0000"})
