"""The life of an offering."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import inspect
from sqlalchemy.orm.attributes import flag_modified

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.operations import check_publisher
from matchmaker.accounts.policies import may_act_for
from matchmaker.audit import operations as audit
from matchmaker.catalogue.enums import OFFERING_TRANSITIONS, OfferingState
from matchmaker.catalogue.models import (
    Offering,
    Promise,
)
from matchmaker.catalogue.operations.content import (
    OfferingContent,
    PromiseContent,
    check_complete,
    check_content,
)
from matchmaker.errors import ConflictError, DomainError


def draft_offering(
    organisation: Organisation, content: OfferingContent, *, actor: Account
) -> Offering:
    """Start an offering; only its own people see it until it is published."""
    if not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"), field="organisation")
    check_content(content)
    offering = Offering(organisation=organisation, state=OfferingState.DRAFT, title="", summary="")
    _write(offering, content)
    audit.created("offering.drafted", offering, actor=actor)
    return offering


def edit_offering(
    offering: Offering, content: OfferingContent, *, seen_version: int, actor: Account
) -> Offering:
    """Change an offering.

    Raises ConflictError when it was changed since the person opened it (`seen_version`).
    """
    if seen_version != offering.version:
        raise ConflictError(
            _(
                "您打开页面之后，这个方案已被改动。下面同时列出您填写的和已保存的内容，请核对后再保存。"
            )
        )
    check_content(content)
    with audit.change("offering.edited", offering, actor=actor):
        _write(offering, content)
    if offering.state is OfferingState.PUBLISHED:
        check_complete(offering)
    return offering


def publish_offering(offering: Offering, *, actor: Account) -> None:
    """Make a complete offering of a verified organisation public; it counts in the next match."""
    check_complete(offering)
    check_publisher(offering.organisation, actor)
    with audit.change("offering.published", offering, actor=actor):
        _move(offering, OfferingState.PUBLISHED)
        offering.published_at = clock.now()
        offering.withdrawn_at = None


def withdraw_offering(offering: Offering, *, actor: Account) -> None:
    """Take a public offering back; it leaves every list and match at once."""
    with audit.change("offering.withdrawn", offering, actor=actor):
        _move(offering, OfferingState.WITHDRAWN)
        offering.withdrawn_at = clock.now()


def review_promise(promise: Promise, *, actor: Account) -> None:
    """Mark that staff have seen what a promise rests on; done once, undone by changing it."""
    if promise.reviewed_at is not None:
        raise ConflictError(_("这条承诺已经核对过，请刷新页面查看。"))
    promise.reviewed_at = clock.now()
    facts = {"promise": promise.id, "kind": promise.kind.value, "evidence": promise.evidence.value}
    audit.happened("offering.promise_reviewed", promise.offering, actor=actor, facts=facts)


def _write(offering: Offering, content: OfferingContent) -> None:
    strange = {promise.case for promise in content.promises if promise.case} - {*offering.cases}
    if strange:
        raise DomainError(_("承诺只能依据这个方案自己的案例。"), field="promises")
    offering.title = content.title
    offering.summary = content.summary
    offering.sector = content.sector
    offering.scenes = list(content.scenes)
    offering.capabilities = list(content.capabilities)
    offering.region = content.region
    offering.served_regions = list(content.served_regions)
    offering.is_nationwide = content.is_nationwide
    offering.serves_abroad = content.serves_abroad
    offering.price_min_wan = content.price_min_wan
    offering.price_max_wan = content.price_max_wan
    offering.lead_days_min = content.lead_days_min
    offering.lead_days_max = content.lead_days_max
    write_promises(offering, content.promises)


def write_promises(
    offering: Offering, contents: Sequence[PromiseContent], *, is_sourced: bool = False
) -> None:
    """Make the promises say this, in this order; one that says the same stays, review and all."""
    if promised(offering) == list(contents):
        return
    present = dict(zip(promised(offering), offering.promises, strict=True))
    kept = [present.get(content) or Promise(**_said(content)) for content in contents]
    for position, promise in enumerate(kept):
        promise.position = position
        if is_sourced:
            promise.reviewed_at = promise.reviewed_at or clock.now()
    offering.promises = kept
    if inspect(offering).persistent:
        flag_modified(offering, "updated_at")  # a change of its parts is a change of the offering


def promised(offering: Offering) -> list[PromiseContent]:
    """Give what the promises of an offering say, in their order."""
    names = [one.name for one in fields(PromiseContent)]
    return [
        PromiseContent(**{name: getattr(promise, name) for name in names})
        for promise in offering.promises
    ]


def _said(content: PromiseContent) -> dict[str, Any]:
    return {one.name: getattr(content, one.name) for one in fields(content)}


def _move(offering: Offering, target: OfferingState) -> None:
    if target not in OFFERING_TRANSITIONS[offering.state]:
        raise ConflictError(_("这个方案现在的状态不允许这样做，请刷新页面查看。"))
    offering.state = target
