"""The other way round of `typed`: figures written into a value box, and what a box says itself."""

from typing import Final

from matchmaker.matching.scoring.reading.clauses import fold
from matchmaker.matching.scoring.reading.comparators import side_after, side_before
from matchmaker.matching.scoring.reading.quantities import find_quantities
from matchmaker.taxonomy.enums import Metric

_LEVELS: Final = {level: f"{sign}级" for level, sign in enumerate("一二三四五", start=1)}
_TEN: Final = 10


def write_figure(metric: Metric, value: float, value2: float | None = None) -> str:
    """Write a figure so that `typed.read_figure` reads the same one; in the unit of the metric."""
    if metric is Metric.EXPLOSION_PROOF:
        return "是"
    if metric is Metric.SECURITY_LEVEL:
        return _LEVELS.get(int(value), f"{value:g}")
    if metric is Metric.IP_RATING:
        solids, water = divmod(int(value), _TEN)
        return f"IP{solids or 'X'}{water or 'X'}"
    ends = [value] if value2 is None else [value, value2]
    return "~".join(f"{end:.12g}" for end in ends)


def says_side(typed: str) -> bool:
    """Whether what was typed says how its figure binds: ≤20, 20以内, 三级及以上."""
    text = fold(typed)
    found = find_quantities(text)
    if not found:
        return "以上" in text or "以下" in text
    return bool(side_before(text[: found[0].start]) or side_after(text[found[-1].end :]))
