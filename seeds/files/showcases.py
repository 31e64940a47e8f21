"""Published cases that are shown as showcases from the start."""

from dataclasses import dataclass
from pathlib import Path

from seeds.files.cases import read_cases
from seeds.files.records import SEEDS, Record, read_yaml, unique
from seeds.files.scenes import LEADER_TYPES

_SHOWCASES = "catalogue/showcases.yaml"
EFFECT_KINDS = ("cost", "efficiency", "staff", "quality", "energy", "network", "scale")


@dataclass(frozen=True, slots=True)
class FigureSeed:
    """A figure the source of the case states."""

    kind: str
    what_zh: str
    what_en: str
    before: float | None
    after: float
    unit: str


@dataclass(frozen=True, slots=True)
class ShowcaseSeed:
    """A case, and what its showcase says beside it; English is our own translation."""

    case: str
    type: str
    title_en: str
    owner_en: str
    problem_en: str
    solution_en: str
    network_zh: str
    network_en: str
    figures: tuple[FigureSeed, ...]


def read_showcases(root: Path = SEEDS) -> tuple[ShowcaseSeed, ...]:
    """All showcases. Raises SeedError for an unknown case, type or kind, and for a case twice."""
    cases = {case.key for case in read_cases(root)}

    def showcase(record: Record) -> ShowcaseSeed:
        return ShowcaseSeed(
            case=record.one_of("case", cases),
            type=record.one_of("type", LEADER_TYPES),
            title_en=record.text("title_en"),
            owner_en=record.text("owner_en"),
            problem_en=record.text("problem_en"),
            solution_en=record.text("solution_en"),
            network_zh=record.text("network_zh"),
            network_en=record.text("network_en"),
            figures=tuple(_figure(row) for row in record.records("figures")),
        )

    rows = read_yaml(root, _SHOWCASES).records("showcases")
    return unique(((row, showcase(row)) for row in rows), key=lambda row: row.case)


def _figure(record: Record) -> FigureSeed:
    return FigureSeed(
        kind=record.one_of("kind", EFFECT_KINDS),
        what_zh=record.text("zh"),
        what_en=record.text("en"),
        before=record.optional_number("before"),
        after=record.number("after"),
        unit=record.optional_text("unit") or "",
    )
