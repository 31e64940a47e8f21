"""Regional bodies: what they say of a submission, and who they are."""

from collections.abc import Sequence
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Account, Organisation
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.enums.submissions import SubmissionReason, SubmissionState
from matchmaker.programmes.models.submissions import RegionalBody, Submission
from matchmaker.programmes.operations.phases import check_running
from matchmaker.programmes.operations.states import move_submission
from matchmaker.programmes.operations.submissions.deciding import leave_out
from matchmaker.programmes.operations.submissions.holding import hold
from matchmaker.programmes.operations.submissions.telling import tell_entrant
from matchmaker.taxonomy.enums import RegionLevel
from matchmaker.taxonomy.models import Region
from matchmaker.web.forms import checked_words, clean_line

WORDS_MAX: Final = 1_000


def recommend(
    submission: Submission, body: RegionalBody, words: str, *, seen_version: int, actor: Account
) -> None:
    """Recommend a submission for a regional body, with words for staff and reviewers.

    Raises ConflictError outside the phase of recommending and when somebody was faster.
    """
    check_running(submission.call, PhaseKind.RECOMMENDATION)
    said = checked_words(words, WORDS_MAX)
    if not said:
        raise DomainError(_("请写推荐意见，工作人员和评审人会看到。"), field="words")
    hold(submission, seen_version)
    with audit.change("submission.recommended", submission, actor=actor):
        move_submission(submission, SubmissionState.RECOMMENDED)
        submission.recommended_at, submission.recommender_id = clock.now(), actor.id
        submission.body, submission.recommendation = body.organisation, said
    tell_entrant(submission, NoticeKind.SUBMISSION_RECOMMENDED, words=said)


def refuse_to_recommend(
    submission: Submission,
    *,
    reasons: Sequence[SubmissionReason],
    words: str,
    seen_version: int,
    actor: Account,
) -> None:
    """Say that a regional body does not recommend a submission, and why; that leaves it out.

    Raises DomainError without a reason or words; ConflictError outside the phase of recommending
    and when somebody was faster.
    """
    check_running(submission.call, PhaseKind.RECOMMENDATION)
    if not reasons and not words.strip():
        raise DomainError(_("请选择原因，或写一句说明，让对方知道为什么。"), field="reasons")
    hold(submission, seen_version)
    if submission.state is not SubmissionState.SUBMITTED:
        raise ConflictError(_("这份申报的状态刚刚改变了，请刷新页面查看。"))
    leave_out(submission, [*reasons, SubmissionReason.NOT_RECOMMENDED], words, actor=actor)


def appoint_body(name: str, region: Region, *, actor: Account) -> RegionalBody:
    """Let an organisation, by its full name, recommend submissions of a province from now on.

    Raises DomainError for a name nobody here acts under or a region that is no province;
    ConflictError where it is appointed already.
    """
    if region.level is not RegionLevel.PROVINCE:
        raise DomainError(_("请选择一个省份。"), field="region")
    found = db.session.scalars(
        select(Organisation).where(
            Organisation.name == clean_line(name), Organisation.state == OrganisationState.ACTIVE
        )
    ).first()
    if found is None:
        raise DomainError(
            _("没有找到这个单位。请写全称；它要先在本站创建单位。"), field="organisation"
        )
    ended = db.session.scalars(
        select(RegionalBody).where(
            RegionalBody.organisation_id == found.id, RegionalBody.region_code == region.code
        )
    ).first()
    if ended is not None and not ended.is_in_force:
        with audit.change("regional_body.appointed", ended, actor=actor):
            ended.ends_on, ended.appointed_at = None, clock.now()
        return ended
    body = RegionalBody(organisation=found, region_code=region.code, appointed_at=clock.now())
    try:
        with db.session.begin_nested():
            audit.created("regional_body.appointed", body, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("它已经是这个省份的推荐单位。"), field="organisation") from error
    return body


def end_body(body: RegionalBody, *, actor: Account) -> None:
    """Let a regional body recommend no more, from today on; what it said stands."""
    if not body.is_in_force:
        raise ConflictError(_("它已经不再是推荐单位，请刷新页面查看。"))
    with audit.change("regional_body.ended", body, actor=actor):
        body.ends_on = clock.today()
