"""Demands, for programs: the list, one of them, and all its own people do with one."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _

from matchmaker.accounts.enums import TokenScope
from matchmaker.accounts.models import Account, Organisation
from matchmaker.api.forms.asking import DemandsAsked, wanted_as_on_page
from matchmaker.api.forms.base import Asked, Listed
from matchmaker.api.forms.demand_writing import (
    Closing,
    DemandChange,
    NewDemand,
    demand_content,
)
from matchmaker.api.forms.demands import DemandLine, DemandOut, demand_line, demand_out
from matchmaker.api.forms.writing import speaking_for
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import Answer, answers, seen_version
from matchmaker.api.views.listing import Key, listed
from matchmaker.api.views.writing import created
from matchmaker.catalogue.queries.standards import standards_to_meet
from matchmaker.db import db
from matchmaker.demands import policies
from matchmaker.demands.forms.wanted import wanted_demands
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import (
    DemandContent,
    close_demand,
    demand_content_of,
    draft_demand,
    edit_demand,
    renew_demand,
    reopen_demand,
    submit_demand,
    take_back_demand,
)
from matchmaker.demands.queries import Show, changes_of, demand_by_id, demands_of, listed_demands
from matchmaker.web.access import current_actor, needs, public, signed_in

STANDARDS_SHOWN, CHANGES_SHOWN = 12, 20
NEWEST = (Key(Demand.published_at, falls=True), Key(Demand.id, falls=True))
BY_DAY = (Key(Demand.closes_on), Key(Demand.id, falls=True))
BY_NUMBER = (Key(Demand.id, falls=True),)
BY_CHANGE = (Key(Demand.updated_at, falls=True), Key(Demand.id, falls=True))
EXAMPLE = {
    "title": "Driverless haul trucks",
    "text": "An open-pit coal mine wants to run 40 haul trucks without drivers.",
    "budget_max_wan": 800,
    "requirements": [{"metric": "latency", "op": "<=", "value": 20, "must": True}],
}
writes = partial(answers, DemandOut, scope=TokenScope.DEMANDS, tag="demands")


@bp.get("/demands")
@public
@answers(
    Listed[DemandLine],
    asks=DemandsAsked,
    tag="demands",
    summary=_("公开的需求和公告"),
    about=_("筛选与网页“看需求”相同。"),
)
def demands(asked: DemandsAsked) -> Listed[DemandLine]:
    wanted = wanted_as_on_page(asked, wanted_demands)
    by_day = wanted.sort == "day"
    found = listed_demands(wanted.show, wanted.chosen.values, by_day=by_day)
    if wanted.show is Show.NOTICES:
        return listed(found, asked, by=BY_NUMBER, into=_line)
    is_by_day = by_day or wanted.show is Show.CLOSING
    return listed(found, asked, by=BY_DAY if is_by_day else NEWEST, into=_line)


@bp.get("/my/demands")
@signed_in
@answers(Listed[DemandLine], asks=Asked, tag="demands", summary=_("自己和本单位的需求，各种状态"))
def my_demands(asked: Asked) -> Listed[DemandLine]:
    return listed(demands_of(current_actor()), asked, by=BY_CHANGE, into=_line)


@bp.get("/demands/<int:demand_id>")
@needs(policies.may_see, demand_by_id)
@answers(DemandOut, tag="demands", summary=_("一条需求"))
def demand(found: Demand) -> Answer:
    return _told(found)


@bp.post("/demands")
@signed_in
@writes(
    takes=NewDemand,
    status=201,
    once=True,
    summary=_("起草需求"),
    about=_("新需求是草稿；submit 提交审核，通过后公开。要求的数值用指标的单位。"),
    example=EXAMPLE,
)
def new_demand(given: NewDemand) -> Answer:
    actor = current_actor()
    content = demand_content(given, DemandContent(text=""))
    written = draft_demand(content, organisation=_organisation(given, actor), actor=actor)
    return created(_told(written), "api.demand", demand_id=written.id)


@bp.patch("/demands/<int:demand_id>")
@needs(policies.may_edit, demand_by_id, account=True)
@writes(
    takes=DemandChange,
    versioned=True,
    summary=_("修改需求"),
    about=_("只改写到的字段，列表整个替换。公开的需求改了什么，读者都看得到。"),
    example={"budget_max_wan": 900},
)
def change_demand(found: Demand, given: DemandChange) -> Answer:
    seen, actor = seen_version(found), current_actor()
    content = demand_content(given, demand_content_of(found))
    chosen = _organisation(given, actor) if given.organisation else None
    return _told(edit_demand(found, content, organisation=chosen, seen_version=seen, actor=actor))


@bp.post("/demands/<int:demand_id>/submit", endpoint="submit_demand")
@needs(policies.may_submit, demand_by_id, account=True)
@writes(summary=_("提交需求审核"))
def submit(found: Demand) -> Answer:
    return _moved(found, submit_demand)


@bp.post("/demands/<int:demand_id>/take-back", endpoint="take_back_demand")
@needs(policies.may_take_back, demand_by_id, account=True)
@writes(summary=_("收回审核中的需求"))
def take_back(found: Demand) -> Answer:
    return _moved(found, take_back_demand)


@bp.post("/demands/<int:demand_id>/close", endpoint="close_demand")
@needs(policies.may_close, demand_by_id, account=True)
@writes(
    takes=Closing,
    summary=_("关闭需求"),
    about=_("半年内可以重新开放。"),
    example={"reason": "none-suitable", "words": "The budget was not approved."},
)
def close(found: Demand, given: Closing) -> Answer:
    close_demand(found, given.chosen, given.words, actor=current_actor())
    return _told(found)


@bp.post("/demands/<int:demand_id>/reopen", endpoint="reopen_demand")
@needs(policies.may_reopen, demand_by_id, account=True)
@writes(
    summary=_("重新开放需求"),
    about=_("关闭后没有改动的马上开放，改过的先审核。"),
)
def reopen(found: Demand) -> Answer:
    return _moved(found, reopen_demand)


@bp.post("/demands/<int:demand_id>/renew", endpoint="renew_demand")
@needs(policies.may_renew, demand_by_id, account=True)
@writes(summary=_("续期 60 天"))
def renew(found: Demand) -> Answer:
    return _moved(found, renew_demand)


def _organisation(given: DemandChange, actor: Account) -> Organisation | None:
    """A draft may be nobody's yet; a program of an organisation speaks for that one."""
    if given.organisation is None and not actor.acts_only_for:
        return None
    return speaking_for(given.organisation, actor)


def _moved(row: Demand, move: Callable[..., Any]) -> Answer:
    move(row, actor=current_actor())
    return _told(row)


def _line(row: Demand) -> DemandLine:
    return demand_line(row, current_actor())


def _told(row: Demand) -> Answer:
    db.session.flush()
    asked = [one.standard_id for one in row.requirements if not one.is_declined]
    standards = standards_to_meet(
        row.scenes,
        row.sector,
        named=[number for number in asked if number],
        limit=STANDARDS_SHOWN,
    )
    changes = db.session.scalars(changes_of(row).limit(CHANGES_SHOWN)).all()
    told = demand_out(row, current_actor(), standards=standards, changes=changes)
    return Answer(told, version=row)
