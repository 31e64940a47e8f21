"""A person's engagements, by whose turn it is."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.engagements.queries import Shown, engagement_counts, engagements_for
from matchmaker.engagements.queries.meetings import coming_meetings
from matchmaker.engagements.queries.responses import partnerships_of
from matchmaker.engagements.queries.steps import due_steps
from matchmaker.engagements.views.blueprint import bp
from matchmaker.engagements.words.outcomes import STEP_LABELS
from matchmaker.web.access import current_actor, signed_in
from matchmaker.web.pagination import paginate


@bp.get("/my/engagements")
@signed_in
def mine() -> ResponseReturnValue:
    actor = current_actor()
    counts = engagement_counts(actor)
    asked = request.args.get("show", "")
    fullest = next((shown for shown in Shown if counts[shown]), Shown.WAITING)
    shown = Shown(asked) if asked in list(Shown) else fullest
    labels = {
        Shown.WAITING: _("等我方处理"),
        Shown.ASKED: _("等对方答复"),
        Shown.TALKING: _("进行中"),
        Shown.CLOSED: _("已结束"),
    }
    return render_template(
        "engagements/mine.html",
        page=paginate(engagements_for(actor, shown)),
        partnerships=partnerships_of(actor),
        due=due_steps(actor),
        step_labels=STEP_LABELS,
        coming=coming_meetings(actor),
        own=actor.organisation_ids,
        tabs=[
            (labels[one], counts[one], url_for(".mine", show=one.value), one is shown)
            for one in Shown
        ],
    )
