"""How many came how far in a call: in all, by province, by sector."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import case, func, select

from matchmaker.db import db
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.queries.reviews import totals_of
from matchmaker.taxonomy.models import Region, Sector


@dataclass(frozen=True, slots=True)
class Funnel:
    """Submissions by how far they came; who was accepted was submitted too.

    `reviewed` and `selected` are None as long as they are not for everybody.
    """

    started: int = 0
    submitted: int = 0
    recommended: int = 0
    accepted: int = 0
    reviewed: int | None = None
    selected: int | None = None

    @property
    def steps(self) -> list[tuple[str, int]]:
        """The numbers that are known, by name."""
        named = [(one.name, getattr(self, one.name)) for one in fields(self)]
        return [(name, number) for name, number in named if number is not None]


@dataclass(frozen=True, slots=True)
class FunnelTable:
    """The funnel of a call and its parts; a part without a province or sector has no place."""

    whole: Funnel
    by_region: Sequence[tuple[Region | None, Funnel]]
    by_sector: Sequence[tuple[Sector | None, Funnel]]


def funnel_of(call: Call, *, is_told: bool) -> FunnelTable:
    """Count the submissions of a call; what decisions came to only where `is_told`.

    Parts come with the most submitted first, equal ones by code.
    """
    reviewed = set(totals_of(call)) if is_told else set()
    rows = db.session.execute(_counted(call)).all()
    provinces = {one.code: one for one in db.session.scalars(select(Region))}
    trades = {one.id: one for one in db.session.scalars(select(Sector))}
    seen = _reviewed_by_part(call, reviewed)

    def part(pick: Any) -> Funnel:
        chosen = [row for row in rows if pick(row)]
        sums = [sum(row[place] for row in chosen) for place in range(2, 7)]
        through = sum(number for key, number in seen.items() if pick(key))
        return Funnel(*sums[:4], *((through, sums[4]) if is_told else ()))

    regions = {row[0] for row in rows}
    sectors = {row[1] for row in rows}
    by_region = [
        (provinces.get(code), part(lambda row, code=code: row[0] == code)) for code in regions
    ]
    by_sector = [
        (trades.get(number), part(lambda row, number=number: row[1] == number))
        for number in sectors
    ]
    return FunnelTable(
        part(lambda _row: True),
        sorted(by_region, key=lambda one: (-one[1].submitted, one[0].code if one[0] else "~")),
        sorted(by_sector, key=lambda one: (-one[1].submitted, one[0].code if one[0] else "~")),
    )


def _counted(call: Call) -> Any:
    def came(condition: Any) -> Any:
        return func.sum(case((condition, 1), else_=0))

    return (
        select(
            Submission.region_code,
            Submission.sector_id,
            func.count(),
            came(Submission.submitted_at.is_not(None)),
            came(Submission.recommended_at.is_not(None)),
            came(Submission.accepted_at.is_not(None)),
            came(Submission.state == SubmissionState.SELECTED),
        )
        .where(Submission.call_id == call.id)
        .group_by(Submission.region_code, Submission.sector_id)
    )


def _reviewed_by_part(call: Call, numbers: set[int]) -> dict[tuple[str | None, int | None], int]:
    if not numbers:
        return {}
    statement = select(Submission.id, Submission.region_code, Submission.sector_id).where(
        Submission.call_id == call.id
    )
    found: dict[tuple[str | None, int | None], int] = {}
    for number, code, sector in db.session.execute(statement):
        if number in numbers:
            found[code, sector] = found.get((code, sector), 0) + 1
    return found
