"""Who submits jointly: one known here agrees itself, another is only named."""

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
from matchmaker.programmes.models.submissions import Submission, SubmissionPartner
from matchmaker.programmes.operations.submissions.holding import check_open
from matchmaker.programmes.operations.submissions.telling import tell_entrant, tell_partner
from matchmaker.web.forms import clean_line

PARTNERS_MOST: Final = 8
NAME_MAX: Final = 200
ROLE_MAX: Final = 200


def add_submission_partner(
    submission: Submission, name: str, role: str, *, actor: Account
) -> SubmissionPartner:
    """Name who enters jointly and what they do; one known here by this name is asked to agree.

    Raises DomainError where the call takes no joint entries, for the organisation itself, without
    a name or a role, and over the limit; ConflictError for one that is named already and when the
    submission may not change any more.
    """
    check_open(submission)
    if not submission.call.may_be_joint:
        raise DomainError(_("这个征集不收联合申报。"))
    said, does = clean_line(name), clean_line(role)
    if not said or len(said) > NAME_MAX:
        raise DomainError(_("请填单位全称，最多 %(n)s 个字。", n=NAME_MAX), field="organisation")
    if not does or len(does) > ROLE_MAX:
        raise DomainError(
            _("请写它承担什么，最多 %(n)s 个字，例如“网络建设”。", n=ROLE_MAX), field="role"
        )
    if len(submission.partners) >= PARTNERS_MOST:
        raise DomainError(_("最多 %(limit)s 个联合申报单位。", limit=PARTNERS_MOST))
    if said == submission.organisation.name:
        raise DomainError(_("请填另一个单位，不能是本单位。"), field="organisation")
    if said in {one.name for one in submission.partners}:
        raise ConflictError(_("这个单位已经在里面了。"), field="organisation")
    known = db.session.scalars(
        select(Organisation).where(
            Organisation.name == said, Organisation.state == OrganisationState.ACTIVE
        )
    ).first()
    partner = SubmissionPartner(
        submission_id=submission.id, organisation=known, name=said, role=does
    )
    try:
        with db.session.begin_nested():
            audit.created("submission_partner.asked", partner, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("这个单位已经在里面了。"), field="organisation") from error
    db.session.expire(submission, ["partners"])
    tell_partner(partner)
    return partner


def remove_submission_partner(partner: SubmissionPartner, *, actor: Account) -> None:
    """Take a partner out."""
    check_open(partner.submission)
    facts = {"submission": partner.submission_id, "name": partner.name}
    audit.happened("submission_partner.removed", partner, actor=actor, facts=facts)
    partner.submission.partners.remove(partner)


def answer_submission_partner(partner: SubmissionPartner, *, agrees: bool, actor: Account) -> None:
    """Say for the partner whether it enters jointly; it may think again while this may change.

    Raises ConflictError once the submission may not change any more.
    """
    check_open(partner.submission)
    action = "submission_partner.agreed" if agrees else "submission_partner.declined"
    now = clock.now()
    with audit.change(action, partner, actor=actor):
        partner.agreed_at = (partner.agreed_at or now) if agrees else None
        partner.declined_at = None if agrees else (partner.declined_at or now)
    tell_entrant(partner.submission, NoticeKind.SUBMISSION_PARTNER_ANSWERED, words=partner.name)
