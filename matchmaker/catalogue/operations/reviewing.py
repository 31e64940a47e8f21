"""What staff decide on offerings."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.queries import speakers_of
from matchmaker.audit import operations as audit
from matchmaker.catalogue.enums import OfferingFault, OfferingState
from matchmaker.catalogue.models import Offering, Promise
from matchmaker.catalogue.operations.content import check_complete
from matchmaker.catalogue.operations.offerings import LOOKED_AT, move
from matchmaker.catalogue.operations.versions import mark_reviewed
from matchmaker.catalogue.words import OFFERING_FAULTS
from matchmaker.errors import ConflictError, Words
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.operations import decide
from matchmaker.moderation.words import decision_words
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all


def approve_offering(
    offering: Offering, *, words: str = "", seen_version: int, actor: Account
) -> None:
    """Publish what waits; of what is public already, say that its changes are in order.

    It counts in the next match. Raises ConflictError when it changed since staff looked at it.
    """
    _check_decidable(offering, seen_version)
    check_complete(offering)
    decide(offering, Outcome.APPROVED, words=words, actor=actor)
    mark_reviewed(offering, actor=actor)
    if offering.state is OfferingState.SUBMITTED:
        with audit.change("offering.published", offering, actor=actor):
            move(offering, OfferingState.PUBLISHED)
        _tell(offering, NoticeKind.OFFERING_APPROVED, words)


def return_offering(
    offering: Offering,
    *,
    reasons: Sequence[OfferingFault],
    words: str,
    seen_version: int,
    actor: Account,
) -> None:
    """Send an offering back to its people to be mended: it is a draft again, and not public.

    Raises DomainError without a reason or words, ConflictError when it changed meanwhile.
    """
    _check_decidable(offering, seen_version)
    decide(offering, Outcome.RETURNED, reasons=reasons, words=words, actor=actor)
    with audit.change("offering.returned", offering, actor=actor):
        move(offering, OfferingState.DRAFT)
    said = decision_words(reasons, OFFERING_FAULTS, words)
    _tell(offering, NoticeKind.OFFERING_RETURNED, said)


def review_promise(promise: Promise, *, actor: Account) -> None:
    """Mark that staff have seen what a promise rests on; done once, undone by changing it."""
    if promise.reviewed_at is not None:
        raise ConflictError(_("这条承诺已经核对过，请刷新页面查看。"))
    promise.reviewed_at = clock.now()
    facts = {"promise": promise.id, "kind": promise.kind.value, "evidence": promise.evidence.value}
    audit.happened("offering.promise_reviewed", promise.offering, actor=actor, facts=facts)


def _tell(offering: Offering, kind: NoticeKind, words: Words) -> None:
    notify_all(
        speakers_of(offering.organisation),
        kind,
        facts={"title": offering.title, "words": words},
        endpoint="catalogue.offering",
        values={"offering_id": offering.id},
    )


def _check_decidable(offering: Offering, seen_version: int) -> None:
    if offering.state not in LOOKED_AT or seen_version != offering.version:
        raise ConflictError(_("您打开页面之后，这个方案有了变化。请重新查看后再决定。"))
