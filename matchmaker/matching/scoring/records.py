"""What the ranking is told: offerings, their evidence, and a need. Plain frozen data."""

from dataclasses import dataclass

from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """A case an offering rests on. `reviewed` = checked by staff or carrying a public source.

    Cases of one `site` (the client they were done for) count as one; without a name each is alone.
    """

    case_key: int | str
    title: str
    year: int | None
    scenes: tuple[str, ...] = ()
    effect: str = ""
    reviewed: bool = False
    site: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One typed line of a need.

    `subject` is the metric's name, the slug of a capability, the code of a standard, a region's
    code (`ABROAD` for anywhere outside China), and empty for budget and time. `value` and
    `value2` are in the unit of the metric, in 万元 (the ends of the budget, None = open) or in days
    (`value2` = most days until it must run). A `must` excludes what does not meet it; a line the
    person has not confirmed yet is only a wish. `key` names the line to whoever asks.
    """

    key: str
    kind: RequirementKind
    subject: str = ""
    op: Operator | None = None
    value: float | None = None
    value2: float | None = None
    must: bool = False

    @property
    def metric(self) -> Metric | None:
        """The metric asked about, if that is what the line is about."""
        return Metric(self.subject) if self.kind is RequirementKind.METRIC else None


@dataclass(frozen=True, slots=True)
class Promise:
    """What an offering assures: same `kind`, `subject` and values as a requirement.

    `evidence` is a kind of evidence, `source` the words or number behind it. `reviewed` = seen by
    staff or carrying a public source. `valid_until` = last day of a certificate (ISO date).
    """

    kind: RequirementKind
    subject: str
    op: Operator | None = None
    value: float | None = None
    value2: float | None = None
    evidence: str = "statement"
    source: str = ""
    case_key: int | str | None = None
    reviewed: bool = False
    valid_until: str | None = None


@dataclass(frozen=True, slots=True)
class OfferingRecord:
    """A published offering as the ranking sees it.

    `sector` is a code of the vocabulary or free words; `scenes` and `capabilities` are slugs;
    `region` is a GB/T 2260 code of six digits, `served` further ones. What the vocabulary does not
    know counts as not said. An offering serves places outside China if `abroad`. `price_wan`
    (万元) and `lead_days` are from–to, None = not stated. `claimed` = looked after by the
    provider's own people, so that what they leave out of a list they do not do.
    """

    key: int
    title: str
    text: str
    sector: str | None = None
    scenes: tuple[str, ...] = ()
    region: str | None = None
    capabilities: tuple[str, ...] = ()
    evidence: tuple[EvidenceRecord, ...] = ()
    promises: tuple[Promise, ...] = ()
    served: tuple[str, ...] = ()
    nationwide: bool = False
    abroad: bool = False
    price_wan: tuple[float | None, float | None] = (None, None)
    lead_days: tuple[int | None, int | None] = (None, None)
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody needs: the text, and what was chosen beside it."""

    text: str
    sector: str | None = None
    scenes: tuple[str, ...] = ()
    region: str | None = None
    requirements: tuple[Requirement, ...] = ()
