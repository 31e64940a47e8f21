"""Tending metrics: the list, one with its history, its words, retiring and taking back."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.forms.files import wants_file
from matchmaker.staff.forms.metrics import MetricForm, metrics_file, side_label
from matchmaker.staff.forms.taxonomy import ReasonForm
from matchmaker.staff.operations import metrics as operations
from matchmaker.staff.policies import may_see_taxonomy_desk, may_tend_taxonomy
from matchmaker.staff.queries.metrics import metric_to_tend, metrics_for_staff, uses_of
from matchmaker.staff.queries.taxonomy import entry_events, history_lines
from matchmaker.staff.views.blueprint import bp
from matchmaker.taxonomy.models import MetricEntry
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.pagination import paginate

PER_PAGE = 50


@bp.get("/staff/taxonomy/metrics")
@needs(may_see_taxonomy_desk, account=True)
def metrics() -> ResponseReturnValue:
    found = metrics_for_staff()
    if wants_file():
        return metrics_file(found)
    page = paginate(found, per_page=PER_PAGE, has_file=True)
    named = [row.key for row in page.items]
    sides = {key: side_label(key) for key in named}
    return render_template("staff/metrics.html", page=page, uses=uses_of(named), sides=sides)


@bp.get("/staff/taxonomy/metrics/<int:metric_id>")
@needs(may_see_taxonomy_desk, metric_to_tend, account=True)
def metric(entry: MetricEntry) -> ResponseReturnValue:
    page = paginate(entry_events("metric", entry.id), per_page=PER_PAGE)
    return render_template(
        "staff/metric.html",
        entry=entry,
        page=page,
        lines=history_lines(page.items),
        use=uses_of([entry.key])[entry.key],
        side=side_label(entry.key),
        may_tend=may_tend_taxonomy(current_actor()),
    )


@bp.route("/staff/taxonomy/metrics/<int:metric_id>/edit", methods=["GET", "POST"])
@needs(may_tend_taxonomy, metric_to_tend, account=True)
def edit_metric(entry: MetricEntry) -> ResponseReturnValue:
    form = MetricForm.of(entry)
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.edit_metric(
            entry, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return done(_("已保存，各处的名称随即更新。"), _page(entry))
    form.take_over(entry)
    use = uses_of([entry.key])[entry.key]
    page = render_template("staff/edit_metric.html", form=form, entry=entry, use=use)
    return page, form.status


@bp.route("/staff/taxonomy/metrics/<int:metric_id>/retire", methods=["GET", "POST"])
@needs(may_tend_taxonomy, metric_to_tend, account=True)
def retire_metric(entry: MetricEntry) -> ResponseReturnValue:
    form = ReasonForm(version=str(entry.version))
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.retire_metric(
            entry, form.reason.data or "", seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return done(_("已停用。写着它的内容不变，新的内容不能再选它。"), _page(entry))
    return _asking(form, entry, is_back=False)


@bp.route("/staff/taxonomy/metrics/<int:metric_id>/restore", methods=["GET", "POST"])
@needs(may_tend_taxonomy, metric_to_tend, account=True)
def restore_metric(entry: MetricEntry) -> ResponseReturnValue:
    form = ReasonForm(version=str(entry.version))
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.restore_metric(
            entry, form.reason.data or "", seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return done(_("已恢复使用。"), _page(entry))
    return _asking(form, entry, is_back=True)


def _asking(form: ReasonForm, entry: MetricEntry, *, is_back: bool) -> ResponseReturnValue:
    form.take_over(entry)
    use = uses_of([entry.key])[entry.key]
    page = render_template(
        "staff/retire_metric.html", form=form, entry=entry, use=use, is_back=is_back
    )
    return page, form.status


def _page(entry: MetricEntry) -> str:
    return url_for(".metric", metric_id=entry.id)
