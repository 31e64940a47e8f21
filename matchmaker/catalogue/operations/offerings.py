"""What its own people do with an offering."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.operations import check_publisher
from matchmaker.accounts.policies import may_act_for
from matchmaker.audit import operations as audit
from matchmaker.catalogue.enums import OFFERING_TRANSITIONS, OfferingState
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations.content import (
    TITLE_MAX,
    OfferingContent,
    check_complete,
    check_content,
)
from matchmaker.catalogue.operations.versions import (
    keep_version,
    keep_what_is_public,
    says_what_was_public,
)
from matchmaker.catalogue.operations.writing import content_of, write_content
from matchmaker.errors import ConflictError, DomainError

LOOKED_AT = frozenset({OfferingState.SUBMITTED, OfferingState.PUBLISHED})


def draft_offering(
    organisation: Organisation, content: OfferingContent, *, actor: Account
) -> Offering:
    """Start an offering; only its own people and staff see it until it is published."""
    return draft_offerings(organisation, [content], actor=actor)[0]


def draft_offerings(
    organisation: Organisation, contents: Sequence[OfferingContent], *, actor: Account
) -> list[Offering]:
    """Start several at once, all or none."""
    if not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"), field="organisation")
    offerings = []
    for content in contents:
        check_content(content)
        offering = Offering(
            organisation=organisation, state=OfferingState.DRAFT, title="", summary=""
        )
        write_content(offering, content)
        offerings.append(offering)
    audit.created_together("offering.drafted", offerings, actor=actor)
    return offerings


def copy_offering(offering: Offering, *, actor: Account) -> Offering:
    """Start a draft that says what another one of the organisation says; no file goes along."""
    content = content_of(offering)
    mark = str(_("（副本）"))
    title = f"{content.title[: TITLE_MAX - len(mark)]}{mark}"
    copied = Offering(
        organisation=offering.organisation, state=OfferingState.DRAFT, title="", summary=""
    )
    copied.cases = list(offering.cases)
    write_content(copied, replace(content, title=title, cases=None))
    audit.created("offering.copied", copied, actor=actor)
    return copied


def edit_offering(
    offering: Offering, content: OfferingContent, *, seen_version: int, actor: Account
) -> Offering:
    """Change an offering; a published one at once, and staff look at what changed afterwards.

    Raises ConflictError when it was changed since the person opened it (`seen_version`), and
    for an archived one.
    """
    check_seen(offering, seen_version)
    if offering.state is OfferingState.ARCHIVED:
        raise ConflictError(_("这个方案已归档，不能再改；可以复制成新方案。"))
    check_content(content)
    is_looked_at = offering.state in LOOKED_AT
    if is_looked_at:
        keep_what_is_public(offering)
    with audit.change("offering.edited", offering, actor=actor):
        write_content(offering, content)
    if is_looked_at:
        check_complete(offering)
        keep_version(offering, actor=actor)
    return offering


def submit_offering(offering: Offering, *, actor: Account) -> None:
    """Ask staff to publish a complete offering of a verified organisation.

    One that was withdrawn and says what it said in public is public again at once.
    """
    check_complete(offering)
    check_publisher(offering.organisation, actor)
    is_known = offering.state is OfferingState.WITHDRAWN and says_what_was_public(offering)
    with audit.change(
        "offering.published" if is_known else "offering.submitted", offering, actor=actor
    ):
        move(offering, OfferingState.PUBLISHED if is_known else OfferingState.SUBMITTED)
    if not is_known:
        keep_version(offering, actor=actor)


def take_back_offering(offering: Offering, *, actor: Account) -> None:
    """Make what waits for staff a draft again."""
    if offering.state is not OfferingState.SUBMITTED:
        raise ConflictError(_("这个方案现在的状态不允许这样做，请刷新页面查看。"))
    with audit.change("offering.taken_back", offering, actor=actor):
        move(offering, OfferingState.DRAFT)


def withdraw_offering(offering: Offering, *, actor: Account) -> None:
    """Take a public offering back; it leaves every list and match at once."""
    keep_what_is_public(offering)
    with audit.change("offering.withdrawn", offering, actor=actor):
        move(offering, OfferingState.WITHDRAWN)


def archive_offering(offering: Offering, *, actor: Account) -> None:
    """Put an offering aside for good; its own people still see it."""
    with audit.change("offering.archived", offering, actor=actor):
        move(offering, OfferingState.ARCHIVED)


def check_seen(offering: Offering, seen_version: int) -> None:
    """Refuse to act on what somebody changed in between. Raises ConflictError."""
    if seen_version != offering.version:
        raise ConflictError(
            _(
                "您打开页面之后，这个方案已被改动。下面同时列出您填写的和已保存的内容，请核对后再保存。"
            )
        )


def move(offering: Offering, target: OfferingState) -> None:
    """Change the state, and the dates that say since when. Raises ConflictError."""
    if target not in OFFERING_TRANSITIONS[offering.state]:
        raise ConflictError(_("这个方案现在的状态不允许这样做，请刷新页面查看。"))
    now = clock.now()
    offering.state = target
    offering.submitted_at = now if target is OfferingState.SUBMITTED else None
    offering.withdrawn_at = now if target is OfferingState.WITHDRAWN else None
    offering.archived_at = now if target is OfferingState.ARCHIVED else None
    if target is OfferingState.PUBLISHED:
        offering.published_at = now
