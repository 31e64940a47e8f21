"""Fills a database with the seeds, through the operations. Loading again changes nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import EvidenceKind
from matchmaker.catalogue.models import Case, Offering, ProviderProfile
from matchmaker.catalogue.operations import (
    OfferingContent,
    PromiseContent,
    put_case,
    put_sourced_offering,
    put_unclaimed_provider,
)
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import NoticeContent, record_notice
from matchmaker.insight.enums import Bound
from matchmaker.insight.models.cities import CityFigure
from matchmaker.insight.models.plans import Indicator
from matchmaker.insight.operations.plans import put_city_figure, put_indicator, put_observation
from matchmaker.matching.operations.models import put_first_model
from matchmaker.taxonomy.documents import former_slugs
from matchmaker.taxonomy.enums import Metric, Operator, RegionLevel, RequirementKind, Trust
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard
from matchmaker.taxonomy.operations import (
    put_capability,
    put_industry,
    put_region,
    put_scene,
    put_sector,
    put_standard,
    put_typical_needs,
)
from seeds import files
from seeds.abroad import load_abroad
from seeds.files import SEEDS
from seeds.programmes import load_pilots, load_showcases

T = TypeVar("T")
Track = Callable[[str, Sequence[T]], Iterable[T]]


@dataclass(slots=True)
class Loaded:
    """How many rows of each kind the seeds hold, and how many of them were new or changed."""

    rows: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    def count(self, kind: str, *, changed: bool) -> None:
        """Count one row."""
        self.rows[kind] = self.rows.get(kind, 0) + 1
        self.changed[kind] = self.changed.get(kind, 0) + changed


def load(track: Track[Any], root: Path = SEEDS) -> Loaded:
    """Load everything in the order it refers to each other. The caller commits.

    `track(kind, rows)` gives the rows back one by one, to show progress. Raises SeedError where
    a file is wrong; then nothing of it should be committed.
    """
    loader = _Loader(track, root)
    with clock.at(clock.now()):  # one moment for all: lists of the newest keep the files' order
        loader.taxonomy()
        loader.catalogue()
        loader.notices()
        loader.insight()
        loader.models()
        load_pilots(track, loader.loaded.count, root)
        load_showcases(track, loader.loaded.count, root)
        load_abroad(track, loader.loaded.count, root)
    return loader.loaded


class _Loader:
    def __init__(self, track: Track[Any], root: Path) -> None:
        self.track = track
        self.root = root
        self.loaded = Loaded()
        self.regions: dict[str, Region] = {}
        self.sectors: dict[str, Sector] = {}
        self.scenes: dict[str, Scene] = {}
        self.capabilities: dict[str, Capability] = {}

    def taxonomy(self) -> None:
        self._regions()
        for division in self.track("industries", files.read_industries(self.root)):
            changed = put_industry(
                division.code,
                _values(division, "section name_zh name_en section_zh section_en"),
                actor=None,
            )
            self.loaded.count("industries", changed=changed)
        self._capabilities()
        self._sectors()
        self._standards()

    def catalogue(self) -> None:
        organisations = self._providers()
        cases = self._cases(organisations)
        offerings = _by(Offering.key)
        promised: dict[str, list[files.PromiseSeed]] = {}
        for promise in files.read_promises(self.root):
            promised.setdefault(promise.offering, []).append(promise)
        for seed in self.track("offerings", files.read_offerings(self.root)):
            row = offerings.get(seed.key) or Offering(
                key=seed.key, organisation=organisations[seed.provider]
            )
            content = OfferingContent(
                title=seed.title,
                summary=seed.summary,
                sector=self.sectors.get(seed.sector or ""),
                scenes=self._named(seed.scenes),
                capabilities=[self.capabilities[slug] for slug in seed.capabilities],
                region=self.regions.get(seed.region or ""),
                promises=[
                    self._promise(promise, cases[seed.evidence])
                    for promise in promised.get(seed.key, ())
                ],
            )
            changed = put_sourced_offering(row, content, cases=[cases[seed.evidence]], actor=None)
            self.loaded.count("offerings", changed=changed)

    def _promise(self, seed: files.PromiseSeed, case: Case) -> PromiseContent:
        kind = RequirementKind(seed.kind)
        is_metric = kind is RequirementKind.METRIC
        return PromiseContent(
            kind=kind,
            metric=Metric(seed.subject) if is_metric else None,
            capability=None if is_metric else self.capabilities[seed.subject],
            op=Operator(seed.op) if seed.op else None,
            value=seed.value,
            value2=seed.value2,
            evidence=EvidenceKind.CASE,
            case=case,
            evidence_note=seed.quote,
            evidence_url=case.source_url,
        )

    def notices(self) -> None:
        present = _by(Demand.key)
        for seed in self.track("notices", files.read_notices(self.root)):
            existing = present.get(seed.key)
            version = existing.version if existing else 0
            terms = [seed.indicators, seed.budget, seed.deadline]
            row = record_notice(
                NoticeContent(
                    key=seed.key,
                    title=seed.title,
                    text=seed.need,
                    issuer=seed.issuer,
                    notice_kind=seed.kind,
                    notice_terms="；".join(filter(None, terms)),
                    notice_year=seed.year_to,
                    source_url=seed.source_url,
                    sector=self.sectors.get(seed.sector or ""),
                    scenes=self._named(seed.scenes),
                    region=self.regions.get(seed.region or ""),
                ),
                existing=existing,
            )
            self.loaded.count("notices", changed=row.version != version)

    def insight(self) -> None:
        indicators = _by(Indicator.slug)
        for seed in self.track("indicators", files.read_indicators(self.root)):
            row = indicators.get(seed.slug) or Indicator(slug=seed.slug)
            changed = put_indicator(
                row,
                _values(
                    seed,
                    "plan plan_zh position name_zh name_en unit op target target_max target_text "
                    "target_text_en target_year definition definition_en source",
                ),
                actor=None,
            )
            for seen in seed.observations:
                values = _values(seen, "value note note_en is_official named")
                values["op"] = Bound(seen.op)
                changed |= put_observation(row, seen.as_of, seen.source, values, actor=None)
            self.loaded.count("indicators", changed=changed)
        figures = {
            (row.region_code, row.as_of): row for row in db.session.scalars(select(CityFigure))
        }
        for city in self.track("cities", files.read_cities(self.root)):
            figure = figures.get((city.region, city.as_of)) or CityFigure(
                region_code=city.region, as_of=city.as_of
            )
            changed = put_city_figure(
                figure,
                _values(
                    city,
                    "position traffic_share_pct base_stations_per_10k iot_connections_10k "
                    "bloom_cup_awards user_penetration_pct education_penetration_pct "
                    "hospital_penetration_pct source",
                ),
                actor=None,
            )
            self.loaded.count("cities", changed=changed)

    def models(self) -> None:
        self.loaded.count("models", changed=put_first_model(actor=None))

    def _regions(self) -> None:
        for seed in self.track("regions", files.read_regions(self.root)):
            values = _values(seed, "name_zh short_zh name_en geo_region econ_region")
            values |= {"level": RegionLevel(seed.level), "parent_code": seed.parent}
            self.loaded.count("regions", changed=put_region(seed.code, values, actor=None))
        self.regions = _by(Region.code)

    def _capabilities(self) -> None:
        self.capabilities = _led_on(_by(Capability.slug))
        rows = files.read_capabilities(self.root)
        for position, seed in enumerate(self.track("capabilities", rows)):
            row = self.capabilities.setdefault(seed.slug, Capability(slug=seed.slug))
            if row.edited_at or row.slug != seed.slug:
                self.loaded.count("capabilities", changed=False)  # staff tend it on the site
                continue
            values = _values(seed, "kind name_zh name_en description source is_sourced")
            values |= {"aliases": list(seed.aliases), "position": position}
            values["parent"] = self.capabilities[seed.parent] if seed.parent else None
            self.loaded.count("capabilities", changed=put_capability(row, values, actor=None))

    def _sectors(self) -> None:
        self.sectors, self.scenes = _led_on(_by(Sector.code)), _by(Scene.slug)
        by_number = {scene.id: scene for scene in self.scenes.values()}
        self.scenes |= {slug: by_number[number] for slug, number in former_slugs().items()}
        for position, seed in enumerate(self.track("sectors", files.read_sectors(self.root))):
            sector = self.sectors.setdefault(seed.code, Sector(code=seed.code))
            values = _values(seed, "name_zh name_en")
            values |= {
                "aliases": list(seed.aliases),
                "leader_type": seed.leader_type or "",
                "industries": list(seed.industries),
                "sources": list(seed.sources),
                "position": position,
            }
            is_tended = sector.edited_at or sector.code != seed.code  # staff tend it on the site
            changed = not is_tended and put_sector(sector, values, actor=None)
            self.loaded.count("sectors", changed=changed)
            for place, scene in enumerate(seed.scenes):
                self._scene(sector, scene, place)

    def _scene(self, sector: Sector, seed: files.SceneSeed, position: int) -> None:
        row = self.scenes.setdefault(seed.slug, Scene(slug=seed.slug))
        if row.edited_at or row.retired_at:
            self.loaded.count("scenes", changed=False)  # staff tend it on the site
            return
        values = _values(seed, "name_zh name_en description is_sourced")
        values |= {
            "sector": sector,
            "aliases": list(seed.aliases),
            "leader_type": seed.leader_type or "",
            "sources": list(seed.origins),
            "position": position,
        }
        capabilities = [self.capabilities[slug] for slug in seed.capabilities]
        changed = put_scene(row, values, capabilities=capabilities, actor=None)
        needs = [
            _values(need, "metric op value value2 unit source is_official")
            | {"trust": Trust(need.basis)}
            for need in seed.needs
        ]
        changed |= put_typical_needs(row, needs, actor=None)
        self.loaded.count("scenes", changed=changed)

    def _named(self, slugs: Iterable[str]) -> list[Scene]:
        return list(dict.fromkeys(self.scenes[slug] for slug in slugs))

    def _standards(self) -> None:
        present = _by(Standard.code)
        for seed in self.track("standards", files.read_standards(self.root)):
            row = present.get(seed.code) or Standard(code=seed.code)
            if row.edited_at:
                self.loaded.count("standards", changed=False)  # staff tend it on the site
                continue
            changed = put_standard(
                row,
                _values(seed, "title level year is_general source"),
                links={
                    "scenes": self._named(seed.scenes),
                    "sectors": [self.sectors[code] for code in seed.sectors],
                    "capabilities": [self.capabilities[slug] for slug in seed.capabilities],
                },
                actor=None,
            )
            self.loaded.count("standards", changed=changed)

    def _providers(self) -> dict[str, Organisation]:
        organisations = _by(Organisation.key)
        profiles = {row.organisation_id: row for row in db.session.scalars(select(ProviderProfile))}
        for seed in self.track("providers", files.read_providers(self.root)):
            row = organisations.setdefault(seed.key, Organisation(key=seed.key))
            changed = put_unclaimed_provider(
                row,
                {
                    "name": seed.name,
                    "aliases": list(seed.aliases),
                    "region_code": seed.region,
                    "place": seed.place,
                    "is_abroad": bool(seed.country),
                },
                profiles.get(row.id) or ProviderProfile(),
                {
                    "type": seed.type,
                    "summary": "、".join(
                        dict.fromkeys(word for role in seed.roles for word in role.split("、"))
                    ),
                    "source_urls": list(seed.source_urls),
                    "is_mention_only": seed.is_mention_only,
                },
                actor=None,
            )
            self.loaded.count("providers", changed=changed)
        return organisations

    def _cases(self, organisations: dict[str, Organisation]) -> dict[str, Case]:
        cases = _by(Case.key)
        for seed in self.track("cases", files.read_cases(self.root)):
            row = cases.setdefault(seed.key, Case(key=seed.key))
            values = _values(
                seed,
                "title client place problem is_problem_explicit solution effects awards "
                "year_from year_to source_url",
            )
            values |= {"sector": self.sectors.get(seed.sector or ""), "region_code": seed.region}
            changed = put_case(
                row,
                values,
                scenes=self._named(seed.scenes),
                capabilities=[self.capabilities[slug] for slug in seed.capabilities],
                parts=[
                    (organisations[part.provider], part.role)
                    for part in seed.parts
                    if part.provider
                ],
                actor=None,
            )
            self.loaded.count("cases", changed=changed)
        return cases


def _by(column: InstrumentedAttribute[Any]) -> dict[str, Any]:
    """Load all rows of a model under the value of one column."""
    rows = db.session.scalars(select(column.class_)).all()
    return {getattr(row, column.key): row for row in rows}


def _values(seed: object, names: str) -> dict[str, Any]:
    return {name: getattr(seed, name) for name in names.split()}


def _led_on(rows: dict[str, Any]) -> dict[str, Any]:
    """Give what was merged under its old key as what it was merged into."""
    return {key: row.merged_into or row for key, row in rows.items()}
