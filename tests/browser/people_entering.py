"""What people submit to calls, for the browser tests."""

from browser.cast import Cast
from factories.people import organisation
from factories.programmes import call, questions, submission
from factories.uploads import upload
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.operations.keeping import keep_attachment
from matchmaker.db import db
from matchmaker.programmes.enums import PhaseKind, QuestionKind
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call, CallQuestion
from matchmaker.programmes.models.submissions import (
    RegionalBody,
    Submission,
    SubmissionAnswer,
    SubmissionPartner,
)
from matchmaker.taxonomy.models import Region, Sector

OPTIONS = [
    {"value": "1", "zh": "独立专网", "en": "Standalone private network"},
    {"value": "2", "zh": "公网切片", "en": "Slice of the public network"},
]
MORE = (
    (QuestionKind.YES_NO, "是否已经验收", "Has it been accepted?"),
    (QuestionKind.CHOICE, "组网方式", "Kind of network"),
    (QuestionKind.CHOICES, "用到的网络", "Networks used"),
    (QuestionKind.DAY, "验收日期", "Day of acceptance"),
    (QuestionKind.FILE, "验收报告", "Acceptance report"),
    (QuestionKind.OFFERING, "采用的方案", "Offering used"),
    (QuestionKind.DEMAND, "对应的需求", "Demand it answers"),
)


def entering_things(owner: Account, mine: Organisation, cast: Cast) -> None:
    """A draft and what was sent, a partner to answer, and a submission to recommend."""
    more = [
        CallQuestion(
            position=3 + place, key=f"more-{place}", kind=kind, label_zh=zh, label_en=en,
            is_required=kind is QuestionKind.FILE,
            options=OPTIONS if kind in {QuestionKind.CHOICE, QuestionKind.CHOICES} else [],
        )
        for place, (kind, zh, en) in enumerate(MORE)
    ]  # fmt: skip
    entered = call(questions=[*questions(), *more], entries_most=3)
    draft = submission(entered, mine, owner, state=SubmissionState.DRAFT)
    sent = submission(entered, mine, owner)
    twin = submission(entered, organisation("另一家露天煤矿有限公司"))
    report = next(one for one in more if one.kind is QuestionKind.FILE)
    kept = keep_attachment(upload(name="验收报告.pdf"), purpose=Purpose.DOCUMENT, actor=owner)
    sent.answers.append(SubmissionAnswer(question=report, attachment=kept))
    for row in (draft, sent, twin):
        _fill(row)
    asked = SubmissionPartner(name=mine.name, organisation=mine, role="提供现场")
    twin.partners.append(asked)
    past = call(PhaseKind.REVIEW)
    _fill(submission(past, organisation("已经截止的露天煤矿有限公司")))
    db.session.flush()
    cast.values |= {
        "entered_call": entered.id,
        "closed_call": past.id,
        "begun": draft.id,
        "sent": sent.id,
        "twin": twin.id,
        "report_question": report.id,
        "asked_partner": asked.id,
        "to_recommend": _recommended(mine).id,
    }


def _recommended(mine: Organisation) -> Submission:
    """Let the own organisation recommend for a province, and one wait for it."""
    to: Call = call(PhaseKind.RECOMMENDATION, needs_recommendation=True)
    waiting = submission(to)
    _fill(waiting)
    code = str(waiting.region_code)
    body = RegionalBody(organisation=mine, region_code=code, appointed_at=clock.now())
    db.session.add(body)
    return waiting


def _fill(row: Submission) -> None:
    text, figure = row.call.questions[:2]
    row.sector = db.session.scalars(select(Sector).order_by(Sector.id)).first()
    provinces = select(Region.code).where(Region.parent_code.is_(None)).order_by(Region.code)
    row.region_code = db.session.scalars(provinces).first()
    words = "在采区建成5G专网，二十台矿卡无人驾驶，连续运行十四个月，没有发生安全事故。"
    row.answers += [
        SubmissionAnswer(question=text, text=words),
        SubmissionAnswer(question=figure, number=95.5),
    ]
    row.partners.append(SubmissionPartner(name="没有来过的研究院", role="评估成效"))
