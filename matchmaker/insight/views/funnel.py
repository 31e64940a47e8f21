"""Pages of how far demands and providers come together."""

from typing import Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.insight.enums import Dimension
from matchmaker.insight.forms.files import figures_file
from matchmaker.insight.forms.history import funnel_history, funnel_lines
from matchmaker.insight.forms.report import calibration_sentence
from matchmaker.insight.forms.tables import (
    bin_table,
    funnel_rows,
    group_tables,
    loss_table,
    open_table,
    too_few,
)
from matchmaker.insight.policies import may_see_insight
from matchmaker.insight.queries.calibration import calibrated
from matchmaker.insight.queries.funnel import Funnel
from matchmaker.insight.queries.funnel import funnel as counted_funnel
from matchmaker.insight.queries.open_funnel import LEAST, open_funnel
from matchmaker.insight.queries.scope import default_scope
from matchmaker.insight.queries.snapshots import history
from matchmaker.insight.scoring.calibration import Bin
from matchmaker.insight.views.blueprint import bp
from matchmaker.insight.views.scoped import Asked, asked, period_words, wants_table
from matchmaker.insight.words.funnel import DIMENSION_LABELS, STEP_LABELS, STEP_RULES, loss_label
from matchmaker.web.access import needs, public
from matchmaker.web.charts import (
    BarChart,
    FunnelChart,
    Heading,
    Shown,
    bar_chart,
    funnel_chart,
)
from matchmaker.web.filters import figure

WORDS: Final = {"labels": STEP_LABELS, "rules": STEP_RULES, "dimensions": DIMENSION_LABELS}


@bp.get("/insight/funnel")
@public
def funnel() -> ResponseReturnValue:
    found = open_funnel(counted_funnel(default_scope()))
    period = period_words(found.scope)
    if wants_table():
        return figures_file("funnel", open_table(found), [(_("期间"), period)])
    told = [(Heading(str(STEP_LABELS[step])), _told(number)) for step, number in found.steps]
    return render_template(
        "insight/funnel.html",
        found=found,
        least=LEAST,
        period=period,
        chart=funnel_chart(told),
        **WORDS,
    )


@bp.get("/staff/insight/funnel")
@needs(may_see_insight, account=True)
def staff_funnel() -> ResponseReturnValue:
    what = asked()
    found = counted_funnel(what.scope)
    if wants_table():
        return _file(found, what)
    by = request.args.get("by", "")
    tables = dict(zip(Dimension, group_tables(found, what.names), strict=True))
    chosen = Dimension(by) if by in tables else Dimension.QUARTER
    page = render_template(
        "insight/staff_funnel.html",
        what=what,
        found=found,
        chart=_steps(found),
        losses=loss_table(found),
        loss_chart=_losses(found),
        table=tables[chosen],
        chosen=chosen,
        lines=funnel_lines(history("funnel")),
        **WORDS,
    )
    return page, what.status


def _file(found: Funnel, what: Asked) -> Response:
    match request.args.get("table"):
        case "losses":
            return figures_file("losses", loss_table(found), what.conditions())
        case "history":
            return figures_file("funnel-history", funnel_history(history("funnel")))
        case _whole:
            return figures_file("funnel", funnel_rows(found, what.names), what.conditions())


@bp.get("/staff/insight/calibration")
@needs(may_see_insight, account=True)
def calibration() -> ResponseReturnValue:
    what = asked()
    found = calibrated(what.scope)
    if wants_table():
        return figures_file("calibration", bin_table(found), what.conditions(), wide=())
    page = render_template(
        "insight/calibration.html",
        what=what,
        found=found,
        table=bin_table(found),
        chart=bar_chart(map(_bin, found.calibration.bins), most=1.0),
        says=calibration_sentence(found.calibration),
    )
    return page, what.status


def _told(number: int | None) -> Shown:
    return Shown(number, too_few() if number is None else figure(number))


def _steps(found: Funnel) -> FunnelChart:
    return funnel_chart(
        (Heading(str(STEP_LABELS[line.step])), Shown(line.passed, figure(line.passed)))
        for line in found.lines
    )


def _losses(found: Funnel) -> BarChart:
    """Draw the reasons after a contact, all steps together, the most frequent first."""
    counts: dict[str, int] = {}
    for loss in found.losses:
        name = loss_label(loss.reason)
        counts[name] = counts.get(name, 0) + loss.count
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return bar_chart((Heading(name), [Shown(number, figure(number))]) for name, number in ordered)


def _bin(one: Bin) -> tuple[Heading, list[Shown]]:
    words = "—" if one.share is None else f"{one.share * 100:.0f}% ({one.awarded}/{one.settled})"
    return Heading(f"{one.low}–{one.high}"), [Shown(one.share, words)]
