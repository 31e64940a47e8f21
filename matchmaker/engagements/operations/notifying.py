"""Telling the other side of each step from the first word to the award."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account
from matchmaker.accounts.queries import speakers_of
from matchmaker.engagements.enums import Side
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.responses import ResponsePartner
from matchmaker.engagements.operations.telling import tell_side
from matchmaker.errors import Words
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify


def tell(
    engagement: Engagement,
    side: Side,
    kind: NoticeKind,
    *,
    words: str = "",
    facts: Mapping[str, Words] | None = None,
) -> None:
    """Tell a side of a step, on the page of the engagement; `words` are shown as a quote.

    Whose an anonymous demand is, a provider learns once it is accepted.
    """
    said: dict[str, Words] = dict(facts or {})
    if words:
        said["words"] = words
    if side is Side.PROVIDER and engagement.accepted_at is None:
        said["other"] = engagement.demand.public_name or _("匿名需求方")
    values: dict[str, int | str] = {"engagement_id": engagement.id}
    tell_side(engagement, side, kind, "engagements.show", values, facts=said)


def tell_other(
    engagement: Engagement, actor: Account, kind: NoticeKind, *, words: str = ""
) -> None:
    """Tell the side the person who took the step is not on."""
    is_provider = engagement.provider_id in actor.organisation_ids
    side = Side.ENTERPRISE if is_provider else Side.PROVIDER
    tell(engagement, side, kind, words=words)


def tell_partner(partner: ResponsePartner) -> None:
    """Tell an organisation that it is asked to stand in a response."""
    response = partner.response
    facts = {"title": response.demand.title, "other": response.provider.name}
    for person in speakers_of(partner.organisation):
        notify(
            person,
            NoticeKind.PARTNER_ASKED,
            facts=facts,
            endpoint="engagements.partnership",
            values={"partner_id": partner.id},
        )


def tell_lead(partner: ResponsePartner) -> None:
    """Tell the leading provider what a partner answered."""
    response = partner.response
    facts = {"title": response.demand.title, "other": partner.organisation.name}
    for person in speakers_of(response.provider):
        notify(
            person,
            NoticeKind.PARTNER_ANSWERED,
            facts=facts,
            endpoint="engagements.partnership",
            values={"partner_id": partner.id},
        )
