"""Fills a database with what readers abroad find from the start."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.models import Case, Offering, ProviderProfile
from matchmaker.catalogue.operations.abroad import put_offering_abroad, put_profile_abroad
from matchmaker.db import db
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.operations.showing_abroad import put_english
from seeds import files
from seeds.programmes import Count

Track = Callable[[str, Sequence[Any]], Iterable[Any]]


def load_abroad(track: Track, count: Count, root: Path) -> None:
    """Say where providers are at work abroad, and recommend showcases to readers abroad."""
    seed = files.read_abroad(root)
    for row in track("abroad", seed.providers):
        profile = db.session.scalars(
            select(ProviderProfile)
            .join(ProviderProfile.organisation)
            .where(Organisation.key == row.provider)
            .options(joinedload(ProviderProfile.organisation))
        ).one_or_none()
        offering = db.session.scalars(select(Offering).where(Offering.key == row.offering)).one()
        changed = profile is not None and put_profile_abroad(
            profile,
            name_en=row.name_en,
            summary_en=row.profile_en,
            places=row.places,
            actor=None,
        )
        changed |= put_offering_abroad(
            offering, title_en=row.title_en, summary_en=row.summary_en, actor=None
        )
        count("abroad", changed=changed)
    shown = (
        select(Showcase)
        .join(Showcase.case)
        .where(Case.key.is_not(None))
        .options(joinedload(Showcase.case), selectinload(Showcase.parts))
        .order_by(Showcase.id)
    )
    for showcase in db.session.scalars(shown):
        summary = seed.showcases.get(showcase.case.key or "", "") if showcase.case else ""
        count("abroad", changed=put_english(showcase, summary_en=summary, roles=seed.roles))
