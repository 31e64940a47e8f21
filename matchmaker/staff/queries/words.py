"""Words nothing recognised, for those who tend the taxonomy."""

from typing import Any, Final

from sqlalchemy import Select, select

from matchmaker.db import db
from matchmaker.taxonomy.documents import in_use
from matchmaker.taxonomy.models import Capability, Scene, Sector, UnknownWord
from matchmaker.taxonomy.queries import capabilities_in_order, sectors_with_scenes
from matchmaker.web.language import localised

LONGEST_NUMBER: Final = 9


def words_waiting() -> Select[UnknownWord]:
    """Select the words nobody decided on, those most people wrote first."""
    written = UnknownWord.searches + UnknownWord.pastes
    statement = select(UnknownWord).where(UnknownWord.word != "", UnknownWord.decided_at.is_(None))
    return statement.order_by(written.desc(), UnknownWord.id)


def word_by_id(word_id: int) -> UnknownWord | None:
    """Find a word that came often enough to be kept."""
    row = db.session.get(UnknownWord, word_id)
    return row if row is not None and row.word else None


def entries_to_name() -> list[tuple[str, str]]:
    """List scenes, sectors and capabilities in use: their key as `scene-12`, and name."""
    sectors = sectors_with_scenes()
    scenes = [
        (f"scene-{scene.id}", f"{localised(sector)} / {localised(scene)}")
        for sector in sectors
        for scene in sector.scenes
    ]
    fields = [(f"sector-{sector.id}", localised(sector)) for sector in sectors]
    rest = [(f"capability-{row.id}", localised(row)) for row in capabilities_in_order()]
    return [*scenes, *fields, *rest]


def entry_to_name(key: str) -> Scene | Sector | Capability | None:
    """Find an entry in use by its key; `entries_to_name` lists the keys."""
    kind, _gap, number = key.partition("-")
    models: tuple[Any, ...] = (Scene, Sector, Capability)
    model = next((one for one in models if one.__tablename__ == kind), None)
    if model is None or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    found: Scene | Sector | Capability | None = db.session.scalars(
        select(model).where(model.id == int(number), in_use(model))
    ).first()
    return found
