"""The arithmetic of indicators: how far a target is reached, and what units count in."""

COUNTED_IN = {"亿": 100_000_000, "万": 10_000}


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


def unit_factor(unit: str) -> int:
    """Give what one of a unit stands for: 亿 a hundred million, 万个 ten thousand, others one."""
    return next((factor for sign, factor in COUNTED_IN.items() if unit.startswith(sign)), 1)
