"""The kinds of things to be found: how hits become rows everybody may see, and their facets."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents import (
    moment,
    public_providers,
    published_cases,
    published_offerings,
)
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.queries import Provider, providers_with
from matchmaker.db import db
from matchmaker.demands.documents import end_of, public_demands
from matchmaker.demands.models import Demand
from matchmaker.programmes.documents import public_showcases
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.search.port import Band, Bands, Filters, Key, Moment
from matchmaker.taxonomy.documents import in_use
from matchmaker.taxonomy.models import Capability, Scene, Sector, Standard
from matchmaker.web.language import localised

T = TypeVar("T", Offering, Demand, Case, Showcase, Scene, Sector, Capability, Standard)
Row: TypeAlias = (
    Offering | Provider | Demand | Case | Showcase | Scene | Sector | Capability | Standard
)
MOST_VALUES: Final = 50  # of one facet
LONGEST_VALUE: Final = 80
FOR_EVER: Final = 2**62
FORMAT: Final = 2  # of documents: one more whenever what they say, or a value of a facet, changes
PLACE: Final = ("sector", "scene", "region")
WITH_PLACE: Final = ("sector", "scene", "capability", "category")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing: `visible` is all of it that everybody may see, `name` what it is called.

    `rows` gives those of some ids that may be seen, with what a line of results shows; `words`
    the title and the text of a row, in which words are marked. `facets` are shown in this order.
    """

    visible: Callable[[], Select[Any]]
    number: InstrumentedAttribute[int]
    name: InstrumentedAttribute[str]
    rows: Callable[[Sequence[int]], Mapping[int, Row]]
    words: Callable[[Any], tuple[str, str]]
    facets: tuple[str, ...]


def _rows(
    model: type[T], visible: Callable[[], Select[T]], *options: Any
) -> Callable[[Sequence[int]], Mapping[int, Row]]:
    def rows(ids: Sequence[int]) -> Mapping[int, Row]:
        statement = visible().where(model.id.in_(ids)).options(*options)
        return {row.id: row for row in db.session.scalars(statement).unique()}

    return rows


def _providers(ids: Sequence[int]) -> Mapping[int, Row]:
    return {provider.organisation.id: provider for provider in providers_with(ids)}


def _scenes() -> Select[Scene]:
    return select(Scene).where(in_use())


def _sectors() -> Select[Sector]:
    return select(Sector).where(in_use(Sector))


def _capabilities() -> Select[Capability]:
    return select(Capability).where(in_use(Capability))


def _standards() -> Select[Standard]:
    return select(Standard).where(Standard.merged_into_id.is_(None))


KINDS: Final[Mapping[str, Kind]] = {
    "offering": Kind(
        published_offerings,
        Offering.id,
        Offering.title,
        _rows(
            Offering,
            published_offerings,
            contains_eager(Offering.organisation),
            joinedload(Offering.profile),
            joinedload(Offering.region),
            selectinload(Offering.scenes),
        ),
        lambda row: (row.title, row.summary),
        (*WITH_PLACE, "region", "evidence", "budget", "light", "verified", "published"),
    ),
    "provider": Kind(
        public_providers,
        Organisation.id,
        Organisation.name,
        _providers,
        lambda row: (row.organisation.name, row.profile.summary if row.profile else ""),
        ("type", *WITH_PLACE, "region", "verified"),
    ),
    "demand": Kind(
        public_demands,
        Demand.id,
        Demand.title,
        _rows(
            Demand,
            public_demands,
            contains_eager(Demand.organisation),
            joinedload(Demand.region),
            selectinload(Demand.scenes),
        ),
        lambda row: (row.title, row.text),
        (*PLACE, "state", "closes", "budget", "published"),
    ),
    "case": Kind(
        published_cases,
        Case.id,
        Case.title,
        _rows(Case, published_cases, joinedload(Case.region), selectinload(Case.scenes)),
        lambda row: (row.title, f"{row.problem}{row.solution}"),
        (*WITH_PLACE, "region", "effect", "year"),
    ),
    "showcase": Kind(
        public_showcases,
        Showcase.id,
        Showcase.title_zh,
        _rows(Showcase, public_showcases, joinedload(Showcase.region)),
        lambda row: (
            localised(row, "title"),
            f"{localised(row, 'problem')} {localised(row, 'solution')}",
        ),
        (*WITH_PLACE, "region", "subject", "effect", "year"),
    ),
    "scene": Kind(
        _scenes,
        Scene.id,
        Scene.name_zh,
        _rows(Scene, _scenes, joinedload(Scene.sector)),
        lambda row: (row.name_zh, row.description),
        ("sector", "capability", "category"),
    ),
    "sector": Kind(
        _sectors,
        Sector.id,
        Sector.name_zh,
        _rows(Sector, _sectors, selectinload(Sector.scenes.and_(in_use()))),
        lambda row: (row.name_zh, "、".join(scene.name_zh for scene in row.scenes)),
        (),
    ),
    "capability": Kind(
        _capabilities,
        Capability.id,
        Capability.name_zh,
        _rows(Capability, _capabilities, joinedload(Capability.parent)),
        lambda row: (row.name_zh, row.description),
        ("category",),
    ),
    "standard": Kind(
        _standards,
        Standard.id,
        Standard.title,
        _rows(Standard, _standards),
        lambda row: (f"{row.code} {row.title}", ""),
        ("level", *WITH_PLACE, "year"),
    ),
}
FACETS: Final = tuple(dict.fromkeys(facet for kind in KINDS.values() for facet in kind.facets))


def contents() -> str:
    """Say what the documents of the index hold: an index written for anything else is rebuilt.

    Facets that come, go or are renamed show by themselves, the rest by `FORMAT`.
    """
    return f"{FORMAT} {[(name, sorted(kind.facets)) for name, kind in sorted(KINDS.items())]}"


def facets_of(kind: str) -> tuple[str, ...]:
    """Give the facets of a kind in the order to show them; without one those of all kinds."""
    return KINDS[kind].facets if kind in KINDS else (*WITH_PLACE, "region")


def usable_filters(kind: str, values: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """Give what can be filtered by of whatever an address holds.

    Other names are dropped, and so are values nobody wrote and more than fifty of one facet.
    """
    usable: dict[str, tuple[str, ...]] = {}
    for facet in facets_of(kind):
        wanted = [value for value in values.get(facet, ()) if 0 < len(value) <= LONGEST_VALUE]
        if chosen := tuple(dict.fromkeys(wanted))[:MOST_VALUES]:
            usable[facet] = chosen
    return usable


def bands(kind: str) -> Bands:
    """Give the facets of a kind that follow from the clock: how new, how soon it closes."""
    now = moment(clock.now())
    days = {days: int(timedelta(days=days).total_seconds()) for days in (7, 30, 365)}
    end = end_of(clock.today())
    every: Bands = {
        "published": {
            str(length): Band(Moment.PUBLISHED, now - seconds, FOR_EVER)
            for length, seconds in days.items()
        },
        "closes": {
            "7": Band(Moment.CLOSES, end, end + days[7]),
            "30": Band(Moment.CLOSES, end, end + days[30]),
            "ended": Band(Moment.CLOSES, 1, end),
        },
    }
    return {facet: every[facet] for facet in facets_of(kind) if facet in every}


def without(filters: Filters, facets: Collection[str]) -> dict[str, Collection[str]]:
    """Give filters but for those of facets that do not apply."""
    return {facet: values for facet, values in filters.items() if facet in facets}


def visible_rows(keys: Collection[Key]) -> dict[Key, Row]:
    """Load the rows of hits that everybody may see now, with what a line of results shows."""
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, number in keys:
        ids[kind].append(number)
    return {
        (kind, number): row
        for kind, numbers in ids.items()
        if kind in KINDS
        for number, row in KINDS[kind].rows(numbers).items()
    }
