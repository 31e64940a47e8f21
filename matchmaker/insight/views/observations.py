"""Tending observations: adding, correcting, removing, restoring."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.insight.forms.observations import CorrectionForm, ObservationForm, ReasonedForm
from matchmaker.insight.models.plans import Observation
from matchmaker.insight.operations import observations as operations
from matchmaker.insight.policies import may_tend_figures
from matchmaker.insight.queries.plans import (
    IndicatorLine,
    indicator_line,
    known_names,
    known_sources,
    observation_by_id,
)
from matchmaker.insight.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.sent_forms import remember


@bp.route("/staff/insight/indicators/<slug:indicator>/observations/new", methods=["GET", "POST"])
@needs(may_tend_figures, indicator_line, account=True)
def new_observation(line: IndicatorLine) -> ResponseReturnValue:
    form = ObservationForm()
    if form.validate_on_submit():
        made = form.attempt(
            lambda: operations.add_observation(
                line.indicator, form.content(), actor=current_actor()
            )
        )
        if made is not None:
            page = url_for(".indicator", indicator=line.indicator.slug)
            remember(current_actor(), page)
            return done(_("已添加，页面和图表随即更新。"), page)
    page = render_template(
        "insight/edit_observation.html",
        form=form,
        indicator=line.indicator,
        row=None,
        sources=known_sources(),
        names=known_names(line.indicator),
    )
    return page, form.status


@bp.route("/staff/insight/observations/<int:observation_id>/edit", methods=["GET", "POST"])
@needs(may_tend_figures, observation_by_id, account=True)
def correct_observation(row: Observation) -> ResponseReturnValue:
    form = CorrectionForm.of(row)
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.correct_observation(
            row,
            form.content(),
            form.reason.data or "",
            seen_version=form.seen_version,
            actor=current_actor(),
        )
    ):
        return done(_("已订正，改动记入审计记录。"), _page(row))
    form.take_over(row)
    page = render_template(
        "insight/edit_observation.html",
        form=form,
        indicator=row.indicator,
        row=row,
        sources=known_sources(),
        names=known_names(row.indicator),
    )
    return page, form.status


@bp.route("/staff/insight/observations/<int:observation_id>/remove", methods=["GET", "POST"])
@needs(may_tend_figures, observation_by_id, account=True)
def remove_observation(row: Observation) -> ResponseReturnValue:
    form = ReasonedForm(version=str(row.version))
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.remove_observation(
            row, form.reason.data or "", seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return done(_("已删除，以后可以恢复。"), _page(row))
    return _asking(form, row, is_back=False)


@bp.route("/staff/insight/observations/<int:observation_id>/restore", methods=["GET", "POST"])
@needs(may_tend_figures, observation_by_id, account=True)
def restore_observation(row: Observation) -> ResponseReturnValue:
    form = ReasonedForm(version=str(row.version))
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.restore_observation(
            row, form.reason.data or "", seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return done(_("已恢复。"), _page(row))
    return _asking(form, row, is_back=True)


def _asking(form: ReasonedForm, row: Observation, *, is_back: bool) -> ResponseReturnValue:
    form.take_over(row)
    page = render_template("insight/remove_observation.html", form=form, row=row, is_back=is_back)
    return page, form.status


def _page(row: Observation) -> str:
    return url_for(".indicator", indicator=row.indicator.slug)
