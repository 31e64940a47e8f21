"""Keyword search and matching, for programs: the answers of the search and match pages."""

from flask_babel import lazy_gettext as _

from matchmaker.accounts.operations.throttle import check_throttle, network
from matchmaker.api.forms.asking import SearchAsked, page_words
from matchmaker.api.forms.found import SearchAnswer, search_answer
from matchmaker.api.forms.matches import MatchesOut, OutlookOut, matches_out, outlook_out
from matchmaker.api.forms.matching import NeedGiven, imagined_need
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import answers
from matchmaker.api.views.listing import next_offset, offset_of
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.policies import is_public
from matchmaker.catalogue.queries import offering_by_id
from matchmaker.demands.models import Demand
from matchmaker.demands.policies import may_see
from matchmaker.demands.queries import demand_by_id
from matchmaker.discovery.forms import Asked as AskedOnPage
from matchmaker.discovery.queries import PER_PAGE, find
from matchmaker.errors import ConflictError, DomainError, NotFoundError, raise_all
from matchmaker.matching.operations.shown import note_shown
from matchmaker.matching.policies import may_see_outlook
from matchmaker.matching.queries.advice import no_match_advice, no_match_reasons
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.outlook import outlook
from matchmaker.matching.queries.rankings import shown_ranking
from matchmaker.matching.views.pages import PASTES, PASTES_PER
from matchmaker.web.access import current_actor, needs, public
from matchmaker.web.language import localised

EXAMPLE = {
    "text": "An open-pit coal mine wants to run 40 haul trucks without drivers.",
    "requirements": [{"metric": "latency", "op": "<=", "value": 20, "must": True}],
}


@bp.get("/search")
@public
@answers(
    SearchAnswer,
    asks=SearchAsked,
    tag="search",
    summary=_("按词搜索全部公开内容"),
    about=_("结果、各类数量、筛选项和“您是不是要找”与搜索页相同。"),
)
def search(asked: SearchAsked) -> SearchAnswer:
    said = AskedOnPage.of(page_words(asked))
    raise_all(
        DomainError(_("没有找到“%(name)s”，请从列表中选择。", name=word), field="filter")
        for word in said.unknown
    )
    start = offset_of(asked)
    found = find(
        said.text,
        kind=said.kind,
        filters=said.chosen.values,
        sort=said.sort,
        page=start // PER_PAGE + 1,
    )
    more = found.total > start + PER_PAGE
    return search_answer(found, said, next_offset(asked) if more else None)


@bp.post("/matches")
@public
@answers(
    MatchesOut,
    takes=NeedGiven,
    tag="matches",
    summary=_("为一段文字或一条需求排出方案"),
    about=_(
        "答复就是匹配页的内容：名次、各信号的值×权重、每条要求的判断和依据、被排除的和原因、门槛、模型版本。"
        "文字只用来计算，不保存；为已有的需求排名时，和网页一样记下当时的排名。"
    ),
    cost=3,
    problems=(404,),
    example=EXAMPLE,
)
def matches(given: NeedGiven) -> MatchesOut:
    given.check()
    if given.demand is None:
        check_throttle("paste", network(), PASTES, PASTES_PER)
        return _ranked(imagined_need(given))
    found = demand_by_id(given.demand)
    if found is None or not may_see(current_actor(), found):
        raise NotFoundError(_("没有找到这条需求，或您无权查看。"), field="demand")
    return _ranked(found, is_kept=True)


@bp.get("/offerings/<int:offering_id>/matches")
@needs(may_see_outlook, offering_by_id)
@answers(
    OutlookOut,
    tag="matches",
    summary=_("方案适合哪些公开的需求，还缺什么"),
    about=_("只给方案自己的单位和工作人员；没有公开的方案不和需求比较。"),
    problems=(409,),
    cost=3,
)
def offering_matches(found: Offering) -> OutlookOut:
    if not is_public(found):
        raise ConflictError(_("方案没有公开，发布之后才会和需求比较。"))
    return outlook_out(outlook(found), current_actor())


def _ranked(demand: Demand, *, is_kept: bool = False) -> MatchesOut:
    ranker = live_ranker()
    need = demand_to_rank(demand, ranker).need
    shown = shown_ranking(need, ranker=ranker)
    region = localised(demand.region) if demand.region else ""
    told = matches_out(
        shown,
        reasons=no_match_reasons(shown),
        advice=no_match_advice(shown, region, may_publish=not is_kept),
    )
    if is_kept:
        note_shown(demand.id, need, shown)
    return told
