"""What offerings leave unsaid that open demands ask for, and how full a profile is."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from matchmaker.taxonomy.enums import RequirementKind

# One offering that states such a thing is enough for a demand; a figure, a place, a price and a
# time are held against each offering of its own.
_ONE_IS_ENOUGH: Final = frozenset({RequirementKind.CAPABILITY, RequirementKind.STANDARD})


class Fact(NamedTuple):
    """Something a demand asks and an offering may state.

    The subject is a metric, a capability's slug or a standard's code; "" for place, budget, time.
    """

    kind: RequirementKind
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """An offering: its number, where it is filed, and the facts it states, whatever they are."""

    number: int
    sector: int | None
    scenes: frozenset[int]
    facts: frozenset[Fact]


@dataclass(frozen=True, slots=True)
class Asked:
    """An open demand: where it is filed, and the facts it asks for."""

    sector: int | None
    scenes: frozenset[int]
    facts: frozenset[Fact]


@dataclass(frozen=True, slots=True)
class Cost:
    """A fact that costs matches: `demands` ask for it and find it unsaid.

    `silent` are the offerings that do not state it, of the `related` ones of those demands.
    """

    fact: Fact
    demands: int
    silent: tuple[int, ...]
    related: int


def costs(offerings: Sequence[Stated], demands: Iterable[Asked]) -> tuple[Cost, ...]:
    """List what offerings leave unsaid, what most demands ask for first.

    A demand concerns the offerings of its scenes; without scenes, those of its sector. Unsaid means
    unknown in a match: the demand can not be held against it.
    """
    of_scene: dict[int, set[int]] = defaultdict(set)
    of_sector: dict[int, set[int]] = defaultdict(set)
    stating: dict[Fact, set[int]] = defaultdict(set)
    for offering in offerings:
        for scene in offering.scenes:
            of_scene[scene].add(offering.number)
        if offering.sector is not None:
            of_sector[offering.sector].add(offering.number)
        for fact in offering.facts:
            stating[fact].add(offering.number)
    found: Counter[Fact] = Counter()
    silent: dict[Fact, set[int]] = defaultdict(set)
    related: dict[Fact, set[int]] = defaultdict(set)
    for (scenes, sector), asked in _grouped(demands).items():
        near = {number for scene in scenes for number in of_scene.get(scene, ())}
        if not scenes and sector is not None:
            near = of_sector.get(sector, set())
        for fact, count in asked.items():
            quiet = near - stating.get(fact, set())
            is_said = fact.kind in _ONE_IS_ENOUGH and len(quiet) < len(near)
            if quiet and not is_said:
                found[fact] += count
                silent[fact] |= quiet
                related[fact] |= near
    listed = (
        Cost(fact, count, tuple(sorted(silent[fact])), len(related[fact]))
        for fact, count in found.items()
    )
    return tuple(sorted(listed, key=lambda cost: (-cost.demands, -len(cost.silent), cost.fact)))


def fullness(shares: Mapping[str, tuple[int, int]]) -> int:
    """Give how full a profile is, in percent, rounded down: every fact weighs the same.

    `shares` hold, for each fact, how many of how many have it; those of none are left out.
    """
    parts = [done / of for done, of in shares.values() if of]
    return int(100 * sum(parts) / len(parts) + 1e-9) if parts else 0


def _grouped(
    demands: Iterable[Asked],
) -> dict[tuple[Collection[int], int | None], Counter[Fact]]:
    groups: dict[tuple[Collection[int], int | None], Counter[Fact]] = defaultdict(Counter)
    for demand in demands:
        groups[demand.scenes, None if demand.scenes else demand.sector].update(demand.facts)
    return groups
