"""Who may see the taxonomy."""

from matchmaker.taxonomy.models import Scene, Sector, Standard


def may_see(_actor: object, _entry: Sector | Scene | Standard) -> bool:
    """Everybody: the taxonomy has no private entries."""
    return True
