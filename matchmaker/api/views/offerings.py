"""Offerings, for programs: the list, one of them, and all its own people do with one."""

from collections.abc import Callable, Sequence
from functools import partial

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.enums import TokenScope
from matchmaker.api.forms.asking import OfferingsAsked, wanted_as_on_page
from matchmaker.api.forms.base import Asked, Listed
from matchmaker.api.forms.offering_writing import NewOffering, OfferingChange, offering_content
from matchmaker.api.forms.offerings import OfferingLine, OfferingOut, offering_line, offering_out
from matchmaker.api.forms.writing import speaking_for
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import Answer, answers, seen_version
from matchmaker.api.views.listing import Key, listed
from matchmaker.api.views.writing import created
from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.forms.wanted import wanted_offerings
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations import (
    OfferingContent,
    archive_offering,
    content_of,
    copy_offering,
    draft_offering,
    edit_offering,
    submit_offering,
    take_back_offering,
    withdraw_offering,
)
from matchmaker.catalogue.queries.offerings import ON_LINE
from matchmaker.db import db
from matchmaker.web.access import current_actor, needs, public, signed_in

NEWEST: Sequence[Key] = (Key(Offering.published_at, falls=True), Key(Offering.id))
BY_TITLE: Sequence[Key] = (Key(Offering.title), Key(Offering.id))
BY_CHANGE: Sequence[Key] = (Key(Offering.updated_at, falls=True), Key(Offering.id, falls=True))
EXAMPLE = {
    "title": "Private 5G and driverless haul trucks",
    "summary": "Private 5G for open-pit mines; haul trucks drive themselves and can be taken over.",
    "price_min_wan": 200,
    "price_max_wan": 800,
    "is_nationwide": True,
    "promises": [{"metric": "latency", "op": "<=", "value": 15}],
}
writes = partial(answers, OfferingOut, scope=TokenScope.OFFERINGS, tag="offerings")


@bp.get("/offerings")
@public
@answers(
    Listed[OfferingLine],
    asks=OfferingsAsked,
    tag="offerings",
    summary=_("已发布的方案"),
    about=_("筛选和次序与网页“找方案”相同。"),
)
def offerings(asked: OfferingsAsked) -> Listed[OfferingLine]:
    wanted = wanted_as_on_page(asked, wanted_offerings)
    found = queries.offerings(wanted.chosen.values, provider=wanted.provider)
    by_title = wanted.sort == "title"
    return listed(found, asked, by=BY_TITLE if by_title else NEWEST, into=offering_line)


@bp.get("/my/offerings")
@signed_in
@answers(Listed[OfferingLine], asks=Asked, tag="offerings", summary=_("本单位的方案，各种状态"))
def my_offerings(asked: Asked) -> Listed[OfferingLine]:
    found = queries.offerings_of(current_actor()).options(*ON_LINE)
    return listed(found, asked, by=BY_CHANGE, into=offering_line)


@bp.get("/offerings/<int:offering_id>")
@needs(policies.may_see, queries.offering_page)
@answers(OfferingOut, tag="offerings", summary=_("一个方案"))
def offering(found: Offering) -> Answer:
    return _told(found)


@bp.post("/offerings")
@signed_in
@writes(
    takes=NewOffering,
    status=201,
    once=True,
    summary=_("起草方案"),
    about=_("新方案是草稿；submit 提交审核，通过后公开。"),
    example=EXAMPLE,
)
def new_offering(given: NewOffering) -> Answer:
    actor = current_actor()
    organisation = speaking_for(given.organisation, actor)
    content = offering_content(given, OfferingContent(title="", summary=""), organisation)
    return _created(draft_offering(organisation, content, actor=actor))


@bp.patch("/offerings/<int:offering_id>")
@needs(policies.may_edit, queries.offering_page, account=True)
@writes(
    takes=OfferingChange,
    versioned=True,
    summary=_("修改方案"),
    about=_("只改写到的字段，列表整个替换。公开的方案改后马上生效，工作人员事后查看。"),
    example={"price_max_wan": 900},
)
def change_offering(found: Offering, given: OfferingChange) -> Answer:
    seen = seen_version(found)
    content = offering_content(given, content_of(found), found.organisation)
    return _told(edit_offering(found, content, seen_version=seen, actor=current_actor()))


@bp.post("/offerings/<int:offering_id>/submit", endpoint="submit_offering")
@needs(policies.may_submit, queries.offering_page, account=True)
@writes(
    summary=_("提交方案审核"),
    about=_("撤回后没有改动的方案马上重新公开。"),
)
def submit(found: Offering) -> Answer:
    return _moved(found, submit_offering)


@bp.post("/offerings/<int:offering_id>/take-back", endpoint="take_back_offering")
@needs(policies.may_take_back, queries.offering_page, account=True)
@writes(summary=_("取回待审核的方案"))
def take_back(found: Offering) -> Answer:
    return _moved(found, take_back_offering)


@bp.post("/offerings/<int:offering_id>/withdraw", endpoint="withdraw_offering")
@needs(policies.may_withdraw, queries.offering_page, account=True)
@writes(summary=_("撤回公开的方案"))
def withdraw(found: Offering) -> Answer:
    return _moved(found, withdraw_offering)


@bp.post("/offerings/<int:offering_id>/archive", endpoint="archive_offering")
@needs(policies.may_archive, queries.offering_page, account=True)
@writes(summary=_("归档方案，以后不能再改"))
def archive(found: Offering) -> Answer:
    return _moved(found, archive_offering)


@bp.post("/offerings/<int:offering_id>/copy", endpoint="copy_offering")
@needs(policies.may_copy, queries.offering_page, account=True)
@writes(status=201, once=True, summary=_("复制成新的草稿"))
def copy(found: Offering) -> Answer:
    return _created(copy_offering(found, actor=current_actor()))


def _moved(row: Offering, move: Callable[..., None]) -> Answer:
    move(row, actor=current_actor())
    return _told(row)


def _told(row: Offering) -> Answer:
    db.session.flush()
    return Answer(offering_out(row, current_actor(), clock.today()), version=row)


def _created(row: Offering) -> Answer:
    told = _told(row)
    return created(told, "api.offering", offering_id=row.id)
