"""The taxonomy, for programs."""

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from matchmaker.api.forms.base import Asked, Listed
from matchmaker.api.forms.taxonomy import (
    CapabilityTold,
    MetricTold,
    NeedTold,
    RegionTold,
    SceneTold,
    SectorTold,
    StandardTold,
)
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import answers
from matchmaker.api.views.listing import Key, listed, listed_whole
from matchmaker.taxonomy import policies, queries
from matchmaker.taxonomy.enums import Metric
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard
from matchmaker.taxonomy.queries.metrics import metrics_in_use
from matchmaker.taxonomy.words import metric_hint, metric_label, unit_label
from matchmaker.web.access import needs, public
from matchmaker.web.language import localised


@bp.get("/sectors")
@public
@answers(Listed[SectorTold], asks=Asked, tag="taxonomy", summary=_("行业列表"))
def sectors(asked: Asked) -> Listed[SectorTold]:
    counts = queries.scene_counts()

    def told(sector: Sector) -> SectorTold:
        return SectorTold(
            code=sector.code,
            name=localised(sector),
            name_zh=sector.name_zh,
            name_en=sector.name_en,
            aliases=sector.aliases,
            scenes=counts.get(sector.id, 0),
            sources=sector.sources,
            url=url_for("taxonomy.sector", code=sector.code, _external=True),
        )

    return listed_whole(queries.sectors_in_order(), asked, told)


@bp.get("/scenes")
@public
@answers(Listed[SceneTold], asks=Asked, tag="taxonomy", summary=_("场景列表，带典型需求"))
def scenes(asked: Asked) -> Listed[SceneTold]:
    found = queries.scenes_in_use()
    return listed(found, asked, by=(Key(Scene.id),), into=_scene)


@bp.get("/scenes/<slug:slug>")
@needs(policies.may_see, queries.scene_in_full)
@answers(SceneTold, tag="taxonomy", summary=_("一个场景"))
def scene(found: Scene) -> SceneTold:
    return _scene(found)


@bp.get("/capabilities")
@public
@answers(Listed[CapabilityTold], asks=Asked, tag="taxonomy", summary=_("能力列表"))
def capabilities(asked: Asked) -> Listed[CapabilityTold]:
    def told(row: Capability) -> CapabilityTold:
        return CapabilityTold(
            slug=row.slug,
            kind=row.kind.value,
            name=localised(row),
            aliases=row.aliases,
            description=row.description,
            source=row.source,
        )

    return listed_whole(queries.capabilities_in_order(), asked, told)


@bp.get("/metrics")
@public
@answers(Listed[MetricTold], asks=Asked, tag="taxonomy", summary=_("指标列表"))
def metrics(asked: Asked) -> Listed[MetricTold]:
    def told(key: Metric) -> MetricTold:
        words = {"name": metric_label(key), "hint": metric_hint(key), "unit": unit_label(key)}
        return MetricTold(key=key.value, **words)

    return listed_whole(metrics_in_use(), asked, told)


@bp.get("/standards")
@public
@answers(Listed[StandardTold], asks=Asked, tag="taxonomy", summary=_("标准列表"))
def standards(asked: Asked) -> Listed[StandardTold]:
    def told(row: Standard) -> StandardTold:
        return StandardTold(
            id=row.id,
            code=row.code,
            title=row.title,
            level=row.level,
            year=row.year,
            source=row.source,
            url=url_for("taxonomy.standard", standard_id=row.id, _external=True),
        )

    return listed(queries.standards(), asked, by=(Key(Standard.id),), into=told)


@bp.get("/regions")
@public
@answers(Listed[RegionTold], asks=Asked, tag="taxonomy", summary=_("地区列表"))
def regions(asked: Asked) -> Listed[RegionTold]:
    def told(row: Region) -> RegionTold:
        return RegionTold(
            code=row.code,
            level=row.level.value,
            name=localised(row),
            name_zh=row.name_zh,
            name_en=row.name_en,
            parent=row.parent_code,
        )

    return listed(select(Region), asked, by=(Key(Region.code),), into=told)


def _scene(row: Scene) -> SceneTold:
    return SceneTold(
        slug=row.slug,
        name=localised(row),
        name_zh=row.name_zh,
        name_en=row.name_en,
        sector=row.sector.code,
        aliases=row.aliases,
        description=row.description,
        is_sourced=row.is_sourced,
        sources=row.sources,
        typical_needs=[
            NeedTold(
                metric=need.metric,
                op=need.op,
                value=need.value,
                value2=need.value2,
                unit=need.unit,
                is_official=need.is_official,
                trust=need.trust.value,
                source=need.source,
            )
            for need in row.typical_needs
        ],
        url=url_for("taxonomy.scene", slug=row.slug, _external=True),
    )
