"""Which demands a figure of insight speaks of: their period, sector, province and sizes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased

from matchmaker import clock
from matchmaker.accounts.enums import FirmSize
from matchmaker.accounts.models import Organisation
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.taxonomy.models import Sector

Asking = aliased(Organisation)  # whoever demands
Providing = aliased(Organisation)
_PROVINCE = 2  # digits of a region's code that name its province


@dataclass(frozen=True, slots=True)
class Scope:
    """A narrowing of figures: from one day in China to another, both included.

    `sector` is a code, `region` the six digits of a province; empty and None narrow nothing.
    """

    since: date
    until: date
    sector: str = ""
    region: str = ""
    demand_size: FirmSize | None = None
    provider_size: FirmSize | None = None

    @property
    def begin(self) -> datetime:
        """The first instant of the period."""
        return midnight(self.since)

    @property
    def end(self) -> datetime:
        """The first instant after the period."""
        return midnight(self.until + timedelta(days=1))

    @property
    def province(self) -> str:
        """The first digits of the codes of all regions of the province."""
        return self.region[:_PROVINCE]

    def quarters(self) -> list[date]:
        """Give the first days of the quarters the period touches, oldest first."""
        return list(_quarters(self.since, self.until))


def midnight(day: date) -> datetime:
    """Give the first instant of a day in China."""
    return datetime.combine(day, time(), tzinfo=clock.CHINA)


def quarter_of(day: date) -> date:
    """Give the first day of the quarter a day is in."""
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def last_quarters(count: int) -> list[date]:
    """Give the first days of the last quarters, the present one first."""
    found = [quarter_of(clock.today())]
    while len(found) < count:
        found.append(quarter_of(found[-1] - timedelta(days=1)))
    return found


def default_scope() -> Scope:
    """Give the last four quarters, up to today."""
    return Scope(last_quarters(4)[-1], clock.today())


def published_in(scope: Scope) -> list[ColumnElement[bool]]:
    """Say which demands a scope speaks of; `Sector` and `Asking` are to be joined.

    They are those organisations published here in its period, whatever became of them since;
    notices published elsewhere have nobody to be contacted.
    """
    said = [
        Demand.published_at >= scope.begin,
        Demand.published_at < scope.end,
        Demand.state != DemandState.NOTICE,
        Demand.organisation_id.is_not(None),
    ]
    if scope.sector:
        said.append(Sector.code == scope.sector)
    if scope.region:
        said.append(Demand.region_code.startswith(scope.province, autoescape=True))
    if scope.demand_size:
        said.append(Asking.size == scope.demand_size)
    return said


def _quarters(since: date, until: date) -> Iterator[date]:
    day = quarter_of(since)
    while day <= until:
        yield day
        day = quarter_of(day + timedelta(days=95))
