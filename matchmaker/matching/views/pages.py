"""The home page with its one box, and the match page."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.throttle import check_throttle, network
from matchmaker.db import db
from matchmaker.demands import policies
from matchmaker.demands.forms import NeedForm, uploaded_text
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import (
    DemandContent,
    check_content,
    imagined_demand,
    paste_need,
    refine_pasted,
)
from matchmaker.demands.queries import demand_by_id, example_notices, pasted_need
from matchmaker.demands.views import keep_key
from matchmaker.errors import DomainError, NotFoundError, Words
from matchmaker.intake.files import ACCEPT
from matchmaker.matching.operations.pairs import note_seen
from matchmaker.matching.operations.shown import note_shown
from matchmaker.matching.operations.unknown import note_unknown
from matchmaker.matching.policies import may_judge as may_judge_match
from matchmaker.matching.policies import may_reopen_for
from matchmaker.matching.queries.advice import no_match_advice, no_match_reasons
from matchmaker.matching.queries.home import home_counts, sector_tiles
from matchmaker.matching.queries.judgements import judgements_of
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.pairs import best_fits
from matchmaker.matching.queries.proposals import proposals_for
from matchmaker.matching.queries.rankings import shown_ranking
from matchmaker.matching.queries.standings import NotedChange, changes_for_demand
from matchmaker.matching.scoring.unknown import unknown_in_text
from matchmaker.matching.views.blueprint import bp
from matchmaker.web.access import current_actor, needs, public
from matchmaker.web.forms import clean_prose
from matchmaker.web.kept_answers import kept_answer
from matchmaker.web.sent_forms import secret_of_sending

PASTES, PASTES_PER = 120, timedelta(minutes=10)  # a whole factory may share one address


@bp.get("/")
@kept_answer
@public
def home() -> ResponseReturnValue:
    return _home_page()


@bp.post("/match")
@public
def paste() -> ResponseReturnValue:
    text = clean_prose(request.form.get("text"))
    try:
        check_throttle("paste", network(), PASTES, PASTES_PER)
        _need, token = paste_need(text, actor=current_actor(), secret=secret_of_sending())
    except DomainError as error:
        db.session.rollback()
        return _home_page(text, error.message), error.status
    db.session.commit()
    return keep_key(make_response(redirect(url_for(".show", token=token), code=303)), token)


@bp.post("/match/file")
@public
def read_file() -> ResponseReturnValue:
    """Put the text of a file into the box for the person to check; the file is not kept."""
    text = clean_prose(request.form.get("text"))
    try:
        check_throttle("paste", network(), PASTES, PASTES_PER)
        read = uploaded_text()
    except DomainError as error:
        db.session.rollback()
        return _home_page(text, error.message), error.status
    if read.note:
        flash(str(read.note), "warning")
    said = "\n".join(filter(None, [text, read.text]))
    return _home_page(said, note=_("文件里的文字已放进框里，请核对后按“匹配”。"))


@bp.get("/match/<token:token>")
@public
def show(token: str) -> ResponseReturnValue:
    need = pasted(token)
    return _match_page(need, NeedForm.of(need), token)


@bp.post("/match/<token:token>")
@public
def refine(token: str) -> ResponseReturnValue:
    need = pasted(token)
    form = NeedForm.of(need)
    if form.validate_on_submit():
        form.attempt(lambda: refine_pasted(need, form.content(), actor=current_actor()))
    if form.errors:
        return _match_page(need, form, token), form.refused_status
    db.session.commit()
    if "HX-Request" in request.headers:
        return _match_page(need, form, token)
    return redirect(url_for(".show", token=token), code=303)


@bp.get("/demands/<int:demand_id>/matches")
@needs(policies.may_see, demand_by_id)
def for_demand(demand: Demand) -> ResponseReturnValue:
    return _match_page(demand, NeedForm.of(demand))


@bp.post("/demands/<int:demand_id>/matches")
@needs(policies.may_see, demand_by_id)
def try_out(demand: Demand) -> ResponseReturnValue:
    """Rank for other words without changing the demand."""
    form = NeedForm.of(demand)
    tried = None
    if form.validate_on_submit():
        tried = form.attempt(lambda: _tried(form.content(), demand))
    if tried is None:
        return _match_page(demand, form), form.refused_status
    return _match_page(demand, form, tried=tried)


def _tried(content: DemandContent, demand: Demand) -> Demand:
    kept = replace(content, starts_on=demand.starts_on)  # what the page does not let one change
    check_content(kept)
    return imagined_demand(kept, title=demand.title)


def _home_page(text: str = "", error: Words = "", note: Words = "") -> str:
    return render_template(
        "home/index.html",
        text=text,
        error=error,
        note=note,
        file_accept=ACCEPT,
        examples=example_notices(),
        counts=home_counts(),
        sectors=sector_tiles(),
    )


def pasted(token: str) -> Demand:
    """Give the need a key opens. Raises NotFoundError for any other key."""
    need = pasted_need(token)
    if need is None:
        raise NotFoundError(
            _("这段需求不存在、已经发布，或存放超过 30 天已删除。"), hint=_("请在首页重新粘贴。")
        )
    return need


def _match_page(
    demand: Demand, form: NeedForm, token: str = "", *, tried: Demand | None = None
) -> str:
    asked = tried or demand
    is_fragment = "HX-Request" in request.headers
    actor = current_actor()
    may_edit = policies.may_edit(actor, demand)
    is_own = bool(token) or (actor is not None and policies.is_own(actor, demand))
    ranker = live_ranker()
    read = demand_to_rank(asked, ranker)
    ranking = shown_ranking(read.need, ranker=ranker)
    proposals = proposals_for(asked, read.posting, [scene.slug for scene in ranking.scenes])
    mark = form.lines_mark(proposals.tokens)
    page = render_template(
        "matching/_results.html" if is_fragment else "matching/show.html",
        need=demand,
        form=form,
        ranking=ranking,
        reasons=no_match_reasons(ranking),
        advice=no_match_advice(ranking, form.region.data or "", may_publish=bool(token)),
        **judging(demand, actor, token, is_trial=tried is not None),
        proposals=proposals,
        lines_mark=mark,
        lines_changed=mark != request.form.get("lines_mark"),
        rerank_url=request.path,
        publish_url=url_for("demands.adopt", token=token) if token else None,
        edit_url=url_for("demands.edit", demand_id=demand.id) if may_edit else None,
        changes=_changes(demand, actor, is_fragment=is_fragment),
        **_further_urls(demand, token),
    )
    if tried is None:  # words somebody tries on another's demand are not kept
        is_new = note_shown(demand.id, read.need, ranking)
        if is_new:
            note_unknown(unknown_in_text(demand.text, ranker.vocabulary), is_paste=True)
        if is_own:
            note_seen(demand, best_fits(ranking))
    return page


def judging(demand: Demand, actor: Account | None, token: str, *, is_trial: bool) -> dict[str, Any]:
    """Give what the cards need so that people can say whether a match suits."""
    if token:
        judge_url, actor = url_for(".judge_pasted", token=token), None
        history_url = url_for(".pasted_rankings", token=token)
    else:
        may_judge = may_judge_match(actor, demand)
        judge_url = url_for(".judge", demand_id=demand.id) if may_judge else ""
        may_reopen = may_reopen_for(actor, demand)
        history_url = url_for(".rankings", demand_id=demand.id) if may_reopen else ""
    is_open = bool(judge_url) and not is_trial
    return {
        "judge_url": judge_url if is_open else "",
        "judgements": judgements_of(demand, actor) if is_open else {},
        "history_url": history_url,
    }


def _changes(demand: Demand, actor: Account | None, *, is_fragment: bool) -> list[NotedChange]:
    """Give what changed among the best of a demand, for its own people and staff."""
    if is_fragment or not may_reopen_for(actor, demand):
        return []
    return changes_for_demand(demand)


def _further_urls(demand: Demand, token: str) -> dict[str, str]:
    """Give where offerings are compared, the ranking is a file, one offering is asked about."""
    if token:
        return {
            "compare_url": url_for(".compare", token=token),
            "export_url": url_for(".export", token=token),
            "why_url": url_for(".why", token=token),
        }
    return {
        "compare_url": url_for(".compare_for_demand", demand_id=demand.id),
        "export_url": url_for(".export_for_demand", demand_id=demand.id),
        "why_url": url_for(".why_for_demand", demand_id=demand.id),
    }
