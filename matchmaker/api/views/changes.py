"""The feed of changes, for programs."""

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _

from matchmaker.api.enums import PublicAct
from matchmaker.api.forms.changes import ChangesAsked, ChangesTold, ChangeTold
from matchmaker.api.models import PublicChange
from matchmaker.api.queries.changes import (
    PUBLIC_IDS,
    CursorTooOldError,
    UnknownCursorError,
    changes_after,
)
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import answers
from matchmaker.errors import DomainError, GoneError
from matchmaker.web.access import public
from matchmaker.web.addresses import site_url

# Kinds whose things have a page that their number leads to.
PAGES: Final[Mapping[str, tuple[str, str]]] = {
    "standard": ("taxonomy.standard", "standard_id"),
    "provider": ("catalogue.provider", "organisation_id"),
    "offering": ("catalogue.offering", "offering_id"),
    "case": ("catalogue.case", "case_id"),
    "demand": ("demands.show", "demand_id"),
    "showcase": ("programmes.showcase", "showcase_id"),
    "call": ("programmes.call", "call_id"),
}


@bp.get("/changes")
@public
@answers(
    ChangesTold,
    asks=ChangesAsked,
    tag="changes",
    summary=_("公开内容的改动"),
    about=_(
        "按发生的先后给出公开内容的发布、改动和撤下。保存 next，下次带上它继续，不会遗漏。"
        "撤下的记录保存400天；cursor 太旧时答复410：不带 cursor 从头读一遍，"
        "并删除没有再出现的内容。"
    ),
    problems=(410,),
)
def changes(asked: ChangesAsked) -> ChangesTold:
    unknown = sorted(set(asked.kinds) - PUBLIC_IDS.keys())
    if unknown:
        raise DomainError(_("没有这个种类：%(kinds)s。", kinds=", ".join(unknown)), field="kinds")
    try:
        page = changes_after(asked.cursor or None, kinds=asked.kinds, limit=asked.limit)
    except UnknownCursorError as error:
        raise DomainError(
            _("这个 cursor 不是这里给的。请用上一次答复中的 next。"), field="cursor"
        ) from error
    except CursorTooOldError as error:
        raise GoneError(
            _("这个 cursor 太旧了。请不带 cursor 从头读一遍，并删除没有再出现的内容。"),
            field="cursor",
        ) from error
    told = [_told(change) for change in page.changes]
    return ChangesTold(items=told, next=page.cursor, has_more=page.has_more)


def _told(change: PublicChange) -> ChangeTold:
    endpoint, value = PAGES.get(change.kind, ("", ""))
    has_page = bool(endpoint) and change.act is not PublicAct.WITHDRAWN
    return ChangeTold(
        kind=change.kind,
        id=change.thing_id,
        what=change.act.value,
        at=change.at.isoformat(timespec="seconds"),
        url=site_url(endpoint, **{value: change.thing_id}) if has_page else None,
    )
