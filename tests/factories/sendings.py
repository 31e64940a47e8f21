"""What people send that creates something: who, on which page, what they type."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from typing import Final

from factories.catalogue import case, offering
from factories.demands import open_demand, sector
from factories.engagements import (
    Two,
    accepted_outcome,
    agreed,
    provider_question_in,
    question_on,
    talking,
    two_sides,
)
from factories.models import first_model
from factories.people import account, member, organisation
from factories.programmes import call, entry, submission
from factories.sending import Sending
from factories.sending_insight import INSIGHT
from factories.sending_results import RESULT_SENDINGS
from factories.sending_submissions import SUBMISSIONS
from factories.sending_taxonomy import TAXONOMY
from factories.showcases import showcase
from factories.standing import two_claims
from factories.uploads import PDF

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState, StaffRole
from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import OfferingState, ProviderType
from matchmaker.catalogue.models import Offering, ProviderProfile
from matchmaker.catalogue.operations import CaseContent, draft_case
from matchmaker.db import db
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.operations import LineContent
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations.closing import answer_case, ask_case, nominate
from matchmaker.engagements.operations.evaluation import CriterionGiven, set_criteria
from matchmaker.engagements.operations.outcomes import EffectContent, add_effect
from matchmaker.engagements.operations.responses import ResponseContent, save_response
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

LATENCY: Final = LineContent(
    kind=RequirementKind.METRIC, metric=Metric.LATENCY, op=Operator.AT_MOST, value=20.0,
    is_must=True, source=RequirementSource.STATED,
)  # fmt: skip


def _two() -> Two:
    return two_sides(*open_demand(lines=[LATENCY]))


def _responded() -> tuple[Engagement, Two]:
    sides = _two()
    written = ResponseContent(offering=sides.offering)
    response = save_response(
        sides.demand, sides.provider, written, seen_version=0, actor=sides.seller
    )
    engagement, _sides = talking(sides)
    response.engagement = engagement
    db.session.flush()
    return engagement, sides


def _ask() -> Sending:
    sides = _two()
    typed = {"organisation": str(sides.provider.id), "words": "供电由谁提供？"}
    return Sending(sides.seller, f"/demands/{sides.demand.id}/questions/new", typed)


def _merge() -> Sending:
    sides = _two()
    other, question = (question_on(sides.demand, sides.provider, sides.seller) for _ in range(2))
    return Sending(sides.buyer, f"/questions/{question.id}/merge", {"other": str(other.id)})


def _invite() -> Sending:
    sides = _two()
    typed = {"demand": str(sides.demand.id), "words": "想谈谈"}
    return Sending(sides.buyer, f"/offerings/{sides.offering.id}/invite", typed)


def _offer() -> Sending:
    sides = _two()
    typed = {"organisation": str(sides.provider.id), "words": "我们能做"}
    return Sending(sides.seller, f"/demands/{sides.demand.id}/offer", typed)


def _message() -> Sending:
    engagement, sides = talking()
    return Sending(sides.seller, f"/engagements/{engagement.id}/messages", {"text": "你好"})


def _contact() -> Sending:
    engagement, sides = talking()
    typed = {"person": str(sides.seller.id), "phone": "010-12345678", "agrees": "y"}
    return Sending(sides.seller, f"/engagements/{engagement.id}/contact", typed)


def _meeting() -> Sending:
    engagement, sides = talking()
    day = str(clock.today() + timedelta(days=3))
    typed = {"topic": "现场交流", "place": "矿区", "slots-0-day": day, "slots-0-hour": "10:00"}
    return Sending(sides.seller, f"/engagements/{engagement.id}/meetings/new", typed)


def _confirm() -> Sending:
    engagement, sides = talking()
    row = provider_question_in(engagement)
    typed = {"answer": "yes", "words": "可以"}
    return Sending(sides.seller, f"/provider-questions/{row.id}/answer", typed)


def _respond() -> Sending:
    sides = _two()
    typed = {
        "lines-0-answer": "yes", "lines-0-figure": "15", "plan": "先改五台。", "save": "1",
    }  # fmt: skip
    return Sending(sides.seller, f"/demands/{sides.demand.id}/respond", typed)


def _partner() -> Sending:
    engagement, sides = _responded()
    member(organisation("芯模组有限公司"))
    covers = str(engagement.demand.requirements[0].id)
    typed = {"organisation": "芯模组有限公司", "role": "终端", "covers": covers}
    return Sending(sides.seller, "/responses/1/partners/new", typed)


def _criteria() -> Sending:
    engagement, sides = _responded()
    typed = {"start": "1"}
    return Sending(sides.buyer, f"/demands/{engagement.demand_id}/criteria", typed)


def _scores() -> Sending:
    engagement, sides = _responded()
    set_criteria(engagement.demand, [CriterionGiven("价格", 100)], starts=True, actor=sides.buyer)
    typed = {"scores-0-points": "4", "note": "靠谱"}
    return Sending(sides.buyer, f"/engagements/{engagement.id}/scores", typed)


def _stage() -> Sending:
    engagement, sides = agreed()
    page = f"/engagements/{engagement.id}/outcome"
    typed = {"stage": "contracted", "reached_on": str(clock.today()), "value_wan": "180"}
    return Sending(sides.seller, page, typed, f"{page}/stages")


def _effect() -> Sending:
    engagement, sides = agreed()
    typed = {"what": "单班运输量", "target": "120", "unit": "车"}
    return Sending(sides.buyer, f"/engagements/{engagement.id}/outcome/effects/new", typed)


def _measure() -> Sending:
    engagement, sides = agreed()
    wanted = EffectContent("单班运输量", 100.0, 120.0, "车")
    row = add_effect(engagement, wanted, actor=sides.buyer)
    typed = {
        "reached": "118", "measured_on": str(clock.today()), "file": (BytesIO(PDF), "报告.pdf"),
    }  # fmt: skip
    return Sending(sides.seller, f"/effects/{row.id}/measure", typed)


def _rating() -> Sending:
    outcome, sides = accepted_outcome()
    typed = {"answers": "5", "reliability": "4", "result": "5", "words": "愉快"}
    return Sending(sides.buyer, f"/engagements/{outcome.engagement_id}/rating", typed)


def _draft_case() -> Sending:
    outcome, sides = accepted_outcome()
    ask_case(outcome, actor=sides.seller)
    answer_case(outcome, "", is_agreed=True, actor=sides.buyer)
    page = f"/engagements/{outcome.engagement_id}/outcome"
    return Sending(sides.seller, page, to=f"{page}/case/draft")


def _invite_member() -> Sending:
    mine = organisation()
    typed = {"email": "zhou@example.com", "role": "editor"}
    return Sending(member(mine), f"/organisations/{mine.id}/invite", typed)


def _found_organisation() -> Sending:
    typed = {"name": "北岭露天煤矿有限公司", "uscc": "91110000802100433B"}
    return Sending(account(), "/organisations/new", typed)


def _claim() -> Sending:
    known = organisation("丙方通信", state=OrganisationState.UNCLAIMED, uscc=None)
    profile = ProviderProfile(
        organisation=known, type=ProviderType.VENDOR, published_at=clock.now()
    )
    db.session.add(profile)
    paper = BytesIO(PDF), "证明.pdf"
    typed = {"words": "我们就是这家单位，附更名通知。", "file": paper}
    return Sending(member(organisation()), f"/providers/{known.id}/claim", typed)


def _mend_claim() -> Sending:
    owner = member(organisation())
    returned = two_claims(owner)[1]
    typed = {"words": "补充了盖章的更名通知。", "file": (BytesIO(PDF), "更名.pdf")}
    return Sending(owner, f"/claims/{returned.id}/edit", typed)


def _own_offering() -> tuple[Offering, Account]:
    owner = member(organisation())
    mining = sector()
    state = OfferingState.DRAFT
    mine = owner.memberships[0].organisation
    return offering(mine, state=state, sector=mining, scenes=list(mining.scenes)), owner


def _copy_offering() -> Sending:
    row, owner = _own_offering()
    page = f"/offerings/{row.id}"
    return Sending(owner, page, to=f"{page}/copy")


def _offering_file() -> Sending:
    row, owner = _own_offering()
    typed = {"kind": "document", "words": "手册", "file": (BytesIO(PDF), "手册.pdf")}
    return Sending(owner, f"/offerings/{row.id}/files", typed)


def _case_file() -> Sending:
    row, owner = _own_offering()
    content = CaseContent(title="某矿无人驾驶改造")
    case = draft_case(row.organisation, content, actor=owner)
    typed = {"kind": "document", "words": "架构", "file": (BytesIO(PDF), "架构.pdf")}
    return Sending(owner, f"/cases/{case.id}/files", typed)


def _new_offering() -> Sending:
    _row, owner = _own_offering()
    return Sending(owner, "/offerings/new", {"title": "矿卡改造", "save": "1"})


def _new_case() -> Sending:
    _row, owner = _own_offering()
    return Sending(owner, "/cases/new", {"title": "某矿改造", "save": "1"})


def _new_demand() -> Sending:
    typed = {"title": "矿卡改造", "text": "露天煤矿想实现无人驾驶运输。", "save": "1"}
    return Sending(member(organisation()), "/demands/new", typed)


def _report() -> Sending:
    demand, _buyer = open_demand()
    typed = {"reason": "wrong-facts", "words": "金额不实"}
    return Sending(account("路人"), f"/reports/demand/{demand.id}", typed)


def _watch() -> Sending:
    typed = {"name": "矿山", "frequency": "daily"}
    return Sending(account(), "/watches/new?q=矿卡", typed)


def _note() -> Sending:
    page = f"/staff/notes/organisation/{organisation().id}"
    return Sending(account(staff=StaffRole.MODERATOR), page, {"note": "下周补执照"})


def _judged_set() -> Sending:
    return Sending(account(staff=StaffRole.REVIEWER), "/staff/judged-sets", {"name": "第一套"})


def _copy_model() -> Sending:
    page, administrator = f"/staff/models/{first_model().id}", StaffRole.ADMINISTRATOR
    return Sending(account(staff=administrator), page, to=f"{page}/copy")


def _new_call() -> Sending:
    typed = {
        "kind": "open", "subject_type": "", "programme_type": "", "prefix": "OPEN-1",
        "title_zh": "开放征集",
    }  # fmt: skip
    return Sending(_curator(), "/staff/calls/new", typed)


def _copy_call() -> Sending:
    page = f"/staff/calls/{call().id}"
    return Sending(_curator(), page, to=f"{page}/copy")


def _curator() -> Account:
    return account(staff=StaffRole.CURATOR)


def _new_showcase() -> Sending:
    typed = {"subject_type": "mine", "title_zh": "远山煤矿远程操控", "named_by": "nobody"}
    return Sending(_curator(), "/staff/showcases/new", typed)


def _case_showcase() -> Sending:
    return Sending(_curator(), "/staff/showcases", {"case": f"/cases/{case().id}"})


def _outcome_showcase() -> Sending:
    outcome, sides = accepted_outcome()
    nominate(outcome, actor=sides.buyer)
    to = f"/staff/showcases/from-outcome/{outcome.id}"
    return Sending(_curator(), "/staff/showcases", to=to)


def _entry_showcase() -> Sending:
    made = entry(submission(call(), state=SubmissionState.SELECTED))
    to = f"/staff/showcases/from-entry/{made.id}"
    return Sending(_curator(), "/staff/showcases", to=to)


def _showcase_file() -> Sending:
    typed = {"kind": "document", "file": (BytesIO(PDF), "a.pdf"), "words": "验收报告"}
    return Sending(_curator(), f"/staff/showcases/{showcase().id}/files", typed)


def _invite_reviewer() -> Sending:
    page = f"/staff/calls/{call(PhaseKind.REVIEW).id}/reviewers/new"
    return Sending(_curator(), page, {"email": account("陈教授").email, "most": "5"})


SENDINGS: Final[Mapping[str, Callable[[], Sending]]] = {
    "accounts.invite": _invite_member,
    "accounts.new_organisation": _found_organisation,
    "catalogue.case_files": _case_file,
    "catalogue.claim_provider": _claim,
    "catalogue.copy_offering": _copy_offering,
    "catalogue.mend_claim": _mend_claim,
    "catalogue.new_case": _new_case,
    "catalogue.new_offering": _new_offering,
    "catalogue.offering_files": _offering_file,
    "demands.new": _new_demand,
    "engagements.ask": _ask,
    "engagements.confirm_requirement": _confirm,
    "engagements.contact": _contact,
    "engagements.criteria": _criteria,
    "engagements.draft_case": _draft_case,
    "engagements.invite": _invite,
    "engagements.measure_effect": _measure,
    "engagements.merge_question": _merge,
    "engagements.messages": _message,
    "engagements.new_effect": _effect,
    "engagements.new_meeting": _meeting,
    "engagements.new_partner": _partner,
    "engagements.offer": _offer,
    "engagements.rating": _rating,
    "engagements.respond": _respond,
    "engagements.scores": _scores,
    "engagements.tell_stage": _stage,
    "programmes.copy_call": _copy_call,
    "programmes.invite_reviewer": _invite_reviewer,
    "programmes.new_call": _new_call,
    "programmes.new_showcase": _new_showcase,
    "programmes.showcase_files": _showcase_file,
    "programmes.showcase_from_entry": _entry_showcase,
    "programmes.showcase_from_outcome": _outcome_showcase,
    "programmes.staff_showcases": _case_showcase,
    **SUBMISSIONS,
    **RESULT_SENDINGS,
    **TAXONOMY,
    **INSIGHT,
    "staff.copy_model": _copy_model,
    "staff.judged_sets": _judged_set,
    "staff.new_report": _report,
    "staff.notes": _note,
    "watches.new": _watch,
}
