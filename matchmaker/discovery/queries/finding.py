"""Finding by words: hits become rows, and access is checked again before anything is shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from flask_babel import lazy_gettext as _
from sqlalchemy import func

from matchmaker import clock
from matchmaker.catalogue.documents import moment
from matchmaker.db import db
from matchmaker.discovery.documents import search_index
from matchmaker.discovery.queries.kinds import (
    KINDS,
    Row,
    bands,
    facets_of,
    usable_filters,
    visible_rows,
    without,
)
from matchmaker.discovery.queries.naming import site_synonyms
from matchmaker.errors import DomainError, Words
from matchmaker.search.highlight import Part, highlight
from matchmaker.search.port import (
    NO_FILTERS,
    Filters,
    IndexUnavailableError,
    Key,
    Order,
    Results,
    SearchQuery,
    Sort,
)
from matchmaker.search.query_text import QueryFault, QueryTextError, parse
from matchmaker.search.terms import marked_terms

log = structlog.get_logger()

PER_PAGE = 20
FEW = 3
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
    row: Row


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of results and the counts beside it.

    `kinds` says what choosing each tab would give, in the order of the tabs; `facets` what choosing
    each value would give. `sort` and `filters` are those that were used.
    """

    items: Sequence[Found]
    total: int
    kinds: Mapping[str, int]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    filters: Filters = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    meant: str = ""  # what was probably meant, where little was found
    is_relaxed: bool = False
    is_plain: bool = False  # answered from the database while the index is being rebuilt


def find(
    text: str = "",
    *,
    kind: str = "",
    filters: Filters = NO_FILTERS,
    sort: str = "",
    page: int = 1,
) -> FoundPage:
    """Find what is public by words, 20 a page; without words, everything the filters leave.

    An unknown kind is all kinds, unknown facets and values are left out, an unknown sort is that by
    relevance, or the newest first where there are no words. Raises DomainError for a text nobody
    can search for. While the index is unusable the database answers by name alone, and the page
    says so.
    """
    query = _parsed(text)
    kind = kind if kind in KINDS else ""
    chosen = usable_filters(kind, filters)
    order = _order(sort, query)
    offset = (page - 1) * PER_PAGE
    index = search_index()
    try:
        query = site_synonyms().expand(query)
        results = index.search(
            query,
            kinds=(kind,) if kind else (),
            filters=chosen,
            bands=bands(kind),
            order=order,
            offset=offset,
            limit=PER_PAGE,
        )
        counts = _tab_counts(query, kind, chosen, results.kinds)
        meant = _meant(query, results)
    except IndexUnavailableError:
        log.warning("search_index_unavailable")
        return _find_plainly(query, kind, offset)
    return FoundPage(
        _shown([hit.key for hit in results.hits], query),
        results.total,
        counts,
        {name: results.facets[name] for name in facets_of(kind) if name in results.facets},
        chosen,
        order.by,
        meant,
        is_relaxed=results.relaxed,
    )


def matching_keys(
    text: str = "", *, kind: str = "", filters: Filters = NO_FILTERS, limit: int = 200
) -> list[Key]:
    """Give what a search finds as kinds and ids, the newest first, without loading a row.

    Only what has all the words: who asks again and again must not be told of what is merely near.
    Raises DomainError for a text nobody can search for and IndexUnavailableError while there is no
    usable index. Access is for the caller to check.
    """
    kind = kind if kind in KINDS else ""
    results = search_index().search(
        site_synonyms().expand(_parsed(text)),
        kinds=(kind,) if kind else (),
        filters=usable_filters(kind, filters),
        bands=bands(kind),
        order=Order(Sort.NEWEST),
        limit=limit,
    )
    return [] if results.relaxed else [hit.key for hit in results.hits]


def _parsed(text: str) -> SearchQuery:
    try:
        return parse(text)
    except QueryTextError as error:
        raise DomainError(FAULTS[error.code], field="q") from error


def _meant(query: SearchQuery, results: Results) -> str:
    """What was probably meant, if little was found and that finds more."""
    if not query.words or (sum(results.kinds.values()) >= FEW and not results.relaxed):
        return ""
    words = search_index().meant(query)
    if not words:
        return ""
    found = search_index().search(parse(words), limit=0)
    return (
        "" if found.relaxed or found.total <= (0 if results.relaxed else results.total) else words
    )


def _order(sort: str, query: SearchQuery) -> Order:
    has_words = bool(query.words or query.phrases)
    wanted = Sort(sort) if sort in set(Sort) else Sort.RELEVANCE
    if wanted is Sort.RELEVANCE and not has_words:
        wanted = Sort.NEWEST
    return Order(wanted, moment(clock.now()))


def _tab_counts(
    query: SearchQuery, kind: str, chosen: Filters, counted: Mapping[str, int]
) -> dict[str, int]:
    """What each tab would give: a filter counts only where the kind has that facet."""
    counts: dict[str, int] = {}
    asked: dict[tuple[str, ...], Mapping[str, int]] = {tuple(sorted(chosen)): counted}
    for name in KINDS:
        left = without(chosen, facets_of(name))
        facets = tuple(sorted(left))
        if facets not in asked:
            found = search_index().search(query, filters=left, bands=bands(kind), limit=0)
            asked[facets] = found.kinds
        counts[name] = asked[facets].get(name, 0)
    return counts


def _shown(keys: Sequence[Key], query: SearchQuery) -> list[Found]:
    """Load the rows of hits and leave out what may no longer be seen."""
    rows = visible_rows(keys)
    terms = marked_terms(query)
    return [_found(key, rows[key], terms) for key in keys if key in rows]


def _found(key: Key, row: Row, terms: Collection[str]) -> Found:
    kind, number = key
    title, text = KINDS[kind].words(row)
    return Found(kind, number, highlight(title, terms, TITLE_LENGTH), highlight(text, terms), row)


def _find_plainly(query: SearchQuery, kind: str, offset: int) -> FoundPage:
    """Answer from the database: names with all the words and none excluded, the newest id first."""
    counts: dict[str, int] = {}
    keys: list[Key] = []
    for name, of in KINDS.items():
        statement = of.visible().with_only_columns(of.number)
        for word in (*query.words, *query.phrases):
            statement = statement.where(of.name.icontains(word, autoescape=True))
        for word in query.excluded:
            statement = statement.where(~of.name.icontains(word, autoescape=True))
        counted = statement.with_only_columns(func.count())
        counts[name] = db.session.scalar(counted) or 0
        if name == kind or not kind:
            # Of each kind as many as could stand on the page.
            newest = statement.order_by(of.number.desc()).limit(offset + PER_PAGE)
            keys += [(name, number) for number in db.session.scalars(newest)]
    total = counts[kind] if kind else sum(counts.values())
    shown = _shown(keys[offset : offset + PER_PAGE], query)
    return FoundPage(shown, total, counts, is_plain=True)
