"""Deciding who organisations are, and whether they stay."""

from functools import partial
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts import policies, queries
from matchmaker.accounts.forms import StandingForm, VerificationDecisionForm
from matchmaker.accounts.forms.files import wants_file
from matchmaker.accounts.models import Organisation, Verification
from matchmaker.catalogue.policies import may_see_certificate
from matchmaker.catalogue.queries.profiles import profile_of
from matchmaker.db import db
from matchmaker.moderation.forms import NoteForm
from matchmaker.moderation.policies import may_decide_for, may_moderate
from matchmaker.moderation.queries import decisions_of, notes_on
from matchmaker.staff.queries import organisations_for_staff
from matchmaker.staff.views.blueprint import bp
from matchmaker.staff.views.files import organisations_file, verifications_file
from matchmaker.staff.views.following import lead_on
from matchmaker.web.access import current_actor, needs
from matchmaker.web.pagination import paginate


@bp.get("/staff/verifications")
@needs(may_moderate, account=True)
def verifications() -> ResponseReturnValue:
    is_decided = request.args.get("show") == "decided"
    found = queries.decided_verifications() if is_decided else queries.waiting_verifications()
    if wants_file():
        return verifications_file(found)
    return render_template(
        "staff/verifications.html",
        page=paginate(found, has_file=True),
        is_decided=is_decided,
        policies=policies,
        actor=current_actor(),
    )


@bp.get("/staff/verifications/<int:verification_id>")
@needs(policies.may_decide_verification, queries.verification_by_id, account=True)
def verification(found: Verification) -> ResponseReturnValue:
    return _verification_page(found, VerificationDecisionForm.about(found))


@bp.post("/staff/verifications/<int:verification_id>")
@needs(policies.may_decide_verification, queries.verification_by_id, account=True)
def decide_verification(found: Verification) -> ResponseReturnValue:
    form, actor = VerificationDecisionForm.about(found), current_actor()
    if not (form.validate_on_submit() and form.decide_on(found, actor=actor)):
        return _verification_page(found, form)
    db.session.commit()
    return lead_on(queries.next_waiting(found), "verification", "verifications")


@bp.get("/staff/organisations")
@needs(may_moderate, account=True)
def organisations() -> ResponseReturnValue:
    words = request.args.get("q", "").strip()[:80]
    found = organisations_for_staff(words)
    if wants_file():
        return organisations_file(found)
    page = paginate(found, has_file=True)
    return render_template("staff/organisations.html", page=page, words=words)


@bp.get("/staff/organisations/<int:organisation_id>")
@needs(may_decide_for, queries.organisation_by_id, account=True)
def organisation(found: Organisation) -> ResponseReturnValue:
    return _organisation_page(found, StandingForm.about(found))


@bp.post("/staff/organisations/<int:organisation_id>")
@needs(may_decide_for, queries.organisation_by_id, account=True)
def decide_standing(found: Organisation) -> ResponseReturnValue:
    form, actor = StandingForm.about(found), current_actor()
    if not (form.validate_on_submit() and form.decide_on(found, actor=actor)):
        return _organisation_page(found, form)
    db.session.commit()
    flash(_("已保存决定，并通知了单位成员。"), "success")
    return redirect(url_for(".organisation", organisation_id=found.id), code=HTTPStatus.SEE_OTHER)


def _verification_page(found: Verification, form: VerificationDecisionForm) -> ResponseReturnValue:
    form.take_over(found)
    page = render_template(
        "staff/verification.html",
        verification=found,
        notes=notes_on(found),
        note_form=NoteForm(formdata=None),
        profile=profile_of(found.organisation),
        today=clock.today(),
        form=form,
        elsewhere=queries.elsewhere(found),
        lines=decisions_of(found, with_names=True),
        standing=decisions_of(found.organisation, with_names=True),
    )
    return page, form.status


def _organisation_page(found: Organisation, form: StandingForm) -> ResponseReturnValue:
    form.take_over(found)
    profile = profile_of(found)
    page = render_template(
        "staff/organisation.html",
        organisation=found,
        profile=profile,
        notes=notes_on(found),
        note_form=NoteForm(formdata=None),
        may_see_certificate=partial(may_see_certificate, current_actor()),
        today=clock.today(),
        form=form,
        history=queries.verification_page(found),
        lines=decisions_of(found, with_names=True),
    )
    return page, form.status
