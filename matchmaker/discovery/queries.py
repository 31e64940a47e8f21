"""Finding by words: hits become rows, and access is checked again before anything is shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.enums import PUBLIC
from matchmaker.demands.models import Demand
from matchmaker.discovery.documents import search_index
from matchmaker.errors import DomainError, Words
from matchmaker.search.highlight import Part, highlight
from matchmaker.search.port import IndexUnavailableError, Key, SearchQuery
from matchmaker.search.query_text import QueryFault, QueryTextError, parse
from matchmaker.search.terms import query_terms

log = structlog.get_logger()

PER_PAGE = 20
TITLE_LENGTH = 120
FAULTS: dict[QueryFault, Words] = {
    QueryFault.NOTHING_TO_FIND: _("请输入要找的词，例如“无人矿卡”或单位名称。"),
    QueryFault.TOO_LONG: _("搜索词太长，请缩短到 100 个字以内；整段需求请用首页的匹配。"),
    QueryFault.TOO_MANY_TERMS: _("搜索词太多，请留下最重要的几个；整段需求请用首页的匹配。"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One result as its line shows it."""

    kind: str
    id: int
    title: Sequence[Part]
    excerpt: Sequence[Part]
    row: Offering | Demand


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of results and the counts beside it."""

    items: Sequence[Found]
    total: int
    kinds: dict[str, int]
    is_relaxed: bool = False
    is_plain: bool = False  # answered from the database while the index is being rebuilt


def find(text: str, *, kind: str = "", page: int = 1) -> FoundPage:
    """Find public offerings and demands by words, 20 a page.

    Raises DomainError for a text nobody can search for. While the index is unusable the
    database answers by title, and the page says so.
    """
    try:
        query = parse(text)
    except QueryTextError as error:
        raise DomainError(FAULTS[error.code], field="q") from error
    offset = (page - 1) * PER_PAGE
    kinds = (kind,) if kind else ()
    try:
        results = search_index().search(query, kinds=kinds, offset=offset, limit=PER_PAGE)
    except IndexUnavailableError:
        log.warning("search_index_unavailable")
        return _find_plainly(query, kind, offset)
    keys = [hit.key for hit in results.hits]
    return FoundPage(
        _shown(keys, query), results.total, dict(results.kinds), is_relaxed=results.relaxed
    )


def _shown(keys: Sequence[Key], query: SearchQuery) -> list[Found]:
    """Load the rows of hits and leave out what may no longer be seen."""
    rows: dict[Key, Offering | Demand] = {}
    for offering in db.session.scalars(
        _offerings([key[1] for key in keys if key[0] == "offering"])
    ):
        rows["offering", offering.id] = offering
    for demand in db.session.scalars(_demands([key[1] for key in keys if key[0] == "demand"])):
        rows["demand", demand.id] = demand
    terms = query_terms(query)
    return [_found(key, rows[key], terms) for key in keys if key in rows]


def _offerings(ids: Sequence[int]) -> Select[Offering]:
    statement = published_offerings().where(Offering.id.in_(ids))
    return statement.options(
        joinedload(Offering.organisation),
        joinedload(Offering.region),
        selectinload(Offering.scenes),
    )


def _demands(ids: Sequence[int]) -> Select[Demand]:
    return (
        select(Demand)
        .where(Demand.state.in_(PUBLIC), Demand.id.in_(ids))
        .options(
            joinedload(Demand.organisation),
            joinedload(Demand.region),
            selectinload(Demand.scenes),
        )
    )


def _found(key: Key, row: Offering | Demand, terms: Sequence[str]) -> Found:
    kind, number = key
    text = row.summary if isinstance(row, Offering) else row.text
    return Found(
        kind, number, highlight(row.title, terms, TITLE_LENGTH), highlight(text, terms), row
    )


def _find_plainly(query: SearchQuery, kind: str, offset: int) -> FoundPage:
    words = [*query.words, *query.phrases]
    offerings = published_offerings().with_only_columns(Offering.id)
    demands = select(Demand.id).where(Demand.state.in_(PUBLIC))
    for word in words:
        offerings = offerings.where(Offering.title.contains(word, autoescape=True))
        demands = demands.where(Demand.title.contains(word, autoescape=True))
    keys: list[Key] = []
    if kind in {"", "offering"}:
        keys += [("offering", number) for number in db.session.scalars(offerings)]
    if kind in {"", "demand"}:
        keys += [("demand", number) for number in db.session.scalars(demands)]
    kinds = Counter(key[0] for key in keys)
    shown = _shown(keys[offset : offset + PER_PAGE], query)
    return FoundPage(shown, len(keys), dict(kinds), is_plain=True)
