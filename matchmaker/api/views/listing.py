"""Pages of lists for programs: by cursor, so that what comes or goes meanwhile shifts nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar

from flask import current_app, request
from flask_babel import lazy_gettext as _
from itsdangerous import BadData, URLSafeSerializer
from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.api.forms.base import Asked, Listed
from matchmaker.db import db
from matchmaker.errors import DomainError

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
PASSING: Final = frozenset({"cursor", "limit", "fields", "lang"})  # may change from page to page


@dataclass(frozen=True, slots=True)
class Key:
    """A column a list is ordered by, never null; the last one of a list is unique."""

    column: InstrumentedAttribute[Any]
    falls: bool = False

    @property
    def order(self) -> ColumnElement[Any]:
        """The column as ORDER BY wants it."""
        return self.column.desc() if self.falls else self.column.asc()

    def beyond(self, value: Any) -> ColumnElement[bool]:
        """Say that a row comes after a value."""
        comes_after: ColumnElement[bool] = (
            self.column < value if self.falls else self.column > value
        )
        return comes_after


def listed(
    statement: Select[T], asked: Asked, *, by: Sequence[Key], into: Callable[[T], M]
) -> Listed[M]:
    """Give a page of a select, ordered by `by` whatever order it had, each row made `into` words.

    Raises DomainError for a cursor that is not one of this list with these filters.
    """
    return listed_together(statement, asked, by=by, into=lambda rows: [into(row) for row in rows])


def listed_together(
    statement: Select[T], asked: Asked, *, by: Sequence[Key], into: Callable[[Sequence[T]], list[M]]
) -> Listed[M]:
    """Give a page as `listed` does, where all its rows are made into words at once."""
    if asked.cursor:
        statement = statement.where(_after(by, _place(asked.cursor)))
    ordered = statement.order_by(None).order_by(*(key.order for key in by))
    rows = db.session.scalars(ordered.limit(asked.limit + 1)).unique().all()
    shown = rows[: asked.limit]
    following = _cursor(by, shown[-1]) if len(rows) > asked.limit else None
    return Listed(items=into(shown), next=following)


def listed_whole(rows: Sequence[T], asked: Asked, into: Callable[[T], M]) -> Listed[M]:
    """Give a page of a list that is always read whole and ordered; its cursor is a place in it."""
    start = offset_of(asked)
    shown = rows[start : start + asked.limit]
    more = len(rows) > start + asked.limit
    return Listed(items=[into(row) for row in shown], next=next_offset(asked) if more else None)


def offset_of(asked: Asked) -> int:
    """Read how far into a ranked list a page begins; raises DomainError like `listed`."""
    if not asked.cursor:
        return 0
    place = _place(asked.cursor)
    if len(place) != 1 or not isinstance(place[0], int):
        raise _foreign()
    return place[0]


def next_offset(asked: Asked) -> str:
    """Give the cursor of the page after this one of a ranked list."""
    return str(_signer().dumps([offset_of(asked) + asked.limit]))


def _after(by: Sequence[Key], place: Sequence[Any]) -> ColumnElement[bool]:
    if len(place) != len(by):
        raise _foreign()
    values = [_read(value) for value in place]
    steps = []
    for number, key in enumerate(by):
        same = [by[earlier].column == values[earlier] for earlier in range(number)]
        steps.append(and_(*same, key.beyond(values[number])))
    return or_(*steps)


def _cursor(by: Sequence[Key], row: Any) -> str:
    return str(_signer().dumps([_write(getattr(row, key.column.key)) for key in by]))


def _place(cursor: str) -> Sequence[Any]:
    try:
        place = _signer().loads(cursor)
    except BadData as error:
        raise _foreign() from error
    return place if isinstance(place, list) else []


def _foreign() -> DomainError:
    return DomainError(
        _("这个 cursor 不属于这个列表。请从第一页开始，筛选条件保持不变。"), field="cursor"
    )


def _signer() -> URLSafeSerializer:
    filters = sorted((name, value) for name, value in request.args.items() if name not in PASSING)
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], str(current_app.secret_key)]
    return URLSafeSerializer(keys, salt=f"cursor:{request.path}:{filters}")


def _write(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return {"on": value.isoformat()} if isinstance(value, date) else value


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])
