"""What came of engagements, in counts, and what was nominated as a showcase."""

from flask import render_template
from flask.typing import ResponseReturnValue

from matchmaker.accounts.forms.files import wants_file
from matchmaker.accounts.policies import is_staff
from matchmaker.engagements.queries.outcomes import nominated_outcomes, outcome_figures
from matchmaker.engagements.words import REASON_LABELS
from matchmaker.engagements.words.outcomes import BAND_LABELS, CONSENT_LABELS, STAGE_LABELS
from matchmaker.staff.views.blueprint import bp
from matchmaker.staff.views.files import nominations_file
from matchmaker.web.access import needs
from matchmaker.web.pagination import paginate


@bp.get("/staff/outcomes")
@needs(is_staff, account=True)
def outcomes() -> ResponseReturnValue:
    found = nominated_outcomes()
    if wants_file():
        return nominations_file(found)
    return render_template(
        "staff/outcomes.html",
        page=paginate(found, has_file=True),
        figures=outcome_figures(),
        stage_labels=STAGE_LABELS,
        band_labels=BAND_LABELS,
        reason_labels=REASON_LABELS,
        consent_labels=CONSENT_LABELS,
    )
