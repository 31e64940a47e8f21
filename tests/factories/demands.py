"""Demands for tests."""

from typing import Any

from factories.people import account, member, organisation

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account, Organisation
from matchmaker.db import db
from matchmaker.demands.enums import CloseReason
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import (
    DemandContent,
    approve_demand,
    close_demand,
    draft_demand,
    submit_demand,
)
from matchmaker.moderation.enums import ReportReason
from matchmaker.moderation.operations import report
from matchmaker.taxonomy.models import Region, Scene, Sector

TEXT = "露天煤矿有40台矿卡，想实现无人驾驶运输，与有人设备混编作业，时延不高于20毫秒。"


def sector(code: str = "mining", name: str = "矿山") -> Sector:
    """Add a sector with two scenes."""
    row = Sector(code=code, name_zh=name, name_en=code.title())
    row.scenes = [
        Scene(slug=f"{code}-{slug}", name_zh=words, name_en=slug.title())
        for slug, words in (("truck", "无人矿卡"), ("video", "视频监控"))
    ]
    db.session.add(row)
    db.session.flush()
    return row


def region(code: str = "150600", name: str = "鄂尔多斯市", parent: str = "150000") -> Region:
    """Add a prefecture and its province."""
    if db.session.get(Region, parent) is None:
        db.session.add(
            Region(
                code=parent,
                level="province",
                name_zh="内蒙古自治区",
                short_zh="内蒙古",
                name_en="Inner Mongolia",
            )
        )
        db.session.flush()
    row = Region(
        code=code,
        level="prefecture",
        name_zh=name,
        short_zh=name[:-1],
        name_en="",
        parent_code=parent,
    )
    db.session.add(row)
    db.session.flush()
    return row


def content(**changes: Any) -> DemandContent:
    """Give what a complete form says."""
    values: dict[str, Any] = {"title": "矿卡无人驾驶改造", "text": TEXT, **changes}
    return DemandContent(**values)


def people() -> tuple[Organisation, Account]:
    """Give an organisation and its owner."""
    mine = organisation()
    return mine, member(mine)


def open_demand(**changes: Any) -> tuple[Demand, Account]:
    """Give a published demand and the person who posted it."""
    mine, owner = people()
    changes.setdefault("sector", db.session.query(Sector).first() or sector())
    demand = draft_demand(content(**changes), organisation=mine, actor=owner)
    publish(demand, owner)
    return demand, owner


def publish(demand: Demand, owner: Account) -> None:
    """Let its owner submit a demand and staff approve it."""
    submit_demand(demand, actor=owner)
    approve_demand(demand, actor=account("周审核", staff=StaffRole.MODERATOR))


def cancel(demand: Demand, owner: Account) -> None:
    """Let its owner close a demand nobody needs any more."""
    close_demand(demand, CloseReason.CANCELLED, actor=owner)


def reported(demand: Demand, person: Account) -> int:
    """Let somebody report a demand; gives the number of the report."""
    made = report("demand", demand.id, demand.title, ReportReason.ADVERT, "", actor=person)
    db.session.flush()
    return made.id
