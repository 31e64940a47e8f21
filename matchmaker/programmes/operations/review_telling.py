"""Telling reviewers, and who invited them, what concerns them."""

from collections.abc import Mapping

from matchmaker.accounts.models import Account
from matchmaker.errors import Words
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify
from matchmaker.programmes.models import Call
from matchmaker.web.language import in_language_of, localised


def tell(
    person: Account,
    kind: NoticeKind,
    call: Call,
    endpoint: str,
    values: Mapping[str, int | str] | None = None,
    *,
    facts: Mapping[str, Words] | None = None,
    once: str | None = None,
) -> bool:
    """Tell a person something about a call, whose title stands in their language.

    Says whether they were told now, and not before.
    """
    with in_language_of(person):
        title = localised(call, "title")
    said: dict[str, Words] = {"title": title, **(facts or {})}
    told = notify(person, kind, facts=said, endpoint=endpoint, values=values, once=once)
    return told is not None
