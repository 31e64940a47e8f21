"""How an engagement begins: the enterprise asks a provider, or a provider asks the enterprise."""

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.models import Account, Organisation
from matchmaker.audit import operations as audit
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.policies import is_public
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import invite_guest
from matchmaker.engagements.enums import EngagementState, Side
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations.moves import WORDS_MAX, move
from matchmaker.engagements.operations.notifying import tell
from matchmaker.engagements.policies import may_invite_to, may_offer_as
from matchmaker.engagements.queries import engagement_of, open_invitations
from matchmaker.errors import ConflictError, DomainError
from matchmaker.matching.queries.pairs import fit_of
from matchmaker.notices.enums import NoticeKind
from matchmaker.web.forms import checked_words

INVITATIONS_MOST = 20  # unanswered ones of a demand


def invite_provider(
    demand: Demand,
    provider: Organisation,
    *,
    offering: Offering | None = None,
    words: str = "",
    actor: Account,
) -> Engagement:
    """Ask a provider to talk about an open demand.

    Raises DomainError for a demand one does not speak for, for one's own organisation, for an
    offering that is not public or not the provider's, and over the limit of unanswered
    invitations; ConflictError where the two are engaged already.
    """
    if not may_invite_to(actor, demand):
        raise DomainError(_("只能为本单位开放中的需求发起对接。"), field="demand")
    if provider.id == demand.organisation_id:
        raise DomainError(_("不能邀请自己的单位。"))
    _check_offering(offering, provider)
    if open_invitations(demand) >= INVITATIONS_MOST:
        raise DomainError(
            _("这条需求已有 %(limit)s 份邀请在等答复，请先等他们答复。", limit=INVITATIONS_MOST)
        )
    made = _opened(demand, provider, offering, words, by_provider=False, actor=actor)
    tell(made, Side.PROVIDER, NoticeKind.ENGAGEMENT_INVITED, words=made.words)
    return made


def offer_engagement(
    demand: Demand,
    provider: Organisation,
    *,
    offering: Offering | None = None,
    words: str = "",
    actor: Account,
) -> Engagement:
    """Ask the people of an open demand to talk with a provider.

    Raises DomainError for a demand that takes nobody, an organisation one does not speak for or
    that posted the demand, and an offering that is not public or not the provider's;
    ConflictError where the two are engaged already.
    """
    if demand.state is not DemandState.OPEN:
        raise DomainError(_("这条需求现在不接受对接。"))
    if not may_offer_as(actor, provider, demand):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"), field="organisation")
    _check_offering(offering, provider)
    made = _opened(demand, provider, offering, words, by_provider=True, actor=actor)
    tell(made, Side.ENTERPRISE, NoticeKind.ENGAGEMENT_OFFERED, words=made.words)
    return made


def _opened(
    demand: Demand,
    provider: Organisation,
    offering: Offering | None,
    words: str,
    *,
    by_provider: bool,
    actor: Account,
) -> Engagement:
    state = EngagementState.OFFERED if by_provider else EngagementState.INVITED
    said = checked_words(words, WORDS_MAX)
    invite_guest(demand, provider)
    known = engagement_of(demand, provider.id)
    if known is not None and known.state is EngagementState.WITHDRAWN:
        return _asked_again(known, state, offering, said, actor)
    if known is not None:
        raise ConflictError(_("您和对方在这条需求上已经有对接了，可以在“我的对接”里查看。"))
    engagement = Engagement(
        demand=demand,
        provider=provider,
        offering=offering,
        state=state,
        opened_by_provider=by_provider,
        words=said,
        fit_tenths=fit_of(demand.id, provider.id, offering.id if offering else None),
    )
    try:
        with db.session.begin_nested():  # the other side may be asking right now
            audit.created("engagement.opened", engagement, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("对方刚刚也发起了对接，请在“我的对接”里查看。")) from error
    return engagement


def _asked_again(
    engagement: Engagement,
    state: EngagementState,
    offering: Offering | None,
    words: str,
    actor: Account,
) -> Engagement:
    with audit.change("engagement.opened_again", engagement, actor=actor):
        move(engagement, state)
        engagement.opened_by_provider = state is EngagementState.OFFERED
        engagement.offering = offering
        engagement.words = words
    return engagement


def _check_offering(offering: Offering | None, provider: Organisation) -> None:
    if offering is None:
        return
    if offering.organisation_id != provider.id or not is_public(offering):
        raise DomainError(_("请选择这个单位已发布的方案。"), field="offering")
