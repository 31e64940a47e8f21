"""Reading webhooks and what they were sent."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.enums import AccountState, MemberRole, OrganisationState
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.accounts.policies import may_manage_members
from matchmaker.accounts.queries import acting_organisations
from matchmaker.api.enums import WebhookState
from matchmaker.api.models import Delivery, Webhook
from matchmaker.db import db


def is_cared_for() -> ColumnElement[bool]:
    """Say of which webhooks whoever registered them, or last switched them on, still may.

    As keys of programs stop with the person who made them: where an owner left or was closed out,
    or the organisation is suspended, nothing is sent out of it any more.
    """
    return exists().where(
        Membership.account_id == Webhook.author_id,
        Membership.organisation_id == Webhook.organisation_id,
        Membership.role == MemberRole.OWNER,
        Account.id == Membership.account_id,
        Account.state == AccountState.ACTIVE,
        Organisation.id == Webhook.organisation_id,
        Organisation.state == OrganisationState.ACTIVE,
    )


def is_live() -> ColumnElement[bool]:
    """Say which webhooks are sent to: active ones that are cared for."""
    return and_(Webhook.state == WebhookState.ACTIVE, is_cared_for())


def standing_still(webhooks: Iterable[Webhook]) -> set[int]:
    """Give the numbers of those nobody cares for any more."""
    ids = [row.id for row in webhooks]
    return set(db.session.scalars(select(Webhook.id).where(Webhook.id.in_(ids), ~is_cared_for())))


def webhooks_managed_by(account: Account) -> Select[Webhook]:
    """Select the webhooks of the organisations an account may manage now."""
    own = [row for row in acting_organisations(account) if may_manage_members(account, row)]
    return select(Webhook).where(Webhook.organisation_id.in_([row.id for row in own]))


def webhooks_of(organisation: Organisation) -> Sequence[Webhook]:
    """List the webhooks of an organisation, of which there are few."""
    statement = select(Webhook).where(Webhook.organisation_id == organisation.id)
    return db.session.scalars(statement.order_by(Webhook.id)).all()


def webhook_by_id(webhook_id: int) -> Webhook | None:
    """Find a webhook with its organisation."""
    return db.session.get(Webhook, webhook_id, options=[joinedload(Webhook.organisation)])


def delivery_by_id(delivery_id: int) -> Delivery | None:
    """Find a message with its webhook."""
    return db.session.get(Delivery, delivery_id, options=[joinedload(Delivery.webhook)])


def deliveries_of(webhook: Webhook) -> Select[Delivery]:
    """Select what a webhook was sent with every try, the latest first."""
    statement = select(Delivery).where(Delivery.webhook_id == webhook.id)
    return statement.options(selectinload(Delivery.tries)).order_by(Delivery.id.desc())
