"""Published offerings for tests that are about something else."""

from typing import Any

from factories.catalogue import publish
from factories.demands import sector
from factories.people import member, organisation

from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.operations import OfferingContent, draft_offering
from matchmaker.db import db
from matchmaker.taxonomy.models import Sector

SUMMARY = "为露天矿山改造矿用卡车，实现无人驾驶运输、编组调度与远程接管，支持有人无人混编作业。"


def published_offering(
    title: str = "矿用卡车无人驾驶改造", **changes: Any
) -> tuple[Offering, Account]:
    """Give a published offering with one case, and a member of its provider."""
    field = db.session.query(Sector).first() or sector()
    provider = organisation("华北矿用装备有限公司")
    owner = member(provider, name="赵工")
    values = {"title": title, "summary": SUMMARY, "sector": field, "scenes": field.scenes[:1]}
    offering = draft_offering(provider, OfferingContent(**{**values, **changes}), actor=owner)
    offering.cases = [
        Case(
            title="某露天煤矿无人矿卡",
            client="某露天煤矿",
            problem="司机难招",
            is_problem_explicit=True,
            solution="无人矿卡编组",
            effects="减员60人",
            year_from=2024,
            year_to=2025,
            source_url="https://example.com/case",
        )
    ]
    db.session.flush()
    publish(offering)
    return offering, owner
