"""What a submission still lacks, how much of it is there, and until when it may be changed."""

from datetime import datetime, time, timedelta
from typing import Final, NamedTuple

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.attachments.enums import Scan
from matchmaker.errors import Words
from matchmaker.programmes.enums import CallState, PhaseKind, QuestionKind
from matchmaker.programmes.enums.submissions import ENTRANT_EDITS, SubmissionState
from matchmaker.programmes.models import Call, CallPhase, CallQuestion
from matchmaker.programmes.models.submissions import Submission, SubmissionAnswer
from matchmaker.programmes.scoring.phases import is_running
from matchmaker.programmes.words import SUBMISSION_LABELS
from matchmaker.web.filters import exact_moment
from matchmaker.web.language import localised

IN_PHASE: Final = ENTRANT_EDITS - {SubmissionState.RETURNED}


class SubmissionGap(NamedTuple):
    """What is missing, and the id of the control that mends it; "" for what others have to do."""

    anchor: str
    words: Words


class Meter(NamedTuple):
    """How many of the parts a submission must have are there."""

    done: int
    total: int


def open_until(submission: Submission, now: datetime) -> datetime | None:
    """Say until when its people may change or send a submission; None when they may not now."""
    call, state = submission.call, submission.state
    if call.state is not CallState.PUBLISHED:
        return None
    if state is SubmissionState.RETURNED and submission.complete_by is not None:
        ends = end_of(submission)
        return ends if now < ends else None
    phase = submission_phase(call)
    if state not in IN_PHASE or phase is None or not is_running(phase, now):
        return None
    return phase.ends_at


def why_closed(submission: Submission, now: datetime) -> Words:
    """Say why its people may not change a submission now; "" while they may."""
    call, state, phase = submission.call, submission.state, submission_phase(submission.call)
    if open_until(submission, now) is not None:
        return ""
    if call.state is not CallState.PUBLISHED or phase is None:
        return _("这个征集已经取消。")
    if state not in ENTRANT_EDITS:
        return _("这份申报现在是“%(state)s”，不能再修改。", state=SUBMISSION_LABELS[state])
    if state is SubmissionState.RETURNED:
        ended = exact_moment(end_of(submission))
        return _("补充材料的期限已于北京时间 %(moment)s 截止。", moment=ended)
    if now < phase.starts_at:
        return _("申报从北京时间 %(moment)s 开始。", moment=exact_moment(phase.starts_at))
    return _("申报已于北京时间 %(moment)s 截止。", moment=exact_moment(phase.ends_at))


def end_of(submission: Submission) -> datetime:
    """Give the instant at which the last day for completing a submission ends, in China."""
    day = submission.complete_by or clock.today()
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.CHINA)


def submission_phase(call: Call) -> CallPhase | None:
    """Give the phase in which a call takes submissions."""
    return next((one for one in call.phases if one.kind is PhaseKind.SUBMISSION), None)


def takes_submissions(call: Call, now: datetime) -> bool:
    """Whether a call takes submissions now."""
    phase = submission_phase(call)
    return call.state is CallState.PUBLISHED and phase is not None and is_running(phase, now)


def submission_gaps(submission: Submission) -> list[SubmissionGap]:
    """List what keeps a submission from being complete: own words first, then partners."""
    return [gap for _part, gap in _parts(submission) if gap] + _partner_gaps(submission)


def meter(submission: Submission) -> Meter:
    """Count the parts a submission must have."""
    parts = _parts(submission)
    return Meter(sum(gap is None for _part, gap in parts), len(parts))


def is_answered(question: CallQuestion, answer: SubmissionAnswer | None) -> bool:
    """Whether an answer says something in the way its question asks."""
    if answer is None:
        return False
    kind = question.kind
    if kind is QuestionKind.TEXT:
        return bool(answer.text)
    if kind in {QuestionKind.CHOICE, QuestionKind.CHOICES}:
        return bool(answer.chosen)
    return {
        QuestionKind.NUMBER: answer.number,
        QuestionKind.YES_NO: answer.number,
        QuestionKind.DAY: answer.day,
        QuestionKind.FILE: answer.attachment,
        QuestionKind.OFFERING: answer.offering,
        QuestionKind.CASE: answer.case,
        QuestionKind.DEMAND: answer.demand,
    }[kind] is not None


def _parts(submission: Submission) -> list[tuple[str, SubmissionGap | None]]:
    call = submission.call
    known = {answer.question_id: answer for answer in submission.answers}
    parts = [
        ("title", None if submission.title else SubmissionGap("title", _("请写项目名称。"))),
        ("sector", _sector_gap(submission)),
        ("region", _region_gap(submission)),
    ]
    parts += [
        (question.key, _answer_gap(question, known.get(question.id)))
        for question in call.questions
        if question.is_required
    ]
    return parts


def _sector_gap(submission: Submission) -> SubmissionGap | None:
    if submission.sector is None:
        return SubmissionGap("sector", _("请选择行业。"))
    if submission.call.sectors and submission.sector not in submission.call.sectors:
        return SubmissionGap("sector", _("这个征集不收这个行业，请改选。"))
    return None


def _region_gap(submission: Submission) -> SubmissionGap | None:
    if submission.region_code is None:
        return SubmissionGap("region", _("请选择项目所在的省份。"))
    if submission.call.regions and submission.region_code not in submission.call.regions:
        return SubmissionGap("region", _("这个征集不收这个省份的项目，请改选。"))
    return None


def _answer_gap(question: CallQuestion, answer: SubmissionAnswer | None) -> SubmissionGap | None:
    anchor, label = f"answer_{question.id}", localised(question, "label")
    if not is_answered(question, answer):
        words = (
            _("请上传“%(label)s”。", label=label)
            if question.kind is QuestionKind.FILE
            else _("请回答“%(label)s”。", label=label)
        )
        return SubmissionGap(anchor, words)
    file = answer.attachment if answer else None
    if file is not None and file.scan is Scan.INFECTED:
        words = _("“%(label)s”的文件含有病毒，已经删除。请换一个。", label=label)
        return SubmissionGap(anchor, words)
    return None


def _partner_gaps(submission: Submission) -> list[SubmissionGap]:
    gaps = []
    for partner in submission.partners:
        if partner.declined_at is not None:
            words = _("%(name)s 不同意联合申报，请移除它。", name=partner.name)
            gaps.append(SubmissionGap("partners", words))
        elif partner.organisation_id is not None and partner.agreed_at is None:
            words = _("%(name)s 还没有同意联合申报。", name=partner.name)
            gaps.append(SubmissionGap("partners", words))
    return gaps
