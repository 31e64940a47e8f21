"""Showcases as rows and as content, and criteria of subject types."""

from decimal import Decimal
from itertools import count
from typing import Any

from factories.catalogue import provider
from factories.demands import region, sector
from sqlalchemy import select

from matchmaker import clock
from matchmaker.catalogue.enums import Effect
from matchmaker.db import db
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.enums.showcases import (
    CriterionKind,
    NamedBy,
    Proof,
    ShowcaseState,
)
from matchmaker.programmes.models.pilots import PilotCriterion, PilotPoint
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.operations.showcase_content import (
    ShowcaseContent,
    ShownFigure,
    ShownPart,
)
from matchmaker.programmes.operations.showcases import draft_showcase
from matchmaker.taxonomy.models import Region, Sector

_numbers = count(1)
SOURCE = "https://www.example.org/news/7"
FIGURE = ShownFigure(
    kind=Effect.STAFF,
    what_zh="单班井下人数",
    what_en="People underground per shift",
    before=Decimal(12),
    after=Decimal(3),
    unit="人",
    proof=Proof.PUBLISHED,
    source_url=SOURCE,
)


def showcase_content(**changes: Any) -> ShowcaseContent:
    """Give content that may be published: named by its source, one figure with evidence."""
    mining = changes.pop("sector", None) or _mining()
    values: dict[str, Any] = {
        "subject_type": SubjectType.MINE,
        "title_zh": "远山煤矿综采面远程操控",
        "title_en": "Remote shearing at Yuanshan mine",
        "named_by": NamedBy.SOURCE,
        "owner_zh": "远山煤矿",
        "owner_en": "Yuanshan Coal",
        "sector": mining,
        "region": changes.pop("region", None) or db.session.get(Region, "150600") or region(),
        "scenes": mining.scenes[:1],
        "live_year": 2024,
        "problem_zh": "综采面粉尘大、危险，想让操作人员离开采面。",
        "problem_en": "The face is dusty and dangerous; people are to leave it.",
        "solution_zh": "采面铺设5G专网，采煤机由地面集控中心远程操控。",
        "solution_en": "A private 5G network lets the surface control centre run the shearer.",
        "network_zh": "井下5G专网，UPF下沉到矿。",
        "network_en": "Underground private network with a local UPF.",
        "source_url": SOURCE,
        "figures": [FIGURE],
    }
    if "parts" not in changes:
        builder = provider(f"远方矿业通信{next(_numbers)}")
        values["parts"] = [ShownPart(organisation=builder, role_zh="专网建设")]
    return ShowcaseContent(**{**values, **changes})


def _mining() -> Sector:
    known = db.session.scalars(select(Sector).where(Sector.code == "mining")).first()
    return known or sector()


def showcase(state: ShowcaseState = ShowcaseState.PUBLISHED, **changes: Any) -> Showcase:
    """Add a showcase in a state without asking anybody."""
    row = draft_showcase(showcase_content(**changes), actor=None)
    now = clock.now()
    row.state = state
    row.submitted_at = None if state is ShowcaseState.DRAFT else now
    if state in {ShowcaseState.PUBLISHED, ShowcaseState.WITHDRAWN}:
        row.published_at = now
    if state is ShowcaseState.WITHDRAWN:
        row.withdrawn_at, row.withdraw_words = now, "数字有误。"
    db.session.flush()
    return row


def pilot_rows() -> None:
    """Add two points of sources for mines, one to be checked, and criteria of every kind."""
    db.session.add_all(
        [
            PilotPoint(
                key="mine-1",
                subject_type=SubjectType.MINE,
                position=1,
                label_zh="方向",
                text_zh="规模推广远程掘进、远程综采、无人矿卡",
                source="P2024 二(二)3",
                is_checked=True,
            ),
            PilotPoint(
                key="mine-2",
                subject_type=SubjectType.MINE,
                position=2,
                label_zh="在编标准",
                text_zh="两项技术规范征求意见",
                source=SOURCE,
            ),
            PilotCriterion(
                key="m-truck",
                subject_type=SubjectType.MINE,
                position=1,
                name_zh="无人矿卡台数",
                name_en="Unmanned haul trucks",
                kind=CriterionKind.FIGURE,
                unit="台",
                suggested=10,
            ),
            PilotCriterion(
                key="c-security",
                position=1,
                name_zh="安全",
                name_en="Security",
                metric_zh="风险评估并整改",
                kind=CriterionKind.YES_NO,
            ),
            PilotCriterion(
                key="m-level",
                subject_type=SubjectType.MINE,
                position=2,
                name_zh="建设层级",
                name_en="Level",
                kind=CriterionKind.CHOICE,
                options=["采面级", "全矿级"],
            ),
        ]
    )
    db.session.flush()
