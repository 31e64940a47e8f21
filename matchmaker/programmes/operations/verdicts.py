"""Verdicts on reviewed submissions: given one by one, applied together after a preview."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError, raise_all
from matchmaker.programmes.enums import CallKind, PhaseKind
from matchmaker.programmes.enums.results import VerdictReason
from matchmaker.programmes.enums.submissions import DECIDED, SubmissionState, Verdict
from matchmaker.programmes.models import Call, CallQuota
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.phases import check_running
from matchmaker.programmes.operations.states import move_submission
from matchmaker.programmes.policies.results import may_judge
from matchmaker.programmes.queries.results import (
    JUDGED,
    Ranking,
    ranking_of,
    reviewed_submissions,
)
from matchmaker.programmes.queries.reviews import totals_of
from matchmaker.web.filters import exact_moment
from matchmaker.web.forms import checked_words, clean_line
from matchmaker.web.language import localised
from matchmaker.web.versions import OVERTAKEN

LEVEL_MAX: Final = 40
WORDS_MAX: Final = 1_000


@dataclass(frozen=True, slots=True)
class VerdictGiven:
    """What staff mean to decide: a level for what is selected, reasons and words for the rest."""

    verdict: Verdict
    level: str = ""
    reasons: Sequence[VerdictReason] = ()
    words: str = ""


def check_deciding(call: Call) -> None:
    """Raise ConflictError before decisions begin: with their phase, else when reviewing is over.

    What is decided late is on public notice for days of its own (`scoring.notices`).
    """
    kinds = {phase.kind: phase for phase in call.phases}
    deciding = kinds.get(PhaseKind.DECISION)
    if deciding is None:
        _check_scores_final(call)
        return
    if deciding.ends_at is None or clock.now() < deciding.ends_at:
        check_running(call, PhaseKind.DECISION)


def give_verdict(
    submission: Submission, given: VerdictGiven, *, seen_version: int, actor: Account
) -> None:
    """Say what is meant to be decided on a submission; nobody but staff sees it yet.

    Raises ForbiddenError for what concerns an organisation of one's own, ConflictError where
    another was faster or the time is not right, DomainError (fields `verdict`, `level`,
    `reasons`, `words`) for what is missing.
    """
    _check_open(submission, seen_version, actor)
    level = clean_line(given.level)
    words = checked_words(given.words, WORDS_MAX)
    is_selected = given.verdict is Verdict.SELECTED
    raise_all(_faults(submission, given, level, words))
    with audit.change("submission.judged", submission, actor=actor):
        submission.verdict = given.verdict
        submission.verdict_level = level if is_selected else ""
        submission.verdict_reasons = (
            [] if is_selected else sorted({reason.value for reason in given.reasons})
        )
        submission.verdict_words = words
        submission.judged_at, submission.judge_id = clock.now(), actor.id


def propose_verdicts(call: Call, level: str, *, actor: Account) -> int:
    """Fill in a verdict for everything reviewed that has none, as the ranking goes.

    Above the line is selected, what was vetoed is on hold, what nobody reviewed stays open, the
    rest has no place left. Gives how many were filled in; submissions of the actor's own
    organisations are left to others.
    """
    check_deciding(call)
    ranking = _locked(call)
    named = _checked_level(call, clean_line(level))
    filled_in = 0
    for line in ranking.lines:
        row = line.submission
        is_open = row.state is SubmissionState.ACCEPTED and row.verdict is None
        if not is_open or line.total is None or not may_judge(actor, row):
            continue
        if line.place.scored.is_vetoed:
            given = VerdictGiven(Verdict.ON_HOLD, reasons=[VerdictReason.VETO])
        elif line.place.is_above:
            given = VerdictGiven(Verdict.SELECTED, level=named)
        else:
            given = VerdictGiven(Verdict.NOT_SELECTED, reasons=[VerdictReason.BELOW_LINE])
        give_verdict(row, given, seen_version=row.version, actor=actor)
        filled_in += 1
    if not filled_in:
        raise ConflictError(_("没有可以预填的：每份都有决定了，或还没有评审分数。"))
    return filled_in


def apply_verdicts(call: Call, digest: str, *, actor: Account) -> int:
    """Make all verdicts of a call what the preview showed, together; gives how many.

    Raises ConflictError while scores may still change, where there is no verdict, or one or a total
    changed since the preview (`digest`); DomainError for a quota that is exceeded, or a veto that
    came after something was to be selected; ForbiddenError where one concerns an organisation
    of one's own. Two people at once: the second finds nothing to apply.
    """
    check_deciding(call)
    _check_scores_final(call)
    ranking = _locked(call)
    pending = ranking.pending
    if not pending:
        raise ConflictError(_("没有要生效的决定。同事可能刚刚让它们生效了，请刷新页面查看。"))
    if ranking.digest != digest:
        raise ConflictError(_("您预览之后有决定改变了。请再看一遍预览，然后生效。"))
    if not all(may_judge(actor, line.submission) for line in pending):
        raise ForbiddenError(_("其中有您所在单位的申报，请让别的工作人员来生效。"))
    raise_all(
        DomainError(
            _(
                "%(scope)s的名额是 %(places)s 个，选了 %(taken)s 个。请改决定。",
                scope=quota_words(one.quota),
                places=one.quota.places,
                taken=one.taken,
            )
        )
        for one in ranking.filled
        if one.is_over and isinstance(one.quota, CallQuota)
    )
    raise_all(
        DomainError(_("“%(title)s”被一票否决，不能入选。请改决定。", title=line.submission.title))
        for line in pending
        if line.place.scored.is_vetoed
        and line.submission.verdict is Verdict.SELECTED
        and line.submission.state is not SubmissionState.ON_HOLD  # released with words of its own
    )
    for line in pending:
        row = line.submission
        target = DECIDED[Verdict(row.verdict)] if row.verdict else row.state
        with audit.change("submission.decided", row, actor=actor):
            if target is not row.state:
                move_submission(row, target)
            row.decided_at = clock.now()
            _clear(row)
    return len(pending)


def _check_scores_final(call: Call) -> None:
    review = next((one for one in call.phases if one.kind is PhaseKind.REVIEW), None)
    if review is not None and review.ends_at is not None and clock.now() < review.ends_at:
        raise ConflictError(
            _("评审还没有结束：北京时间 %(moment)s 结束。", moment=exact_moment(review.ends_at))
        )


def quota_words(quota: CallQuota) -> str:
    """Name what a quota is for."""
    part = quota.sector or quota.region
    return localised(part) if part is not None else str(_("全部"))


def _locked(call: Call) -> Ranking:
    # The call's row is the one thing all who decide on it hold: the second waits for the first.
    db.session.refresh(call, with_for_update=True)
    rows = db.session.scalars(reviewed_submissions(call).with_for_update(of=Submission)).all()
    return ranking_of(call, rows)


def _check_open(submission: Submission, seen_version: int, actor: Account) -> None:
    if not may_judge(actor, submission):
        raise ForbiddenError(_("这是您所在单位的申报，请让别的工作人员决定。"))
    if seen_version != submission.version:
        raise ConflictError(OVERTAKEN)
    if submission.state not in JUDGED:
        raise ConflictError(_("这份申报不在评审之后等待决定，请刷新页面查看。"))
    check_deciding(submission.call)


def _faults(
    submission: Submission, given: VerdictGiven, level: str, words: str
) -> list[DomainError]:
    found: list[DomainError] = []
    total = totals_of(submission.call).get(submission.id)
    if given.verdict is Verdict.SELECTED:
        if total is None:
            found.append(DomainError(_("还没有人交评审意见，不能入选。"), field="verdict"))
        elif total.vetoed and submission.state is not SubmissionState.ON_HOLD:
            found.append(
                DomainError(_("有一票否决的标准得了 0 分，只能暂缓或不入选。"), field="verdict")
            )
        elif total.vetoed and not words:
            found.append(DomainError(_("请写明为什么可以解除暂缓。"), field="words"))
        try:
            _checked_level(submission.call, level)
        except DomainError as fault:
            found.append(fault)
    elif not (given.reasons or words):
        found.append(DomainError(_("请选择原因，或写一句说明，对方会看到。"), field="reasons"))
    return found


def _checked_level(call: Call, level: str) -> str:
    if call.kind is CallKind.PROVIDERS and not level:
        raise DomainError(_("服务商征集要写等级，例如“一级”。"), field="level")
    if len(level) > LEVEL_MAX:
        raise DomainError(_("等级最多 %(n)s 个字。", n=LEVEL_MAX), field="level")
    return level


def _clear(submission: Submission) -> None:
    submission.verdict, submission.judged_at = None, None
