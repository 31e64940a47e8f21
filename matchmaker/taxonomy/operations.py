"""Everything that changes the taxonomy: each `put_…` adds or changes a row, harmless to repeat."""

from collections.abc import Mapping, Sequence
from typing import Any

from matchmaker.audit import operations as audit
from matchmaker.audit.operations import HasId
from matchmaker.db import db
from matchmaker.taxonomy.models import (
    Capability,
    Industry,
    Region,
    Scene,
    Sector,
    Standard,
    TypicalNeed,
)

Values = Mapping[str, Any]


def put_region(code: str, values: Values, *, actor: HasId | None) -> bool:
    """Add or change a region; say whether that changed anything."""
    row = db.session.get(Region, code) or Region(code=code)
    return audit.put("region", row, values, actor=actor)


def put_industry(code: str, values: Values, *, actor: HasId | None) -> bool:
    """Add or change a division of the industry classification."""
    row = db.session.get(Industry, code) or Industry(code=code)
    return audit.put("industry", row, values, actor=actor)


def put_sector(row: Sector, values: Values, *, actor: HasId | None) -> bool:
    """Add or change a sector."""
    return audit.put("sector", row, values, actor=actor)


def put_scene(
    row: Scene, values: Values, *, capabilities: Sequence[Capability], actor: HasId | None
) -> bool:
    """Add or change a scene and the capabilities it usually needs."""
    links = {"capabilities": capabilities}
    return audit.put("scene", row, values, actor=actor, links=links)


def put_typical_needs(scene: Scene, wanted: Sequence[Values], *, actor: HasId | None) -> bool:
    """Make a scene's typical needs the given ones, one a metric; those left out go."""
    present = {need.metric: need for need in scene.typical_needs}
    metrics = {values["metric"] for values in wanted}
    changed = False
    for metric in present.keys() - metrics:
        audit.happened(
            "typical_need.removed", present[metric], actor=actor, facts={"metric": metric}
        )
        scene.typical_needs.remove(present[metric])
        changed = True
    for values in wanted:
        row = present.get(values["metric"]) or TypicalNeed()
        changed |= audit.put("typical_need", row, {"scene": scene, **values}, actor=actor)
    return changed


def put_capability(row: Capability, values: Values, *, actor: HasId | None) -> bool:
    """Add or change a capability."""
    return audit.put("capability", row, values, actor=actor)


def put_standard(
    row: Standard,
    values: Values,
    *,
    links: Mapping[str, Sequence[Scene] | Sequence[Sector] | Sequence[Capability]],
    actor: HasId | None,
) -> bool:
    """Add or change a standard and what it applies to."""
    return audit.put("standard", row, values, actor=actor, links=links)
