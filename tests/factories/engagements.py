"""Engagements for tests: an open demand, a provider with a published offering, their people."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from factories.catalogue import offering
from factories.demands import open_demand
from factories.people import member, organisation

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import CLOSED, EngagementState
from matchmaker.engagements.enums.outcomes import Stage
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.outcomes import Outcome
from matchmaker.engagements.models.questions import DemandQuestion, ProviderQuestion
from matchmaker.engagements.operations.answering import accept
from matchmaker.engagements.operations.meetings import MeetingContent, Slot
from matchmaker.engagements.operations.moves import move
from matchmaker.engagements.operations.opening import invite_provider
from matchmaker.engagements.operations.outcomes import StageContent, confirm_stage, tell_stage


@dataclass(frozen=True)
class Two:
    """A demand with its person, and a provider with its person and offering."""

    demand: Demand
    buyer: Account
    provider: Organisation
    seller: Account
    offering: Offering


def two_sides(demand: Demand | None = None, buyer: Account | None = None) -> Two:
    """Give both sides of an engagement that has not begun; a demand may be given."""
    if demand is None or buyer is None:
        demand, buyer = open_demand()
    provider = organisation("华北矿用装备有限公司")
    seller = member(provider, name="赵工")
    sold = offering(provider, sector=demand.sector, scenes=list(demand.scenes))
    return Two(demand, buyer, provider, seller, sold)


def invited(sides: Two | None = None) -> tuple[Engagement, Two]:
    """Give an invitation nobody has answered."""
    sides = sides or two_sides()
    made = invite_provider(
        sides.demand, sides.provider, offering=sides.offering, words="想谈谈", actor=sides.buyer
    )
    return made, sides


def talking(sides: Two | None = None) -> tuple[Engagement, Two]:
    """Give an engagement in which both sides talk."""
    made, sides = invited(sides)
    accept(made, actor=sides.seller)
    return made, sides


def question_on(
    demand: Demand, organisation: Organisation, asker: Account, words: str = "供电由谁提供？"
) -> DemandQuestion:
    """Give an open question about a demand."""
    row = DemandQuestion(demand=demand, organisation=organisation, asker=asker, words=words)
    db.session.add(row)
    db.session.flush()
    return row


def provider_question_in(engagement: Engagement) -> ProviderQuestion:
    """Give a question to the provider about a requirement that was changed since."""
    row = ProviderQuestion(engagement=engagement, words="上行带宽 ≥ 100 Mbps")
    db.session.add(row)
    db.session.flush()
    return row


def agreed(sides: Two | None = None) -> tuple[Engagement, Two]:
    """Give an engagement in which the provider was chosen and accepted."""
    made, sides = talking(sides)
    made.awarded_at = clock.now()
    made.answer_by = clock.today() + timedelta(days=5)
    move(made, EngagementState.AWARDED)
    made.agreed_at = clock.now()
    move(made, EngagementState.AGREED)
    db.session.flush()
    return made, sides


def slots(*days: int, hour: int = 10) -> list[Slot]:
    """Give times of an hour each, so many days from today, in China."""
    here = clock.now().astimezone(clock.CHINA).replace(hour=hour, minute=0)
    return [Slot(here + timedelta(days=one), 60) for one in days]


def meeting_content(*days: int, **changes: Any) -> MeetingContent:
    """Give what a complete form of a meeting says."""
    values: dict[str, Any] = {
        "topic": "现场交流",
        "place": "",
        "link": "https://meeting.example.com/1",
        "words": "",
        "slots": slots(*(days or (2, 3))),
        **changes,
    }
    return MeetingContent(**values)


def accepted_outcome(sides: Two | None = None) -> tuple[Outcome, Two]:
    """Give what came of an agreed engagement, accepted by both sides."""
    made, sides = agreed(sides)
    for stage in (Stage.CONTRACTED, Stage.LIVE, Stage.ACCEPTED):
        value = Decimal(180) if stage is Stage.CONTRACTED else None
        row = tell_stage(
            made, StageContent(stage, clock.today(), value_wan=value), actor=sides.seller
        )
        confirm_stage(row, actor=sides.buyer)
    return row.outcome, sides


def sold(title: str) -> Offering:
    """Give a published offering of a provider of its own."""
    return offering(organisation(f"{title}的公司"), title)


def engaged(
    demand: Demand,
    of: Offering | None,
    state: EngagementState = EngagementState.TALKING,
    **values: Any,
) -> int:
    """Add an engagement in a state, with the provider of an offering; gives the offering's number.

    Without an offering it is with a provider of its own, and the number is 0.
    """
    now = clock.now()
    row = Engagement(
        demand=demand,
        provider=of.organisation if of else organisation("不带方案的公司"),
        offering=of,
        state=state,
        accepted_at=now,
        closed_at=now if state in CLOSED else None,
        answer_by=clock.today(),
        agreed_at=now if state is EngagementState.AGREED else None,
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return of.id if of else 0
