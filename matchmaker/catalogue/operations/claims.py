"""Claiming an unclaimed profile, and what staff decide on it."""

from collections.abc import Callable, Sequence
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import is_member, may_act_for
from matchmaker.accounts.queries import speakers_of
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.operations import keep_attachment
from matchmaker.audit import operations as audit
from matchmaker.catalogue.enums import CLAIM_TRANSITIONS, ClaimReason, ClaimState
from matchmaker.catalogue.models import CasePart, Claim, Offering, ProviderProfile, TierChange
from matchmaker.catalogue.queries.claims import others_claiming, undecided_claims_of
from matchmaker.catalogue.words import CLAIM_REASONS
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError, Words
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.operations import decide
from matchmaker.moderation.words import decision_words
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all
from matchmaker.web.forms import clean_prose

WORDS_MIN: Final = 10
WORDS_MAX: Final = 1_000
UNDECIDED_MOST: Final = 3  # a person
Follower = Callable[[Organisation, Organisation], None]
_followers: list[Follower] = []


def follow_claims(follower: Follower) -> None:
    """Have a later slice move what it holds of an unclaimed organisation (first) to its claimant.

    For the whole process, and again without harm.
    """
    if follower not in _followers:
        _followers.append(follower)


def make_claim(
    provider: Organisation,
    organisation: Organisation,
    words: str,
    upload: FileStorage | None,
    *,
    actor: Account,
) -> Claim:
    """Ask for an unclaimed profile in the name of one's organisation; staff decide.

    Raises DomainError naming the field, ConflictError where it is claimed or asked for already.
    """
    said = _checked_words(words)
    if not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"), field="organisation")
    if provider.state is not OrganisationState.UNCLAIMED or provider.merged_into_id:
        raise ConflictError(_("这个档案已经有单位认领。"))
    if undecided_claims_of(actor) >= UNDECIDED_MOST:
        raise DomainError(
            _(
                "您已有 %(limit)s 份没有结果的认领申请，请等审核完成或撤回其中一份。",
                limit=UNDECIDED_MOST,
            )
        )
    if upload is None:
        raise DomainError(_("请上传证明材料，例如营业执照或项目合同的首页。"), field="file")
    kept = keep_attachment(upload, purpose=Purpose.EVIDENCE, actor=actor)
    claim = Claim(
        provider=provider, organisation=organisation, claimant=actor, words=said, attachment=kept
    )
    try:
        with db.session.begin_nested():
            audit.created("claim.made", claim, actor=actor)
    except IntegrityError:
        raise ConflictError(_("您的单位已经申请认领这个档案，请等审核结果。")) from None
    return claim


def mend_claim(claim: Claim, words: str, upload: FileStorage | None, *, actor: Account) -> None:
    """Hand a returned claim in again, with better words or another file."""
    said = _checked_words(words)
    kept = keep_attachment(upload, purpose=Purpose.EVIDENCE, actor=actor) if upload else None
    with audit.change("claim.mended", claim, actor=actor):
        _move(claim, ClaimState.SUBMITTED)
        claim.words, claim.submitted_at = said, clock.now()
        claim.attachment = kept or claim.attachment


def withdraw_claim(claim: Claim, *, actor: Account) -> None:
    """Take a claim back."""
    with audit.change("claim.withdrawn", claim, actor=actor):
        _close(claim, ClaimState.WITHDRAWN)


def return_claim(
    claim: Claim, reasons: Sequence[ClaimReason], *, words: str, seen_version: int, actor: Account
) -> None:
    """Ask for better evidence."""
    _check_decidable(claim, seen_version, actor)
    decide(claim, Outcome.RETURNED, reasons=reasons, words=words, actor=actor)
    with audit.change("claim.returned", claim, actor=actor):
        _move(claim, ClaimState.RETURNED)
    _tell(claim, NoticeKind.CLAIM_RETURNED, decision_words(reasons, CLAIM_REASONS, words))


def refuse_claim(
    claim: Claim, reasons: Sequence[ClaimReason], *, words: str, seen_version: int, actor: Account
) -> None:
    """Turn a claim down."""
    _check_decidable(claim, seen_version, actor)
    _refuse(claim, reasons, words, actor)


def approve_claim(claim: Claim, *, words: str, seen_version: int, actor: Account) -> None:
    """Give the profile to the claimant's organisation: all it holds moves there.

    Profile (where the claimant has none), offerings, parts in cases, the key of the seeds and the
    names it is known by; sources stay with them. Its address leads to the claimant's from then
    on. Other claims to it are refused with that reason. It cannot be taken back: what moved may
    have been changed, matched and answered since.
    """
    _check_decidable(claim, seen_version, actor)
    provider, organisation = claim.provider, claim.organisation
    if provider.merged_into_id or organisation.state is not OrganisationState.ACTIVE:
        raise ConflictError(_("这个档案已被认领，或申请单位现在不能认领，请刷新页面查看。"))
    if claim.attachment is not None and not claim.attachment.is_clean:
        raise DomainError(_("证明材料还没有检查完病毒，或已被删除。请打开核对过再通过。"))
    decide(claim, Outcome.APPROVED, reasons=(), words=words, actor=actor)
    with audit.change("claim.approved", claim, actor=actor):
        _close(claim, ClaimState.APPROVED)
    _move_content(provider, organisation, actor=actor)
    for follower in _followers:
        follower(provider, organisation)
    for other in others_claiming(claim):
        _refuse(other, [ClaimReason.GIVEN_TO_ANOTHER], "", actor)
    _tell(claim, NoticeKind.CLAIM_APPROVED, words)


def reopen_claim(claim: Claim, *, words: str, seen_version: int, actor: Account) -> None:
    """Take a claim up again that was refused: it waits on from the day it was made.

    Raises ConflictError where it is not refused, was changed meanwhile, somebody has taken the
    profile over, or another claim to it waits; DomainError (field "words") without a word of why.
    """
    if is_member(actor, claim.organisation):
        raise ForbiddenError(_("您是这个单位的成员，请让别的运营人员审核。"))
    if seen_version != claim.version or claim.state is not ClaimState.REFUSED:
        raise ConflictError(_("这份申请已被改动或已有结论，请刷新页面查看。"))
    if claim.provider.merged_into_id is not None:
        raise ConflictError(_("这个档案已经被认领，不能再处理这份申请。"))
    decide(claim, Outcome.RESTORED, words=words, actor=actor)
    try:
        with db.session.begin_nested(), audit.change("claim.reopened", claim, actor=actor):
            _move(claim, ClaimState.SUBMITTED)
            claim.closed_at = None
    except IntegrityError:
        raise ConflictError(_("申请单位已经有了新的申请，请处理新的那一份。")) from None
    _tell(claim, NoticeKind.CLAIM_REOPENED, words)


def _move_content(provider: Organisation, organisation: Organisation, *, actor: Account) -> None:
    _move_profile(provider, organisation, actor=actor)
    offerings = select(Offering).where(Offering.organisation_id == provider.id)
    for offering in db.session.scalars(offerings).all():
        with audit.change("offering.claimed", offering, actor=actor):
            offering.organisation = organisation
    _move_parts(provider, organisation)
    key, names = provider.key, [provider.name, *provider.aliases]
    with audit.change("organisation.merged", provider, actor=actor):
        provider.key, provider.merged_into_id = None, organisation.id
    db.session.flush()  # the key is free only now
    with audit.change("organisation.claimed_profile", organisation, actor=actor):
        organisation.key = organisation.key or key
        known = dict.fromkeys([*organisation.aliases, *names])
        organisation.aliases = [name for name in known if name != organisation.name]
        organisation.name_en = organisation.name_en or provider.name_en
        organisation.region_code = organisation.region_code or provider.region_code
        organisation.website = organisation.website or provider.website


def _move_profile(provider: Organisation, organisation: Organisation, *, actor: Account) -> None:
    known, own = (
        db.session.scalars(
            select(ProviderProfile).where(ProviderProfile.organisation_id == row.id)
        ).first()
        for row in (provider, organisation)
    )
    if known is None:
        return
    if own is None:
        with audit.change("provider_profile.claimed", known, actor=actor):
            known.organisation = organisation
        return
    with audit.change("provider_profile.merged", own, actor=actor):
        own.source_urls = list(dict.fromkeys([*own.source_urls, *known.source_urls]))
        own.summary = own.summary or known.summary
        if not own.tier:
            own.tier, own.tier_call, own.tier_until = known.tier, known.tier_call, known.tier_until
    changes = select(TierChange).where(TierChange.profile_id == known.id)
    for change in db.session.scalars(changes).all():
        change.profile = own
    db.session.flush()  # else they would go with the profile
    audit.happened("provider_profile.merged_away", known, actor=actor)
    db.session.delete(known)


def _move_parts(provider: Organisation, organisation: Organisation) -> None:
    statement = select(CasePart).where(CasePart.organisation_id == organisation.id)
    present = {part.case_id: part for part in db.session.scalars(statement)}
    parts = select(CasePart).where(CasePart.organisation_id == provider.id)
    for part in db.session.scalars(parts).all():
        mine = present.get(part.case_id)
        if mine is None:
            part.organisation = organisation
        else:
            mine.role = mine.role or part.role
            part.case.parts.remove(part)


def _refuse(claim: Claim, reasons: Sequence[ClaimReason], words: str, actor: Account) -> None:
    decide(claim, Outcome.REFUSED, reasons=reasons, words=words, actor=actor)
    with audit.change("claim.refused", claim, actor=actor):
        _close(claim, ClaimState.REFUSED)
    _tell(claim, NoticeKind.CLAIM_REFUSED, decision_words(reasons, CLAIM_REASONS, words))


def _checked_words(words: str) -> str:
    said = clean_prose(words)
    if not WORDS_MIN <= len(said) <= WORDS_MAX:
        raise DomainError(
            _(
                "请写 %(low)s 到 %(high)s 个字，说明您的单位与这个档案的关系。",
                low=WORDS_MIN,
                high=WORDS_MAX,
            ),
            field="words",
        )
    return said


def _check_decidable(claim: Claim, seen_version: int, actor: Account) -> None:
    if is_member(actor, claim.organisation):
        raise ForbiddenError(_("您是这个单位的成员，请让别的运营人员审核。"))
    if seen_version != claim.version or claim.state is not ClaimState.SUBMITTED:
        raise ConflictError(_("这份申请已被改动或已有结论，请刷新页面查看。"))


def _close(claim: Claim, target: ClaimState) -> None:
    _move(claim, target)
    claim.closed_at = clock.now()


def _move(claim: Claim, target: ClaimState) -> None:
    if target not in CLAIM_TRANSITIONS[claim.state]:
        raise ConflictError(_("这份认领申请现在的状态不允许这样做，请刷新页面查看。"))
    claim.state = target


def _tell(claim: Claim, kind: NoticeKind, words: Words) -> None:
    people = speakers_of(claim.organisation)
    if claim.claimant is not None:
        people.append(claim.claimant)
    notify_all(
        people,
        kind,
        facts={"provider": claim.provider.name, "words": words},
        endpoint="catalogue.claim",
        values={"claim_id": claim.id},
    )
