"""What was decided on one thing, for staff."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.errors import NotFoundError
from matchmaker.moderation.policies import may_moderate
from matchmaker.moderation.queries import decisions_about
from matchmaker.web.access import needs

bp = Blueprint("moderation", __name__)


@bp.get("/staff/decisions/<slug:kind>/<int:number>")
@needs(may_moderate, account=True)
def decisions(kind: str, number: int) -> ResponseReturnValue:
    table = kind.replace("-", "_")
    lines = decisions_about(table, number, with_names=True)
    if not lines:
        raise NotFoundError(_("还没有审核记录。"))
    return render_template("moderation/decisions.html", lines=lines, subject=f"{table}:{number}")
