"""After the project: ratings both ways, the case it becomes, and being nominated."""

from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.engagements.enums import Side
from matchmaker.engagements.enums.outcomes import ConsentState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.outcomes import Outcome, Rating
from matchmaker.engagements.operations.cases import let_client_go
from matchmaker.engagements.operations.telling import other_side, tell_side
from matchmaker.engagements.policies.outcomes import (
    may_answer_case,
    may_make_case,
    may_nominate,
    may_rate,
)
from matchmaker.engagements.policies.talks import speaking_side
from matchmaker.engagements.queries.outcomes import outcome_of
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind
from matchmaker.web.forms import checked_words

WORDS_MAX: Final = 1_000
POINTS: Final = range(1, 6)
CHANGED_WORDS: Final = _("这里刚刚有变化，请刷新页面查看。")


def rate(
    engagement: Engagement,
    points: tuple[int | None, int | None, int | None],
    words: str,
    *,
    actor: Account,
) -> Rating:
    """Rate the other side once: answers, reliability, result, each 1 to 5, and words.

    It sees them when it gave its own, or after 30 days. Raises ConflictError before the end and
    for a side that rated already, DomainError for a point that is missing.
    """
    side = speaking_side(actor, engagement)
    if side is None or not may_rate(actor, engagement, outcome_of(engagement)):
        raise ConflictError(CHANGED_WORDS)
    said = checked_words(words, WORDS_MAX)
    for value, field in zip(points, ("answers", "reliability", "result"), strict=True):
        if value not in POINTS:
            raise DomainError(_("请选 1 到 5 分。"), field=field)
    row = Rating(
        engagement=engagement,
        is_by_provider=side is Side.PROVIDER,
        author=actor,
        answers=points[0],
        reliability=points[1],
        result=points[2],
        words=said,
        rated_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            audit.created("engagement.rated", row, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("贵单位已经评价过了。")) from error
    _tell(engagement, other_side(side), NoticeKind.RATED)
    return row


def ask_case(outcome: Outcome, *, actor: Account) -> None:
    """Ask the client as the provider whether the project may become a public case.

    Raises ConflictError before it was accepted, and while the client thinks or has agreed.
    """
    if not may_make_case(actor, outcome):
        raise ConflictError(CHANGED_WORDS)
    with audit.change("outcome.case_asked", outcome, actor=actor):
        outcome.consent, outcome.consent_asked_at = ConsentState.ASKED, clock.now()
        outcome.consent_answered_at = outcome.consent_by = None
        outcome.consent_words = ""
    _tell(outcome.engagement, Side.ENTERPRISE, NoticeKind.CASE_ASKED)


def answer_case(outcome: Outcome, words: str, *, is_agreed: bool, actor: Account) -> None:
    """Say as the client whether the case may be public; who agreed can take that back.

    A case that named the client on its word alone is then no longer public.
    Raises ConflictError where nobody asked.
    """
    if not may_answer_case(actor, outcome):
        raise ConflictError(CHANGED_WORDS)
    said = checked_words(words, WORDS_MAX)
    with audit.change("outcome.case_answered", outcome, actor=actor):
        outcome.consent = ConsentState.GIVEN if is_agreed else ConsentState.REFUSED
        outcome.consent_answered_at = clock.now()
        outcome.consent_by = actor
        outcome.consent_words = said
    if not is_agreed:
        let_client_go(outcome, actor=actor)
    kind = NoticeKind.CASE_AGREED if is_agreed else NoticeKind.CASE_REFUSED
    _tell(outcome.engagement, Side.PROVIDER, kind, said)


def nominate(outcome: Outcome, *, actor: Account) -> None:
    """Nominate an accepted outcome as a showcase: staff find it on their list."""
    if not may_nominate(actor, outcome):
        raise ConflictError(CHANGED_WORDS)
    with audit.change("outcome.nominated", outcome, actor=actor):
        outcome.nominated_at = clock.now()
        outcome.nominated_by = actor
    side = speaking_side(actor, outcome.engagement)
    if side is not None:
        _tell(outcome.engagement, other_side(side), NoticeKind.NOMINATED)


def _tell(engagement: Engagement, side: Side, kind: NoticeKind, words: str = "") -> None:
    tell_side(
        engagement,
        side,
        kind,
        "engagements.outcome",
        {"engagement_id": engagement.id},
        facts={"words": words},
    )
