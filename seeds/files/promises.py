"""What sourced offerings assure, in the words of their cases."""

from dataclasses import dataclass
from pathlib import Path

from seeds.files.capabilities import read_capabilities
from seeds.files.cases import CaseSeed, read_cases
from seeds.files.needs import METRICS
from seeds.files.offerings import read_offerings
from seeds.files.records import SEEDS, Record, read_tsv, unique

PROMISES = "mapping/promises.tsv"
KINDS = ("metric", "capability")
OPERATORS = ("<=", "<", ">=", ">", "=", "range")
# Metrics of requirements that no typical need of a scene speaks of.
FURTHER_METRICS = (
    "jitter",
    "rate",
    "packet_loss",
    "connections",
    "coverage_length",
    "video_streams",
    "temperature",
    "ip_rating",
    "explosion_proof",
    "security_level",
    "battery_life",
)


@dataclass(frozen=True, slots=True)
class PromiseSeed:
    """One line an offering assures.

    `kind` is metric or capability; `subject` the name of the metric or the slug of the capability.
    `value` and `value2` are in the unit of the metric. `quote` stands word for word in the solution
    or the effects of the case the offering rests on.
    """

    offering: str
    kind: str
    subject: str
    op: str | None
    value: float | None
    value2: float | None
    quote: str


def read_promises(root: Path = SEEDS) -> tuple[PromiseSeed, ...]:
    """All promises, in the order of the file.

    Raises SeedError for an offering, metric or capability nobody knows, for words that do not
    stand in the case, and for a line that stands twice.
    """
    cases = {case.key: case for case in read_cases(root)}
    resting = {row.key: cases[row.evidence] for row in read_offerings(root)}
    capabilities = {row.slug for row in read_capabilities(root)}
    metrics = {name for name, _, _ in METRICS.values()} | set(FURTHER_METRICS)
    return unique(
        (
            (record, _promise(record, resting, metrics, capabilities))
            for record in read_tsv(root, PROMISES)
        ),
        key=lambda row: f"{row.offering} {row.subject}",
    )


def _promise(
    record: Record, resting: dict[str, CaseSeed], metrics: set[str], capabilities: set[str]
) -> PromiseSeed:
    offering = record.one_of("offering", resting)
    case, quote = resting[offering], record.text("quote")
    if quote not in case.solution and quote not in case.effects:
        record.fail(f"the case does not say {quote!r}")
    kind = record.one_of("kind", KINDS)
    is_metric = kind == "metric"
    return PromiseSeed(
        offering=offering,
        kind=kind,
        subject=record.one_of("subject", metrics if is_metric else capabilities),
        op=record.one_of("op", OPERATORS) if is_metric else None,
        value=record.number("value") if is_metric else None,
        value2=record.optional_number("value2"),
        quote=quote,
    )
