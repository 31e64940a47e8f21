"""The pure matching engine: offerings and needs in, a ranking that explains itself out.

NumPy and SciPy only: no site, no database. docs/matching.md tells what is computed and why.
"""

from matchmaker.matching.scoring.model import FIRST_MODEL, SIGNALS, MatchingModel
from matchmaker.matching.scoring.ranker import DEFAULT_LIMIT, Ranker
from matchmaker.matching.scoring.ranking import (
    EvidencePart,
    Excluded,
    Match,
    Ranking,
    SignalPart,
    TermPart,
)
from matchmaker.matching.scoring.records import EvidenceRecord, Need, OfferingRecord
from matchmaker.matching.scoring.regions import RegionEntry, Regions
from matchmaker.matching.scoring.understanding import UnderstoodScene
from matchmaker.matching.scoring.vocabulary import (
    CapabilityEntry,
    ConceptEntry,
    SceneEntry,
    SectorEntry,
    Vocabulary,
)

__all__ = [
    "DEFAULT_LIMIT",
    "FIRST_MODEL",
    "SIGNALS",
    "CapabilityEntry",
    "ConceptEntry",
    "EvidencePart",
    "EvidenceRecord",
    "Excluded",
    "Match",
    "MatchingModel",
    "Need",
    "OfferingRecord",
    "Ranker",
    "Ranking",
    "RegionEntry",
    "Regions",
    "SceneEntry",
    "SectorEntry",
    "SignalPart",
    "TermPart",
    "UnderstoodScene",
    "Vocabulary",
]
