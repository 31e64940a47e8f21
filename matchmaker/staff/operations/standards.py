"""A standard that another one replaces: what it applied to follows, and people are told."""

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.queries import speakers_of
from matchmaker.audit import operations as audit
from matchmaker.catalogue.queries.standards import stated_by
from matchmaker.db import db
from matchmaker.demands.operations.telling import tell_owners
from matchmaker.demands.queries.standards import demands_asking
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all
from matchmaker.staff.operations.tending import check_in_use, check_version, joined
from matchmaker.taxonomy.models import Standard

LINKS = ("scenes", "sectors", "capabilities")


def replace_standard(
    standard: Standard, by: Standard, *, seen_version: int, into_version: int, actor: Account
) -> int:
    """Let another standard hold in place of one; give how many people's things are affected.

    What offerings state and demands ask for stays as it was said: only their people can know
    whether it holds for the new standard too, so they are told. Scenes, sectors and capabilities
    follow. Raises ConflictError when either was changed since the person looked or is not in
    force; DomainError for a standard and itself.
    """
    if standard.id == by.id:
        raise DomainError(_("请选择另一项。"), field="into")
    check_version(standard, seen_version)
    check_version(by, into_version)
    check_in_use(standard)
    if by.retired_at is not None:
        raise ConflictError(_("代替它的标准已停用，不能选。请刷新页面查看。"))
    with audit.change("standard.took_over", by, actor=actor):
        for link in LINKS:
            setattr(by, link, joined(getattr(by, link), getattr(standard, link)))
        by.is_general = by.is_general or standard.is_general
        by.edited_at = clock.now()
    with audit.change("standard.replaced", standard, actor=actor):
        standard.replaced_by = by
        standard.retired_at = standard.edited_at = clock.now()
    return _tell(standard, by, actor)


def _tell(standard: Standard, by: Standard, actor: Account) -> int:
    facts = {"standard": standard.code, "by": by.code}
    once = f"standard-replaced:{standard.id}:{by.id}"
    offerings = db.session.scalars(stated_by(standard)).all()
    for offering in offerings:
        notify_all(
            speakers_of(offering.organisation),
            NoticeKind.STANDARD_REPLACED_STATED,
            facts={**facts, "title": offering.title},
            endpoint="catalogue.offering",
            values={"offering_id": offering.id},
            once=f"{once}:offering:{offering.id}",
        )
    demands = db.session.scalars(demands_asking(standard)).all()
    for demand in demands:
        tell_owners(
            demand,
            NoticeKind.STANDARD_REPLACED_ASKED,
            once=f"{once}:demand:{demand.id}",
            more=facts,
        )
    told = {"offerings": [row.id for row in offerings], "demands": [row.id for row in demands]}
    audit.happened("standard.owners_told", standard, actor=actor, facts=told)
    return len(offerings) + len(demands)
