"""The first rows of a list and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from sqlalchemy import Select, func, select

from matchmaker.db import db

T = TypeVar("T")
LISTED: Final = 10


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """The first rows of a list that has its own page elsewhere, and how many there are."""

    rows: Sequence[T]
    total: int


def listed(statement: Select[T], limit: int = LISTED) -> Listed[T]:
    """Give the first rows of a select, and how many it would give."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    return Listed(db.session.scalars(statement.limit(limit)).unique().all(), total or 0)
