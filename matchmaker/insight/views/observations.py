"""Tending observations: adding, correcting, removing, restoring."""

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.insight.forms.observations import CorrectionForm, ObservationForm, ReasonedForm
from matchmaker.insight.models.plans import Indicator, Observation
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
    return _form(form, line.indicator, None)


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
    return _form(form, row.indicator, row)


@bp.route("/staff/insight/observations/<int:observation_id>/remove", methods=["GET", "POST"])
@needs(may_tend_figures, observation_by_id, account=True)
def remove_observation(row: Observation) -> ResponseReturnValue:
    return _with_reason(
        row, operations.remove_observation, _("已删除，以后可以恢复。"), is_back=False
    )


@bp.route("/staff/insight/observations/<int:observation_id>/restore", methods=["GET", "POST"])
@needs(may_tend_figures, observation_by_id, account=True)
def restore_observation(row: Observation) -> ResponseReturnValue:
    return _with_reason(row, operations.restore_observation, _("已恢复。"), is_back=True)


def _form(
    form: ObservationForm, indicator: Indicator, row: Observation | None
) -> ResponseReturnValue:
    page = render_template(
        "insight/edit_observation.html",
        form=form,
        indicator=indicator,
        row=row,
        sources=known_sources(),
        names=known_names(indicator),
    )
    return page, form.status


def _with_reason(
    row: Observation, operation: Callable[..., None], said: str, *, is_back: bool
) -> ResponseReturnValue:
    """Ask for the reason, then do it."""
    form = ReasonedForm(version=str(row.version))
    if form.validate_on_submit() and form.succeeds(
        lambda: operation(
            row, form.reason.data or "", seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return done(said, _page(row))
    form.take_over(row)
    page = render_template("insight/remove_observation.html", form=form, row=row, is_back=is_back)
    return page, form.status


def _page(row: Observation) -> str:
    return url_for(".indicator", indicator=row.indicator.slug)
