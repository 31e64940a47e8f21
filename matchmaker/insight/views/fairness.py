"""Pages of who gets shown, contacted and awarded, and of what nobody was shown."""

from typing import Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.forms.files import wants_file
from matchmaker.insight.enums import UnseenReason
from matchmaker.insight.forms.files import figures_file
from matchmaker.insight.forms.history import fairness_history, fairness_lines
from matchmaker.insight.forms.tables import (
    Table,
    exposure_head,
    exposure_rows,
    share_table,
    unseen_columns,
)
from matchmaker.insight.policies import may_see_insight
from matchmaker.insight.queries.fairness import Fairness, Share
from matchmaker.insight.queries.fairness import fairness as counted_fairness
from matchmaker.insight.queries.snapshots import history
from matchmaker.insight.queries.unseen import found_at, must_labels, unseen_counts, unseen_offerings
from matchmaker.insight.views.blueprint import bp
from matchmaker.insight.views.scoped import Asked, asked, wants_table
from matchmaker.insight.words.funnel import GROUP_LABELS, UNSEEN_LABELS, share_label
from matchmaker.web.access import needs
from matchmaker.web.charts import BarChart, Heading, Shown, bar_chart
from matchmaker.web.pagination import paginate
from matchmaker.web.sheets import first_rows, table_file

DRAWN: Final = ("size", "area", "age")


@bp.get("/staff/insight/fairness")
@needs(may_see_insight, account=True)
def fairness() -> ResponseReturnValue:
    what = asked()
    found = counted_fairness(what.scope)
    if wants_table():
        return _file(found, what)
    page = render_template(
        "insight/fairness.html",
        what=what,
        found=found,
        tables=[share_table(name, found) for name in found.groups],
        charts={name: _shares(name, found) for name in DRAWN},
        group_labels=GROUP_LABELS,
        unseen=unseen_counts(),
        unseen_labels=UNSEEN_LABELS,
        found_at=found_at(),
        lines=fairness_lines(history("fairness")),
    )
    return page, what.status


def _file(found: Fairness, what: Asked) -> Response:
    table = request.args.get("table", "")
    if table == "history":
        return figures_file("fairness-history", fairness_history(history("fairness")))
    if table in found.groups:
        return figures_file(f"fairness-{table}", share_table(table, found), what.conditions())
    rows = Table(_("展示情况"), exposure_head(), list(exposure_rows(found)))
    return figures_file("exposure", rows, what.conditions())


@bp.get("/staff/insight/unseen")
@needs(may_see_insight, account=True)
def unseen() -> ResponseReturnValue:
    asked_reason = request.args.get("reason", "")
    reason = UnseenReason(asked_reason) if asked_reason in set(UnseenReason) else None
    if wants_file():
        return _unseen_file(reason)
    page = paginate(unseen_offerings(reason), has_file=True)
    return render_template(
        "insight/unseen.html",
        page=page,
        must_labels=must_labels(page.items),
        reason=reason,
        counts=unseen_counts(),
        labels=UNSEEN_LABELS,
        found_at=found_at(),
    )


def _shares(group: str, found: Fairness) -> BarChart:
    """Draw what part of each group is of offerings, showings, contacts and awards."""
    names = ("offerings", "shown", "contacts", "awards")
    return bar_chart(
        (
            (Heading(share_label(group, one.key)), [_part(one, name) for name in names])
            for one in found.groups[group]
        ),
        (_("占方案"), _("占展示"), _("占联系"), _("占达成")),
        most=1.0,
    )


def _part(one: Share, name: str) -> Shown:
    return Shown(one.shares[name], f"{one.shares[name] * 100:.1f}%")


def _unseen_file(reason: UnseenReason | None) -> Response:
    rows = first_rows(unseen_offerings(reason))
    conditions = [(_("原因"), str(UNSEEN_LABELS[reason]))] if reason else []
    return table_file(
        "unseen",
        _("从未展示的方案"),
        unseen_columns(),
        rows,
        wide=(1, 2, 3, 4),
        conditions=conditions,
    )
