"""One of everything a page can show, and the people who may open it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from architecture.small_insight import figures
from architecture.small_programmes import programmes
from architecture.small_taxonomy import handed_in
from architecture.small_tokens import one_time_links, shown_key, two_tokens
from factories.demands import content, publish, region, sector
from factories.engagements import provider_question_in, question_on
from factories.imports import checked_import
from factories.models import FIGURES, first_model, model_content
from factories.people import account, member, organisation
from factories.projects import project, rest_on_withdrawn
from factories.reviewing import (
    own_case,
    promises_of_each_kind,
    with_certificates,
    with_files_and_versions,
)
from factories.second_factors import give_second_factor
from factories.standing import two_claims, waiting_verification
from factories.webhooks import webhook_told
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from matchmaker import clock
from matchmaker.accounts.enums import (
    LinkPurpose,
    MemberRole,
    OrganisationState,
    PartKind,
    StaffRole,
)
from matchmaker.accounts.models import Account, Invitation, Membership, Organisation, SignInSession
from matchmaker.accounts.operations.links import issue_link, new_token
from matchmaker.accounts.operations.second_factor import start_set_up
from matchmaker.accounts.operations.sessions import open_session
from matchmaker.accounts.queries import token_hash
from matchmaker.api.operations.open_data import make_open_data
from matchmaker.catalogue.enums import CaseState, ImportKind, OfferingState, ProviderType
from matchmaker.catalogue.models import Case, CasePart, Offering, ProviderProfile
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import draft_demand, paste_need
from matchmaker.engagements.enums import EngagementState
from matchmaker.engagements.enums.responses import QuestionState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations.answering import accept
from matchmaker.engagements.operations.opening import offer_engagement
from matchmaker.engagements.operations.partners import add_partner
from matchmaker.engagements.operations.responses import ResponseContent, save_response
from matchmaker.jobs.models import OutboxRow
from matchmaker.matching.models import ShownRanking
from matchmaker.matching.operations.judging import add_need, start_set
from matchmaker.matching.operations.models import draft_model, record_evaluation
from matchmaker.matching.queries.models import versions
from matchmaker.moderation.enums import Outcome, ReportReason
from matchmaker.moderation.operations import decide, report, write_note
from matchmaker.notices.enums import NoticeGroup, NoticeKind
from matchmaker.notices.operations import notify
from matchmaker.notices.queries import stop_key
from matchmaker.taxonomy.enums import CapabilityKind, Trust
from matchmaker.taxonomy.models import Capability, Scene, Sector, Standard, TypicalNeed
from matchmaker.watches.enums import Frequency, Occasion, WatchKind
from matchmaker.watches.models import News, NewsReason
from matchmaker.watches.operations.offers import offered
from matchmaker.watches.operations.watching import Watched, watch
from matchmaker.watches.queries.keys import Stops, stop_token
from matchmaker.watches.scoring.searches import Search

TEXT = "露天煤矿有40台矿卡，想实现无人驾驶运输，时延不高于20毫秒。"
SOURCE = "https://www.example.org/source"


@dataclass(slots=True)
class World:
    """Values for the parts of addresses, and sign-in keys of an owner and of staff."""

    values: dict[str, list[Any]] = field(default_factory=dict)
    tokens: dict[str, list[str]] = field(default_factory=dict)  # where an endpoint has its own
    keys: dict[str, str] = field(default_factory=dict)
    half: str = ""  # the key of a browser that gave the password and owes the second step
    pasted_id: int = 0

    def paths(self, app: Flask, rule: Rule) -> list[str]:
        """Give the addresses of a route; raises KeyError for a part this world lacks."""
        choices: list[dict[str, Any]] = [{}]
        for name in sorted(rule.arguments):
            values = self.tokens.get(rule.endpoint) if name == "token" else None
            values = values or self.values[name]
            choices = [{**chosen, name: value} for chosen in choices for value in values]
        with app.test_request_context():
            return [app.url_for(rule.endpoint, **chosen) for chosen in choices]

    def browser(self, app: Flask, who: str) -> FlaskClient:
        """Give a browser of a visitor, the owner or one of staff; it shows the API a token."""
        client = app.test_client()
        if who in self.keys:
            with client.session_transaction() as cookie:
                cookie["_user_id"] = self.keys[who]
                cookie["_fresh"] = True
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {shown_key(app, self.keys[who])}"
        else:
            with client.session_transaction() as cookie:
                cookie["half"] = self.half
        return client


def build() -> World:
    """Fill an empty database and commit. Needs an app context."""
    world = World()
    mining = sector()
    _taxonomy(mining, world)
    mine = organisation(region_code=region().code)
    owner = member(mine)
    administrator = account("管理员", staff=StaffRole.ADMINISTRATOR)
    world.values["organisation_id"] = [mine.id, _supply(mining, world)]
    _own_offering(mine.id, mining, owner, world)
    _demands(mining, owner, world)
    _engagements(owner, world)
    world.values.update(figures(SOURCE))
    _models(db.session.get_one(Demand, world.values["demand_id"][1]), administrator, world)
    moderator, curator = (
        account(role, staff=role) for role in (StaffRole.MODERATOR, StaffRole.CURATOR)
    )
    on_duty = {"administrator": administrator, "moderator": moderator, "curator": curator}
    for who, person in {"owner": owner, **on_duty}.items():
        world.keys[who] = open_session(person, user_agent="Firefox").token
    world.tokens |= one_time_links()
    _members(mine, owner, world)
    _watches(owner, world)
    world.values["session_id"] = [db.session.query(SignInSession).first().id]  # type: ignore[union-attr]
    world.values["code"] = [mining.code]
    decide(mine, Outcome.APPROVED, words="核对无误", actor=moderator)
    write_note(mine, "电话里说下周补执照。", actor=moderator)
    _notices(owner, world)
    world.values["kind"], world.values["number"] = ["organisation"], [mine.id]
    asked_about = db.session.get_one(Demand, world.values["demand_id"][1])
    world.values["thing"], world.values["thing_id"] = ["demand"], [asked_about.id]
    hidden = world.values["message_id"][0]
    made = [
        report(kind, number, "", ReportReason.ADVERT, "", actor=account("举报人"))
        for kind, number in (("demand", asked_about.id), ("message", hidden))
    ]
    world.values["report_id"] = [row.id for row in made]
    give_second_factor(locked_out := account("钱工"))
    world.values["account_id"] = [locked_out.id]
    world.values["job_id"] = [_parked().id]
    applied = waiting_verification(owner)
    world.values["verification_id"] = [applied.id]
    world.values["part_id"] = [applied.part(PartKind.LICENCE).id]
    world.values["claim_id"] = [claim.id for claim in two_claims(owner)]
    world.values["slug"] = [scene.slug for scene in mining.scenes]
    world.values |= programmes(mine, owner)
    told = webhook_told(mine, owner)
    world.values["webhook_id"], world.values["delivery_id"] = [told.webhook_id], [told.id]
    db.session.commit()
    make_open_data()
    world.values["data_table"], world.values["data_form"] = ["scenes"], ["csv", "jsonl", "xlsx"]
    world.values["map_kind"], world.values["map_part"] = ["pages", "scene"], [1]
    return world


def _notices(owner: Account, world: World) -> None:
    facts = {"name": "方案.pdf", "words": "请换一个文件。"}
    told = notify(owner, NoticeKind.FILE_INFECTED, facts=facts, endpoint="notices.mine")
    assert told is not None
    world.values["notice_id"] = [told.id]
    for endpoint in ("notices.stop", "notices.stop_now"):
        world.tokens[endpoint] = [stop_key(owner.id, NoticeGroup.REVIEW), stop_key(owner.id, None)]


def _parked() -> OutboxRow:
    row = OutboxRow(kind="mail", key="account:1", parked_at=clock.now(), last_error="refused")
    db.session.add(row)
    db.session.flush()
    return row


def _taxonomy(mining: Sector, world: World) -> None:
    scene = mining.scenes[0]
    scene.description = "矿卡在采区自行装、运、卸。"
    scene.is_sourced, scene.sources = True, [SOURCE]
    scene.typical_needs.append(
        TypicalNeed(
            metric="latency", op="<=", value=20, unit="ms",
            source="示例标准", trust=Trust.SEEN, is_official=True,
        )
    )  # fmt: skip
    kinds = list(CapabilityKind)
    capabilities = [
        Capability(slug=kind.value, kind=kind, name_zh=f"能力{kind.value}", position=number)
        for number, kind in enumerate(kinds)
    ]
    scene.capabilities = capabilities[:2]
    standard = Standard(code="YD/T 1-2024", title="矿山5G专网", level="industry", year=2024)
    standard.scenes, standard.sectors = [scene], [mining]
    db.session.add_all([*capabilities, standard])
    db.session.flush()
    world.values["standard_id"] = [standard.id]
    world.values |= handed_in()
    world.values["entry"] = [f"standard-{standard.id}", f"capability-{capabilities[0].id}"]


def _supply(mining: Sector, world: World) -> int:
    provider = organisation("远方通信有限公司", state=OrganisationState.UNCLAIMED, uscc=None)
    case = Case(
        title="某露天矿无人运输", client="某矿业", sector=mining, region_code="150600",
        problem="夜间运输有风险", is_problem_explicit=True, solution="5G专网加远程驾驶",
        effects="下坑人数减少", year_from=2022, year_to=2023, source_url=SOURCE,
        scenes=[mining.scenes[0]], parts=[CasePart(organisation=provider, role="网络建设")],
    )  # fmt: skip
    offering = _offering(provider.id, mining, OfferingState.PUBLISHED)
    offering.cases = [case]
    offering.promises = promises_of_each_kind(case)
    profile = ProviderProfile(
        organisation=provider, type=ProviderType.OPERATOR, summary="做矿山5G", source_urls=[SOURCE],
        published_at=clock.now(),
    )  # fmt: skip
    db.session.add_all([case, offering, profile])
    db.session.flush()
    world.values["case_id"] = [case.id]
    world.values["promise_id"] = [promise.id for promise in offering.promises]
    world.values["offering_id"] = [offering.id]
    return provider.id


def _own_offering(organisation_id: int, mining: Sector, owner: Account, world: World) -> None:
    offerings = [_offering(organisation_id, mining, state) for state in OfferingState]
    profile = ProviderProfile(
        organisation_id=organisation_id, type=ProviderType.VENDOR, published_at=clock.now()
    )
    db.session.add_all([profile, *offerings])
    db.session.flush()
    world.values["profile_id"] = [profile.id]
    membership = db.session.query(Membership).filter_by(organisation_id=organisation_id).first()
    assert membership
    taken = checked_import(membership.organisation, membership.account)
    world.values["import_id"] = [taken.id]
    world.values["import_kind"] = [kind.value for kind in ImportKind]
    world.values["offering_id"] += [offering.id for offering in offerings]
    public = next(row for row in offerings if row.state is OfferingState.PUBLISHED)
    world.values["file_id"] = [file.id for file in with_files_and_versions(public, owner)]
    cases = [own_case(organisation_id, mining, state, owner) for state in CaseState]
    world.values["case_id"] += [case.id for case in cases]
    world.values["case_file_id"] = [file.id for case in cases for file in case.files]
    held = with_certificates(profile, owner)
    world.values["qualification_id"] = [qualification.id for qualification in held]


def _offering(organisation_id: int, mining: Sector, state: OfferingState) -> Offering:
    now = clock.now()
    return Offering(
        organisation_id=organisation_id, title="矿卡无人驾驶", summary=TEXT, sector=mining,
        region_code="150600", scenes=[mining.scenes[0]], state=state,
        published_at=now, withdrawn_at=now if state is OfferingState.WITHDRAWN else None,
        submitted_at=now if state is OfferingState.SUBMITTED else None,
        archived_at=now if state is OfferingState.ARCHIVED else None,
    )  # fmt: skip


def _demands(mining: Sector, owner: Account, world: World) -> None:
    scenes: list[Scene] = [mining.scenes[0]]
    organisation_of = owner.memberships[0].organisation
    filled = content(
        text=TEXT, sector=mining, scenes=scenes,
        starts_on=clock.today(), ends_on=clock.today() + timedelta(days=90),
    )  # fmt: skip
    draft, published = (
        draft_demand(filled, organisation=organisation_of, actor=owner) for _ in range(2)
    )
    publish(published, owner)
    notice = Demand(
        state=DemandState.NOTICE, title="矿山5G改造公告", text=TEXT, sector=mining,
        issuer="某市工信局", notice_kind="揭榜挂帅", notice_year=2025, source_url=SOURCE,
    )  # fmt: skip
    db.session.add(notice)
    db.session.flush()
    needs = [paste_need(need, actor=None) for need in (TEXT, "一个没有场景的想法。")]
    world.values["token"] = [key for _need, key in needs]
    world.pasted_id = needs[0][0].id
    world.values["demand_id"] = [draft.id, published.id, notice.id]


def _engagements(owner: Account, world: World) -> None:
    """Give an engagement on the owner's demand, in talks."""
    demand = db.session.get_one(Demand, world.values["demand_id"][1])
    provider = organisation("北方矿用装备有限公司")
    seller = member(provider, name="赵工")
    made = offer_engagement(demand, provider, words="我们做过两处露天矿。", actor=seller)
    accept(made, actor=owner)
    asked = question_on(demand, provider, seller)
    again = question_on(demand, provider, seller, "由哪一方供电？")
    again.state, again.merged_into = QuestionState.MERGED, asked
    world.values["question_id"] = [asked.id]
    engineer = organisation("西部矿山智能化工程有限公司")
    builder = member(engineer, name="孙工")
    built = project(demand, owner, engineer, builder)
    world.values["case_id"] += [rest_on_withdrawn(built.engagement, builder).id]
    world.values["engagement_id"] = [made.id, built.engagement.id]
    world.values["message_id"] = [built.message.id]
    world.values["attachment_id"] = [built.message.files[0].attachment_id]
    world.values["meeting_id"] = [built.asked.id, built.arranged.id]
    world.values["stage_id"], world.values["effect_id"] = [built.told.id], [built.effect.id]
    # A response of the owner's other organisation, so that its pages open too.
    other = organisation("终端模组有限公司")
    db.session.add(Membership(account=owner, organisation=other, role=MemberRole.OWNER))
    db.session.flush()
    response = save_response(
        demand, other, ResponseContent(plan="先改五台。"), seen_version=0, actor=owner
    )
    partner = add_partner(response, provider.name, "终端", [], actor=owner)
    world.values["response_id"], world.values["partner_id"] = [response.id], [partner.id]
    own = Engagement(
        demand=demand, provider=other, state=EngagementState.TALKING, accepted_at=clock.now()
    )
    open_lines = (provider_question_in(one) for one in (made, own))
    world.values["provider_question_id"] = [question.id for question in open_lines]


def _models(demand: Demand, administrator: Account, world: World) -> None:
    first_model()
    draft = draft_model(model_content(), actor=administrator)
    record_evaluation(draft, FIGURES, actor=administrator)
    judged = start_set("评判集", "", actor=administrator)
    need = add_need(judged, demand, actor=administrator)
    shown = [_shown(number) for number in (demand.id, world.pasted_id)]
    db.session.add_all(shown)
    db.session.flush()
    assert need.pairs
    world.values["model_id"] = [row.id for row in versions()]
    world.values["set_id"], world.values["need_id"] = [judged.id], [need.id]
    world.values["pair_id"] = [need.pairs[0].id]
    world.values["ranking_id"] = [row.id for row in shown]


def _watches(owner: Account, world: World) -> None:
    """Give a watch of each kind that people make, and something told of each occasion."""
    demand = db.session.get_one(Demand, world.values["demand_id"][2])
    searched = Watched(search=Search.of([("q", "无人驾驶"), ("kind", "offering")]))
    watches = [
        watch(watched, name="矿卡", frequency=Frequency.DAILY, actor=owner)
        for watched in (searched, Watched(demand=demand))
    ]
    offered_one = offered(owner.id, WatchKind.OWN_DEMANDS)
    assert offered_one is not None
    subjects = [("offering", world.values["offering_id"][0]), ("demand", demand.id)]
    db.session.add_all(
        News(
            account_id=owner.id, subject_kind=kind, subject_id=number, occasion=occasion,
            reasons=[NewsReason(watch=row)],
        )
        for (kind, number), row in zip(subjects, watches, strict=True)
        for occasion in Occasion
    )  # fmt: skip
    world.values["watch_id"] = [row.id for row in (*watches, offered_one)]
    keys = [stop_token(Stops.ONE, watches[0].id), stop_token(Stops.ALL, owner.id), "A" * 43]
    world.tokens["watches.stop"] = world.tokens["watches.stop_now"] = keys


def _shown(demand_id: int) -> ShownRanking:
    need: dict[str, Any] = {"text": TEXT, "sector": None, "scenes": [], "region": None}
    content: dict[str, Any] = {"need": need, "floor": 22.0, "considered": 1, "reaching": 1}
    content |= {"signals": ["text"], "weights": [100.0], "rows": [[1, "矿卡", 50.0, [0.5], [50.0]]]}
    return ShownRanking(
        demand_id=demand_id, model_number=1, model_name="first", digest="0" * 32,
        offerings=[1], content=content,
    )  # fmt: skip


def _members(mine: Organisation, owner: Account, world: World) -> None:
    """A colleague, an invitation, an app being set up, and a sign-in halfway through."""
    colleague = member(mine, MemberRole.EDITOR, "周工")
    invited = new_token()
    invitation = Invitation(
        organisation=mine, email="new@example.com", role=MemberRole.EDITOR, inviter=owner,
        token_hash=token_hash(invited), expires_at=clock.now() + timedelta(days=7),
    )  # fmt: skip
    db.session.add(invitation)
    db.session.flush()
    start_set_up(actor=owner)
    world.half = new_token()
    issue_link(colleague, LinkPurpose.SECOND_STEP, world.half)
    changing = new_token()
    issue_link(owner, LinkPurpose.CHANGE_EMAIL, changing, email="other@example.com")
    world.tokens["accounts.invitation"] = [invited, "A" * 43]
    world.tokens["accounts.confirm_new_email"] = [changing, "A" * 43]
    world.values["invitation_id"] = [invitation.id]
    world.values["token_id"] = two_tokens(owner, mine)
    world.values["membership_id"] = [row.id for row in db.session.scalars(select(Membership))]
