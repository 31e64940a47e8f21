"""Whose notices they are."""

from matchmaker.notices.models import Notice
from matchmaker.web.access import Actor


def may_read(actor: Actor | None, notice: Notice) -> bool:
    """The person it was written to."""
    return actor is not None and notice.account_id == actor.id
