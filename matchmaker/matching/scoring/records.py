"""What the ranking is told: offerings, their evidence, and a need. Plain frozen data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """A case an offering rests on. `reviewed` = checked by staff or carrying a public source."""

    case_key: int | str
    title: str
    year: int | None
    scenes: tuple[str, ...] = ()
    effect: str = ""
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class OfferingRecord:
    """A published offering as the ranking sees it.

    `sector` is a code of the vocabulary or free words; `scenes` and `capabilities` are slugs;
    `region` is a GB/T 2260 code of six digits. What the vocabulary does not know counts as not
    said.
    """

    key: int
    title: str
    text: str
    sector: str | None = None
    scenes: tuple[str, ...] = ()
    region: str | None = None
    capabilities: tuple[str, ...] = ()
    evidence: tuple[EvidenceRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody needs: the text, and what was chosen beside it."""

    text: str
    sector: str | None = None
    scenes: tuple[str, ...] = ()
    region: str | None = None
