"""Messages and contacts of an engagement."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.models import Account
from matchmaker.attachments.enums import ALLOWED, Purpose
from matchmaker.attachments.views import sent
from matchmaker.db import db
from matchmaker.engagements.enums import Side
from matchmaker.engagements.forms.talks import AgreeForm, ContactForm, MessageForm
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.talks import Contact, Message, MessageFile
from matchmaker.engagements.operations import talks
from matchmaker.engagements.policies import is_provider_side
from matchmaker.engagements.policies.talks import (
    may_read_file,
    may_read_messages,
    may_see_contacts,
    may_take_back,
    may_write,
)
from matchmaker.engagements.queries import engagement_by_id
from matchmaker.engagements.queries.talks import (
    contact_of,
    contacts_for,
    message_by_id,
    message_file,
    messages_of,
    people_of,
    seen_until,
    unread_messages,
)
from matchmaker.engagements.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember


@bp.route("/engagements/<int:engagement_id>/messages", methods=["GET", "POST"])
@needs(may_read_messages, engagement_by_id, account=True)
def messages(engagement: Engagement) -> ResponseReturnValue:
    actor, number, form = current_actor(), engagement.id, MessageForm()
    if form.validate_on_submit():
        uploads = form.file.data or []
        made = form.attempt(
            lambda: talks.write_message(engagement, form.text.data or "", uploads, actor=actor)
        )
        if made is not None:
            address = url_for(".messages", engagement_id=number)
            remember(actor, address)
            db.session.commit()
            return redirect(address, code=303)
    page = paginate(messages_of(engagement))
    text = render_template(
        "engagements/messages.html",
        engagement=engagement,
        form=form,
        page=page,
        seen=seen_until(engagement, actor),
        unread=unread_messages(engagement, actor),
        may_write=may_write(actor, engagement),
        recallable={row.id for row in page.items if may_take_back(actor, row)},
        actor=actor,
        allowance=ALLOWED[Purpose.MESSAGE],
    )
    return text, form.status


@bp.post("/engagements/<int:engagement_id>/messages/seen")
@needs(may_read_messages, engagement_by_id, account=True)
def see_messages(engagement: Engagement) -> ResponseReturnValue:
    talks.look_at_messages(engagement, actor=current_actor())
    db.session.commit()
    return redirect(url_for(".messages", engagement_id=engagement.id), code=303)


@bp.post("/messages/<int:message_id>/take-back")
@needs(may_take_back, message_by_id, account=True)
def take_back_message(message: Message) -> ResponseReturnValue:
    talks.take_back_message(message, actor=current_actor())
    db.session.commit()
    flash(_("已收回这条留言。"), "success")
    return redirect(url_for(".messages", engagement_id=message.engagement_id), code=303)


@bp.get("/engagements/<int:engagement_id>/files/<int:attachment_id>")
@needs(may_read_file, message_file, account=True)
def file(file: MessageFile) -> ResponseReturnValue:
    return sent(file.attachment)


@bp.route("/engagements/<int:engagement_id>/contact", methods=["GET", "POST"])
@needs(may_see_contacts, engagement_by_id, account=True)
def contact(engagement: Engagement) -> ResponseReturnValue:
    actor, number = current_actor(), engagement.id
    form = _contact_form(engagement, actor)
    if form.validate_on_submit() and form.succeeds(
        lambda: talks.name_contact(
            engagement,
            form.chosen,
            form.phone.data or "",
            has_agreed=bool(form.agrees.data),
            actor=actor,
        )
    ):
        page = url_for(".show", engagement_id=number)
        remember(actor, page)
        db.session.commit()
        flash(_("已选定联系人。"), "success")
        return redirect(page, code=303)
    return _contact_page(engagement, actor, form=form), form.status


@bp.post("/engagements/<int:engagement_id>/contact/agree")
@needs(may_see_contacts, engagement_by_id, account=True)
def agree_contact(engagement: Engagement) -> ResponseReturnValue:
    actor, number, form = current_actor(), engagement.id, AgreeForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: talks.agree_contact(
            contact_of(engagement, _side(engagement, actor)), form.phone.data or "", actor=actor
        )
    ):
        db.session.commit()
        flash(_("已同意，对方可以看到您的联系方式。"), "success")
        return redirect(url_for(".show", engagement_id=number), code=303)
    return _contact_page(engagement, actor, agree=form), form.status


@bp.post("/engagements/<int:engagement_id>/contact/seen")
@needs(may_see_contacts, engagement_by_id, account=True)
def see_contact(engagement: Engagement) -> ResponseReturnValue:
    talks.look_at_contact(engagement, actor=current_actor())
    db.session.commit()
    address = url_for(".show", engagement_id=engagement.id, _anchor="contacts")
    return redirect(address, code=303)


def talk_section(engagement: Engagement, actor: Account) -> dict[str, Any]:
    """Give the section of messages and contacts: how many are unread, and whom to call."""
    may_read = may_read_messages(actor, engagement)
    may_see = may_see_contacts(actor, engagement)
    return {
        "may_read_messages": may_read,
        "unread": unread_messages(engagement, actor) if may_read else 0,
        "contacts": contacts_for(engagement, actor) if may_see else None,
        "may_name_contact": may_write(actor, engagement),
    }


def _side(engagement: Engagement, actor: Account) -> Side:
    return Side.PROVIDER if is_provider_side(actor, engagement) else Side.ENTERPRISE


def _contact_form(engagement: Engagement, actor: Account) -> ContactForm:
    side = _side(engagement, actor)
    known: Contact | None = contact_of(engagement, side)
    is_known = known is not None and known.agreed_at is not None
    chosen, phone = (known.account, known.phone) if known and is_known else (actor, "")
    return ContactForm.among(people_of(engagement, side), chosen, phone)


def _contact_page(
    engagement: Engagement,
    actor: Account,
    *,
    form: ContactForm | None = None,
    agree: AgreeForm | None = None,
) -> str:
    return render_template(
        "engagements/contact.html",
        engagement=engagement,
        form=form or _contact_form(engagement, actor),
        agree=agree or AgreeForm(formdata=None),
        contact=contact_of(engagement, _side(engagement, actor)),
        actor=actor,
        may_name=may_write(actor, engagement),
    )
