"""Notes of staff for their colleagues, on what they decide on."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.moderation.forms import NoteForm
from matchmaker.moderation.operations import write_note
from matchmaker.moderation.queries import notes_on
from matchmaker.staff.policies import may_note
from matchmaker.staff.queries.noted import Noted, noted
from matchmaker.staff.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.sent_forms import remember


@bp.route("/staff/notes/<slug:kind>/<int:number>", methods=["GET", "POST"])
@needs(may_note, noted, account=True)
def notes(found: Noted) -> ResponseReturnValue:
    form, actor = NoteForm(), current_actor()
    if form.validate_on_submit() and form.succeeds(
        lambda: write_note(found.row, form.note.data or "", actor=actor)
    ):
        page = url_for(".notes", kind=found.kind, number=found.number)
        if found.opens(actor):
            values = {f"{found.kind}_id": found.number}
            page = url_for(f".{found.kind}", _anchor="notes", **values)  # type: ignore[arg-type]  # one name for each kind
        remember(actor, page)
        return done(_("已记下，只有审核员看得到。"), page)
    content = render_template("staff/notes.html", form=form, found=found, notes=notes_on(found.row))
    return content, form.status
