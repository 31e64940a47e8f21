"""A project with one of everything two sides keep together, for walks through all pages."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from factories.engagements import meeting_content
from factories.reviewing import own_case
from factories.uploads import upload

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.enums import CaseState, OfferingState
from matchmaker.catalogue.models import Case
from matchmaker.catalogue.operations import OfferingContent, draft_offering
from matchmaker.catalogue.operations.versions import keep_version
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import EngagementState
from matchmaker.engagements.enums.outcomes import Stage
from matchmaker.engagements.enums.responses import ResponseState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.meetings import Meeting
from matchmaker.engagements.models.outcomes import OutcomeEffect, OutcomeStage
from matchmaker.engagements.models.responses import Response, ResponseLine
from matchmaker.engagements.models.talks import Message
from matchmaker.engagements.operations.answering import accept
from matchmaker.engagements.operations.meetings import accept_meeting, propose_meeting
from matchmaker.engagements.operations.moves import move
from matchmaker.engagements.operations.opening import offer_engagement
from matchmaker.engagements.operations.outcomes import (
    EffectContent,
    StageContent,
    add_effect,
    confirm_stage,
    measure_effect,
    tell_stage,
)
from matchmaker.engagements.operations.talks import look_at_contact, name_contact, write_message


@dataclass(frozen=True)
class Project:
    """An agreed engagement with a message and its file, two meetings, stages and an effect."""

    engagement: Engagement
    message: Message
    asked: Meeting  # waits for the enterprise
    arranged: Meeting
    told: OutcomeStage
    effect: OutcomeEffect


def project(demand: Demand, buyer: Account, provider: Organisation, seller: Account) -> Project:
    """Give a project between two sides that talk, met and signed."""
    engagement = offer_engagement(demand, provider, words="我们做过两处露天矿。", actor=seller)
    accept(engagement, actor=buyer)
    write_message(engagement, "请看附件里的矿区平面图。", [upload()], actor=buyer)
    message = write_message(engagement, "收到，周五给方案。", [upload()], actor=seller)
    name_contact(engagement, buyer, "010-12345678", has_agreed=True, actor=buyer)
    name_contact(engagement, seller, "0451-1234567", has_agreed=True, actor=seller)
    look_at_contact(engagement, actor=buyer)
    asked = propose_meeting(engagement, meeting_content(), actor=seller)
    arranged = propose_meeting(engagement, meeting_content(place="矿区办公楼"), actor=buyer)
    accept_meeting(arranged, arranged.slots[0].id, actor=seller)
    engagement.awarded_at = engagement.agreed_at = clock.now()
    engagement.answer_by = clock.today() + timedelta(days=5)
    move(engagement, EngagementState.AWARDED)
    move(engagement, EngagementState.AGREED)
    effect = add_effect(engagement, EffectContent("单班运输量", 100, 120, "车"), actor=buyer)
    measure_effect(effect, 112, clock.today(), upload(), actor=seller)
    add_effect(engagement, EffectContent("事故次数", 8, 2, "次/年"), actor=buyer)
    contract = StageContent(Stage.CONTRACTED, clock.today(), clock.today(), Decimal("180.5"))
    confirm_stage(tell_stage(engagement, contract, actor=seller), actor=buyer)
    told = tell_stage(engagement, StageContent(Stage.LIVE, clock.today()), actor=seller)
    db.session.flush()
    return Project(engagement, message, asked, arranged, told, effect)


def rest_on_withdrawn(engagement: Engagement, seller: Account) -> Case:
    """Let the response of an engagement name an offering and a case, both withdrawn since."""
    demand, provider = engagement.demand, engagement.provider
    assert demand.sector
    said = OfferingContent(
        title="矿区远程巡检", summary="机器人巡检皮带走廊。", sector=demand.sector
    )
    offering = draft_offering(provider, said, actor=seller)
    keep_version(offering, actor=seller, is_reviewed=True)
    case = own_case(provider.id, demand.sector, CaseState.WITHDRAWN, seller)
    db.session.add(
        Response(
            demand=demand, provider=provider, engagement=engagement, offering=offering,
            state=ResponseState.SUBMITTED, submitted_at=clock.now(),
            lines=[ResponseLine(asked={"subject": "metric|latency"}, case=case)],
        )
    )  # fmt: skip
    offering.published_at = offering.withdrawn_at = clock.now()
    offering.state = OfferingState.WITHDRAWN
    db.session.flush()
    return case
