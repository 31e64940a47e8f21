"""The arithmetic of indicators: how far a target is reached."""


def progress(observed: float | None, target: float | None) -> float | None:
    """Give observed ÷ target, None without either or with a target of nothing."""
    return observed / target if observed is not None and target else None


def is_met(progress: float | None, *, wants_more: bool, is_more: bool) -> bool:
    """Say whether a target is reached.

    A plan that wants more than its target is satisfied by a figure above it, or by one that is
    itself given as more than so much.
    """
    if progress is None:
        return False
    return progress > 1 if wants_more and not is_more else progress >= 1
