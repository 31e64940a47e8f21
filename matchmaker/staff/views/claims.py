"""Deciding who takes unclaimed profiles over."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.accounts.forms.files import wants_file
from matchmaker.catalogue import policies
from matchmaker.catalogue.forms.claims import ClaimDecisionForm
from matchmaker.catalogue.models import Claim
from matchmaker.catalogue.queries import claims as queries
from matchmaker.db import db
from matchmaker.moderation.forms import NoteForm
from matchmaker.moderation.policies import may_moderate
from matchmaker.moderation.queries import decisions_of, notes_on
from matchmaker.staff.views.blueprint import bp
from matchmaker.staff.views.files import claims_file
from matchmaker.staff.views.following import lead_on
from matchmaker.web.access import current_actor, needs
from matchmaker.web.pagination import paginate


@bp.get("/staff/claims")
@needs(may_moderate, account=True)
def claims() -> ResponseReturnValue:
    is_decided = request.args.get("show") == "decided"
    found = queries.decided_claims() if is_decided else queries.waiting_claims()
    if wants_file():
        return claims_file(found)
    return render_template(
        "staff/claims.html",
        page=paginate(found, has_file=True),
        is_decided=is_decided,
        policies=policies,
        actor=current_actor(),
    )


@bp.get("/staff/claims/<int:claim_id>")
@needs(policies.may_decide_claim, queries.claim_by_id, account=True)
def claim(found: Claim) -> ResponseReturnValue:
    return _claim_page(found, ClaimDecisionForm.about(found))


@bp.post("/staff/claims/<int:claim_id>")
@needs(policies.may_decide_claim, queries.claim_by_id, account=True)
def decide_claim(found: Claim) -> ResponseReturnValue:
    form, actor = ClaimDecisionForm.about(found), current_actor()
    if not (form.validate_on_submit() and form.decide_on(found, actor=actor)):
        return _claim_page(found, form)
    db.session.commit()
    return lead_on(queries.next_waiting_claim(found), "claim", "claims")


def _claim_page(found: Claim, form: ClaimDecisionForm) -> ResponseReturnValue:
    form.take_over(found)
    page = render_template(
        "staff/claim.html",
        claim=found,
        form=form,
        notes=notes_on(found),
        note_form=NoteForm(formdata=None),
        others=[row for row in queries.claims_to(found.provider_id) if row.id != found.id],
        lines=decisions_of(found, with_names=True),
    )
    return page, form.status
