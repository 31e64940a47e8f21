"""A call with thirty entrants and six reviewers: who they are, and what they do step by step."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Final, TypeAlias

from factories.demands import sector
from factories.people import account, member, organisation
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import MemberRole, StaffRole
from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import ProgrammeType, ProviderType
from matchmaker.catalogue.models import ProviderProfile
from matchmaker.db import db
from matchmaker.programmes.enums import CallKind, Entrant, QuestionKind
from matchmaker.programmes.enums.reviews import ReviewState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.reviews import Review, Reviewer
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations import calls, parts
from matchmaker.programmes.operations.calls import CallContent, CallRules
from matchmaker.programmes.operations.parts import CriterionGiven, QuestionGiven, QuotaGiven
from matchmaker.programmes.operations.reviews import Written, hand_in
from matchmaker.programmes.operations.submissions.partners import (
    add_submission_partner,
    answer_submission_partner,
)
from matchmaker.programmes.operations.submissions.recommending import appoint_body
from matchmaker.programmes.operations.submissions.sending import send_submission
from matchmaker.programmes.operations.submissions.writing import (
    AnswerGiven,
    SubmissionContent,
    save_submission,
    start_submission,
)
from matchmaker.taxonomy.enums import RegionLevel
from matchmaker.taxonomy.models import Region, Sector

ENTRANTS: Final = 31  # the last one comes too late
PLACES, MINING_PLACES = 10, 4
MINING: Final = "mining"
SECTORS: Final = ((MINING, "矿山"), ("power", "电力"), ("port", "港口"))
PROVINCES: Final = (("150000", "内蒙古自治区"), ("140000", "山西省"))
# Weight and highest points of each criterion; a 0 for the second is a veto.
SCALES: Final = ((40, 10), (30, 10), (20, 5), (10, 20))
SAFETY: Final = 1
VETOED: Final = 7  # the place of the entrant somebody gives a 0 for safety
JOINT_WITH: Final = "边缘计算合作有限公司"

# What was given: submission id, account id → points in the order of the criteria.
Given: TypeAlias = dict[tuple[int, int], tuple[int, ...]]


def china(text: str) -> datetime:
    """Give an instant from how staff type it."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.CHINA)


@dataclass
class Cast:
    """Everybody of the call, by number; entrants in the order in which they submit."""

    call: int = 0
    curator: int = 0
    colleague: int = 0
    owners: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    submissions: list[int] = field(default_factory=list)
    bodies: dict[str, int] = field(default_factory=dict)  # province → a person of its body
    partner: int = 0  # who acts for the organisation that joins the sixth
    reviewers: list[int] = field(default_factory=list)  # accounts


def enter(app: Flask, client: PageClient, account_id: int) -> PageClient:
    """Sign a browser in, and give it."""
    sign_in(app, client, account_id)
    return client


def person(number: int) -> Account:
    """Load an account."""
    return db.session.get_one(Account, number)


def the(cast: Cast, place: int) -> Submission:
    """Load the submission of the entrant of a place."""
    return db.session.get_one(Submission, cast.submissions[place])


def people() -> Cast:
    """Add staff, thirty-one providers, two regional bodies, and six people to review.

    Nobody is an owner: those need a second factor after a fortnight.

    The first reviewer belongs to the partner of the sixth entrant, the second to the second.
    """
    cast = Cast(
        curator=account("馆员", staff=StaffRole.CURATOR).id,
        colleague=account("同事", staff=StaffRole.CURATOR).id,
    )
    curator = db.session.get_one(Account, cast.curator)
    for code, name in PROVINCES:
        province = Region(
            code=code, level=RegionLevel.PROVINCE, name_zh=name, short_zh=name[:2], name_en=name
        )
        db.session.add(province)
        db.session.flush()
        body = organisation(f"{name}通信管理局")
        cast.bodies[code] = member(body).id
        appoint_body(body.name, province, actor=curator)
    for code, name in SECTORS:
        sector(code, name)
    entrants = [organisation(f"第{place:02d}通信技术有限公司") for place in range(1, ENTRANTS + 1)]
    for row in entrants:
        cast.owners.append(member(row, MemberRole.EDITOR).id)
        cast.names.append(row.name)
        db.session.add(
            ProviderProfile(
                organisation=row, type=ProviderType.INTEGRATOR, published_at=clock.now()
            )
        )
    joining = organisation(JOINT_WITH)
    cast.partner = member(joining).id
    insiders = [member(one, MemberRole.EDITOR) for one in (joining, entrants[1])]
    cast.reviewers = [row.id for row in (*insiders, *(account(f"专家{n}") for n in range(4)))]
    db.session.flush()
    return cast


def draft(actor: Account) -> Call:
    """Draft the call: typed questions, weighted criteria with a veto, quotas, rules; no dates."""
    said = CallContent(
        kind=CallKind.PROVIDERS, programme_type=ProgrammeType.INTEGRATED, prefix="POOL-2027",
        title_zh="2027年5G集成类服务商征集", title_en="5G integrators 2027",
        summary_zh="征集集成类服务商。", summary_en="For integrators.",
        text_zh="征集有成熟方案的集成类服务商。", text_en="For integrators with proven offerings.",
    )  # fmt: skip
    call = calls.draft_call(said, actor=actor)
    db.session.flush()
    rules = CallRules(
        entrant=Entrant.PROVIDERS, needs_recommendation=True, is_blind=True, valid_months=24
    )
    calls.set_rules(call, rules, seen_version=call.version, actor=actor)
    db.session.flush()
    asked = [
        QuestionGiven(QuestionKind.TEXT, "服务能力", "Services", most_letters=500),
        QuestionGiven(
            QuestionKind.NUMBER, "交付项目数", "Projects", unit="个", minimum=0, maximum=999
        ),
        QuestionGiven(
            QuestionKind.CHOICE, "团队规模", "Team",
            options=(("不到50人", "Under 50"), ("50人以上", "50 or more")),
        ),
        QuestionGiven(QuestionKind.YES_NO, "有无等保测评", "Security graded"),
        QuestionGiven(QuestionKind.DAY, "开展业务的日期", "In business since"),
        QuestionGiven(
            QuestionKind.TEXT, "联系人", "Contact", most_letters=100, is_identifying=True
        ),
    ]  # fmt: skip
    parts.set_questions(call, asked, seen_version=call.version, actor=actor)
    db.session.flush()
    weighed = [
        CriterionGiven(zh, weight, en, most=most, is_veto=place == SAFETY)
        for place, (zh, en, (weight, most)) in enumerate(
            zip(
                ("成效", "安全", "团队", "规划"),
                ("Effect", "Safety", "Team", "Plan"),
                SCALES,
                strict=True,
            )
        )
    ]
    parts.set_criteria(call, weighed, seen_version=call.version, actor=actor)
    db.session.flush()
    mining = db.session.query(Sector).filter_by(code=MINING).one()
    quotas = [QuotaGiven(PLACES), QuotaGiven(MINING_PLACES, sector=mining)]
    parts.set_quotas(call, quotas, seen_version=call.version, actor=actor)
    db.session.flush()
    return call


def begin(cast: Cast, place: int) -> Submission:
    """Begin and fill the submission of one entrant; every sixth enters jointly."""
    call = db.session.get_one(Call, cast.call)
    owner = db.session.get_one(Account, cast.owners[place])
    row = start_submission(call, owner.memberships[0].organisation, actor=owner)
    db.session.flush()
    text, figure, team, graded, since, contact = call.questions
    answers = {
        text.id: AnswerGiven(text=f"{cast.names[place]}交付了{place + 3}个5G专网项目。"),
        figure.id: AnswerGiven(number=float(place + 3)),
        team.id: AnswerGiven(chosen=(str(place % 2 + 1),)),
        graded.id: AnswerGiven(number=1.0),
        since.id: AnswerGiven(day=date(2019, 6, 1)),
        contact.id: AnswerGiven(text=f"联系人{place}"),
    }
    content = SubmissionContent(
        title=f"5G集成服务能力之{place + 1}",
        sector=db.session.query(Sector).filter_by(code=SECTORS[place % 3][0]).one(),
        region=db.session.get_one(Region, PROVINCES[place % 2][0]),
        answers=answers,
    )
    save_submission(row, content, seen_version=row.version, actor=owner)
    db.session.flush()
    if place % 6 == 5:
        name = JOINT_WITH if place == 5 else f"只写了名字的单位{place}"
        partner = add_submission_partner(row, name, "网络建设", actor=owner)
        if partner.organisation is not None:
            answer_submission_partner(
                partner, agrees=True, actor=db.session.get_one(Account, cast.partner)
            )
    db.session.flush()
    return row


def send(cast: Cast, place: int) -> None:
    """Send the submission of one entrant."""
    row = db.session.get_one(Submission, cast.submissions[place])
    owner = db.session.get_one(Account, cast.owners[place])
    send_submission(row, seen_version=row.version, actor=owner)
    db.session.flush()


def points(reviewer: int, entrant: int) -> tuple[int, ...]:
    """Say what the reviewer of a place gives the entrant of a place; no 0 for safety."""
    return (
        (entrant * 7 + reviewer) % 11,
        1 + (entrant * 3 + reviewer) % 10,
        (entrant + reviewer * 2) % 6,
        (entrant * 5 + reviewer * 3) % 21,
    )


def score(review: Review, given: Sequence[int]) -> None:
    """Hand a review in with these points."""
    criteria = review.submission.call.criteria
    written = Written(
        {row.id: one for row, one in zip(criteria, given, strict=True)},
        {row.id: "材料翔实。" for row in criteria},
    )
    hand_in(review, written, seen_version=review.version, actor=review.reviewer.account)
    db.session.flush()


def typed(review: Review, given: Sequence[int]) -> dict[str, str]:
    """Give what the page of a review posts to hand it in with these points."""
    said = {"version": str(review.version), "words": "总体可行。", "hand_in": "1"}
    for place, row in enumerate(review.submission.call.criteria):
        said |= {
            f"scores-{place}-criterion": str(row.id),
            f"scores-{place}-points": str(given[place]),
            f"scores-{place}-comment": "材料翔实。",
        }
    return said


def total(given: Sequence[int]) -> Fraction:
    """Weigh points the way the announcement says: Σ weight · points / highest points."""
    return sum(
        (Fraction(weight * one, most) for (weight, most), one in zip(SCALES, given, strict=True)),
        Fraction(0),
    )


def open_reviews(cast: Cast, place: int) -> list[Review]:
    """List what a reviewer has not handed in."""
    mine = Reviewer.account_id == cast.reviewers[place]
    statement = select(Review).join(Review.reviewer).where(mine, Review.state == ReviewState.OPEN)
    return list(db.session.scalars(statement.order_by(Review.id)))


def give(cast: Cast, row: Review, place: int, given: Given) -> None:
    """Hand in what the reviewer of a place gives; the first to review one entrant vetoes it."""
    entrant = cast.submissions.index(row.submission_id)
    said = points(place, entrant)
    if entrant == VETOED and not any(number == row.submission_id for number, _who in given):
        said = (said[0], 0, *said[2:])
    score(row, said)
    given[row.submission_id, cast.reviewers[place]] = said


def expected(given: Given) -> dict[int, Fraction]:
    """Work the totals out anew: each review weighed, the middle one of three."""
    totals: dict[int, list[Fraction]] = defaultdict(list)
    for (number, _who), said in given.items():
        totals[number].append(total(said))
    return {number: sorted(three)[1] for number, three in totals.items()}


def is_mining(number: int) -> bool:
    """Whether a submission is of the sector with a quota of its own."""
    found = db.session.get_one(Submission, number).sector
    return found is not None and found.code == MINING
