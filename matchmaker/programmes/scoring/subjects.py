"""Which subject type something belongs to, by the trade and the scenes it names."""

from collections import Counter
from collections.abc import Sequence

from matchmaker.programmes.enums import SubjectType
from matchmaker.taxonomy.models import Scene, Sector


def subject_type_of(sector: Sector | None, scenes: Sequence[Scene]) -> SubjectType:
    """Give the type most of its scenes belong to, else its sector's, else a factory."""
    known = set(SubjectType)
    named = Counter(scene.leader_type for scene in scenes if scene.leader_type in known)
    if named:
        return SubjectType(named.most_common(1)[0][0])
    if sector is not None and sector.leader_type in known:
        return SubjectType(sector.leader_type)
    return SubjectType.FACTORY
