"""Pages of a list: one count, one slice, links that keep the filters."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, inspect, select
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.db import db
from matchmaker.errors import NotFoundError
from matchmaker.jobs.kept import kept

T = TypeVar("T")
PER_PAGE = 20
LAST_PAGE = 100_000
AS_FILE = "xlsx"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `has_file` where the same address gives the list as a file too."""

    items: Sequence[T]
    page: int
    per_page: int
    total: int
    has_file: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def has_prev(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def first_number(self) -> int:
        return (self.page - 1) * self.per_page + 1 if self.total else 0

    def numbers(self) -> list[int | None]:
        """Give the page numbers to show; None stands for a gap."""
        near = {1, self.pages, *range(self.page - 2, self.page + 3)}
        shown = sorted(number for number in near if 1 <= number <= self.pages)
        result: list[int | None] = []
        for number in shown:
            if result and result[-1] is not None and number > result[-1] + 1:
                result.append(None)
            result.append(number)
        return result

    def url_for_page(self, number: int) -> str:
        """Give the address of another page of the same list, filters kept."""
        asked = request.args.to_dict(flat=False)
        return same_address({**asked, "page": number if number > 1 else None})

    @property
    def file_url(self) -> str:
        """Give the address of the whole list as a file, filters kept; "" where there is none."""
        asked = request.args.to_dict(flat=False)
        return same_address({**asked, "page": None, "format": AS_FILE}) if self.has_file else ""


def same_address(values: Mapping[str, object], endpoint: str = "") -> str:
    """Give the address of the page in hand, or of another endpoint, with these query values.

    Names that would steer the making of the address itself are left out.
    """
    safe = {
        name: value
        for name, value in values.items()
        if name != "endpoint" and not name.startswith("_")
    }
    known: dict[str, Any] = {**safe, **(request.view_args or {})}
    return url_for(endpoint or request.endpoint or "", **known)


def requested_page() -> int:
    """Read `?page=`; raises NotFoundError for anything but a positive number."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:7]) <= LAST_PAGE):
        raise NotFoundError(_("没有这一页。"), hint=_("请从列表的第一页开始。"))
    return int(text[:7])


def paginate(statement: Select[T], *, per_page: int = PER_PAGE, has_file: bool = False) -> Page[T]:
    """Give the requested page of a select; raises NotFoundError beyond the last page."""
    number = requested_page()
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    items = (
        db.session.scalars(statement.limit(per_page).offset((number - 1) * per_page)).unique().all()
    )
    if number > 1 and not items:
        raise NotFoundError(_("没有这一页。"), hint=_("请从列表的第一页开始。"))
    return Page(items, number, per_page, total or 0, has_file)


def paginate_kept(statement: Select[T], *, per_page: int = PER_PAGE) -> Page[T]:
    """Give the requested page of a public list; raises NotFoundError beyond the last page.

    Which rows it holds in which order is asked once and kept until a table it reads changes; the
    rows of the page themselves are read each time.
    """
    number = requested_page()
    ids = _kept_ids(statement)
    wanted = ids[(number - 1) * per_page : number * per_page]
    if number > 1 and not wanted:
        raise NotFoundError(_("没有这一页。"), hint=_("请从列表的第一页开始。"))
    key = _key_of(statement)
    found = statement.order_by(None).where(key.in_(wanted))
    rows = db.session.scalars(found).unique().all() if wanted else ()
    place = {row_id: place for place, row_id in enumerate(wanted)}
    items = sorted(rows, key=lambda row: place[getattr(row, key.key)])
    return Page(items, number, per_page, len(ids))


def _kept_ids(statement: Select[T]) -> "array[int]":
    ids = statement.with_only_columns(_key_of(statement)).options()
    compiled = ids.compile(db.engine, compile_kwargs={"render_postcompile": True})
    key = ("ids", str(compiled), tuple(map(str, compiled.params.values())))
    return kept(key, lambda: array("q", db.session.scalars(ids)))


def _key_of(statement: Select[T]) -> InstrumentedAttribute[int]:
    """Give the key of the rows a select gives."""
    model = statement.column_descriptions[0]["entity"]
    key: InstrumentedAttribute[int] = getattr(model, inspect(model).primary_key[0].key)
    return key


def page_of(items: Sequence[T], total: int, *, per_page: int = PER_PAGE) -> Page[T]:
    """Wrap a slice somebody else cut (a search engine); raises NotFoundError beyond the end."""
    number = requested_page()
    if number > 1 and not items:
        raise NotFoundError(_("没有这一页。"), hint=_("请从列表的第一页开始。"))
    return Page(items, number, per_page, total)
