"""Tending figures of key cities: adding one, taking one back."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.insight.forms.cities import CityFigureForm
from matchmaker.insight.forms.observations import ReasonForm
from matchmaker.insight.models.cities import CityObservation
from matchmaker.insight.operations.cities import add_city_figure, remove_city_figure
from matchmaker.insight.policies import may_tend_figures
from matchmaker.insight.queries.cities import CityRow, city_figure_by_id, key_city
from matchmaker.insight.queries.plans import known_sources
from matchmaker.insight.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.sent_forms import remember


@bp.route("/staff/insight/cities/<slug:city>/figures/new", methods=["GET", "POST"])
@needs(may_tend_figures, key_city, account=True)
def new_city_figure(row: CityRow) -> ResponseReturnValue:
    form, code = CityFigureForm(), row.figure.region_code
    if form.validate_on_submit() and form.succeeds(
        lambda: add_city_figure(code, form.content(), actor=current_actor())
    ):
        page = url_for(".city", city=code)
        remember(current_actor(), page)
        return done(_("已添加，名次随即重新计算。"), page)
    page = render_template(
        "insight/new_city_figure.html", form=form, row=row, sources=known_sources()
    )
    return page, form.status


@bp.route("/staff/insight/city-figures/<int:figure_id>/remove", methods=["GET", "POST"])
@needs(may_tend_figures, city_figure_by_id, account=True)
def remove_figure_of_city(row: CityObservation) -> ResponseReturnValue:
    form, page = ReasonForm(), url_for(".city", city=row.region_code)
    if form.validate_on_submit() and form.succeeds(
        lambda: remove_city_figure(row, form.reason.data or "", actor=current_actor())
    ):
        return done(_("已删除，名次随即重新计算。"), page)
    return render_template("insight/remove_city_figure.html", form=form, row=row), form.status
