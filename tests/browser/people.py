"""The people of the browser tests, and what they already have on the site."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from browser.site import Site
from factories.demands import publish, reported
from factories.engagements import provider_question_in, question_on
from factories.imports import checked_import
from factories.projects import project
from factories.second_factors import AGREED, give_second_factor
from factories.standing import two_claims, waiting_verification
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.enums import (
    AccountState,
    LinkPurpose,
    MemberRole,
    OrganisationState,
    StaffRole,
)
from matchmaker.accounts.models import Account, Invitation, Membership, Organisation
from matchmaker.accounts.operations.links import issue_link, new_token
from matchmaker.accounts.operations.passwords import hash_password
from matchmaker.accounts.operations.second_factor import start_set_up
from matchmaker.accounts.queries import token_hash
from matchmaker.catalogue.enums import Effect
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.operations import (
    CaseContent,
    FigureContent,
    OfferingContent,
    PartnerContent,
    draft_case,
    draft_offering,
    edit_offering,
    submit_case,
    submit_offering,
)
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import DemandContent, draft_demand, paste_need
from matchmaker.engagements.operations.opening import offer_engagement
from matchmaker.engagements.operations.partners import add_partner
from matchmaker.engagements.operations.responses import ResponseContent, save_response
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
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.operations import decide
from matchmaker.notices.enums import NoticeGroup, NoticeKind
from matchmaker.notices.operations import notify
from matchmaker.notices.queries import stop_key
from matchmaker.taxonomy.models import Scene, Sector
from matchmaker.watches.enums import Frequency, Occasion, WatchKind
from matchmaker.watches.models import News, NewsReason
from matchmaker.watches.operations.offers import offered
from matchmaker.watches.operations.watching import Watched, watch
from matchmaker.watches.queries.keys import Stops, stop_token
from matchmaker.watches.scoring.searches import Search

PASSWORD = "骆驼 台灯 五百里 铁轨"
NEED = (
    "我们是内蒙古鄂尔多斯的露天煤矿，有40台矿用卡车，想实现无人驾驶运输，与有人驾驶的辅助车辆"
    "混编作业，远程接管的时延不高于20毫秒，希望减少下坑人员，提高夜间作业效率。"
)
NOTHING_FITS = "想给办公室的鱼缸换水。"
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
    "fixed": ["budget"], "needs": 84, "pairs": 1400, "complete_needs": 72, "fitted": 0.9,
    "hand_set_measure": 0.89, "gain_lowest": -0.01, "gain_highest": 0.02,
    "folds": [{"needs": 17, "fitted": 0.9, "hand_set": 0.89}] * 5,
}  # fmt: skip
_numbers = count(1)


@dataclass(slots=True)
class Cast:
    """Addresses of people by role, and values for the addresses of pages."""

    emails: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def arrive(site: Site) -> Cast:
    """Bring the people and their things to the site."""
    cast = Cast()
    with site.app.app_context(), site.app.test_request_context():
        owner = _account("何工", cast, "owner")
        administrator = _account("管理员", cast, "administrator", StaffRole.ADMINISTRATOR)
        mine = Organisation(
            name="远山露天煤矿有限公司", uscc="91150600MA0TESTX01",
            state=OrganisationState.ACTIVE, verified_at=clock.now(),
            verified_until=clock.today() + timedelta(days=365),
        )  # fmt: skip
        db.session.add(Membership(account=owner, organisation=mine, role=MemberRole.OWNER))
        db.session.flush()
        _own_things(owner, mine, cast)
        _reviewed_things(owner, mine, cast)
        _applying(owner, cast)
        _known_things(cast)
        _engaged_things(cast)
        _watched_things(owner, cast)
        _models(administrator, cast)
        _told(owner, administrator, cast)
        _membership_things(owner, mine, cast)
        for name, purpose in (
            ("confirm_token", LinkPurpose.CONFIRM_EMAIL),
            ("reset_token", LinkPurpose.RESET_PASSWORD),
        ):
            cast.values[name] = new_token()
            issue_link(_account("新同事", cast, name), purpose, cast.values[name])
        db.session.commit()
    return cast


def _membership_things(owner: Account, mine: Organisation, cast: Cast) -> None:
    """A colleague, an invitation on its way, an app being set up, a new address."""
    colleague = _account("周工", cast, "colleague")
    db.session.add(
        Membership(account_id=colleague.id, organisation_id=mine.id, role=MemberRole.EDITOR)
    )
    cast.values |= {"invitation_token": new_token(), "email_token": new_token()}
    db.session.add(
        Invitation(
            organisation_id=mine.id, email="new@example.com", role=MemberRole.EDITOR,
            inviter_id=owner.id, token_hash=token_hash(cast.values["invitation_token"]),
            expires_at=clock.now() + timedelta(days=7),
        )
    )  # fmt: skip
    start_set_up(actor=owner)
    changing = cast.values["email_token"]
    issue_link(owner, LinkPurpose.CHANGE_EMAIL, changing, email="other@example.com")
    db.session.flush()


def _applying(owner: Account, cast: Cast) -> None:
    """A second organisation of the owner, whose application waits for staff."""
    second = Organisation(
        name="远山矿用装备有限公司", uscc="91150600MA0TESTX04", state=OrganisationState.ACTIVE
    )
    db.session.add(Membership(account=owner, organisation=second, role=MemberRole.OWNER))
    db.session.flush()
    row = waiting_verification(owner, second)
    cast.values |= {"applying": second.id, "verification": row.id}
    claims = two_claims(owner)
    cast.values |= {"claim": claims[0].id, "returned_claim": claims[1].id}


def _account(name: str, cast: Cast, role: str, staff: StaffRole | None = None) -> Account:
    cast.emails[role] = f"cast-{role}@example.com"
    account = Account(
        email=cast.emails[role],
        name=name,
        password_hash=hash_password(PASSWORD),
        state=AccountState.ACTIVE,
        confirmed_at=clock.now(),
        staff_role=staff,
        privacy_version=AGREED,
    )
    db.session.add(account)
    if staff is not None:
        give_second_factor(account)
    db.session.flush()
    return account


def _own_things(owner: Account, mine: Organisation, cast: Cast) -> None:
    cast.values["import"] = checked_import(mine, owner).id
    sector = db.session.scalars(select(Sector).order_by(Sector.position)).first()
    scene = db.session.scalars(select(Scene).order_by(Scene.id)).first()
    assert sector
    assert scene
    said = DemandContent(title="矿卡无人驾驶改造", text=NEED, sector=sector, scenes=[scene])
    draft, published = (draft_demand(said, organisation=mine, actor=owner) for _ in range(2))
    publish(published, owner)
    cast.values["report"] = reported(published, owner)
    offered = OfferingContent(
        title="矿区车路协同", summary=NEED, sector=sector, scenes=[scene], capabilities=[]
    )
    offering = draft_offering(mine, offered, actor=owner)
    db.session.flush()
    cast.values |= {
        "organisation": mine.id,
        "own_draft": draft.id,
        "own_demand": published.id,
        "own_offering": offering.id,
        "need": paste_need(NEED, actor=None)[1],
        "odd_need": paste_need(NOTHING_FITS, actor=None)[1],
    }


def _engaged_things(cast: Cast) -> None:
    """A provider that asked to talk about the owner's demand."""
    seller = _account("赵工", cast, "seller")
    provider = Organisation(
        name="北方矿用装备有限公司", uscc="91150600MA0TESTX02", state=OrganisationState.ACTIVE
    )
    db.session.add(Membership(account=seller, organisation=provider, role=MemberRole.OWNER))
    db.session.flush()
    demand = db.session.get_one(Demand, cast.values["own_demand"])
    made = offer_engagement(demand, provider, words="我们做过两处露天矿。", actor=seller)
    engineer = Organisation(
        name="西部矿山智能化工程有限公司", uscc="91150600MA0TESTX03", state=OrganisationState.ACTIVE
    )
    db.session.add(Membership(account=seller, organisation=engineer, role=MemberRole.OWNER))
    owner = db.session.get_one(Account, demand.author_id)
    built = project(demand, owner, engineer, seller)
    cast.values |= {
        "engagement": made.id,
        "project": built.engagement.id,
        "asked": built.asked.id,
        "arranged": built.arranged.id,
        "effect": built.effect.id,
    }
    response = save_response(
        demand, provider, ResponseContent(plan="先改五台。"), seen_version=None, actor=seller
    )
    partner = _account("钱工", cast, "partner")
    other = Organisation(
        name="终端模组有限公司", uscc="91150600MA0TESTX05", state=OrganisationState.ACTIVE
    )
    db.session.add(Membership(account=partner, organisation=other, role=MemberRole.OWNER))
    asked = add_partner(response, other.name, "终端", [], actor=seller)
    question = question_on(demand, provider, seller).id
    cast.values["to_provider"] = provider_question_in(made).id
    cast.values |= {"response": response.id, "partner": asked.id, "question": question}


def _watched_things(owner: Account, cast: Cast) -> None:
    """A watch that told of an offering and of a notice, neither read yet."""
    searched = Watched(search=Search.of([("q", "无人矿卡"), ("region", "150000")]))
    found = watch(searched, name="内蒙古的无人矿卡", frequency=Frequency.WEEKLY, actor=owner)
    offered(owner.id, WatchKind.OWN_DEMANDS)
    db.session.add_all(
        News(
            account_id=owner.id, subject_kind=kind, subject_id=cast.values[name],
            occasion=Occasion.NEW, reasons=[NewsReason(watch=found)],
        )
        for kind, name in (("offering", "offering"), ("demand", "notice"))
    )  # fmt: skip
    db.session.flush()
    cast.values |= {"watch": found.id, "stop_key": stop_token(Stops.ONE, found.id)}


def _reviewed_things(owner: Account, mine: Organisation, cast: Cast) -> None:
    """An offering and a case that wait for staff; the offering changed while it waited."""
    sector = db.session.scalars(select(Sector).order_by(Sector.position)).first()
    assert sector
    said = OfferingContent(
        title="矿区无人巡检", summary=NEED, sector=sector, scenes=sector.scenes[:2]
    )
    waiting = draft_offering(mine, said, actor=owner)
    submit_offering(waiting, actor=owner)
    changed = replace(said, title="矿区无人巡检二代", price_max_wan=Decimal(40))
    edit_offering(waiting, changed, seen_version=waiting.version, actor=owner)
    told = CaseContent(
        title="某露天煤矿无人巡检", client="某露天煤矿", client_name="远山露天煤矿有限公司",
        sector=sector, scenes=sector.scenes[:1], problem=NEED, solution=NEED,
        effects="巡检人员从 12 人减到 3 人。", started_on=date(2025, 3, 1), role="总集成",
        figures=[
            FigureContent(
                kind=Effect.STAFF, what="巡检人员", before=Decimal(12), after=Decimal(3),
                unit="人", measured_on=date(2025, 9, 1),
            )
        ],
        partners=[PartnerContent(name="远方通信有限公司", role="专网建设")],
    )  # fmt: skip
    case, draft = (draft_case(mine, told, actor=owner) for _ in range(2))
    submit_case(case, actor=owner)
    cast.values |= {
        "waiting_offering": waiting.id,
        "waiting_case": case.id,
        "draft_case": draft.id,
    }


def _told(owner: Account, administrator: Account, cast: Cast) -> None:
    """Notices, one with a long name and a quote, and decisions on an offering."""
    for name, words in (("报价.pdf", ""), (f"{'很长的名字' * 12}.pdf", "请换一个文件。\n谢谢！")):
        facts = {"name": name, **({"words": words} if words else {})}
        notify(owner, NoticeKind.FILE_INFECTED, facts=facts, endpoint="web.about")
    offering = db.session.get_one(Offering, cast.values["offering"])
    decide(
        offering, Outcome.RETURNED, words="请补充检测报告。\n第二页看不清。", actor=administrator
    )
    decide(offering, Outcome.APPROVED, actor=administrator)
    cast.values["notices_key"] = stop_key(owner.id, NoticeGroup.REVIEW)


def _models(administrator: Account, cast: Cast) -> None:
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


def _known_things(cast: Cast) -> None:
    """Choose the fullest examples the seeds have."""
    fullest = select(Offering).where(Offering.key.is_not(None)).join(Offering.cases)
    offering = db.session.scalars(
        fullest.group_by(Offering.id).order_by(func.count(Case.id).desc(), Offering.id)
    ).first()
    notice = db.session.scalars(select(Demand).where(Demand.state == DemandState.NOTICE)).first()
    assert offering
    assert notice
    cast.values |= {
        "offering": offering.id,
        "case": offering.cases[0].id,
        "scene": offering.scenes[0].slug,
        "sector": offering.scenes[0].sector.code,
        "provider": offering.organisation_id,
        "notice": notice.id,
    }
