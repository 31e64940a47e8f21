"""Queues of what providers submit: offerings and cases, looked at one after the other."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from matchmaker import clock
from matchmaker.accounts.forms.files import wants_file
from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.enums import CaseFault, OfferingFault
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.operations import (
    approve_case,
    approve_offering,
    return_case,
    return_offering,
)
from matchmaker.catalogue.words import CASE_FAULTS, OFFERING_FAULTS
from matchmaker.db import db
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.forms import DecisionForm, NoteForm
from matchmaker.moderation.policies import may_moderate
from matchmaker.moderation.queries import decisions_of, notes_on
from matchmaker.staff.queries import next_case, next_offering
from matchmaker.staff.views.blueprint import bp
from matchmaker.staff.views.files import cases_file, offerings_file
from matchmaker.staff.views.following import lead_on
from matchmaker.web.access import current_actor, needs
from matchmaker.web.pagination import paginate


@bp.get("/staff/offerings")
@needs(may_moderate, account=True)
def offerings() -> ResponseReturnValue:
    is_changed = request.args.get("show") == "changed"
    found = queries.changed_offerings() if is_changed else queries.waiting_offerings()
    if wants_file():
        return offerings_file(found)
    page = paginate(found, has_file=True)
    return render_template("staff/offerings.html", page=page, is_changed=is_changed)


@bp.route("/staff/offerings/<int:offering_id>", methods=["GET", "POST"])
@needs(policies.may_decide, queries.offering_page, account=True)
def offering(found: Offering) -> ResponseReturnValue:
    form = DecisionForm.of(OFFERING_FAULTS, version=found.version)
    if form.validate_on_submit() and _decide_offering(found, form):
        db.session.commit()
        return lead_on(next_offering(current_actor()), "offering", "offerings")
    form.take_over(found)
    return render_template(
        "staff/offering.html",
        offering=found,
        form=form,
        changes=queries.changes_to_review(found),
        notes=notes_on(found),
        note_form=NoteForm(formdata=None),
        light=queries.light_tests_of(found),
        decisions=decisions_of(found, with_names=True),
        faults=OFFERING_FAULTS,
        today=clock.today(),
    ), form.status


@bp.get("/staff/cases")
@needs(may_moderate, account=True)
def cases() -> ResponseReturnValue:
    found = queries.waiting_cases()
    if wants_file():
        return cases_file(found)
    return render_template("staff/cases.html", page=paginate(found, has_file=True))


@bp.route("/staff/cases/<int:case_id>", methods=["GET", "POST"])
@needs(policies.may_decide_case, queries.case_by_id, account=True)
def case(found: Case) -> ResponseReturnValue:
    form = DecisionForm.of(CASE_FAULTS, version=found.version)
    if form.validate_on_submit() and _decide_case(found, form):
        db.session.commit()
        return lead_on(next_case(current_actor()), "case", "cases")
    form.take_over(found)
    return render_template(
        "staff/case.html",
        case=found,
        form=form,
        notes=notes_on(found),
        note_form=NoteForm(formdata=None),
        decisions=decisions_of(found, with_names=True),
        faults=CASE_FAULTS,
    ), form.status


def _decide_offering(offering: Offering, form: DecisionForm) -> bool:
    actor, seen, words = current_actor(), form.seen_version, form.words.data or ""
    faults = form.chosen(OfferingFault)
    return form.decide(
        {
            Outcome.APPROVED: lambda: approve_offering(
                offering, words=words, seen_version=seen, actor=actor
            ),
            Outcome.RETURNED: lambda: return_offering(
                offering, reasons=faults, words=words, seen_version=seen, actor=actor
            ),
        }
    )


def _decide_case(case: Case, form: DecisionForm) -> bool:
    actor, seen, words = current_actor(), form.seen_version, form.words.data or ""
    faults = form.chosen(CaseFault)
    return form.decide(
        {
            Outcome.APPROVED: lambda: approve_case(
                case, words=words, seen_version=seen, actor=actor
            ),
            Outcome.RETURNED: lambda: return_case(
                case, reasons=faults, words=words, seen_version=seen, actor=actor
            ),
        }
    )
