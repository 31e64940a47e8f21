"""What both sides write each other, and whom they may call."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.operations import keep_attachment
from matchmaker.attachments.operations.keeping import drop_attachment
from matchmaker.audit import operations as audit
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
from matchmaker.engagements.operations.telling import organisation_of, other_side, tell_side
from matchmaker.engagements.policies.talks import (
    may_agree_contact,
    may_see_contacts,
    may_take_back,
    may_write,
    speaking_side,
)
from matchmaker.engagements.queries.talks import (
    contact_of,
    has_looked_at_contact,
    look_of,
    messages_since,
    newest_message,
)
from matchmaker.errors import ConflictError, DomainError, TooManyAttemptsError
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify
from matchmaker.web.forms import checked_words, clean_line

TEXT_MAX: Final = 4_000
FILES_MOST: Final = 5
PHONE_MAX: Final = 40
PER_HOUR: Final = 30  # messages one person may write
HOUR: Final = timedelta(hours=1)
CLOSED_WORDS: Final = _("这条对接现在不能再写留言或改动，请刷新页面查看。")


def write_message(
    engagement: Engagement, text: str, uploads: Sequence[FileStorage], *, actor: Account
) -> Message:
    """Write to the other side, with files; it is told once an hour.

    Raises ConflictError where the two do not talk, DomainError for a message that says nothing or
    too much or has more than five files or one that is refused, TooManyAttemptsError beyond 30 an
    hour.
    """
    side = checked_side(engagement, actor)
    said = checked_words(text, TEXT_MAX, field="text")
    files = [upload for upload in uploads if upload.filename]
    if not said and not files:
        raise DomainError(_("请写留言，或选择要发的文件。"), field="text")
    if len(files) > FILES_MOST:
        raise DomainError(_("一次最多发 %(limit)s 个文件。", limit=FILES_MOST), field="file")
    if messages_since(actor, clock.now() - HOUR) >= PER_HOUR:
        raise TooManyAttemptsError(_("一小时最多发 %(limit)s 条留言，请稍后再发。", limit=PER_HOUR))
    message = Message(
        engagement=engagement,
        author=actor,
        is_by_provider=side is Side.PROVIDER,
        text=said,
        created_at=clock.now(),
    )
    message.files = [
        MessageFile(attachment=keep_attachment(upload, purpose=Purpose.MESSAGE, actor=actor))
        for upload in files
    ]
    audit.created("message.written", message, actor=actor)
    look_at_messages(engagement, actor=actor)
    tell_side(
        engagement,
        other_side(side),
        NoticeKind.MESSAGE_WRITTEN,
        "engagements.messages",
        {"engagement_id": engagement.id},
        once=f"message:{engagement.id}:{clock.now():%Y%m%d%H}",
    )
    return message


def take_back_message(message: Message, *, actor: Account) -> None:
    """Take back what one wrote less than ten minutes ago: the words and files go, a mark stays."""
    if not may_take_back(actor, message):
        raise ConflictError(_("只能在十分钟内收回自己的留言。"))
    attachments = [file.attachment for file in message.files]
    with audit.change("message.taken_back", message, actor=actor):
        message.text = ""
        message.taken_back_at = clock.now()
        message.files = []
    for attachment in attachments:
        drop_attachment(attachment, actor=actor)


def look_at_messages(engagement: Engagement, *, actor: Account) -> None:
    """Note that a person has seen all messages there are."""
    newest = newest_message(engagement)
    if not newest:
        return
    look = look_of(engagement, actor)
    if look is None:
        look = ThreadLook(engagement_id=engagement.id, account_id=actor.id, message_id=newest)
        try:
            with db.session.begin_nested():
                db.session.add(look)
        except IntegrityError:  # another window of the same person was faster
            return
    look.message_id = max(look.message_id, newest)


def name_contact(
    engagement: Engagement,
    person: Account | None,
    phone: str,
    *,
    has_agreed: bool,
    actor: Account,
) -> Contact:
    """Say whom of one's side the other may call; who names another person asks for their consent.

    Raises ConflictError where the two do not talk, DomainError for a person outside one's
    organisation, for oneself without consent and for a telephone number that cannot be one.
    """
    side = checked_side(engagement, actor)
    organisation = organisation_of(engagement, side)
    if person is None or organisation is None or not _belongs(person, organisation.id):
        raise DomainError(_("请从本单位的成员中选择联系人。"), field="person")
    is_self = person.id == actor.id
    if is_self and not has_agreed:
        raise DomainError(_("请先同意把联系方式告诉对方。"), field="agrees")
    contact = contact_of(engagement, side) or Contact(
        engagement=engagement, is_of_provider=side is Side.PROVIDER
    )
    values = {
        "account_id": person.id,
        "phone": checked_phone(phone) if is_self else "",
        "agreed_at": clock.now() if is_self else None,
    }
    audit.put("contact", contact, values, actor=actor)
    if not is_self:
        notify(
            person,
            NoticeKind.CONTACT_ASKED,
            facts={"title": engagement.demand.title, "who": actor.name},
            endpoint="engagements.contact",
            values={"engagement_id": engagement.id},
        )
    return contact


def agree_contact(contact: Contact | None, phone: str, *, actor: Account) -> None:
    """Agree that the other side may know one's name, address and telephone."""
    if contact is None or not may_agree_contact(actor, contact):
        raise ConflictError(CLOSED_WORDS)
    with audit.change("contact.agreed", contact, actor=actor):
        contact.phone = checked_phone(phone)
        contact.agreed_at = clock.now()


def look_at_contact(engagement: Engagement, *, actor: Account) -> None:
    """Note that a person asked to see whom to call; the other side can see who did.

    Raises ConflictError where the two do not talk.
    """
    if not may_see_contacts(actor, engagement):
        raise ConflictError(CLOSED_WORDS)
    if has_looked_at_contact(engagement, actor):
        return
    row = ContactLook(engagement_id=engagement.id, account_id=actor.id, looked_at=clock.now())
    try:
        with db.session.begin_nested():
            audit.created("contact.seen", row, actor=actor)
    except IntegrityError:  # the same person pressed twice
        return


def checked_side(engagement: Engagement, actor: Account) -> Side:
    """Give the side a person speaks for; raises ConflictError where the two do not talk."""
    side = speaking_side(actor, engagement)
    if side is None or not may_write(actor, engagement):
        raise ConflictError(CLOSED_WORDS)
    return side


def checked_phone(typed: str) -> str:
    """Give a telephone number tidied, or nothing; raises DomainError for what cannot be one."""
    phone = clean_line(typed)
    digits = sum(character.isdecimal() for character in phone)
    is_plain = all(character.isdecimal() or character in "+-() #" for character in phone)
    if phone and (not is_plain or not 7 <= digits <= 20 or len(phone) > PHONE_MAX):  # noqa: PLR2004 - digits of a number
        raise DomainError(_("请写电话号码，例如 138 0013 8000 或 010-12345678。"), field="phone")
    return phone


def _belongs(person: Account, organisation_id: int) -> bool:
    return person.is_active and organisation_id in person.organisation_ids
