"""Addresses of everything everybody may see, in parts, with when each changed last."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select

from matchmaker.accounts.models import Organisation
from matchmaker.api.queries.changes import PUBLIC_IDS
from matchmaker.catalogue.models import Case, Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.taxonomy.models import Scene, Sector, Standard
from matchmaker.web.addresses import site_url

PART_SIZE: Final = 10_000  # a site map may hold 50,000
PAGES: Final = "pages"  # the kind of what is no list of rows
PAGE_ENDPOINTS: Final = (
    "matching.home",
    "demands.list",
    "catalogue.offerings",
    "catalogue.providers",
    "catalogue.cases",
    "programmes.showcases",
    "programmes.calls",
    "programmes.pool",
    "taxonomy.sectors",
    "taxonomy.standards",
    "taxonomy.capabilities",
    "insight.overview",
    "feeds.open_data",
    "web.about",
    "web.sources",
    "web.contact",
)


@dataclass(frozen=True, slots=True)
class _Listed:
    """Rows of a kind that have a page: its endpoint, the value in its address, when it changed."""

    endpoint: str
    value: str
    key: Any
    updated: Any
    row_id: Any


@dataclass(frozen=True, slots=True)
class SitemapPart:
    """A part of the site map, and when the newest of it changed."""

    kind: str
    number: int
    updated: datetime | None


_LISTED: Final[Mapping[str, _Listed]] = {
    "sector": _Listed("taxonomy.sector", "code", Sector.code, Sector.updated_at, Sector.id),
    "scene": _Listed("taxonomy.scene", "slug", Scene.slug, Scene.updated_at, Scene.id),
    "standard": _Listed(
        "taxonomy.standard", "standard_id", Standard.id, Standard.updated_at, Standard.id
    ),
    "provider": _Listed(
        "catalogue.provider",
        "organisation_id",
        Organisation.id,
        Organisation.updated_at,
        Organisation.id,
    ),
    "offering": _Listed(
        "catalogue.offering", "offering_id", Offering.id, Offering.updated_at, Offering.id
    ),
    "case": _Listed("catalogue.case", "case_id", Case.id, Case.updated_at, Case.id),
    "demand": _Listed("demands.show", "demand_id", Demand.id, Demand.updated_at, Demand.id),
    "showcase": _Listed(
        "programmes.showcase", "showcase_id", Showcase.id, Showcase.updated_at, Showcase.id
    ),
    "call": _Listed("programmes.call", "call_id", Call.id, Call.updated_at, Call.id),
}


def sitemap_parts() -> list[SitemapPart]:
    """List the parts of the site map that hold something."""
    found = [SitemapPart(PAGES, 1, None)]
    for kind, listed in _LISTED.items():
        rows = _public(kind, listed.row_id)
        count, newest = db.session.execute(
            select(func.count(), func.max(listed.updated)).where(rows)
        ).one()
        parts = range(1, -(-count // PART_SIZE) + 1)
        found += [SitemapPart(kind, number, newest) for number in parts]
    return found


def sitemap_part(kind: str, number: int) -> list[tuple[str, datetime | None]] | None:
    """Give the addresses of a part with when each changed; None for a part there is not."""
    if kind == PAGES:
        return [(site_url(name), None) for name in PAGE_ENDPOINTS] if number == 1 else None
    listed = _LISTED.get(kind)
    if listed is None or number < 1:
        return None
    statement: Select[Any] = (
        select(listed.key, listed.updated)
        .where(_public(kind, listed.row_id))
        .order_by(listed.row_id)
        .offset((number - 1) * PART_SIZE)
        .limit(PART_SIZE)
    )
    rows = db.session.execute(statement).all()
    address = _addresses(listed)
    return [(address(value), updated) for value, updated in rows] or None


def _public(kind: str, row_id: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = row_id.in_(PUBLIC_IDS[kind]())
    return found


def _addresses(listed: _Listed) -> Callable[[object], str]:
    """Build addresses from one that the router built: tens of thousands are asked for at once."""
    is_number = listed.key is listed.row_id
    sample: int | str = 987654321 if is_number else "sample"
    built = site_url(listed.endpoint, **{listed.value: sample})
    return lambda value: built.replace(str(sample), str(value))
