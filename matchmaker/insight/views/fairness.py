"""Pages of who gets shown, contacted and awarded, and of what nobody was shown."""

from typing import Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.forms.files import wants_file
from matchmaker.insight.enums import UnseenReason
from matchmaker.insight.forms.tables import (
    Table,
    exposure_head,
    exposure_rows,
    share_tables,
    unseen_columns,
)
from matchmaker.insight.policies import may_see_insight
from matchmaker.insight.queries.fairness import Fairness, Share
from matchmaker.insight.queries.fairness import fairness as counted_fairness
from matchmaker.insight.queries.unseen import found_at, must_labels, unseen_counts, unseen_offerings
from matchmaker.insight.views.blueprint import bp
from matchmaker.insight.views.scoped import asked, table_sent, wanted_format
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
    if kind := wanted_format():
        rows = list(exposure_rows(found))
        return table_sent(kind, "exposure", Table(_("展示情况"), exposure_head(), rows), what)
    page = render_template(
        "insight/fairness.html",
        what=what,
        found=found,
        tables=share_tables(found),
        charts={name: _shares(name, found) for name in DRAWN},
        group_labels=GROUP_LABELS,
        unseen=unseen_counts(),
        unseen_labels=UNSEEN_LABELS,
        found_at=found_at(),
    )
    return page, what.status


@bp.get("/staff/insight/unseen")
@needs(may_see_insight, account=True)
def unseen() -> ResponseReturnValue:
    asked_reason = request.args.get("reason", "")
    counts = unseen_counts()
    reason = UnseenReason(asked_reason) if asked_reason in set(UnseenReason) else None
    found = unseen_offerings(reason)
    if wants_file():
        return _unseen_file(reason)
    page = paginate(found, has_file=True)
    return render_template(
        "insight/unseen.html",
        page=page,
        must_labels=must_labels(page.items),
        reason=reason,
        counts=counts,
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
