"""How complete a provider's profile and offerings are, and which missing fact costs matches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Executable, Row, Select, or_, select
from sqlalchemy.orm import aliased

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import OfferingState, Validity
from matchmaker.catalogue.models import (
    Offering,
    Promise,
    ProviderProfile,
    offering_capability,
    offering_case,
    offering_region,
    offering_scene,
)
from matchmaker.catalogue.queries.profiles import profile_of
from matchmaker.db import db
from matchmaker.demands.enums import PUBLIC
from matchmaker.demands.models import Demand, Requirement, demand_scene
from matchmaker.matching.scoring.completeness import Asked, Cost, Fact, Stated, costs, fullness
from matchmaker.taxonomy.enums import Metric, RequirementKind
from matchmaker.taxonomy.models import Capability, Standard
from matchmaker.taxonomy.words import metric_label
from matchmaker.web.language import localised

PLACE: Final = Fact(RequirementKind.REGION)
PRICE: Final = Fact(RequirementKind.BUDGET)
TIME: Final = Fact(RequirementKind.TIME)
NAMED: Final = 3  # offerings a cost names; the others are counted
COSTS_SHOWN: Final = 12
LONG_ENOUGH: Final = 20  # characters of a summary that says something


@dataclass(frozen=True, slots=True)
class Item:
    """One fact that makes a profile complete: `done` of `of` have it."""

    key: str
    done: int
    of: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing here."""
        return self.done == self.of


@dataclass(frozen=True, slots=True)
class ShownCost:
    """A missing fact in words, the demands it costs, and the first offerings to mend."""

    kind: RequirementKind
    label: str
    demands: int
    silent: int
    related: int
    offerings: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete a provider is, in percent; `about` itself and `offered` by its offerings."""

    profile: ProviderProfile | None
    percent: int
    about: Sequence[Item]
    offered: Sequence[Item]
    offerings: int
    demands: int  # open ones in the fields of the offerings
    costs: Sequence[ShownCost]


def completeness(organisation: Organisation) -> Completeness:
    """Say what a provider leaves out; withdrawn offerings do not count."""
    profile = profile_of(organisation)
    rows = _rows(_offerings(organisation))
    stated = list(_stated(rows)) if rows else []
    asked = list(_asked(stated)) if rows else []
    about = _about(organisation, profile, rows)
    offered = _offered(rows, stated)
    shares = {item.key: (item.done, item.of) for item in (*about, *offered)}
    titles = {row.id: row.title for row in rows}
    found = costs(stated, asked)[:COSTS_SHOWN]
    return Completeness(
        profile=profile,
        percent=fullness(shares),
        about=about,
        offered=offered,
        offerings=len(rows),
        demands=len(asked),
        costs=list(_shown(found, titles)),
    )


def _about(
    organisation: Organisation, profile: ProviderProfile | None, rows: Sequence[Row[Any]]
) -> list[Item]:
    today = clock.today()
    held = profile.qualifications if profile else []
    is_valid = [row.validity(today) is not Validity.EXPIRED for row in held]
    served = profile and (profile.is_nationwide or profile.serves_abroad or profile.served_regions)
    facts = {
        "summary": profile is not None and len(profile.summary) >= LONG_ENOUGH,
        "programme": profile is not None and profile.programme_type is not None,
        "sectors": profile is not None and bool(profile.sectors),
        "regions": bool(served),
        "qualifications": any(is_valid),
        "public": profile is not None and profile.published_at is not None,
        "size": organisation.size is not None,
        "website": bool(organisation.website),
        "offering": any(row.state is OfferingState.PUBLISHED for row in rows),
    }
    return [Item(key, int(is_there), 1) for key, is_there in facts.items()]


def _offered(rows: Sequence[Row[Any]], stated: Sequence[Stated]) -> list[Item]:
    numbers = [row.id for row in rows]
    resting = select(offering_case.c.offering_id).where(offering_case.c.offering_id.in_(numbers))
    proven = set(db.session.scalars(resting.distinct()))
    kinds = [{fact.kind for fact in offering.facts} for offering in stated]
    shares = {
        "scenes": sum(bool(offering.scenes) for offering in stated),
        "capabilities": sum(RequirementKind.CAPABILITY in found for found in kinds),
        "figures": sum(RequirementKind.METRIC in found for found in kinds),
        "places": sum(RequirementKind.REGION in found for found in kinds),
        "prices": sum(RequirementKind.BUDGET in found for found in kinds),
        "times": sum(RequirementKind.TIME in found for found in kinds),
        "cases": len(proven),
    }
    return [Item(key, done, len(rows)) for key, done in shares.items()]


def _offerings(organisation: Organisation) -> Executable:
    return (
        select(
            Offering.id,
            Offering.title,
            Offering.state,
            Offering.sector_id,
            Offering.region_code,
            Offering.is_nationwide,
            Offering.serves_abroad,
            Offering.price_min_wan,
            Offering.price_max_wan,
            Offering.lead_days_min,
            Offering.lead_days_max,
        )
        .where(
            Offering.organisation_id == organisation.id,
            Offering.state.in_((OfferingState.DRAFT, OfferingState.PUBLISHED)),
        )
        .order_by(Offering.id)
    )


def _stated(rows: Sequence[Row[Any]]) -> Iterator[Stated]:
    own = select(Offering.id).where(Offering.id.in_([row.id for row in rows]))
    scenes = _gathered(
        select(offering_scene.c.offering_id, offering_scene.c.scene_id).where(
            offering_scene.c.offering_id.in_(own)
        )
    )
    regions = _gathered(
        select(offering_region.c.offering_id, offering_region.c.region_code).where(
            offering_region.c.offering_id.in_(own)
        )
    )
    facts = _facts_of(own)
    for row in rows:
        said = set(facts.get(row.id, ()))
        if any((row.region_code, row.is_nationwide, row.serves_abroad, regions.get(row.id))):
            said.add(PLACE)
        if row.price_min_wan is not None or row.price_max_wan is not None:
            said.add(PRICE)
        if row.lead_days_min is not None or row.lead_days_max is not None:
            said.add(TIME)
        yield Stated(row.id, row.sector_id, frozenset(scenes.get(row.id, ())), frozenset(said))


def _facts_of(own: Select[int]) -> Mapping[int, set[Fact]]:
    """The capabilities offerings are filed under, with what those belong to, and their promises."""
    facts: dict[int, set[Fact]] = defaultdict(set)
    above = aliased(Capability)
    filed = (
        select(offering_capability.c.offering_id, Capability.slug, above.slug)
        .join(Capability, Capability.id == offering_capability.c.capability_id)
        .outerjoin(above, above.id == Capability.parent_id)
        .where(offering_capability.c.offering_id.in_(own))
    )
    for number, slug, parent in _rows(filed):
        facts[number] |= {Fact(RequirementKind.CAPABILITY, name) for name in (slug, parent) if name}
    promised = (
        select(
            Promise.offering_id, Promise.kind, Promise.metric, Capability.slug, above.slug,
            Standard.code,
        )
        .outerjoin(Promise.capability)
        .outerjoin(above, above.id == Capability.parent_id)
        .outerjoin(Promise.standard)
        .where(Promise.offering_id.in_(own))
    )  # fmt: skip
    for number, kind, *subjects in _rows(promised):
        facts[number] |= {Fact(kind, str(subject)) for subject in subjects if subject}
    return facts


def _asked(stated: Sequence[Stated]) -> Iterator[Asked]:
    """The open demands in the fields of the offerings, with what they ask for."""
    scenes = {scene for offering in stated for scene in offering.scenes}
    sectors = {offering.sector for offering in stated} - {None}
    of_scenes = select(demand_scene.c.demand_id).where(demand_scene.c.scene_id.in_(scenes))
    concerned = (
        select(Demand)
        .where(
            Demand.state.in_(PUBLIC),
            or_(Demand.ends_on.is_(None), Demand.ends_on >= clock.today()),
            or_(Demand.id.in_(of_scenes), Demand.sector_id.in_(sectors)),
        )
        .with_only_columns(
            Demand.id,
            Demand.sector_id,
            Demand.region_code,
            Demand.is_abroad,
            Demand.budget_min_wan,
            Demand.budget_max_wan,
            Demand.ends_on,
        )
    )
    rows = _rows(concerned)
    numbers = concerned.with_only_columns(Demand.id)
    filed = _gathered(
        select(demand_scene.c.demand_id, demand_scene.c.scene_id).where(
            demand_scene.c.demand_id.in_(numbers)
        )
    )
    lines: dict[int, set[Fact]] = defaultdict(set)
    for number, kind, *subjects in _rows(_lines(numbers)):
        lines[number] |= {Fact(kind, str(subject)) for subject in subjects if subject}
    for row in rows:
        facts = lines[row.id]
        if row.region_code or row.is_abroad:
            facts.add(PLACE)
        if row.budget_min_wan is not None or row.budget_max_wan is not None:
            facts.add(PRICE)
        if row.ends_on is not None:
            facts.add(TIME)
        yield Asked(row.sector_id, frozenset(filed.get(row.id, ())), frozenset(facts))


def _lines(numbers: Select[int]) -> Executable:
    return (
        select(
            Requirement.demand_id,
            Requirement.kind,
            Requirement.metric,
            Capability.slug,
            Standard.code,
        )
        .outerjoin(Requirement.capability)
        .outerjoin(Requirement.standard)
        .where(Requirement.demand_id.in_(numbers), Requirement.is_declined.is_(False))
    )


def _shown(found: Iterable[Cost], titles: Mapping[int, str]) -> Iterator[ShownCost]:
    found = list(found)
    slugs = {row.fact.subject for row in found if row.fact.kind is RequirementKind.CAPABILITY}
    named = select(Capability).where(Capability.slug.in_(slugs))
    names = {row.slug: localised(row) for row in db.session.scalars(named)}
    for cost in found:
        subject = cost.fact.subject
        label = metric_label(Metric(subject)) if cost.fact.kind is RequirementKind.METRIC else ""
        yield ShownCost(
            kind=cost.fact.kind,
            label=label or names.get(subject, subject),
            demands=cost.demands,
            silent=len(cost.silent),
            related=cost.related,
            offerings=[(number, titles[number]) for number in cost.silent[:NAMED]],
        )


def _gathered(statement: Executable) -> dict[int, set[Any]]:
    found: dict[int, set[Any]] = defaultdict(set)
    for number, value in _rows(statement):
        found[number].add(value)
    return found


def _rows(statement: Executable) -> Any:
    return db.session.execute(statement).all()
