"""A small world of pairs in every state, with what is to be counted of it worked out by hand.

Demand A (mining, Inner Mongolia, of a large enterprise, published on 15 August 2026):

    甲  matched, seen, engaged, both answered, met, agreed, live, accepted, case, showcase
    乙  matched, seen, engaged, answered, met; not chosen: another one suited better
    丙  matched, seen; an offering of it turned down for its region
    丁  matched
    戊  never matched; wrote by a response, which waits
    己  matched, not seen; asked and was declined for its price

Demand B (ports, no region, no size, published on 1 November 2026, half past midnight in China):

    甲  matched, seen, engaged, answered, agreed without a meeting; live told, not confirmed
    乙  matched, not seen, engaged, answered, a meeting somebody missed; ended in silence

A notice published elsewhere and a need somebody pasted are beside them and count nowhere.
甲 and 丙 are small, 乙 is micro, the others do not say.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from factories.catalogue import case, offering
from factories.demands import region, sector
from factories.people import account, organisation
from factories.showcases import showcase_content

from matchmaker.accounts.enums import FirmSize
from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.enums import CaseState
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import CloseReason, EngagementState
from matchmaker.engagements.enums.meetings import MeetingState
from matchmaker.engagements.enums.outcomes import Stage
from matchmaker.engagements.enums.responses import ResponseState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.meetings import Meeting
from matchmaker.engagements.models.outcomes import Outcome, OutcomeStage
from matchmaker.engagements.models.responses import Response
from matchmaker.matching.enums import JudgementVerdict, UnfitReason
from matchmaker.matching.models import Judgement, MatchedPair
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.programmes.operations.showcases import draft_showcase
from matchmaker.taxonomy.models import Sector

IN_AUGUST = datetime(2026, 8, 15, 4, 0, tzinfo=UTC)
IN_NOVEMBER = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)
YEAR = date(2026, 1, 1), date(2026, 12, 31)
S, R = EngagementState, CloseReason


@dataclass(frozen=True)
class World:
    """The two demands, the offering of each provider by its name, and a person."""

    mining: Demand
    ports: Demand
    offerings: dict[str, Offering]
    person: Account


def funnel_world() -> World:
    """Build the world."""
    person = account()
    mine = organisation("远山矿业", size=FirmSize.LARGE)
    mining = _demand(mine, sector(), IN_AUGUST, person, region_code=region().code)
    ports = _demand(organisation("东港集团"), sector("ports", "港口"), IN_NOVEMBER, person)
    _beside(person)
    sizes = {"甲": FirmSize.SMALL, "乙": FirmSize.MICRO, "丙": FirmSize.SMALL}
    offerings = {
        name: offering(organisation(f"{name}公司", size=sizes.get(name)), f"{name}方案")
        for name in "甲乙丙丁戊己"
    }
    world = World(mining, ports, offerings, person)
    _of_mining(world)
    _of_ports(world)
    db.session.flush()
    return world


def paired(
    demand: Demand, of: Offering, *, is_seen: bool = False, points: float = 60.0
) -> MatchedPair:
    """Record that a ranking brought a demand and a provider together."""
    row = MatchedPair(
        demand_id=demand.id,
        provider_id=of.organisation_id,
        tenths=round(points * 10),
        matched_at=demand.published_at,
        seen_at=demand.published_at if is_seen else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def engagement(
    demand: Demand, of: Offering, state: EngagementState, **values: object
) -> Engagement:
    """Add an engagement in a state, with the dates that belong to it."""
    now = demand.published_at
    is_answered = state in {S.TALKING, S.AWARDED, S.AGREED, S.NOT_CHOSEN, S.ENDED}
    is_agreed = state is S.AGREED
    row = Engagement(
        demand=demand,
        provider=of.organisation,
        offering=of,
        state=state,
        created_at=now,
        accepted_at=now if is_answered else None,
        closed_at=now if "close_reason" in values else None,
        awarded_at=now if is_agreed else None,
        answer_by=YEAR[1] if is_agreed else None,
        agreed_at=now if is_agreed else None,
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _demand(
    of: Organisation, field: Sector, published_at: datetime, person: Account, **values: object
) -> Demand:
    row = Demand(
        organisation=of,
        author=person,
        title=f"{field.name_zh}的需求",
        text="想实现无人驾驶运输。",
        sector=field,
        scenes=field.scenes[:1],
        state=DemandState.OPEN,
        published_at=published_at,
        closes_on=YEAR[1],
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _beside(person: Account) -> None:
    pasted = Demand(text="粘贴的需求", state=DemandState.PASTED, access_hash="x" * 64)
    notice = Demand(
        text="别处的公告",
        state=DemandState.NOTICE,
        source_url="https://example.org/notice",
        published_at=IN_AUGUST,
    )
    db.session.add_all([pasted, notice])
    db.session.flush()
    seen_by_nobody = offering(organisation("庚公司"), "庚方案")
    for demand in (pasted, notice):
        demand_pair = MatchedPair(
            demand_id=demand.id,
            provider_id=seen_by_nobody.organisation_id,
            tenths=500,
            matched_at=IN_AUGUST,
        )
        db.session.add(demand_pair)
    assert person.id


def _of_mining(world: World) -> None:
    demand, offerings = world.mining, world.offerings
    for name, is_seen in (("甲", True), ("乙", True), ("丙", True), ("丁", False), ("己", False)):
        paired(demand, offerings[name], is_seen=is_seen)
    whole = engagement(demand, offerings["甲"], S.AGREED, fit_tenths=820)
    _respond(whole)
    _meet(whole, MeetingState.HELD, world.person)
    _show(whole, world.person)
    chosen_not = engagement(
        demand, offerings["乙"], S.NOT_CHOSEN, close_reason=R.BETTER, fit_tenths=640
    )
    _meet(chosen_not, MeetingState.HELD, world.person)
    db.session.add(
        Judgement(
            demand=demand,
            offering=offerings["丙"],
            account_id=world.person.id,
            verdict=JudgementVerdict.UNFIT,
            reason=UnfitReason.REGION,
        )
    )
    _respond(engagement(demand, offerings["戊"], S.OFFERED, opened_by_provider=True))
    engagement(
        demand,
        offerings["己"],
        S.DECLINED,
        close_reason=R.PRICE,
        opened_by_provider=True,
        fit_tenths=410,
    )


def _of_ports(world: World) -> None:
    demand, offerings = world.ports, world.offerings
    paired(demand, offerings["甲"], is_seen=True)
    paired(demand, offerings["乙"])
    agreed = engagement(demand, offerings["甲"], S.AGREED, fit_tenths=700)
    outcome = Outcome(engagement=agreed)
    outcome.stages = [_stage(Stage.CONTRACTED, agreed, world.person)]
    told = _stage(Stage.LIVE, agreed, world.person)
    told.confirmed_at = told.confirmed_by_id = None
    outcome.stages.append(told)
    db.session.add(outcome)
    silent = engagement(demand, offerings["乙"], S.ENDED, close_reason=R.SILENCE, fit_tenths=660)
    _meet(silent, MeetingState.MISSED, world.person)


def _respond(of: Engagement) -> None:
    db.session.add(
        Response(
            demand=of.demand,
            provider=of.provider,
            engagement=of,
            state=ResponseState.SUBMITTED,
            submitted_at=of.created_at,
        )
    )


def _meet(of: Engagement, state: MeetingState, person: Account) -> None:
    db.session.add(
        Meeting(
            engagement=of,
            state=state,
            is_by_provider=False,
            proposer=person,
            topic="现场交流",
            place="矿区",
            starts_at=of.created_at,
            minutes=60,
            proposed_at=of.created_at,
            noted_at=of.created_at,
        )
    )


def _stage(stage: Stage, of: Engagement, person: Account) -> OutcomeStage:
    return OutcomeStage(
        stage=stage,
        reached_on=YEAR[0],
        is_by_provider=True,
        told_by_id=person.id,
        confirmed_at=of.created_at,
        confirmed_by_id=person.id,
    )


def _show(of: Engagement, person: Account) -> None:
    told = case("矿山的案例", state=CaseState.PUBLISHED)
    outcome = Outcome(engagement=of, accepted_at=of.created_at, case=told)
    outcome.stages = [
        _stage(stage, of, person) for stage in (Stage.CONTRACTED, Stage.LIVE, Stage.ACCEPTED)
    ]
    db.session.add(outcome)
    made = draft_showcase(showcase_content(sector=of.demand.sector), actor=person)
    made.case, made.state = told, ShowcaseState.PUBLISHED
    made.submitted_at = made.published_at = of.created_at
