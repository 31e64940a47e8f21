"""Which offerings state that they comply with a standard."""

from collections.abc import Collection, Mapping

from sqlalchemy import Select, func, select

from matchmaker.catalogue.documents.supply import published_offerings
from matchmaker.catalogue.models import Offering, Promise
from matchmaker.catalogue.queries.offerings import offerings
from matchmaker.db import db
from matchmaker.taxonomy.models import Standard


def offerings_stating(standard: Standard) -> Select[Offering]:
    """Select the published offerings that state compliance, newest first, as a list shows them."""
    return offerings({}).where(Offering.promises.any(Promise.standard_id == standard.id))


def stating_counts(standard_ids: Collection[int]) -> Mapping[int, int]:
    """Count the published offerings that state compliance, by number of the standard."""
    stated = (
        published_offerings()
        .join(Offering.promises)
        .where(Promise.standard_id.in_(standard_ids))
        .with_only_columns(Promise.standard_id, func.count(Offering.id.distinct()))
        .group_by(Promise.standard_id)
    )
    return {number: count for number, count in db.session.execute(stated) if number is not None}


def stated_by(standard: Standard) -> Select[Offering]:
    """Select every offering that states compliance, drafts too, by its provider."""
    stated = Offering.promises.any(Promise.standard_id == standard.id)
    return select(Offering).where(stated).order_by(Offering.organisation_id, Offering.id)
