"""Cases, for programs: the list, one of them, and all its own people do with one."""

from collections.abc import Callable
from functools import partial

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.enums import TokenScope
from matchmaker.api.forms.asking import CasesAsked, wanted_as_on_page
from matchmaker.api.forms.base import Asked, Listed
from matchmaker.api.forms.cases import (
    CaseChange,
    CaseLine,
    CaseOut,
    NewCase,
    case_content,
    case_line,
    case_out,
)
from matchmaker.api.forms.writing import speaking_for
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import Answer, answers, seen_version
from matchmaker.api.views.listing import Key, listed
from matchmaker.api.views.writing import created
from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.forms.wanted import wanted_cases
from matchmaker.catalogue.models import Case
from matchmaker.catalogue.operations import (
    CaseContent,
    draft_case,
    edit_case,
    submit_case,
    take_back_case,
    withdraw_case,
)
from matchmaker.catalogue.operations.cases import case_content_of
from matchmaker.db import db
from matchmaker.web.access import current_actor, needs, public, signed_in

LATEST = (Key(Case.id, falls=True),)
BY_CHANGE = (Key(Case.updated_at, falls=True), Key(Case.id, falls=True))
EXAMPLE = {
    "title": "Driverless haulage at an open-pit mine",
    "consent": "named",
    "client": "Yuanshan Coal",
    "problem": "Drivers are hard to find, and hauling at night is dangerous.",
    "solution": "A private 5G network; forty trucks drive themselves and can be taken over.",
    "effects": "Six in ten fewer people in the pit.",
    "started_on": "2025-03-01",
    "figures": [
        {
            "kind": "staff",
            "what": "people a shift",
            "before": 40,
            "after": 12,
            "unit": "",
            "measured_on": "2026-06-30",
        }
    ],
}
writes = partial(answers, CaseOut, scope=TokenScope.OFFERINGS, tag="cases")


@bp.get("/cases")
@public
@answers(
    Listed[CaseLine],
    asks=CasesAsked,
    tag="cases",
    summary=_("已发布的案例"),
    about=_("筛选与网页“案例”相同；新收录的在前。"),
)
def cases(asked: CasesAsked) -> Listed[CaseLine]:
    wanted = wanted_as_on_page(asked, wanted_cases)
    found = queries.cases(wanted.chosen.values, provider=wanted.provider)
    return listed(found.options(joinedload(Case.region)), asked, by=LATEST, into=case_line)


@bp.get("/my/cases")
@signed_in
@answers(Listed[CaseLine], asks=Asked, tag="cases", summary=_("本单位写的案例，各种状态"))
def my_cases(asked: Asked) -> Listed[CaseLine]:
    with_line = (joinedload(Case.region), selectinload(Case.scenes))
    found = queries.cases_written_by(current_actor()).options(*with_line)
    return listed(found, asked, by=BY_CHANGE, into=case_line)


@bp.get("/cases/<int:case_id>")
@needs(policies.may_see_case, queries.case_by_id)
@answers(CaseOut, tag="cases", summary=_("一个案例"))
def case(found: Case) -> Answer:
    return _told(found)


@bp.post("/cases")
@signed_in
@writes(
    takes=NewCase,
    status=201,
    once=True,
    summary=_("起草案例"),
    example=EXAMPLE,
)
def new_case(given: NewCase) -> Answer:
    actor = current_actor()
    organisation = speaking_for(given.organisation, actor)
    written = draft_case(organisation, case_content(given, CaseContent(title="")), actor=actor)
    return created(_told(written), "api.case", case_id=written.id)


@bp.patch("/cases/<int:case_id>")
@needs(policies.may_edit_case, queries.case_by_id, account=True)
@writes(
    takes=CaseChange,
    versioned=True,
    summary=_("修改案例"),
    about=_("只改写到的字段，列表整个替换。待审核和已发布的案例要先取回或撤回。"),
    example={"effects": "Seven in ten fewer people in the pit, a tenth more hauled."},
)
def change_case(found: Case, given: CaseChange) -> Answer:
    seen = seen_version(found)
    content = case_content(given, case_content_of(found))
    return _told(edit_case(found, content, seen_version=seen, actor=current_actor()))


@bp.post("/cases/<int:case_id>/submit", endpoint="submit_case")
@needs(policies.may_submit_case, queries.case_by_id, account=True)
@writes(summary=_("提交案例审核"))
def submit(found: Case) -> Answer:
    return _moved(found, submit_case)


@bp.post("/cases/<int:case_id>/take-back", endpoint="take_back_case")
@needs(policies.may_take_back_case, queries.case_by_id, account=True)
@writes(summary=_("取回待审核的案例"))
def take_back(found: Case) -> Answer:
    return _moved(found, take_back_case)


@bp.post("/cases/<int:case_id>/withdraw", endpoint="withdraw_case")
@needs(policies.may_withdraw_case, queries.case_by_id, account=True)
@writes(summary=_("撤回公开的案例"))
def withdraw(found: Case) -> Answer:
    return _moved(found, withdraw_case)


def _moved(row: Case, move: Callable[..., None]) -> Answer:
    move(row, actor=current_actor())
    return _told(row)


def _told(row: Case) -> Answer:
    db.session.flush()
    resting = queries.offerings_resting_on(row)
    return Answer(case_out(row, resting, current_actor()), version=row)
