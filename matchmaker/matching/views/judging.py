"""People say whether a match suits; what they saw before can be opened again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.models import Account
from matchmaker.catalogue.queries import offering_by_id
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import demand_by_id
from matchmaker.errors import DomainError, NotFoundError
from matchmaker.matching import policies
from matchmaker.matching.enums import JudgementVerdict
from matchmaker.matching.forms import JudgementForm
from matchmaker.matching.models import ShownRanking
from matchmaker.matching.operations.judging import judge_match, take_back_judgement
from matchmaker.matching.queries.judgements import judgement_of
from matchmaker.matching.queries.shown import kept_ranking, ranking_by_id, rankings_of
from matchmaker.matching.views.blueprint import bp
from matchmaker.matching.views.pages import pasted
from matchmaker.web.access import current_actor, needs, public
from matchmaker.web.pagination import paginate


@bp.post("/demands/<int:demand_id>/judgements")
@needs(policies.may_judge, demand_by_id)
def judge(demand: Demand) -> ResponseReturnValue:
    back = url_for(".for_demand", demand_id=demand.id)
    return _judged(demand, current_actor(), request.path, back)


@bp.post("/match/<token:token>/judgements")
@public
def judge_pasted(token: str) -> ResponseReturnValue:
    return _judged(pasted(token), None, request.path, url_for(".show", token=token))


@bp.get("/demands/<int:demand_id>/rankings")
@needs(policies.may_reopen_for, demand_by_id)
def rankings(demand: Demand) -> ResponseReturnValue:
    return render_template(
        "matching/rankings.html",
        need=demand,
        page=paginate(rankings_of(demand)),
        back=url_for(".for_demand", demand_id=demand.id),
        token="",
    )


@bp.get("/rankings/<int:ranking_id>")
@needs(policies.may_reopen, ranking_by_id)
def ranking(found: ShownRanking) -> ResponseReturnValue:
    back = url_for(".rankings", demand_id=found.demand_id)
    return _kept_page(found, back, url_for(".for_demand", demand_id=found.demand_id))


@bp.get("/match/<token:token>/rankings")
@public
def pasted_rankings(token: str) -> ResponseReturnValue:
    need = pasted(token)
    return render_template(
        "matching/rankings.html",
        need=need,
        page=paginate(rankings_of(need)),
        back=url_for(".show", token=token),
        token=token,
    )


@bp.get("/match/<token:token>/rankings/<int:ranking_id>")
@public
def pasted_ranking(token: str, ranking_id: int) -> ResponseReturnValue:
    need, found = pasted(token), ranking_by_id(ranking_id)
    if found is None or found.demand_id != need.id:
        raise NotFoundError(_("没有找到这个页面，或您无权查看。"))
    return _kept_page(
        found, url_for(".pasted_rankings", token=token), url_for(".show", token=token)
    )


def _kept_page(found: ShownRanking, back: str, now: str) -> str:
    return render_template("matching/ranking.html", kept=kept_ranking(found), back=back, now=now)


def _judged(demand: Demand, actor: Account | None, action: str, back: str) -> ResponseReturnValue:
    form = JudgementForm()
    is_sound = form.validate_on_submit()  # first: no database takes just any number
    offering = offering_by_id(form.offering.data or 0) if is_sound else None
    if offering is None:
        raise DomainError(_("没有看懂这个评价，请返回匹配页再试。"))
    offering_id, error = offering.id, ""
    if form.is_taken_back:
        take_back_judgement(demand, offering_id, actor=actor)
    else:
        verdict = JudgementVerdict(form.verdict.data)
        form.attempt(
            lambda: judge_match(demand, offering, verdict, form.chosen_reason, actor=actor)
        )
        error = " ".join(message for messages in form.errors.values() for message in messages)
    if not error:
        db.session.commit()
    if "HX-Request" in request.headers:
        judgement = judgement_of(demand, offering_id, actor)
        return render_template(
            "matching/_judge.html",
            judge_url=action,
            offering_id=offering_id,
            judgement=judgement,
            judge_error=error,
        )
    if error:
        flash(error, "error")
    else:
        flash(_("已记下您的评价。"), "success")
    return redirect(f"{back}#judge-{offering_id}", code=303)
