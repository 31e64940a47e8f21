"""The tier of a provider, as a call of the programme ranked it: given, changed, ended by staff."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.queries import speakers_of
from matchmaker.audit import operations as audit
from matchmaker.catalogue.models import ProviderProfile, TierChange
from matchmaker.catalogue.policies import may_set_tier
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all
from matchmaker.web.forms import clean_prose

TIER_MOST: Final = 40
CALL_MOST: Final = 200
REASON_MOST: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TierContent:
    """What a call ranked a provider as; without `until` it has no end."""

    tier: str
    call: str
    until: date | None = None


def set_tier(
    profile: ProviderProfile,
    content: TierContent,
    *,
    reason: str,
    seen_version: int,
    actor: Account,
) -> None:
    """Give a provider a tier, or change the one it has; its people are told why.

    Raises DomainError (fields `tier`, `tier_call`, `until`, `reason`) for what is missing, too
    long or over, ConflictError where the profile was changed meanwhile.
    """
    _check(profile, seen_version, actor)
    if not 0 < len(content.tier) <= TIER_MOST:
        raise DomainError(_("请写等级，最多 %(n)s 个字。", n=TIER_MOST), field="tier")
    if not 0 < len(content.call) <= CALL_MOST:
        raise DomainError(
            _("请写依据的公告或遴选批次，最多 %(n)s 个字。", n=CALL_MOST), field="tier_call"
        )
    if content.until is not None and content.until < clock.today():
        raise DomainError(_("有效期不能早于今天。"), field="until")
    if content == _content_of(profile):
        raise DomainError(_("等级、依据和有效期都没有变，请改了再保存。"), field="tier")
    _change(profile, content, reason, actor, action="provider_profile.tier_set")
    _tell(profile, NoticeKind.TIER_SET, {"tier": content.tier, "call": content.call}, reason)


def end_tier(profile: ProviderProfile, *, reason: str, seen_version: int, actor: Account) -> None:
    """Take the tier off a provider; its people are told why.

    Raises DomainError (field `reason`) without a reason, ConflictError where there is none to end.
    """
    _check(profile, seen_version, actor)
    tier = profile.tier
    if not tier:
        raise ConflictError(_("它现在没有等级，请刷新页面查看。"))
    nothing = TierContent(tier="", call="")
    _change(profile, nothing, reason, actor, action="provider_profile.tier_ended")
    _tell(profile, NoticeKind.TIER_ENDED, {"tier": tier}, reason)


def _check(profile: ProviderProfile, seen_version: int, actor: Account) -> None:
    if not may_set_tier(actor, profile):
        raise ForbiddenError(_("您不能评定这个单位，请让别的运营人员处理。"))
    if seen_version != profile.version:
        raise ConflictError(_("您打开页面之后，这份档案已被改动，请刷新页面再决定。"))


def _content_of(profile: ProviderProfile) -> TierContent:
    return TierContent(tier=profile.tier, call=profile.tier_call, until=profile.tier_until)


def _change(
    profile: ProviderProfile, content: TierContent, reason: str, actor: Account, *, action: str
) -> None:
    said = clean_prose(reason)
    if not 0 < len(said) <= REASON_MOST:
        raise DomainError(
            _("请写明理由，最多 %(n)s 个字；对方会看到。", n=REASON_MOST), field="reason"
        )
    with audit.change(action, profile, actor=actor):
        profile.tier, profile.tier_call = content.tier, content.call
        profile.tier_until = content.until
    db.session.add(
        TierChange(
            profile_id=profile.id,
            tier=content.tier,
            tier_call=content.call,
            tier_until=content.until,
            reason=said,
            actor_id=actor.id,
        )
    )
    db.session.flush()


def _tell(profile: ProviderProfile, kind: NoticeKind, facts: dict[str, str], reason: str) -> None:
    organisation = profile.organisation
    notify_all(
        speakers_of(organisation),
        kind,
        facts={"organisation": organisation.name, **facts, "words": clean_prose(reason)},
        endpoint="catalogue.provider",
        values={"organisation_id": organisation.id},
    )
