"""Tending standards, capabilities and sectors: retiring, taking back, letting one stand for two."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Protocol, TypeVar

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.catalogue.models import Offering, Promise
from matchmaker.catalogue.operations.versions import keep_version, says_what_was_public
from matchmaker.catalogue.queries.versions import newest_version
from matchmaker.db import Base, db
from matchmaker.demands.models import Demand, Requirement
from matchmaker.errors import ConflictError, DomainError
from matchmaker.staff.operations.following import follow_slug
from matchmaker.staff.queries.naming import Entry, Way, facet_of, key_of, rows_naming
from matchmaker.taxonomy.models import Capability, Sector, Standard
from matchmaker.web.versions import OVERTAKEN

T = TypeVar("T")
# What the one that stays takes over besides names.
GAINED: Final = {Standard: ("scenes", "sectors", "capabilities"), Capability: (), Sector: ()}


class VersionedRow(Protocol):
    """A row that counts its versions."""

    @property
    def version(self) -> int: ...


def check_version(row: VersionedRow, seen_version: int) -> None:
    """Raise ConflictError when a row is not as the person saw it."""
    if seen_version != row.version:
        raise ConflictError(OVERTAKEN)


def check_in_use(entry: Entry) -> None:
    """Raise ConflictError for a retired entry."""
    if entry.retired_at is not None:
        raise ConflictError(_("这一项已停用，不能再修改。可以先恢复使用。"))


def retire_entry(entry: Entry, *, seen_version: int, actor: Account) -> None:
    """Offer an entry to nobody any more; what names it keeps it, its page stays.

    Raises ConflictError when it was changed since the person opened it, or is retired already;
    DomainError for a sector that still has scenes in use, a category that has products in use.
    """
    check_version(entry, seen_version)
    check_in_use(entry)
    if isinstance(entry, Sector) and any(scene.retired_at is None for scene in entry.scenes):
        raise DomainError(_("这个行业还有在用的场景。请先移动、合并或停用它们，或者合并行业。"))
    inside = select(Capability.id).where(
        Capability.parent_id == entry.id, Capability.retired_at.is_(None)
    )
    if isinstance(entry, Capability) and db.session.scalar(inside.limit(1)):
        raise DomainError(_("这一类下还有在用的产品。请先合并或停用它们，或者合并这一类。"))
    with audit.change(f"{entry.__tablename__}.retired", entry, actor=actor):
        entry.retired_at = entry.edited_at = clock.now()


def restore_entry(entry: Entry, *, actor: Account) -> None:
    """Take a retired or replaced entry back into use. Raises ConflictError for any other."""
    if entry.retired_at is None or entry.merged_into_id is not None:
        raise ConflictError(_("这一项没有停用，或已并入别的，不能恢复。"))
    with audit.change(f"{entry.__tablename__}.restored", entry, actor=actor):
        entry.retired_at, entry.edited_at = None, clock.now()
        if isinstance(entry, Standard):
            entry.replaced_by = None


def merge_entries(
    entry: Entry, into: Entry, *, seen_version: int, into_version: int, actor: Account
) -> None:
    """Merge an entry into another of its kind: everything that names it and its searches follow.

    The other keeps its own words and gains the names of the first as aliases, a standard what it
    applies to. The first stays as a retired row that leads to the other. Raises ConflictError when
    either was changed since the person looked or is retired; DomainError for an entry and itself,
    capabilities of two kinds, sectors that both have a scene of one name.
    """
    _check_pair(entry, into)
    check_version(entry, seen_version)
    check_version(into, into_version)
    check_in_use(entry)
    check_in_use(into)
    noun = entry.__tablename__
    _take_over(entry, into, actor)
    named = list(rows_naming(entry))
    offerings = [row for way, part in named if isinstance(row := _whole(part), Offering)]
    try:
        with kept_versions(offerings, actor=actor):
            for way, row in named:
                _follow(way, row, entry, into, actor)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError(
            _("有一处内容同时写着这两项，不能合并。请先改那一处，例如征集的名额。")
        ) from error
    with audit.change(f"{noun}.merged", entry, actor=actor):
        entry.retired_at = entry.edited_at = clock.now()
        entry.merged_into_id = into.id
    db.session.flush()
    model: type[Any] = type(entry)
    for row in db.session.scalars(select(model).where(model.merged_into_id == entry.id)):
        row.merged_into_id = into.id
    facet = facet_of(entry)
    if facet:
        follow_slug(key_of(entry), key_of(into), facet=facet, actor=actor)


@contextmanager
def kept_versions(offerings: Iterable[Offering], *, actor: Account) -> Iterator[None]:
    """Give offerings that say what is public a version that says it after the block, too."""
    before = []
    for offering in dict.fromkeys(offerings):
        newest = newest_version(offering)
        if newest is not None and says_what_was_public(offering):
            before.append((offering, newest.reviewed_at is not None))
    yield
    for offering, is_reviewed in before:
        keep_version(offering, actor=actor, is_reviewed=is_reviewed)


def joined(first: Iterable[T], second: Iterable[T]) -> list[T]:
    """Put two lists together, each thing once."""
    return list(dict.fromkeys([*first, *second]))


def _check_pair(entry: Entry, into: Entry) -> None:
    if type(entry) is not type(into) or entry.id == into.id:
        raise DomainError(_("请选择另一项。"), field="into")
    if isinstance(entry, Capability) and isinstance(into, Capability) and entry.kind != into.kind:
        raise DomainError(_("只能并入同一类的能力。"), field="into")
    if isinstance(entry, Sector) and isinstance(into, Sector):
        own = {scene.name_zh for scene in into.scenes if scene.retired_at is None}
        both = [one.name_zh for one in entry.scenes if one.retired_at is None]
        both = [name for name in both if name in own]
        if both:
            words = _("、").join(both[:5])
            raise DomainError(
                _("两个行业都有这些场景，请先合并它们：%(names)s。", names=words), field="into"
            )


def _take_over(entry: Entry, into: Entry, actor: Account) -> None:
    with audit.change(f"{into.__tablename__}.took_over", into, actor=actor):
        if not isinstance(entry, Standard) and not isinstance(into, Standard):
            names = (*into.aliases, entry.name_zh, entry.name_en, *entry.aliases)
            own = {into.name_zh, into.name_en, ""}
            into.aliases = list(dict.fromkeys(name for name in names if name not in own))
        for link in GAINED[type(entry)]:
            setattr(into, link, joined(getattr(into, link), getattr(entry, link)))
        into.edited_at = clock.now()


def _whole(row: Base) -> Base:
    if isinstance(row, Promise):
        return row.offering
    return row.demand if isinstance(row, Requirement) else row


def _follow(way: Way, row: Base, entry: Entry, into: Entry, actor: Account) -> None:
    if row is into:  # a product of the category it becomes, the standard it was replaced by
        setattr(row, way.key, None)
        return
    whole, noun = _whole(row), entry.__tablename__
    with audit.change(f"{whole.__tablename__}.{noun}_followed", whole, actor=actor):
        if way.property.uselist:
            linked = getattr(row, way.key)
            setattr(row, way.key, joined((into if one is entry else one for one in linked), ()))
        elif not _said_already(way, row, into):
            setattr(row, way.key, into)
        if isinstance(whole, Offering | Demand):
            flag_modified(whole, "updated_at")  # a new version: who has its form open is told


def _said_already(way: Way, row: Base, into: Entry) -> bool:
    """Let a part go whose whole says the same of the other already; of two lines the must stays."""
    if not isinstance(row, Promise | Requirement):
        return False
    parts: list[Any] = (
        row.offering.promises if isinstance(row, Promise) else row.demand.requirements
    )
    twin = next((one for one in parts if one is not row and getattr(one, way.key) is into), None)
    if twin is None:
        return False
    if isinstance(row, Requirement):
        twin.is_must = twin.is_must or (row.is_must and not row.is_declined)
        twin.is_declined = twin.is_declined and row.is_declined
    parts.remove(row)
    return True
