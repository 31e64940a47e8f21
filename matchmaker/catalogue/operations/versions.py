"""Versions: what an offering said after each save that others could see or were to review."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from sqlalchemy import select

from matchmaker import clock
from matchmaker.audit import operations as audit
from matchmaker.audit.operations import HasId
from matchmaker.catalogue.enums import EvidenceKind, PriceModel
from matchmaker.catalogue.models import Case, Offering, OfferingVersion
from matchmaker.catalogue.operations.content import OfferingContent, PromiseContent
from matchmaker.catalogue.queries.versions import newest_version, unreviewed_versions
from matchmaker.db import Base, db
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard

BaseT = TypeVar("BaseT", bound=Base)

AMOUNTS: Final = ("price_min_wan", "price_max_wan")
# What a provider says; the rest of the row is state and bookkeeping.
SAID: Final = (
    "title",
    "title_en",
    "summary",
    "summary_en",
    "sector_id",
    "scenes",
    "capabilities",
    "region_code",
    "served_regions",
    "is_nationwide",
    "serves_abroad",
    *AMOUNTS,
    "price_model",
    "lead_days_min",
    "lead_days_max",
    "promises",
    "cases",
    "files",
)


def snapshot_of(offering: Offering) -> dict[str, Any]:
    """Give what an offering says as the audit trail writes it; the same words, the same values."""
    row = audit.snapshot(offering)
    said = {name: row[name] for name in SAID}
    amounts = {name: _plain(getattr(offering, name)) for name in AMOUNTS}
    promises = [
        {name: value for name, value in promise.items() if name != "reviewed_at"}
        for promise in said["promises"]
    ]
    return {**said, **amounts, "promises": promises}


def keep_version(
    offering: Offering, *, actor: HasId | None, is_reviewed: bool = False
) -> OfferingVersion | None:
    """Keep what the offering says now as its newest version; none where nothing changed."""
    db.session.flush()
    newest, content = newest_version(offering), snapshot_of(offering)
    if newest and newest.content == content:
        return None
    version = OfferingVersion(
        offering=offering,
        number=newest.number + 1 if newest else 1,
        actor_id=actor.id if actor else None,
        content=content,
        reviewed_at=clock.now() if is_reviewed else None,
    )
    db.session.add(version)
    db.session.flush()
    return version


def keep_what_is_public(offering: Offering) -> None:
    """Give what was published before versions were kept its first one, before it changes."""
    if newest_version(offering) is None:
        keep_version(offering, actor=None, is_reviewed=True)


def says_what_was_public(offering: Offering) -> bool:
    """Whether an offering says what its newest version says, which everybody could read."""
    newest = newest_version(offering)
    return newest is not None and newest.content == snapshot_of(offering)


def mark_reviewed(offering: Offering, *, actor: HasId) -> None:
    """Note that staff have seen every version there is."""
    for version in unreviewed_versions(offering):
        version.reviewed_at, version.reviewer_id = clock.now(), actor.id


def content_of_version(version: OfferingVersion) -> OfferingContent:
    """Give what a version says; what the taxonomy or the cases no longer have is left out."""
    said = version.content
    promises = [_promise(one) for one in said["promises"]]
    return OfferingContent(
        title=said["title"],
        title_en=said.get("title_en", ""),  # versions from before there was English lack it
        summary=said["summary"],
        summary_en=said.get("summary_en", ""),
        sector=db.session.get(Sector, said["sector_id"]) if said["sector_id"] else None,
        scenes=_scenes(said["scenes"]),
        capabilities=_rows(Capability, Capability.id, said["capabilities"]),
        region=db.session.get(Region, said["region_code"]) if said["region_code"] else None,
        served_regions=_rows(Region, Region.code, said["served_regions"]),
        is_nationwide=said["is_nationwide"],
        serves_abroad=said["serves_abroad"],
        price_min_wan=_amount(said["price_min_wan"]),
        price_max_wan=_amount(said["price_max_wan"]),
        price_model=PriceModel(said["price_model"]) if said["price_model"] else None,
        lead_days_min=said["lead_days_min"],
        lead_days_max=said["lead_days_max"],
        promises=[one for one in promises if one],
        cases=_rows(Case, Case.id, said["cases"]),
    )


def _scenes(numbers: list[int]) -> list[Scene]:
    rows = [row.merged_into or row for row in _rows(Scene, Scene.id, numbers)]
    return list(dict.fromkeys(rows))


def _promise(said: dict[str, Any]) -> PromiseContent | None:
    content = PromiseContent(
        kind=RequirementKind(said["kind"]),
        metric=Metric(said["metric"]) if said.get("metric") else None,
        capability=_row(Capability, said.get("capability_id")),
        standard=_row(Standard, said.get("standard_id")),
        op=Operator(said["op"]) if said.get("op") else None,
        value=said.get("value"),
        value2=said.get("value2"),
        evidence=EvidenceKind(said["evidence"]),
        case=_row(Case, said.get("case_id")),
        evidence_note=said.get("evidence_note", ""),
        evidence_url=said.get("evidence_url", ""),
        valid_until=date.fromisoformat(said["valid_until"]) if said.get("valid_until") else None,
    )
    return content if content.subject else None


def _row(kind: type[BaseT], number: int | None) -> BaseT | None:
    return db.session.get(kind, number) if number else None


def _rows(kind: type[BaseT], key: Any, numbers: Sequence[Any]) -> list[BaseT]:
    return list(db.session.scalars(select(kind).where(key.in_(numbers)).order_by(key)))


def _amount(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount.normalize():f}"
