"""What sectors, provinces and groups are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from matchmaker.db import db
from matchmaker.insight.enums import Dimension
from matchmaker.insight.words.funnel import UNSTATED, quarter_label, size_words
from matchmaker.taxonomy.models import Region, Sector
from matchmaker.web.language import localised


@dataclass(frozen=True, slots=True)
class Names:
    """Sectors by code (and by number) and provinces by their six digits, in their order."""

    sectors: Mapping[str, str]
    provinces: Mapping[str, str]
    by_number: Mapping[int, str]

    def group(self, dimension: Dimension, key: str) -> str:
        """Name a group of the funnel by its key."""
        if not key:
            return str(UNSTATED)
        if dimension is Dimension.QUARTER:
            return quarter_label(date.fromisoformat(key))
        if dimension is Dimension.SECTOR:
            return self.sectors.get(key, key)
        if dimension is Dimension.REGION:
            return self.provinces.get(f"{key}0000", key)
        return size_words(key)


def names() -> Names:
    """Load the names: two questions."""
    sectors = db.session.scalars(select(Sector).order_by(Sector.position, Sector.id)).all()
    provinces = db.session.scalars(
        select(Region).where(Region.parent_code.is_(None)).order_by(Region.code)
    )
    return Names(
        {row.code: localised(row) for row in sectors},
        {row.code: localised(row) for row in provinces},
        {row.id: localised(row) for row in sectors},
    )
