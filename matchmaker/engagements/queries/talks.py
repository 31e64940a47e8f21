"""Reading messages and contacts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import Account, Membership
from matchmaker.accounts.policies import Contact as Reach
from matchmaker.accounts.policies import contact_of as reach_of
from matchmaker.db import db
from matchmaker.engagements.enums import Side
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.talks import (
    Contact,
    ContactLook,
    Message,
    MessageFile,
    ThreadLook,
)
from matchmaker.engagements.policies import is_provider_side
from matchmaker.engagements.queries.rows import WITH_SIDES

NEIGHBOURS = 2  # messages to either side of one that was reported


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom to call, as one person sees it: one's own side's, and the other side's.

    The other side's is None until it named somebody who agreed. `looks` are those of the other
    side who asked to see one's own.
    """

    own: Contact | None
    other: Reach | None
    has_looked: bool
    looks: Sequence[ContactLook]


def messages_of(engagement: Engagement) -> Select[Message]:
    """Select the messages of an engagement, newest first."""
    return (
        select(Message)
        .where(Message.engagement_id == engagement.id)
        .options(
            joinedload(Message.author),
            selectinload(Message.files).joinedload(MessageFile.attachment),
        )
        .order_by(Message.id.desc())
    )


def message_by_id(message_id: int) -> Message | None:
    """Find a message with both sides of its engagement."""
    statement = (
        select(Message)
        .where(Message.id == message_id)
        .options(joinedload(Message.engagement).options(*WITH_SIDES))
    )
    return db.session.scalars(statement).first()


def message_with_neighbours(message: Message, until: datetime) -> list[Message]:
    """Give a message with the two before and the two after it, in their order.

    Of what came after it only what was there at `until`.
    """
    around = messages_of(message.engagement)
    before = db.session.scalars(around.where(Message.id < message.id).limit(NEIGHBOURS)).all()
    later = around.where(Message.id > message.id, Message.created_at <= until)
    after = db.session.scalars(later.order_by(None).order_by(Message.id).limit(NEIGHBOURS)).all()
    return [*reversed(before), message, *after]


def message_file(engagement_id: int, attachment_id: int) -> MessageFile | None:
    """Find a file that came with a message of an engagement."""
    statement = (
        select(MessageFile)
        .join(MessageFile.message)
        .where(Message.engagement_id == engagement_id, MessageFile.attachment_id == attachment_id)
        .options(
            joinedload(MessageFile.attachment),
            joinedload(MessageFile.message).joinedload(Message.engagement).options(*WITH_SIDES),
        )
    )
    return db.session.scalars(statement).first()


def newest_message(engagement: Engagement) -> int:
    """Give the number of the newest message; 0 for none."""
    statement = select(func.max(Message.id)).where(Message.engagement_id == engagement.id)
    return db.session.scalar(statement) or 0


def messages_since(author: Account, since: datetime) -> int:
    """Count what a person wrote after an instant."""
    statement = (
        select(func.count())
        .select_from(Message)
        .where(Message.author_id == author.id, Message.created_at > since)
    )
    return db.session.scalar(statement) or 0


def look_of(engagement: Engagement, actor: Account) -> ThreadLook | None:
    """Find how far a person has read."""
    return db.session.scalars(
        select(ThreadLook).where(
            ThreadLook.engagement_id == engagement.id, ThreadLook.account_id == actor.id
        )
    ).first()


def seen_until(engagement: Engagement, actor: Account) -> int:
    """Give the number of the newest message a person has seen; 0 for none."""
    look = look_of(engagement, actor)
    return look.message_id if look else 0


def unread_messages(engagement: Engagement, actor: Account) -> int:
    """Count the messages of others that came since a person last looked."""
    statement = (
        select(func.count())
        .select_from(Message)
        .where(
            Message.engagement_id == engagement.id,
            Message.id > seen_until(engagement, actor),
            Message.author_id != actor.id,
            Message.taken_back_at.is_(None),
        )
    )
    return db.session.scalar(statement) or 0


def contact_of(engagement: Engagement, side: Side) -> Contact | None:
    """Find whom a side named."""
    return db.session.scalars(
        select(Contact)
        .where(
            Contact.engagement_id == engagement.id,
            Contact.is_of_provider == (side is Side.PROVIDER),
        )
        .options(joinedload(Contact.account), joinedload(Contact.engagement).options(*WITH_SIDES))
    ).first()


def has_looked_at_contact(engagement: Engagement, actor: Account) -> bool:
    """Say whether a person asked to see the other side's contact before."""
    statement = select(ContactLook.id).where(
        ContactLook.engagement_id == engagement.id, ContactLook.account_id == actor.id
    )
    return db.session.scalar(statement) is not None


def contacts_for(engagement: Engagement, actor: Account) -> Contacts:
    """Give whom to call, as a person of one side sees it."""
    side = Side.PROVIDER if is_provider_side(actor, engagement) else Side.ENTERPRISE
    across = Side.ENTERPRISE if side is Side.PROVIDER else Side.PROVIDER
    other = contact_of(engagement, across)
    own_people = [person.id for person in people_of(engagement, side)]
    looks = db.session.scalars(
        select(ContactLook)
        .where(
            ContactLook.engagement_id == engagement.id, ContactLook.account_id.not_in(own_people)
        )
        .options(joinedload(ContactLook.account))
        .order_by(ContactLook.looked_at)
    ).all()
    return Contacts(
        own=contact_of(engagement, side),
        other=_reach(other) if other and other.agreed_at else None,
        has_looked=has_looked_at_contact(engagement, actor),
        looks=looks,
    )


def _reach(contact: Contact) -> Reach:
    """Give how to reach a contact: the number named for this engagement, else the account's."""
    known = reach_of(contact.account, is_open=True)
    return replace(known, phone=contact.phone or known.phone)


def people_of(engagement: Engagement, side: Side) -> Sequence[Account]:
    """List the members of a side's organisation, by name."""
    provider, enterprise = engagement.provider_id, engagement.demand.organisation_id
    return db.session.scalars(
        select(Account)
        .join(Membership)
        .where(Membership.organisation_id == (provider if side is Side.PROVIDER else enterprise))
        .order_by(Account.name, Account.id)
    ).all()
