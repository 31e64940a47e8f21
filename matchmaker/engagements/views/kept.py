"""Offerings and cases an engagement rests on, when they are public no longer."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.catalogue.policies import is_case_public
from matchmaker.catalogue.policies import may_see as may_see_offering
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.responses import ResponseLine
from matchmaker.engagements.policies import may_see, may_see_named
from matchmaker.engagements.queries import engagement_by_id
from matchmaker.engagements.queries.kept import NamedCase, kept_offering, named_case
from matchmaker.engagements.views.blueprint import bp
from matchmaker.errors import NotFoundError
from matchmaker.web.access import current_actor, needs


@bp.get("/engagements/<int:engagement_id>/offering")
@needs(may_see, engagement_by_id, account=True)
def offered(engagement: Engagement) -> ResponseReturnValue:
    """Show the offering as it was when it was named; one the person sees anyway has its page."""
    kept, actor = kept_offering(engagement), current_actor()
    offering = kept.offering if kept else engagement.offering
    if offering is not None and may_see_offering(actor, offering):
        return redirect(url_for("catalogue.offering", offering_id=offering.id), code=303)
    if kept is None:
        raise NotFoundError(_("没有找到这个方案，请刷新页面再试。"))
    return render_template("engagements/offered.html", engagement=engagement, kept=kept)


@bp.get("/engagements/<int:engagement_id>/cases/<int:case_id>")
@needs(may_see_named, named_case, account=True)
def relied_case(named: NamedCase) -> ResponseReturnValue:
    return render_template(
        "engagements/relied_case.html",
        engagement=named.engagement,
        case=named.case,
        offerings=[],
    )


def case_page(line: ResponseLine, engagement_id: int | None) -> str:
    """Give where the case an answer rests on can be read."""
    if line.case is None or engagement_id is None or is_case_public(line.case):
        return url_for("catalogue.case", case_id=line.case_id)
    return url_for("engagements.relied_case", engagement_id=engagement_id, case_id=line.case_id)
