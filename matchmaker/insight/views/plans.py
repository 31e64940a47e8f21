"""Pages of the national plans, and of one indicator."""

from flask import render_template
from flask.typing import ResponseReturnValue

from matchmaker.accounts.forms.files import wants_csv, wants_file
from matchmaker.insight.forms.charts import indicator_chart
from matchmaker.insight.forms.observations import observations_file
from matchmaker.insight.policies import may_see_figures, may_tend_figures
from matchmaker.insight.queries.plans import (
    IndicatorLine,
    all_observations,
    indicator_line,
    own_counts,
    plan_tables,
)
from matchmaker.insight.scoring.projection import FURTHEST, SPAN
from matchmaker.insight.views.blueprint import bp
from matchmaker.web.access import current_actor, needs, public


@bp.get("/insight/plans")
@public
def plans() -> ResponseReturnValue:
    if (as_csv := wants_csv()) or wants_file():
        return observations_file("indicators", all_observations(), as_csv=as_csv)
    return render_template(
        "insight/plans.html", plans=plan_tables(), own=own_counts(), span=SPAN, furthest=FURTHEST
    )


@bp.get("/insight/plans/<slug:indicator>")
@needs(may_see_figures, indicator_line)
def indicator(line: IndicatorLine) -> ResponseReturnValue:
    slug = line.indicator.slug
    if (as_csv := wants_csv()) or wants_file():
        return observations_file(slug, all_observations(slug), as_csv=as_csv)
    return render_template(
        "insight/indicator.html",
        line=line,
        chart=indicator_chart(line),
        own=own_counts().get(slug),
        removed=[row for row in line.indicator.observations if row.removed_at is not None],
        may_tend=may_tend_figures(current_actor()),
        span=SPAN,
        furthest=FURTHEST,
    )
