"""Reading the versions of an offering, and what differs between two."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from matchmaker.catalogue.enums import EvidenceKind, PriceModel
from matchmaker.catalogue.models import Case, Offering, OfferingVersion
from matchmaker.catalogue.words import (
    VERSION_FIELDS,
    evidence_label,
    price_model_label,
)
from matchmaker.db import db
from matchmaker.taxonomy.enums import Metric, Operator
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard
from matchmaker.taxonomy.words import metric_line
from matchmaker.web.language import localised

Content = Mapping[str, Any]
_NAMED: Final = {  # which rows the numbers or codes of a field are of
    "sector_id": Sector,
    "scenes": Scene,
    "capabilities": Capability,
    "region_code": Region,
    "served_regions": Region,
    "cases": Case,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs: its name, the lines that are gone and the lines that are new."""

    label: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version, what it changed against the one before, and whether it is the newest."""

    version: OfferingVersion
    differences: tuple[Difference, ...]
    is_newest: bool


def newest_version(offering: Offering) -> OfferingVersion | None:
    """Give what an offering said when it was last kept."""
    statement = _versions(offering).order_by(OfferingVersion.number.desc())
    return db.session.scalars(statement.limit(1)).first()


def unreviewed_versions(offering: Offering) -> Sequence[OfferingVersion]:
    """Give the versions staff have not seen, the oldest first."""
    statement = _versions(offering).where(OfferingVersion.reviewed_at.is_(None))
    return db.session.scalars(statement.order_by(OfferingVersion.number)).all()


def version_at(offering: Offering, at: datetime) -> OfferingVersion | None:
    """Give what the public read of an offering at an instant: the newest staff had seen then.

    Before the first that staff saw it is that first one; None for an offering without any.
    """
    seen = _versions(offering).where(OfferingVersion.reviewed_at.is_not(None))
    then = seen.where(OfferingVersion.at <= at).order_by(OfferingVersion.number.desc())
    first = seen.order_by(OfferingVersion.number)
    found = db.session.scalars(then.limit(1)).first()
    return found or db.session.scalars(first.limit(1)).first()


def said_lines(content: Content) -> tuple[Difference, ...]:
    """Write all a version says, field by field."""
    return _Names([content]).differences({}, content)


def version_by_number(offering_id: int, number: int) -> OfferingVersion | None:
    """Find a version of an offering."""
    statement = (
        select(OfferingVersion)
        .where(OfferingVersion.offering_id == offering_id, OfferingVersion.number == number)
        .options(joinedload(OfferingVersion.offering).joinedload(Offering.organisation))
    )
    return db.session.scalars(statement).first()


def versions_page(offering: Offering) -> Select[OfferingVersion]:
    """Select the versions of an offering, newest first, with who saved each."""
    return (
        _versions(offering)
        .options(joinedload(OfferingVersion.actor))
        .order_by(OfferingVersion.number.desc())
    )


def version_lines(offering: Offering, versions: Sequence[OfferingVersion]) -> list[VersionLine]:
    """Give versions, newest first, each with what it changed against the one before it."""
    if not versions:
        return []
    before = db.session.scalars(
        _versions(offering)
        .where(OfferingVersion.number < versions[-1].number)
        .order_by(OfferingVersion.number.desc())
        .limit(1)
    ).first()
    newest = newest_version(offering)
    chain = [*versions, *([before] if before else [])]
    names = _Names(version.content for version in chain)
    former: dict[int, Content] = {
        later.number: earlier.content for later, earlier in pairwise(chain)
    }
    return [
        VersionLine(
            version,
            names.differences(former[version.number], version.content)
            if version.number in former
            else (),
            newest is not None and version.id == newest.id,
        )
        for version in versions
    ]


def changes_to_review(offering: Offering) -> tuple[Difference, ...]:
    """Say what differs between what staff last saw and what the offering says now."""
    newest = newest_version(offering)
    seen = db.session.scalars(
        _versions(offering)
        .where(OfferingVersion.reviewed_at.is_not(None))
        .order_by(OfferingVersion.number.desc())
        .limit(1)
    ).first()
    if newest is None or seen is None:
        return ()
    return _Names([seen.content, newest.content]).differences(seen.content, newest.content)


def _versions(offering: Offering) -> Select[OfferingVersion]:
    return select(OfferingVersion).where(OfferingVersion.offering_id == offering.id)


class _Names:
    """Writes contents in words; what a number or code stands for is asked once for all."""

    def __init__(self, contents: Iterable[Content]) -> None:
        all_of_them = list(contents)
        wanted: dict[type[Any], set[Any]] = {kind: set() for kind in _NAMED.values()}
        wanted[Standard] = set()
        for content in all_of_them:
            for field, kind in _NAMED.items():
                value = content.get(field)
                wanted[kind] |= set(value if isinstance(value, list) else [value])
            for promise in content.get("promises", ()):
                wanted[Capability].add(promise.get("capability_id"))
                wanted[Standard].add(promise.get("standard_id"))
                wanted[Case].add(promise.get("case_id"))
        self._rows = {kind: _named(kind, keys - {None}) for kind, keys in wanted.items()}

    def differences(self, before: Content, after: Content) -> tuple[Difference, ...]:
        found = []
        for field, label in VERSION_FIELDS.items():
            if before.get(field) == after.get(field):
                continue
            was, now = self._lines(field, before), self._lines(field, after)
            gone = tuple(line for line in was if line not in now)
            new = tuple(line for line in now if line not in was)
            if not (gone or new):
                new = (_("只是次序变了"),)
            found.append(Difference(str(label), gone, new))
        return tuple(found)

    def _lines(self, field: str, content: Content) -> list[str]:
        value = content.get(field)
        if value in (None, "", []):
            return []
        if field in _NAMED:
            keys = value if isinstance(value, list) else [value]
            return [self._name(_NAMED[field], key) for key in keys]
        written = {
            "promises": lambda: [self._promise(one) for one in value],
            "files": lambda: [str(one["words"]) for one in value],
            "price_model": lambda: [price_model_label(PriceModel(value))],
        }.get(field)
        if written:
            return written()
        if isinstance(value, bool):
            return [_("是") if value else _("否")]
        return [line for line in str(value).splitlines() if line.strip()]

    def _promise(self, said: Content) -> str:
        if said.get("metric"):
            subject = metric_line(
                Metric(said["metric"]), Operator(said["op"]), said["value"], said.get("value2")
            )
        elif said.get("capability_id"):
            subject = self._name(Capability, said["capability_id"])
        else:
            subject = self._name(Standard, said.get("standard_id"))
        proof = [
            self._name(Case, said["case_id"])
            if said.get("case_id")
            else evidence_label(EvidenceKind(said["evidence"])),
            said.get("evidence_note", ""),
            said.get("evidence_url", ""),
            said.get("valid_until", ""),
        ]
        return " · ".join([subject, *filter(None, proof)])

    def _name(self, kind: type[Any], key: Any) -> str:
        return self._rows[kind].get(key, str(_("（已不存在）")))


def _named(kind: type[Any], keys: set[Any]) -> dict[Any, str]:
    if not keys:
        return {}
    key = kind.code if kind is Region else kind.id
    rows = db.session.scalars(select(kind).where(key.in_(keys)))
    return {(row.code if kind is Region else row.id): _said(row) for row in rows}


def _said(row: Any) -> str:
    if isinstance(row, Standard):
        return row.code
    return row.title if isinstance(row, Case) else localised(row)
