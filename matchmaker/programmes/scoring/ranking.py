"""The order of reviewed submissions, the cut line, and what the quotas leave."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple, Protocol


class Quota(Protocol):
    """How many places there are: of a sector, of a province, or without both in all."""

    @property
    def sector_id(self) -> int | None: ...
    @property
    def region_code(self) -> str | None: ...
    @property
    def places(self) -> int: ...


class Scored(NamedTuple):
    """A submission as reviewers left it; `total` is 0-100, None before anybody reviewed it."""

    id: int
    total: float | None
    is_vetoed: bool = False
    sector_id: int | None = None
    region_code: str | None = None


class Place(NamedTuple):
    """Where a submission ranks: equal totals share a place; a vetoed one has none."""

    scored: Scored
    place: int | None
    is_tied: bool  # another has the same total
    is_above: bool  # the places of the call reach down to it


class Filled(NamedTuple):
    """A quota and how many of its places are taken."""

    quota: Quota
    taken: int

    @property
    def is_over(self) -> bool:
        return self.taken > self.quota.places


def ranked(rows: Iterable[Scored], quotas: Sequence[Quota]) -> list[Place]:
    """Put submissions in order: by total, equal ones by number; then vetoed; then unreviewed.

    Above the line are those that get a place when places are given from the top, each quota
    counted. Who has the same total as somebody above the line and gets no place is below it; the
    tie is marked for staff to decide.
    """
    order = sorted(rows, key=_order)
    fair = [row for row in order if _counts(row)]
    totals = [row.total for row in fair]
    above = chosen(fair, quotas)
    return [
        Place(
            row,
            totals.index(row.total) + 1 if _counts(row) else None,
            _counts(row) and totals.count(row.total) > 1,
            row.id in above,
        )
        for row in order
    ]


def chosen(order: Iterable[Scored], quotas: Sequence[Quota]) -> AbstractSet[int]:
    """Give places from the top as far as every quota allows; all where there is none."""
    taken: list[Scored] = []
    for row in order:
        if not any(one.is_over for one in filled([*taken, row], quotas)):
            taken.append(row)
    return {row.id for row in taken}


def filled(selected: Iterable[Scored], quotas: Iterable[Quota]) -> list[Filled]:
    """Count the places of each quota that are taken."""
    rows = list(selected)
    return [Filled(quota, sum(_inside(row, quota) for row in rows)) for quota in quotas]


def _inside(row: Scored, quota: Quota) -> bool:
    return quota.sector_id in (None, row.sector_id) and quota.region_code in (None, row.region_code)


def _counts(row: Scored) -> bool:
    return row.total is not None and not row.is_vetoed


def _order(row: Scored) -> tuple[bool, bool, float, int]:
    return row.total is None, row.is_vetoed, -(row.total or 0.0), row.id
