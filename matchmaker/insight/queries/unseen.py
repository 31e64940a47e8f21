"""Offerings nobody was shown, each with its reason, as last found out."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.insight.enums import UnseenReason
from matchmaker.insight.models.unseen import UnseenOffering
from matchmaker.matching.queries.answers import Namer
from matchmaker.matching.scoring.records import Requirement
from matchmaker.taxonomy.enums import RequirementKind
from matchmaker.taxonomy.words import named_metric


def unseen_offerings(reason: UnseenReason | None = None) -> Select[UnseenOffering]:
    """Select them, those that came nearest to being shown first."""
    statement = (
        select(UnseenOffering)
        .options(
            joinedload(UnseenOffering.offering).joinedload(Offering.organisation),
            joinedload(UnseenOffering.demand),
        )
        .order_by(
            func.coalesce(UnseenOffering.tenths, 0).desc(),
            UnseenOffering.offering_id,
        )
    )
    return statement if reason is None else statement.where(UnseenOffering.reason == reason)


def unseen_counts() -> dict[UnseenReason, int]:
    """Count them by reason."""
    counted = select(UnseenOffering.reason, func.count()).group_by(UnseenOffering.reason)
    found = {row[0]: row[1] for row in db.session.execute(counted)}
    return {reason: found[reason] for reason in UnseenReason if reason in found}


def found_at() -> datetime | None:
    """Say when that was last found out; None where it never was, or everything was shown."""
    return db.session.scalar(select(func.max(UnseenOffering.found_at)))


def must_labels(rows: Iterable[UnseenOffering]) -> dict[str, str]:
    """Name the musts offerings miss, by what the rows say of them."""
    codes = {row.must for row in rows if row.must}
    lines = {
        code: Requirement(key=code, kind=RequirementKind(kind), subject=subject)
        for code in codes
        for kind, _colon, subject in [code.partition(":")]
    }
    namer = Namer(lines.values())
    return {code: _label(line, namer) for code, line in lines.items()}


def _label(line: Requirement, namer: Namer) -> str:
    match line.kind:
        case RequirementKind.METRIC:
            return named_metric(line.subject)
        case RequirementKind.BUDGET:
            return _("预算")
        case RequirementKind.TIME:
            return _("工期")
        case _other:
            return namer.label(line)
