"""A report for a period, a sector or a province: a page to print, and a PDF file."""

from io import BytesIO

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.insight.forms.report import Section, report_of
from matchmaker.insight.forms.report_pdf import report_pdf
from matchmaker.insight.policies import may_see_insight
from matchmaker.insight.views.blueprint import bp
from matchmaker.insight.views.scoped import asked
from matchmaker.web.access import needs
from matchmaker.web.charts import BarChart, Heading, Shown, bar_chart


@bp.get("/staff/insight/report")
@needs(may_see_insight, account=True)
def report() -> ResponseReturnValue:
    what = asked()
    made = report_of(what.scope, what.names, what.conditions())
    page = render_template(
        "insight/report.html",
        what=what,
        report=made,
        charts=[_chart(section) for section in made.sections],
    )
    return page, what.status


@bp.get("/staff/insight/report.pdf")
@needs(may_see_insight, account=True)
def report_file() -> ResponseReturnValue:
    check_export_throttle()
    what = asked()
    made = report_pdf(report_of(what.scope, what.names, what.conditions()))
    name = f"report-{what.scope.since}-{what.scope.until}.pdf"
    return send_file(BytesIO(made), "application/pdf", as_attachment=True, download_name=name)


def _chart(section: Section) -> BarChart | None:
    if not section.bars:
        return None
    return bar_chart(
        ((Heading(bar.name), [Shown(bar.length, bar.words)]) for bar in section.bars), most=1.0
    )
