"""Deciding: the decision and its place in the audit trail, one transaction with what it changes."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import inspect

from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import Base, db
from matchmaker.errors import DomainError
from matchmaker.moderation.enums import EXPLAINED, Outcome
from matchmaker.moderation.models import Decision
from matchmaker.web.forms import clean_prose

WORDS_MAX: Final = 1_000


def decide(
    row: Base,
    outcome: Outcome,
    *,
    reasons: Sequence[StrEnum] = (),
    words: str = "",
    actor: Account | None,
) -> Decision:
    """Record a decision on a thing; the caller changes the state of the thing itself.

    A no (returned, refused, suspended, revoked) needs a reason or words: raises DomainError
    (field "reasons") without them, and (field "words") for words over 1,000 characters. No actor
    means the site itself, for what follows from time.
    """
    said = clean_prose(words)
    if len(said) > WORDS_MAX:
        raise DomainError(
            _(
                "说明最多 %(limit)s 个字，现在有 %(length)s 个。",
                limit=WORDS_MAX,
                length=len(said),
            ),
            field="words",
        )
    if outcome in EXPLAINED and not (reasons or said):
        raise DomainError(_("请选择原因，或写一句说明，让对方知道怎么改。"), field="reasons")
    db.session.flush()  # a new thing needs its number
    identity = inspect(row).identity
    if identity is None:
        raise TypeError(f"{row!r} is not in the session")
    decision = Decision(
        subject_kind=row.__tablename__,
        subject_id=int(identity[0]),
        outcome=outcome,
        reasons=sorted({reason.value for reason in reasons}),
        words=said,
        actor_id=actor.id if actor else None,
    )
    audit.created(f"{row.__tablename__}.decided", decision, actor=actor)
    return decision
