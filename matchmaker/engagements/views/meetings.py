"""Meetings of an engagement."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.engagements.forms.meetings import MeetingForm, NoteForm, WordsForm
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.meetings import Meeting
from matchmaker.engagements.operations import meetings
from matchmaker.engagements.policies.talks import (
    may_answer_meeting,
    may_change_meeting,
    may_have_calendar,
    may_note_meeting,
    may_read_messages,
    may_see_meeting,
    may_write,
)
from matchmaker.engagements.queries import engagement_by_id
from matchmaker.engagements.queries.meetings import calendar_entry, meeting_by_id, meetings_of
from matchmaker.engagements.scoring.calendar import calendar_file
from matchmaker.engagements.views.blueprint import bp
from matchmaker.engagements.words.outcomes import MEETING_LABELS
from matchmaker.errors import DomainError, NotFoundError
from matchmaker.web.access import current_actor, needs
from matchmaker.web.forms import number_from
from matchmaker.web.sent_forms import remember


@bp.route("/engagements/<int:engagement_id>/meetings/new", methods=["GET", "POST"])
@needs(may_write, engagement_by_id, account=True)
def new_meeting(engagement: Engagement) -> ResponseReturnValue:
    actor, form = current_actor(), MeetingForm()
    if form.validate_on_submit():
        made = form.attempt(
            lambda: meetings.propose_meeting(engagement, form.content(), actor=actor)
        )
        if made is not None:
            page = url_for(".meeting", meeting_id=made.id)
            remember(actor, page)
            db.session.commit()
            flash(_("已发出，对方选好时间后会通知您。"), "success")
            return redirect(page, code=303)
    text = render_template(
        "engagements/meeting_form.html", form=form, engagement=engagement, meeting=None
    )
    return text, form.status


@bp.route("/meetings/<int:meeting_id>/other-times", methods=["GET", "POST"])
@needs(may_change_meeting, meeting_by_id, account=True)
def move_meeting(meeting: Meeting) -> ResponseReturnValue:
    actor, number, form = current_actor(), meeting.id, MeetingForm.of(meeting)
    if form.validate_on_submit() and form.succeeds(
        lambda: meetings.propose_other_times(meeting, form.content(), actor=actor)
    ):
        page = url_for(".meeting", meeting_id=number)
        remember(actor, page)
        db.session.commit()
        flash(_("已发出，对方选好时间后会通知您。"), "success")
        return redirect(page, code=303)
    text = render_template(
        "engagements/meeting_form.html", form=form, engagement=meeting.engagement, meeting=meeting
    )
    return text, form.status


@bp.get("/meetings/<int:meeting_id>")
@needs(may_see_meeting, meeting_by_id, account=True)
def meeting(meeting: Meeting) -> ResponseReturnValue:
    return _page(meeting)


@bp.post("/meetings/<int:meeting_id>/accept")
@needs(may_answer_meeting, meeting_by_id, account=True)
def accept_meeting(meeting: Meeting) -> ResponseReturnValue:
    number = number_from(request.form.get("slot", ""))
    try:
        meetings.accept_meeting(meeting, number, actor=current_actor())
    except DomainError as error:
        db.session.rollback()
        return _page(meeting, slot_error=str(error.message)), error.status
    db.session.commit()
    flash(_("已约定，可以把会议加入日历。"), "success")
    return redirect(url_for(".meeting", meeting_id=meeting.id), code=303)


@bp.post("/meetings/<int:meeting_id>/decline")
@needs(may_answer_meeting, meeting_by_id, account=True)
def decline_meeting(meeting: Meeting) -> ResponseReturnValue:
    return _closed(meeting, meetings.decline_meeting, _("已告诉对方这次不约了。"))


@bp.post("/meetings/<int:meeting_id>/cancel")
@needs(may_change_meeting, meeting_by_id, account=True)
def cancel_meeting(meeting: Meeting) -> ResponseReturnValue:
    return _closed(meeting, meetings.cancel_meeting, _("已取消会议，并通知了对方。"))


@bp.post("/meetings/<int:meeting_id>/note")
@needs(may_note_meeting, meeting_by_id, account=True)
def note_meeting(meeting: Meeting) -> ResponseReturnValue:
    actor, number, form = current_actor(), meeting.id, NoteForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: meetings.note_meeting(
            meeting, form.note.data or "", is_held=form.is_held, actor=actor
        )
    ):
        db.session.commit()
        flash(_("已记下，双方都能看到。"), "success")
        return redirect(url_for(".meeting", meeting_id=number), code=303)
    return _page(meeting, note=form), form.status


@bp.get("/meetings/<int:meeting_id>/calendar")
@needs(may_have_calendar, meeting_by_id, account=True)
def calendar(meeting: Meeting) -> ResponseReturnValue:
    entry = calendar_entry(meeting)
    if entry is None:
        raise NotFoundError(_("没有找到这个页面，或您无权查看。"))
    response = Response(calendar_file(entry), mimetype="text/calendar")
    name = f"meeting-{meeting.id}.ics"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def meeting_section(engagement: Engagement, actor: Account) -> dict[str, Any]:
    """Give the section of meetings."""
    may_see = may_read_messages(actor, engagement)
    return {
        "may_see_meetings": may_see,
        "meetings": meetings_of(engagement) if may_see else [],
        "may_propose_meeting": may_write(actor, engagement),
        "meeting_labels": MEETING_LABELS,
    }


def _closed(meeting: Meeting, operation: Callable[..., None], said: str) -> ResponseReturnValue:
    actor, number, form = current_actor(), meeting.id, WordsForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: operation(meeting, form.words.data or "", actor=actor)
    ):
        db.session.commit()
        flash(said, "success")
        return redirect(url_for(".meeting", meeting_id=number), code=303)
    return _page(meeting, closing=form), form.status


def _page(
    meeting: Meeting,
    *,
    closing: WordsForm | None = None,
    note: NoteForm | None = None,
    slot_error: str = "",
) -> str:
    actor = current_actor()
    said = {"result": meeting.state.value, "note": meeting.note} if meeting.noted_at else {}
    return render_template(
        "engagements/meeting.html",
        meeting=meeting,
        engagement=meeting.engagement,
        closing=closing or WordsForm(formdata=None),
        note=note or NoteForm(formdata=None, data=said),
        slot_error=slot_error,
        meeting_labels=MEETING_LABELS,
        may={
            "answer": may_answer_meeting(actor, meeting),
            "change": may_change_meeting(actor, meeting),
            "note": may_note_meeting(actor, meeting),
            "calendar": may_have_calendar(actor, meeting),
        },
    )
