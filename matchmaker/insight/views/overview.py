"""The front page of insight."""

from flask import render_template
from flask.typing import ResponseReturnValue

from matchmaker.insight.views.blueprint import bp
from matchmaker.web.access import public


@bp.get("/insight")
@public
def overview() -> ResponseReturnValue:
    return render_template("insight/overview.html")
