"""An entry of the results: its people's page, its certificate, what staff do about it."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.programmes.forms import certificates
from matchmaker.programmes.forms.results import EntryForm, GroundsForm
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.operations import appeals, entries
from matchmaker.programmes.policies.results import (
    may_appeal_entry,
    may_run_entry,
    may_see_entry,
    may_use_entry,
)
from matchmaker.programmes.queries.results import (
    appeals_about,
    entry_by_id,
    renewals_of,
    steps_of,
)
from matchmaker.programmes.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.forms import BaseForm
from matchmaker.web.sent_forms import remember


@bp.get("/entries/<int:entry_id>")
@needs(may_see_entry, entry_by_id, account=True)
def entry(found: Entry) -> ResponseReturnValue:
    return _page(found, GroundsForm())


@bp.get("/entries/<int:entry_id>/certificate")
@needs(may_see_entry, entry_by_id, account=True)
def certificate(found: Entry) -> ResponseReturnValue:
    return render_template(
        "programmes/certificate.html",
        entry=found,
        today=clock.today(),
        address=_address(found),
    )


@bp.get("/entries/<int:entry_id>/certificate/file")
@needs(may_see_entry, entry_by_id, account=True)
def certificate_file(found: Entry) -> ResponseReturnValue:
    check_export_throttle()
    made = certificates.certificate_file(found, _address(found))
    response = Response(made, mimetype="application/pdf")
    name = f'attachment; filename="{found.number}.pdf"'
    response.headers["Content-Disposition"] = name
    return response


@bp.post("/entries/<int:entry_id>/renew")
@needs(may_use_entry, entry_by_id, account=True)
def renew_entry(found: Entry) -> ResponseReturnValue:
    form, actor = GroundsForm(), current_actor()
    if form.validate_on_submit() and form.succeeds(
        lambda: entries.ask_renewal(found, form.words.data or "", actor=actor)
    ):
        page = url_for(".entry", entry_id=found.id)
        remember(actor, page)
        return done(_("续期申请已收到，答复会通知您。"), page)
    return _page(found, form)


@bp.post("/entries/<int:entry_id>/appeal")
@needs(may_appeal_entry, entry_by_id, account=True)
def appeal_entry(found: Entry) -> ResponseReturnValue:
    form, actor = GroundsForm(), current_actor()
    if form.validate_on_submit() and form.succeeds(
        lambda: appeals.make_appeal(
            found.submission, form.words.data or "", entry=found, actor=actor
        )
    ):
        page = url_for(".entry", entry_id=found.id)
        remember(actor, page)
        return done(_("申诉已收到，答复会通知您。"), page)
    return _page(found, form)


@bp.route("/staff/entries/<int:entry_id>", methods=["GET", "POST"])
@needs(may_run_entry, entry_by_id, account=True)
def staff_entry(found: Entry) -> ResponseReturnValue:
    form = EntryForm(version=str(found.version))
    if form.validate_on_submit() and form.act(found, current_actor()):
        return done(_("已处理，单位收到通知。"), url_for(".staff_entry", entry_id=found.id))
    form.take_over(found)
    text = render_template(
        "programmes/staff_entry.html",
        entry=found,
        form=form,
        steps=steps_of(found),
        today=clock.today(),
    )
    return text, form.status


def _address(found: Entry) -> str:
    return url_for(".certificates", number=found.number, _external=True)


def _page(found: Entry, form: BaseForm) -> ResponseReturnValue:
    actor, today = current_actor(), clock.today()
    text = render_template(
        "programmes/entry.html",
        entry=found,
        form=form,
        steps=steps_of(found),
        renewals=renewals_of(found),
        appeals=appeals_about(found.submission),
        until=appeals.appeal_until(found.submission, found),
        may_appeal=may_appeal_entry(actor, found),
        may_renew=may_use_entry(actor, found) and entries.may_renew_on(found, today),
        may_run=may_run_entry(actor, found),
        today=today,
        now=clock.now(),
    )
    return text, form.status
