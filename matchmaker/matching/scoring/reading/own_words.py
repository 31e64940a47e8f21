"""Other words that name a metric, as those who tend the taxonomy wrote them: literal, added."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matchmaker.matching.scoring.reading.clauses import fold
from matchmaker.matching.scoring.reading.metrics import Cues
from matchmaker.matching.scoring.reading.quantities import Dimension
from matchmaker.matching.scoring.vocabulary import MetricWords

# What the figures of each metric measure; codes are read from words alone.
DIMENSIONS: Final[Mapping[str, tuple[Dimension, ...]]] = {
    "latency": (Dimension.TIME,),
    "jitter": (Dimension.TIME,),
    "sync": (Dimension.TIME,),
    "battery_life": (Dimension.TIME,),
    "ul_rate": (Dimension.RATE,),
    "dl_rate": (Dimension.RATE,),
    "rate": (Dimension.RATE,),
    "reliability": (Dimension.PERCENT,),
    "availability": (Dimension.PERCENT,),
    "packet_loss": (Dimension.PERCENT,),
    "positioning": (Dimension.LENGTH,),
    "coverage_length": (Dimension.LENGTH,),
    "coverage_area": (Dimension.AREA,),
    "mobility": (Dimension.SPEED,),
    "temperature": (Dimension.TEMPERATURE,),
    "connections": (Dimension.COUNT,),
    "video_streams": (Dimension.COUNT,),
    "density": (Dimension.DENSITY, Dimension.COUNT),
}


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words of the site: cues by what a figure measures, words of codes, and what is left out."""

    cues: Mapping[Dimension, Cues]
    codes: Mapping[str, str]  # by metric, as a pattern
    retired: frozenset[str]


@lru_cache(maxsize=4)
def own_words(metrics: tuple[MetricWords, ...]) -> OwnWords:
    """Give the words of the site as they are looked for in a folded text."""
    cues: dict[Dimension, Cues] = {}
    codes: dict[str, str] = {}
    for metric in metrics:
        pattern = "|".join(_literal(word) for word in sorted(metric.aliases, key=len, reverse=True))
        if not pattern:
            continue
        codes[metric.name] = pattern
        for dimension in DIMENSIONS.get(metric.name, ()):
            cue = (metric.name, re.compile(pattern))
            cues[dimension] = (*cues.get(dimension, ()), cue)
    retired = frozenset(metric.name for metric in metrics if metric.is_retired)
    return OwnWords(cues, codes, retired)


NONE: Final = own_words(())


def _literal(word: str) -> str:
    """A word as written, in either case; in Latin letters only as a whole word."""
    folded = fold(word).strip()
    before = r"(?<![A-Za-z])" if re.match(r"[A-Za-z]", folded) else ""
    after = r"(?![A-Za-z])" if re.search(r"[A-Za-z]$", folded) else ""
    return f"{before}(?i:{re.escape(folded)}){after}"
