"""Capabilities, standards, typical needs and plain scenes as rows."""

from itertools import count

from flask import g

from matchmaker.db import db
from matchmaker.taxonomy.enums import CapabilityKind, Metric, RegionLevel, Trust
from matchmaker.taxonomy.models import (
    Capability,
    MetricEntry,
    Region,
    Scene,
    Sector,
    Standard,
    TypicalNeed,
)

_numbers = count(1)


def plain_sector(code: str, name: str, *scenes: str) -> Sector:
    """Add a sector with scenes named `code-1`, `code-2`…"""
    row = Sector(code=code, name_zh=name, name_en=code.title(), position=next(_numbers))
    row.scenes = [
        Scene(slug=f"{code}-{number}", name_zh=words, name_en=f"Scene {number}", position=number)
        for number, words in enumerate(scenes, start=1)
    ]
    db.session.add(row)
    db.session.flush()
    return row


def province(code: str = "440000", name: str = "广东省", *prefectures: tuple[str, str]) -> Region:
    """Add a province and prefectures, each a pair of code and name."""
    row = Region(
        code=code,
        level=RegionLevel.PROVINCE,
        name_zh=name,
        short_zh=name.rstrip("省"),
        name_en="Province",
    )
    db.session.add(row)
    db.session.flush()
    for inner, words in prefectures:
        db.session.add(
            Region(
                code=inner,
                level=RegionLevel.PREFECTURE,
                name_zh=words,
                short_zh=words.rstrip("市"),
                name_en="City",
                parent_code=code,
            )
        )
    db.session.flush()
    return row


def capability(
    slug: str, name: str, kind: CapabilityKind = CapabilityKind.FEATURE, **values: object
) -> Capability:
    """Add a capability."""
    row = Capability(slug=slug, kind=kind, name_zh=name, **values)
    db.session.add(row)
    db.session.flush()
    return row


def metric(key: Metric = Metric.LATENCY, **values: object) -> MetricEntry:
    """Add the entry of a metric, which a site has from the start."""
    row = MetricEntry(key=key, **values)
    db.session.add(row)
    db.session.flush()
    g.pop("metric_entries", None)  # a test is one request
    return row


def standard(code: str, title: str, level: str = "industry", **values: object) -> Standard:
    """Add a standard."""
    row = Standard(code=code, title=title, level=level, **values)
    db.session.add(row)
    db.session.flush()
    return row


def typical_need(scene: Scene, **values: object) -> TypicalNeed:
    """Give a scene a need: a latency of at most 20 ms, read in a source, unless told otherwise."""
    defaults: dict[str, object] = {
        "metric": "latency",
        "op": "<=",
        "value": 20,
        "unit": "ms",
        "source": "示例规范 表1",
        "trust": Trust.SEEN,
        "is_official": True,
    }
    row = TypicalNeed(scene=scene, **{**defaults, **values})
    db.session.add(row)
    db.session.flush()
    return row
