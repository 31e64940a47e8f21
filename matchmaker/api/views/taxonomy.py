"""The taxonomy, for programs."""

from flask import url_for
from flask_babel import lazy_gettext as _

from matchmaker.api.forms.asking import (
    CapabilitiesAsked,
    NamedAsked,
    RegionsAsked,
    ScenesAsked,
    StandardsAsked,
)
from matchmaker.api.forms.base import Listed
from matchmaker.api.forms.taxonomy import (
    CapabilityTold,
    MetricTold,
    NeedTold,
    RegionTold,
    SceneTold,
    SectorTold,
    StandardTold,
)
from matchmaker.api.forms.writing import Naming
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import answers
from matchmaker.api.views.listing import Key, listed, listed_whole
from matchmaker.errors import DomainError
from matchmaker.taxonomy import policies, queries
from matchmaker.taxonomy.enums import Metric
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard
from matchmaker.taxonomy.queries.metrics import metrics_in_use
from matchmaker.taxonomy.words import metric_hint, metric_label, unit_label
from matchmaker.web.access import needs, public
from matchmaker.web.language import localised


@bp.get("/sectors")
@public
@answers(Listed[SectorTold], asks=NamedAsked, tag="taxonomy", summary=_("行业列表"))
def sectors(asked: NamedAsked) -> Listed[SectorTold]:
    counts = queries.scene_counts()

    def told(sector: Sector) -> SectorTold:
        return SectorTold.of(
            sector,
            name=localised(sector),
            scenes=counts.get(sector.id, 0),
            url=url_for("taxonomy.sector", code=sector.code, _external=True),
        )

    found = [row for row in queries.sectors_in_order() if _says(row, row.code, asked.q)]
    return listed_whole(found, asked, told)


@bp.get("/scenes")
@public
@answers(Listed[SceneTold], asks=ScenesAsked, tag="taxonomy", summary=_("场景列表，带典型需求"))
def scenes(asked: ScenesAsked) -> Listed[SceneTold]:
    sector = Naming().sector(asked.sector)
    found = queries.scenes_in_use()
    if sector is not None or asked.q:
        rows = [sector] if sector else queries.sectors_with_scenes()
        named = (one for row in rows for one in row.scenes if _says(one, one.slug, asked.q))
        found = found.where(Scene.id.in_([one.id for one in named]))
    return listed(found, asked, by=(Key(Scene.id),), into=_scene)


@bp.get("/scenes/<slug:slug>")
@needs(policies.may_see, queries.scene_in_full)
@answers(SceneTold, tag="taxonomy", summary=_("一个场景"))
def scene(found: Scene) -> SceneTold:
    return _scene(found)


@bp.get("/capabilities")
@public
@answers(Listed[CapabilityTold], asks=CapabilitiesAsked, tag="taxonomy", summary=_("能力列表"))
def capabilities(asked: CapabilitiesAsked) -> Listed[CapabilityTold]:
    def told(row: Capability) -> CapabilityTold:
        return CapabilityTold.of(row, kind=row.kind.value, name=localised(row))

    found = [
        row
        for row in queries.capabilities_in_order()
        if asked.kind in (None, row.kind) and _says(row, row.slug, asked.q)
    ]
    return listed_whole(found, asked, told)


@bp.get("/metrics")
@public
@answers(Listed[MetricTold], asks=NamedAsked, tag="taxonomy", summary=_("指标列表"))
def metrics(asked: NamedAsked) -> Listed[MetricTold]:
    def told(key: Metric) -> MetricTold:
        words = {"name": metric_label(key), "hint": metric_hint(key), "unit": unit_label(key)}
        return MetricTold(key=key.value, **words)

    found = [key for key in metrics_in_use() if _has(asked.q, key.value, str(metric_label(key)))]
    return listed_whole(found, asked, told)


@bp.get("/standards")
@public
@answers(Listed[StandardTold], asks=StandardsAsked, tag="taxonomy", summary=_("标准列表"))
def standards(asked: StandardsAsked) -> Listed[StandardTold]:
    if asked.level and asked.level not in queries.standard_levels():
        raise DomainError(
            _("没有找到“%(name)s”，请从列表中选择。", name=asked.level), field="level"
        )
    sector = Naming().sector(asked.sector)
    found = queries.standards(level=asked.level, sector=sector, words=asked.q)

    def told(row: Standard) -> StandardTold:
        return StandardTold.of(
            row, url=url_for("taxonomy.standard", standard_id=row.id, _external=True)
        )

    return listed(found, asked, by=(Key(Standard.id),), into=told)


@bp.get("/regions")
@public
@answers(Listed[RegionTold], asks=RegionsAsked, tag="taxonomy", summary=_("地区列表"))
def regions(asked: RegionsAsked) -> Listed[RegionTold]:
    def told(row: Region) -> RegionTold:
        return RegionTold.of(
            row, level=row.level.value, name=localised(row), parent=row.parent_code
        )

    found = [
        row
        for row in queries.regions_for_choice()
        if asked.parent in ("", row.parent_code)
        and _has(asked.q, row.code, row.name_zh, row.name_en)
    ]
    return listed_whole(found, asked, told)


def _says(row: Sector | Scene | Capability, code: str, words: str) -> bool:
    return _has(words, code, row.name_zh, row.name_en, *row.aliases)


def _has(words: str, *names: str) -> bool:
    said = "\n".join(names).casefold()
    return all(word in said for word in words.casefold().split())


def _scene(row: Scene) -> SceneTold:
    return SceneTold.of(
        row,
        name=localised(row),
        sector=row.sector.code,
        typical_needs=[NeedTold.of(need, trust=need.trust.value) for need in row.typical_needs],
        url=url_for("taxonomy.scene", slug=row.slug, _external=True),
    )
