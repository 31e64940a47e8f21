"""What staff decide on organisations: verified or not, suspended, restored, revoked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.enums import (
    ORGANISATION_TRANSITIONS,
    PART_REASONS,
    OrganisationState,
    PartKind,
    PartState,
    StandingReason,
    VerificationReason,
    VerificationState,
)
from matchmaker.accounts.models import Account, Organisation, Verification
from matchmaker.accounts.operations.verification import move
from matchmaker.accounts.policies import is_member
from matchmaker.accounts.queries import speakers_of
from matchmaker.accounts.words import STANDING_REASONS, VERIFICATION_REASONS
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError, Words
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.operations import decide
from matchmaker.moderation.words import decision_words
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all

VERIFIED_YEARS: Final = 1
RENEWED_FROM: Final = timedelta(days=60)  # a renewal this close to the end loses no day
LEAP_DAY: Final = (2, 29)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartVerdict:
    """What staff found of one part; a part to mend has reasons or words."""

    is_passed: bool
    reasons: Sequence[VerificationReason] = ()
    words: str = ""


def approve_verification(
    verification: Verification, *, words: str = "", seen_version: int, actor: Account
) -> None:
    """Verify an organisation for a year under the name and code it applied with.

    All parts pass with it. Raises ConflictError when somebody else was faster, DomainError when
    the code belongs to another organisation by now.
    """
    _check_decidable(verification, seen_version, actor)
    if any(part.attachment and not part.attachment.is_clean for part in verification.parts):
        raise DomainError(
            _("有文件还没有检查完病毒，或已被删除。请打开核对过再通过，打不开就退回。")
        )
    with audit.change("verification.approved", verification, actor=actor):
        _close(verification, VerificationState.APPROVED)
        for part in verification.parts:
            part.state, part.reasons, part.words = PartState.PASSED, [], ""
    decide(verification, Outcome.APPROVED, words=words, actor=actor)
    organisation = verification.organisation
    until = _verified_until(organisation)
    try:
        with (
            db.session.begin_nested(),
            audit.change("organisation.verified", organisation, actor=actor),
        ):
            organisation.name, organisation.uscc = verification.legal_name, verification.uscc
            organisation.verified_at, organisation.verified_until = clock.now(), until
            organisation.reminded_days = None
    except IntegrityError:
        raise DomainError(
            _("这个统一社会信用代码已有别的单位登记，请先核对是不是同一个单位。")
        ) from None
    _tell(
        organisation,
        NoticeKind.VERIFICATION_APPROVED,
        {**_facts(organisation, words), "until": until.isoformat()},
    )


def return_verification(
    verification: Verification,
    verdicts: Mapping[PartKind, PartVerdict],
    *,
    words: str,
    seen_version: int,
    actor: Account,
) -> None:
    """Send an application back: what passed stays passed, the rest says what to mend.

    Raises DomainError where nothing is to be mended or a part to mend says neither reason nor
    words, ConflictError when somebody else was faster.
    """
    _check_decidable(verification, seen_version, actor)
    to_mend = {kind: verdict for kind, verdict in verdicts.items() if not verdict.is_passed}
    if not to_mend:
        raise DomainError(_("退回前请标出要修改的部分；都没有问题就请通过。"))
    for kind, verdict in to_mend.items():
        if not (verdict.reasons or verdict.words):
            raise DomainError(_("请为要修改的部分选原因，或写一句话说明。"), field=kind.value)
        if set(verdict.reasons) - set(PART_REASONS[kind]):
            raise DomainError(_("这个原因不适用于这一部分。"), field=kind.value)
    with audit.change("verification.returned", verification, actor=actor):
        move(verification, VerificationState.RETURNED)
        for kind, verdict in verdicts.items():
            part = verification.part(kind)
            part.state = PartState.PASSED if verdict.is_passed else PartState.TO_MEND
            part.reasons = [] if verdict.is_passed else [reason.value for reason in verdict.reasons]
            part.words = "" if verdict.is_passed else verdict.words
    reasons = [reason for verdict in to_mend.values() for reason in verdict.reasons]
    said = [verdict.words for verdict in to_mend.values() if verdict.words]
    whole = "\n".join(filter(None, [*said, words]))
    decide(verification, Outcome.RETURNED, reasons=reasons, words=whole, actor=actor)
    mine = verification.organisation
    told = decision_words(reasons, VERIFICATION_REASONS, whole)
    _tell(mine, NoticeKind.VERIFICATION_RETURNED, _facts(mine, told))


def refuse_verification(
    verification: Verification,
    reasons: Sequence[VerificationReason],
    *,
    words: str,
    seen_version: int,
    actor: Account,
) -> None:
    """Turn an application down; the organisation may apply again with a new one."""
    _check_decidable(verification, seen_version, actor)
    decide(verification, Outcome.REFUSED, reasons=reasons, words=words, actor=actor)
    with audit.change("verification.refused", verification, actor=actor):
        _close(verification, VerificationState.REFUSED)
    mine = verification.organisation
    told = decision_words(reasons, VERIFICATION_REASONS, words)
    _tell(mine, NoticeKind.VERIFICATION_REFUSED, _facts(mine, told))


def reopen_verification(
    verification: Verification, *, words: str, seen_version: int, actor: Account
) -> None:
    """Take an application up again that was refused: it waits on from the day it was handed in.

    Raises ConflictError where it is not refused, was changed meanwhile, or the organisation has
    begun another one since, DomainError (field "words") without a word of why.
    """
    _check_not_own(verification.organisation, actor)
    if seen_version != verification.version or verification.state is not VerificationState.REFUSED:
        raise ConflictError(_("这份申请已被改动或已有结论，请刷新页面查看。"))
    decide(verification, Outcome.RESTORED, words=words, actor=actor)
    try:
        with (
            db.session.begin_nested(),
            audit.change("verification.reopened", verification, actor=actor),
        ):
            move(verification, VerificationState.SUBMITTED)
            verification.closed_at = None
    except IntegrityError:
        raise ConflictError(_("这个单位已经有了新的申请，请处理新的那一份。")) from None
    mine = verification.organisation
    _tell(mine, NoticeKind.VERIFICATION_REOPENED, _facts(mine, words))


def revoke_verification(
    organisation: Organisation,
    reasons: Sequence[StandingReason],
    *,
    words: str,
    seen_version: int,
    actor: Account,
) -> None:
    """End a verification before its time: nothing new is published until it is verified again."""
    _check_judge(organisation, seen_version, actor)
    if organisation.verified_until is None:
        raise ConflictError(_("这个单位没有有效的认证，请刷新页面查看。"))
    decide(organisation, Outcome.REVOKED, reasons=reasons, words=words, actor=actor)
    with audit.change("organisation.verification_revoked", organisation, actor=actor):
        organisation.verified_at = organisation.verified_until = None
    told = decision_words(reasons, STANDING_REASONS, words)
    _tell(organisation, NoticeKind.VERIFICATION_REVOKED, _facts(organisation, told))


def suspend_organisation(
    organisation: Organisation,
    reasons: Sequence[StandingReason],
    *,
    words: str,
    seen_version: int,
    actor: Account,
) -> None:
    """Take an organisation out of public sight; all it published leaves lists and matches."""
    _check_judge(organisation, seen_version, actor)
    decide(organisation, Outcome.SUSPENDED, reasons=reasons, words=words, actor=actor)
    with audit.change("organisation.suspended", organisation, actor=actor):
        _stand(organisation, OrganisationState.SUSPENDED)
    told = decision_words(reasons, STANDING_REASONS, words)
    _tell(organisation, NoticeKind.ORGANISATION_SUSPENDED, _facts(organisation, told))


def restore_organisation(
    organisation: Organisation, *, words: str, seen_version: int, actor: Account
) -> None:
    """Bring a suspended organisation back; what it had published is public again."""
    _check_judge(organisation, seen_version, actor)
    decide(organisation, Outcome.RESTORED, reasons=(), words=words, actor=actor)
    with audit.change("organisation.restored", organisation, actor=actor):
        _stand(organisation, OrganisationState.ACTIVE)
    _tell(organisation, NoticeKind.ORGANISATION_RESTORED, _facts(organisation, words))


def _check_decidable(verification: Verification, seen_version: int, actor: Account) -> None:
    _check_not_own(verification.organisation, actor)
    if (
        seen_version != verification.version
        or verification.state is not VerificationState.SUBMITTED
    ):
        raise ConflictError(_("这份申请已被改动或已有结论，请刷新页面查看。"))


def _check_judge(organisation: Organisation, seen_version: int, actor: Account) -> None:
    _check_not_own(organisation, actor)
    if seen_version != organisation.version:
        raise ConflictError(_("您打开页面之后，这个单位已被改动，请刷新页面再决定。"))


def _check_not_own(organisation: Organisation, actor: Account) -> None:
    if is_member(actor, organisation):
        raise ForbiddenError(_("您是这个单位的成员，请让别的运营人员审核。"))


def _close(verification: Verification, target: VerificationState) -> None:
    move(verification, target)
    verification.closed_at = clock.now()


def _stand(organisation: Organisation, target: OrganisationState) -> None:
    if target not in ORGANISATION_TRANSITIONS[organisation.state]:
        raise ConflictError(_("这个单位现在的状态不允许这样做，请刷新页面查看。"))
    organisation.state = target


def _verified_until(organisation: Organisation) -> date:
    """A year from today, or from the end of what is just running out."""
    today, until = clock.today(), organisation.verified_until
    start = until if until and today <= until <= today + RENEWED_FROM else today
    if (start.month, start.day) == LEAP_DAY:
        start -= timedelta(days=1)
    return start.replace(year=start.year + VERIFIED_YEARS)


def _facts(organisation: Organisation, words: Words) -> dict[str, Words]:
    return {"organisation": organisation.name, "words": words}


def _tell(organisation: Organisation, kind: NoticeKind, facts: dict[str, Words]) -> None:
    notify_all(
        speakers_of(organisation),
        kind,
        facts=facts,
        endpoint="accounts.verification",
        values={"organisation_id": organisation.id},
    )
