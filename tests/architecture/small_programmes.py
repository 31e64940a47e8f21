"""One of everything the pages of programmes show."""

from datetime import timedelta
from typing import Any

from factories.people import account
from factories.programmes import appeal, call, entry, objection, renewal, submission
from factories.reviews import reviewer, reviewing
from factories.showcases import pilot_rows, showcase
from factories.uploads import picture, upload
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account, Organisation
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.operations.keeping import keep_attachment
from matchmaker.catalogue.enums import FileKind
from matchmaker.db import db
from matchmaker.engagements.models.outcomes import Outcome
from matchmaker.programmes.enums import CallState, PhaseKind, QuestionKind
from matchmaker.programmes.enums.results import EntryAct
from matchmaker.programmes.enums.reviews import ReviewerState
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import CallQuestion
from matchmaker.programmes.models.results import EntryStep
from matchmaker.programmes.models.submissions import (
    RegionalBody,
    Submission,
    SubmissionAnswer,
    SubmissionPartner,
)
from matchmaker.programmes.operations.showcase_files import add_showcase_file, keep_owner_consent
from matchmaker.taxonomy.models import Standard


def programmes(mine: Organisation, owner: Account) -> dict[str, list[Any]]:
    """Add what the pages show and give the values for the parts of their addresses."""
    announced = call(summary_zh="征集5G矿山。")
    draft = call(state=CallState.DRAFT, published_at=None)
    sent = submission(announced, mine, owner)
    begun = submission(announced, mine, owner, state=SubmissionState.DRAFT)
    first = announced.questions[0]
    for row in (sent, begun):
        row.answers = [SubmissionAnswer(question=first, text="专网已经建成。")]
        row.partners = [SubmissionPartner(name="某设备厂", role="终端")]
    db.session.flush()
    found, entering = _results(mine, owner), _entering(mine, owner, sent)
    return {
        **found,
        **_reviews(owner),
        "call_id": [announced.id, draft.id, *found["call_id"]],
        **entering,
        "submission_id": [
            sent.id,
            begun.id,
            *entering["submission_id"],
            *found["submission_id"],
        ],
        **_showcases(),
    }


def _entering(mine: Organisation, owner: Account, sent: Submission) -> dict[str, list[Any]]:
    """Add a file to a submission, and one of others that waits for a body and a partner."""
    report = CallQuestion(
        call=sent.call, key="report", kind=QuestionKind.FILE, label_zh="报告", label_en="Report"
    )
    db.session.add(report)
    kept = keep_attachment(upload(), purpose=Purpose.DOCUMENT, actor=owner)
    sent.answers.append(SubmissionAnswer(question=report, attachment=kept))
    to = call(during=PhaseKind.RECOMMENDATION, needs_recommendation=True)
    waiting = submission(to, region_code="150000")
    body = RegionalBody(organisation=mine, region_code="150000", appointed_at=clock.now())
    joint = submission(call())  # another one: nobody recommends what is their own
    asked = SubmissionPartner(name=mine.name, organisation=mine, role="网络", submission=joint)
    db.session.add_all([body, asked])
    db.session.flush()
    return {
        "submission_id": [waiting.id],
        "call_question_id": [report.id],
        "submission_partner_id": [asked.id, sent.partners[0].id],
        "body_id": [body.id],
    }


def _results(mine: Organisation, owner: Account) -> dict[str, list[Any]]:
    """Add a call on public notice, with an objection, and one whose results are out."""
    noticed = call(during=PhaseKind.NOTICE, summary_zh="正在公示。")
    chosen = submission(noticed, mine, owner, state=SubmissionState.SELECTED)
    chosen.decided_at = noticed.phases[4].starts_at - timedelta(seconds=1)
    over = call(during=PhaseKind.RESULTS, summary_zh="结果已经公布。", results_at=clock.now())
    won = submission(over, mine, owner, state=SubmissionState.SELECTED, decided_at=clock.now())
    lost = submission(over, mine, owner, state=SubmissionState.NOT_SELECTED, decided_at=clock.now())
    lost.verdict_words = "佐证材料不足。"
    listed = entry(won)
    db.session.add(EntryStep(entry=listed, act=EntryAct.LISTED, words="列入名单。"))
    db.session.flush()
    return {
        "call_id": [noticed.id, over.id],
        "submission_id": [chosen.id, lost.id],
        "objection_id": [objection(chosen).id],
        "appeal_id": [appeal(lost, owner).id],
        "entry_id": [listed.id],
        "renewal_id": [renewal(listed, owner).id],
    }


def _reviews(owner: Account) -> dict[str, list[Any]]:
    """Add reviews of others' submissions for somebody, and an invitation; a conflict, a post."""
    made = reviewing(owner)
    asked = reviewer(call(during=PhaseKind.REVIEW), owner, state=ReviewerState.INVITED)
    db.session.flush()
    return {
        "review_id": [row.id for row in made.reviews],
        "reviewer_id": [made.other.id, asked.id],
        "answer_id": [made.file.id],
    }


def _showcases() -> dict[str, list[Any]]:
    """Add a public showcase with a picture and a consent, and a draft; and criteria."""
    pilot_rows()
    person = account("馆员", staff=StaffRole.CURATOR)
    shown = showcase(
        lessons_zh="先做小范围试点。",
        replication_zh="从一个采面开始。",
        standards=db.session.scalars(select(Standard).limit(1)).all(),
    )
    words = "集控中心"
    kept = add_showcase_file(
        shown, upload(picture(), "a.png"), kind=FileKind.PICTURE, words=words, actor=person
    )
    keep_owner_consent(shown, upload(), actor=person)
    draft = showcase(ShowcaseState.DRAFT, title_zh="还没有写完的现场", problem_zh="还在核对。")
    showcase(ShowcaseState.WITHDRAWN, title_zh="撤回的现场一处", problem_zh="已经不用了。")
    nominated = db.session.scalars(select(Outcome.id).order_by(Outcome.id)).first()
    return {
        "showcase_id": [shown.id, draft.id],
        "showcase_file_id": [kept.id],
        "outcome_id": [nominated],
    }
