"""Beginning and writing a submission, and throwing a draft away."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import may_act_for
from matchmaker.accounts.queries import region_of
from matchmaker.attachments.operations.keeping import drop_attachment
from matchmaker.audit import operations as audit
from matchmaker.catalogue.models import Case, Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.errors import ConflictError, DomainError, raise_all
from matchmaker.programmes.enums import CHOOSING, PhaseKind, QuestionKind
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call, CallQuestion
from matchmaker.programmes.models.submissions import Submission, SubmissionAnswer
from matchmaker.programmes.operations.phases import check_running
from matchmaker.programmes.operations.submissions.holding import check_open, hold, touch
from matchmaker.programmes.queries.entering import own_things, refusal_to_enter
from matchmaker.programmes.scoring.completeness import submission_gaps
from matchmaker.programmes.scoring.sketches import sketch_of
from matchmaker.taxonomy.models import Region, Sector
from matchmaker.web.forms import checked_words, clean_line

TITLE_MAX: Final = 200
PARTNERS: Final = "partners"  # the anchor of what others have to do


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGiven:
    """An answer as it was typed; only what the kind of its question asks for counts."""

    text: str = ""
    number: float | None = None  # of yes or no: 1 or 0
    day: date | None = None
    chosen: tuple[str, ...] = ()  # values of options
    offering: Offering | None = None
    case: Case | None = None
    demand: Demand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionContent:
    """What a submission says; answers by the number of their question. Files come one by one."""

    title: str
    sector: Sector | None = None
    region: Region | None = None  # a province
    answers: Mapping[int, AnswerGiven] = field(default_factory=dict)


def start_submission(call: Call, organisation: Organisation, *, actor: Account) -> Submission:
    """Begin a draft for a call that takes submissions now.

    Raises ConflictError outside of that time and when a colleague begins one at this moment;
    DomainError where the call does not admit the organisation or it has as many as it may.
    """
    check_running(call, PhaseKind.SUBMISSION)
    if not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"), field="organisation")
    refusal = refusal_to_enter(call, organisation)
    if refusal is not None:
        raise refusal
    region = region_of(organisation)
    if region is not None and region.parent_code:
        region = db.session.get(Region, region.parent_code)
    if region is not None and call.regions and region.code not in call.regions:
        region = None
    submission = Submission(
        call=call,
        organisation=organisation,
        author_id=actor.id,
        place=_free_place(call, organisation),
        region=region,
        sector=call.sectors[0] if len(call.sectors) == 1 else None,
        state=SubmissionState.DRAFT,
    )
    try:
        with db.session.begin_nested():
            audit.created("submission.begun", submission, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("同事刚刚也开始了一份申报，请刷新页面查看。")) from error
    return submission


def save_submission(
    submission: Submission, content: SubmissionContent, *, seen_version: int, actor: Account
) -> Submission:
    """Write what was typed; what was sent before must stay complete.

    Raises DomainError beside the fields that cannot be so; ConflictError when it may not change
    any more or somebody else saved it since the person opened it.
    """
    check_open(submission)
    hold(submission, seen_version)
    raise_all(_faults(submission, content))
    with audit.change("submission.edited", submission, actor=actor):
        submission.title = clean_line(content.title)
        submission.sector, submission.region = content.sector, content.region
        submission.region_code = content.region.code if content.region else None
        _answer(submission, content.answers)
        submission.sketch = sketch_of(
            [submission.title, *(answer.text for answer in submission.answers)]
        )
        touch(submission)
    if submission.state is SubmissionState.SUBMITTED:
        gaps = (gap for gap in submission_gaps(submission) if gap.anchor != PARTNERS)
        raise_all(DomainError(gap.words, field=gap.anchor) for gap in gaps)
    return submission


def discard_submission(submission: Submission, *, actor: Account) -> None:
    """Throw away a draft that was never sent, with its files."""
    if submission.state is not SubmissionState.DRAFT:
        raise ConflictError(_("已经提交过的申报不能删除，可以撤回。"))
    facts = {"call": submission.call_id, "organisation": submission.organisation_id}
    audit.happened("submission.discarded", submission, actor=actor, facts=facts)
    files = [answer.attachment for answer in submission.answers if answer.attachment]
    db.session.delete(submission)
    db.session.flush()
    for file in files:
        drop_attachment(file, actor=actor)


def _free_place(call: Call, organisation: Organisation) -> int:
    taken = set(
        db.session.scalars(
            select(Submission.place).where(
                Submission.call_id == call.id, Submission.organisation_id == organisation.id
            )
        )
    )
    return next(place for place in range(1, len(taken) + 2) if place not in taken)


def _answer(submission: Submission, given: Mapping[int, AnswerGiven]) -> None:
    known = {answer.question_id: answer for answer in submission.answers}
    rows = []
    for question in submission.call.questions:
        answer = known.get(question.id)
        one = given.get(question.id, AnswerGiven())
        if question.kind is not QuestionKind.FILE and _says(question, one):
            answer = answer or SubmissionAnswer(question=question, question_id=question.id)
            _write(answer, question, one)
        elif question.kind is not QuestionKind.FILE:
            answer = None
        if answer is not None:
            rows.append(answer)
    submission.answers = rows


def _says(question: CallQuestion, one: AnswerGiven) -> bool:
    kind = question.kind
    if kind is QuestionKind.TEXT:
        return bool(one.text)
    if kind in CHOOSING:
        return bool(one.chosen)
    picked = {
        QuestionKind.DAY: one.day,
        QuestionKind.OFFERING: one.offering,
        QuestionKind.CASE: one.case,
        QuestionKind.DEMAND: one.demand,
    }
    return picked.get(kind, one.number) is not None


def _write(answer: SubmissionAnswer, question: CallQuestion, one: AnswerGiven) -> None:
    kind = question.kind
    has_number = kind in {QuestionKind.NUMBER, QuestionKind.YES_NO}
    answer.text = one.text if kind is QuestionKind.TEXT else ""
    answer.number = one.number if has_number else None
    answer.day = one.day if kind is QuestionKind.DAY else None
    answer.chosen = list(one.chosen) if kind in CHOOSING else []
    answer.offering = one.offering if kind is QuestionKind.OFFERING else None
    answer.case = one.case if kind is QuestionKind.CASE else None
    answer.demand = one.demand if kind is QuestionKind.DEMAND else None


def _faults(submission: Submission, content: SubmissionContent) -> Iterator[DomainError]:
    if len(clean_line(content.title)) > TITLE_MAX:
        words = _("项目名称最多 %(limit)s 个字。", limit=TITLE_MAX)
        yield DomainError(words, field="title")
    own = own_things(submission)
    for question in submission.call.questions:
        one = content.answers.get(question.id, AnswerGiven())
        fault = _fault(question, one)
        chosen = (one.offering, one.case, one.demand)
        if fault is None and any(thing is not None and thing not in own for thing in chosen):
            fault = DomainError(_("请选择本单位已经公开的内容。"))
        if fault is not None:
            fault.field = f"answer_{question.id}"
            yield fault


def _fault(question: CallQuestion, one: AnswerGiven) -> DomainError | None:
    if question.kind is QuestionKind.TEXT and question.most_letters:
        try:
            checked_words(one.text, question.most_letters)
        except DomainError as error:
            return error
    if question.kind in CHOOSING:
        offered = {option["value"] for option in question.options}
        is_one = question.kind is QuestionKind.CHOICES or len(one.chosen) <= 1
        if not offered.issuperset(one.chosen) or not is_one:
            return DomainError(_("请从列出的选项里选。"))
    if question.kind is QuestionKind.NUMBER and one.number is not None:
        low, high = question.minimum, question.maximum
        if not math.isfinite(one.number) or (low is not None and one.number < low):
            return DomainError(_("请填不小于 %(n)s 的数。", n=f"{low or 0:g}"))
        if high is not None and one.number > high:
            return DomainError(_("请填不大于 %(n)s 的数。", n=f"{high:g}"))
    return None
