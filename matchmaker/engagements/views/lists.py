"""A person's engagements, by whose turn it is."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from matchmaker import clock
from matchmaker.accounts.forms.files import wants_file
from matchmaker.demands.views.blueprint import demand_name
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.queries import Shown, engagement_counts, engagements_for
from matchmaker.engagements.queries.meetings import coming_meetings
from matchmaker.engagements.queries.responses import partnerships_of
from matchmaker.engagements.queries.steps import due_steps
from matchmaker.engagements.views.blueprint import bp
from matchmaker.engagements.words import STATE_LABELS
from matchmaker.engagements.words.outcomes import STEP_LABELS
from matchmaker.web.access import current_actor, signed_in
from matchmaker.web.pagination import paginate
from matchmaker.web.sheets import Columns, first_rows, table_file


@bp.get("/my/engagements")
@signed_in
def mine() -> ResponseReturnValue:
    actor = current_actor()
    counts = engagement_counts(actor)
    asked = request.args.get("show", "")
    fullest = next((shown for shown in Shown if counts[shown]), Shown.WAITING)
    shown = Shown(asked) if asked in list(Shown) else fullest
    found = engagements_for(actor, shown)
    if wants_file():
        return _file(found)
    labels = {
        Shown.WAITING: _("等我方处理"),
        Shown.ASKED: _("等对方答复"),
        Shown.TALKING: _("进行中"),
        Shown.CLOSED: _("已结束"),
    }
    return render_template(
        "engagements/mine.html",
        page=paginate(found, has_file=True),
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


def _file(found: Select[Engagement]) -> Response:
    own = current_actor().organisation_ids
    columns: Columns[Engagement] = {
        _("需求"): lambda row: row.demand.title,
        _("对方"): lambda row: (
            row.provider.name if row.demand.organisation_id in own else demand_name(row.demand)
        ),
        _("方案"): lambda row: row.offering.title if row.offering else _("未指定"),
        _("状态"): lambda row: str(STATE_LABELS[row.state]),
        _("更新时间"): lambda row: clock.stamp(row.updated_at),
    }
    return table_file("my-engagements", _("我的对接"), columns, first_rows(found), wide=(0, 1, 2))
