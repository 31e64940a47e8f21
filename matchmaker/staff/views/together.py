"""Deciding on several things of a queue at once: count and list first, then the decision."""

from collections.abc import Mapping
from typing import Any, Final

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.catalogue.words import CASE_FAULTS, OFFERING_FAULTS
from matchmaker.db import db
from matchmaker.demands.words import RETURN_REASONS
from matchmaker.errors import Words
from matchmaker.moderation.policies import may_moderate
from matchmaker.staff.forms.together import Load, TogetherForm
from matchmaker.staff.operations.together import Done
from matchmaker.staff.queries.together import (
    waiting_cases_among,
    waiting_demands_among,
    waiting_offerings_among,
)
from matchmaker.staff.views.blueprint import bp
from matchmaker.web.access import current_actor, needs

NAMED: Final = 5  # of what was left out; the cookie of a message is small


@bp.route("/staff/offerings/together", methods=["GET", "POST"])
@needs(may_moderate, account=True)
def offerings_together() -> ResponseReturnValue:
    return _together("offering", "offerings", OFFERING_FAULTS, waiting_offerings_among)


@bp.route("/staff/cases/together", methods=["GET", "POST"])
@needs(may_moderate, account=True)
def cases_together() -> ResponseReturnValue:
    return _together("case", "cases", CASE_FAULTS, waiting_cases_among)


@bp.route("/staff/demands/together", methods=["GET", "POST"])
@needs(may_moderate, account=True)
def demands_together() -> ResponseReturnValue:
    return _together("demand", "demands", RETURN_REASONS, waiting_demands_among)


def _together(
    page: str, queue: str, labels: Mapping[Any, Words], load: Load[Any]
) -> ResponseReturnValue:
    actor = current_actor()
    form = TogetherForm.about(labels, load, actor=actor)
    if form.validate_on_submit() and form.decide_on_all(actor=actor) and form.done:
        db.session.commit()
        _say(form.done)
        return redirect(url_for(f".{queue}"), code=303)
    return render_template(
        "staff/together.html", form=form, picked=form.picked, page=page, queue=queue
    ), form.status


def _say(done: Done) -> None:
    if done.decided:
        flash(_("已处理 %(n)s 项，每一项都单独记录并通知了对方。", n=len(done.decided)), "success")
    if done.left_out:
        named = [
            _("%(name)s：%(problem)s", name=title, problem=why)
            for title, why in done.left_out[:NAMED]
        ]
        words = _("有 %(n)s 项没有处理。", n=len(done.left_out))
        flash("\n".join([words, *named]), "error")
