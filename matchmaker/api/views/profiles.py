"""A provider's own profile, for programs of its people: read, changed, shown, hidden."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.enums import TokenScope
from matchmaker.accounts.models import Organisation
from matchmaker.accounts.queries import organisation_by_id
from matchmaker.api.forms.profiles import ProfileChange, ProfileOut, profile_content, profile_out
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import Answer, answers, seen_version
from matchmaker.catalogue import policies
from matchmaker.catalogue.models import ProviderProfile
from matchmaker.catalogue.operations.profiles import hide_profile, publish_profile, write_profile
from matchmaker.catalogue.queries.profiles import profile_by_id, profile_of
from matchmaker.db import db
from matchmaker.web.access import current_actor, needs

EXAMPLE = {
    "type": "operator",
    "summary": "Private 5G networks for mines and ports, planned, built and run by one team.",
    "sectors": ["mining"],
    "is_nationwide": True,
    "qualifications": [{"name": "ISO 27001", "valid_until": "2028-06-30"}],
}
writes = partial(answers, ProfileOut, scope=TokenScope.OFFERINGS, tag="providers")


@dataclass(frozen=True, slots=True)
class _Unwritten:
    """A profile nobody has written yet."""

    version: int = 0


@bp.get("/organisations/<int:organisation_id>/profile")
@needs(policies.may_write_profile, organisation_by_id, account=True)
@answers(
    ProfileOut,
    tag="providers",
    summary=_("本单位的供应商档案"),
    about=_("还没有写的档案 version 为 0，第一次修改就写成。"),
)
def profile(found: Organisation) -> Answer:
    return _told(found, profile_of(found))


@bp.patch("/organisations/<int:organisation_id>/profile")
@needs(policies.may_write_profile, organisation_by_id, account=True)
@writes(
    takes=ProfileChange,
    versioned=True,
    summary=_("修改供应商档案"),
    about=_("只改写到的字段，列表整个替换。已公开的档案改后马上生效。"),
    example=EXAMPLE,
)
def change_profile(found: Organisation, given: ProfileChange) -> Answer:
    held = profile_of(found)
    seen = seen_version(held or _Unwritten())
    content = profile_content(given, held)
    return _told(found, write_profile(found, content, seen_version=seen, actor=current_actor()))


@bp.post("/profiles/<int:profile_id>/publish", endpoint="publish_profile")
@needs(policies.may_change_profile, profile_by_id, account=True)
@writes(summary=_("公开供应商档案"))
def publish(found: ProviderProfile) -> Answer:
    return _moved(found, publish_profile)


@bp.post("/profiles/<int:profile_id>/hide", endpoint="hide_profile")
@needs(policies.may_change_profile, profile_by_id, account=True)
@writes(summary=_("不再公开供应商档案"))
def hide(found: ProviderProfile) -> Answer:
    return _moved(found, hide_profile)


def _moved(row: ProviderProfile, move: Callable[..., None]) -> Answer:
    move(row, actor=current_actor())
    return _told(row.organisation, row)


def _told(organisation: Organisation, row: ProviderProfile | None) -> Answer:
    db.session.flush()
    told = profile_out(organisation, row, current_actor(), clock.today())
    return Answer(told, version=row or _Unwritten())
