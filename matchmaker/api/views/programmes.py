"""Showcases, calls, what came of them and the pool, for programs."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.api.forms.asking import (
    CallsAsked,
    PoolAsked,
    ShowcasesAsked,
    wanted_as_on_page,
)
from matchmaker.api.forms.base import Asked, Listed
from matchmaker.api.forms.calls import (
    CallLine,
    CallOut,
    EntryLine,
    NoticeLine,
    call_line,
    call_out,
    entry_line,
    notice_line,
)
from matchmaker.api.forms.showcases import (
    ShowcaseLine,
    ShowcaseOut,
    showcase_line,
    showcase_out,
)
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import Answer, answers
from matchmaker.api.views.listing import Key, listed
from matchmaker.programmes.forms.showcase_lists import wanted_showcases
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.policies import may_see_call
from matchmaker.programmes.policies.results import may_see_notice, may_see_results
from matchmaker.programmes.policies.showcases import may_see_showcase
from matchmaker.programmes.queries import call_by_id
from matchmaker.programmes.queries.calendar import calls_at, changes_of
from matchmaker.programmes.queries.pool import PoolWanted, pool
from matchmaker.programmes.queries.results import entries_of, on_list
from matchmaker.programmes.queries.showcases import (
    page_of_showcase,
    showcase_by_id,
    showcases,
)
from matchmaker.programmes.scoring.notices import notice_span
from matchmaker.taxonomy.queries import regions_for_choice
from matchmaker.web.access import current_actor, needs, public

NEWEST = (Key(Showcase.published_at, falls=True), Key(Showcase.id, falls=True))
BY_ENTRY = (Key(Entry.number),)


@bp.get("/showcases", endpoint="showcases")
@public
@answers(
    Listed[ShowcaseLine],
    asks=ShowcasesAsked,
    tag="showcases",
    summary=_("5G应用领航者"),
)
def list_showcases(asked: ShowcasesAsked) -> Listed[ShowcaseLine]:
    wanted = wanted_as_on_page(asked, wanted_showcases)
    return listed(showcases(wanted.chosen.values), asked, by=NEWEST, into=showcase_line)


@bp.get("/showcases/<int:showcase_id>")
@needs(may_see_showcase, showcase_by_id)
@answers(ShowcaseOut, tag="showcases", summary=_("一个领航者"))
def showcase(found: Showcase) -> Answer:
    told = showcase_out(found, page_of_showcase(found), current_actor())
    return Answer(told, version=found)


@bp.get("/calls")
@public
@answers(Listed[CallLine], asks=CallsAsked, tag="calls", summary=_("征集列表"))
def calls(asked: CallsAsked) -> Listed[CallLine]:
    now = clock.now()

    def told(row: Call) -> CallLine:
        return call_line(row, now)

    found = calls_at(asked.show, now)
    return listed(found, asked, by=(Key(Call.id, falls=True),), into=told)


@bp.get("/calls/<int:call_id>")
@needs(may_see_call, call_by_id)
@answers(
    CallOut, tag="calls", summary=_("一个征集"), about=_("阶段、题目、评审标准和名额都在里面。")
)
def call(found: Call) -> Answer:
    wanted = set(found.regions)
    told = call_out(
        found,
        clock.now(),
        regions=[row for row in regions_for_choice() if row.code in wanted] if wanted else [],
        changes=changes_of(found),
        has_notice=may_see_notice(None, found),
    )
    return Answer(told, version=found)


@bp.get("/calls/<int:call_id>/notice")
@needs(may_see_notice, call_by_id)
@answers(Listed[NoticeLine], asks=Asked, tag="calls", summary=_("公示名单"))
def call_notice(found: Call, asked: Asked) -> Listed[NoticeLine]:
    now = clock.now()

    def told(row: Submission) -> NoticeLine:
        span = notice_span(found.phases, row.decided_at) if row.decided_at else None
        return notice_line(row, span.ends_at if span and span.holds(now) else None)

    return listed(on_list(found), asked, by=(Key(Submission.number),), into=told)


@bp.get("/calls/<int:call_id>/results")
@needs(may_see_results, call_by_id)
@answers(Listed[EntryLine], asks=Asked, tag="calls", summary=_("结果名单"))
def call_results(found: Call, asked: Asked) -> Listed[EntryLine]:
    return listed(entries_of(found), asked, by=BY_ENTRY, into=_entry())


@bp.get("/pool", endpoint="pool")
@public
@answers(Listed[EntryLine], asks=PoolAsked, tag="calls", summary=_("服务商名录，按编号"))
def list_pool(asked: PoolAsked) -> Listed[EntryLine]:
    wanted = PoolWanted(
        kind=asked.type,
        tier=asked.tier,
        sector=asked.sector,
        region=asked.region,
        ended=asked.ended,
    )
    return listed(pool(wanted, clock.today()), asked, by=BY_ENTRY, into=_entry(is_pool=True))


def _entry(*, is_pool: bool = False) -> Callable[[Entry], EntryLine]:
    today = clock.today()
    return lambda row: entry_line(row, today, with_partners=not is_pool)
