"""The front page of insight."""

from flask import render_template
from flask.typing import ResponseReturnValue

from matchmaker.insight.policies import may_see_insight
from matchmaker.insight.views.blueprint import bp
from matchmaker.web.access import current_actor, public


@bp.get("/insight")
@public
def overview() -> ResponseReturnValue:
    return render_template(
        "insight/overview.html", may_see_insight=may_see_insight(current_actor())
    )
