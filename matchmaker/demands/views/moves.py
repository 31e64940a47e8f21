"""What the people of a demand do with it: submit, take back, close, open again, renew."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.demands import policies
from matchmaker.demands.enums import DemandState
from matchmaker.demands.forms.moves import CloseForm
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import (
    close_demand,
    renew_demand,
    reopen_demand,
    submit_demand,
    take_back_demand,
)
from matchmaker.demands.queries import demand_by_id
from matchmaker.demands.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.filters import day


@bp.post("/demands/<int:demand_id>/submit")
@needs(policies.may_submit, demand_by_id, account=True)
def submit(demand: Demand) -> ResponseReturnValue:
    submit_demand(demand, actor=current_actor())
    db.session.commit()
    flash(_("需求已提交，审核通过后公开。"), "success")
    return redirect(url_for(".show", demand_id=demand.id), code=303)


@bp.post("/demands/<int:demand_id>/take-back")
@needs(policies.may_take_back, demand_by_id, account=True)
def take_back(demand: Demand) -> ResponseReturnValue:
    take_back_demand(demand, actor=current_actor())
    db.session.commit()
    flash(_("需求已收回为草稿，您可以修改后再提交。"), "success")
    return redirect(url_for(".show", demand_id=demand.id), code=303)


@bp.route("/demands/<int:demand_id>/close", methods=["GET", "POST"])
@needs(policies.may_close, demand_by_id, account=True)
def close(demand: Demand) -> ResponseReturnValue:
    form = CloseForm()
    if form.validate_on_submit() and form.attempt(
        lambda: close_demand(demand, form.chosen, form.words.data or "", actor=current_actor())
    ):
        db.session.commit()
        flash(_("需求已关闭。半年内可以重新开放。"), "success")
        return redirect(url_for(".show", demand_id=demand.id), code=303)
    return render_template("demands/close.html", form=form, demand=demand), form.status


@bp.post("/demands/<int:demand_id>/reopen")
@needs(policies.may_reopen, demand_by_id, account=True)
def reopen(demand: Demand) -> ResponseReturnValue:
    reopen_demand(demand, actor=current_actor())
    db.session.commit()
    is_open = demand.state is DemandState.OPEN
    flash(_("需求已重新开放。") if is_open else _("内容改过，需求已提交审核。"), "success")
    return redirect(url_for(".show", demand_id=demand.id), code=303)


@bp.post("/demands/<int:demand_id>/renew")
@needs(policies.may_renew, demand_by_id, account=True)
def renew(demand: Demand) -> ResponseReturnValue:
    renew_demand(demand, actor=current_actor())
    db.session.commit()
    flash(_("已续期，应答截止改为 %(day)s。", day=day(demand.closes_on)), "success")
    return redirect(url_for(".show", demand_id=demand.id), code=303)
