"""Several providers in one response: who is asked, in which role, for which requirements."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Account, Organisation
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.demands.models import Requirement
from matchmaker.engagements.enums.responses import PARTNER_TRANSITIONS, PartnerState
from matchmaker.engagements.models.responses import Response, ResponsePartner
from matchmaker.engagements.operations.notifying import tell_lead, tell_partner
from matchmaker.errors import ConflictError, DomainError
from matchmaker.web.forms import clean_line

PARTNERS_MOST = 8
ROLE_MAX = 80


def add_partner(
    response: Response, name: str, role: str, covers: Sequence[Requirement], *, actor: Account
) -> ResponsePartner:
    """Ask an organisation, by its full name, to stand in a response; it must agree on the site.

    Raises DomainError for a name nobody here acts under, the provider itself or the enterprise,
    no role, and over the limit; ConflictError for one that is asked already.
    """
    organisation = _named(name)
    if organisation.id in {response.provider_id, response.demand.organisation_id}:
        raise DomainError(_("请填另一个单位，不能是本单位或需求方。"), field="organisation")
    said = clean_line(role)
    if not said:
        raise DomainError(_("请写这个伙伴承担什么，例如“终端与模组”。"), field="role")
    if len(said) > ROLE_MAX:
        raise DomainError(_("最多 %(limit)s 个字，请缩短后再提交。", limit=ROLE_MAX), field="role")
    if len(response.partners) >= PARTNERS_MOST:
        raise DomainError(_("最多 %(limit)s 个伙伴。", limit=PARTNERS_MOST))
    partner = ResponsePartner(
        response_id=response.id, organisation=organisation, role=said, covers=list(covers)
    )
    try:
        with db.session.begin_nested():
            audit.created("response_partner.asked", partner, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("已经邀请过这个单位了。")) from error
    db.session.expire(response, ["partners"])
    tell_partner(partner)
    return partner


def remove_partner(partner: ResponsePartner, *, actor: Account) -> None:
    """Take a partner out of a response."""
    audit.happened(
        "response_partner.removed",
        partner,
        actor=actor,
        facts={"response": partner.response_id, "organisation": partner.organisation_id},
    )
    partner.response.partners.remove(partner)


def answer_partnership(partner: ResponsePartner, *, accepts: bool, actor: Account) -> None:
    """Say for the partner whether it stands in the response."""
    target = PartnerState.ACCEPTED if accepts else PartnerState.DECLINED
    with audit.change(f"response_partner.{target.value}", partner, actor=actor):
        _move(partner, target)
    tell_lead(partner)


def _move(partner: ResponsePartner, target: PartnerState) -> None:
    if target not in PARTNER_TRANSITIONS[partner.state]:
        raise ConflictError(_("这个邀请已经答复过了，请刷新页面查看。"))
    partner.state, partner.answered_at = target, clock.now()


def _named(name: str) -> Organisation:
    said = clean_line(name)
    found = db.session.scalars(
        select(Organisation).where(
            Organisation.name == said, Organisation.state == OrganisationState.ACTIVE
        )
    ).first()
    if found is None:
        raise DomainError(
            _("没有找到这个单位。请写全称；对方要先在本站创建单位才能同意。"),
            field="organisation",
        )
    return found
