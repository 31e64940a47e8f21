"""The self-check: which marks of a 领航者 an enterprise reaches. Nothing of it is stored."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.forms.self_check import check_form, need_of
from matchmaker.programmes.queries.pilots import criteria_of, points_of
from matchmaker.programmes.scoring.self_check import check
from matchmaker.programmes.views.blueprint import bp
from matchmaker.web.access import public


@bp.get("/showcases/self-check")
@public
def self_check() -> ResponseReturnValue:
    wanted = request.args.get("type", "")
    if wanted not in set(SubjectType):
        return render_template("programmes/self_check.html", subject=None, unknown=wanted[:40])
    subject = SubjectType(wanted)
    points, criteria = points_of(subject), criteria_of(subject)
    asked = [point for point in points if point.is_checked]
    form = check_form(asked, criteria, request.args)
    is_answered = form.is_sent and form.validate()
    result = check(asked, criteria, form.answers()) if is_answered else None
    return render_template(
        "programmes/self_check.html",
        subject=subject,
        form=form,
        asked=asked,
        background=[point for point in points if not point.is_checked],
        criteria=criteria,
        result=result,
        need=need_of(subject, result) if result and not result.is_whole else "",
    ), (422 if form.is_sent and form.errors else 200)
