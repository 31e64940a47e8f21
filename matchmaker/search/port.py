"""The port every search engine stands behind: documents in, ids out, nothing of the site's models.

Hits are ids and scores only. The caller loads the rows and checks access again before it shows
anything, so an index may be stale but can never reveal.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol, TypeAlias

Key: TypeAlias = tuple[str, int]
"""What names a document everywhere: its kind and the id of its row."""

Filters: TypeAlias = Mapping[str, Collection[str]]
"""Facet → chosen values: any value of one facet will do, every facet must agree."""

NO_FILTERS: Final[Filters] = MappingProxyType({})


class Moment(StrEnum):
    """A moment of a document that can be sorted and banded by."""

    PUBLISHED = "published"
    CLOSES = "closes"


class Band(NamedTuple):
    """The documents whose moment lies in `low <= moment < high`; those without one are outside."""

    moment: Moment
    low: int
    high: int


Bands: TypeAlias = Mapping[str, Mapping[str, Band]]
"""Facet → value → band: facets that follow from the clock, worked out when they are asked for."""

NO_BANDS: Final[Bands] = MappingProxyType({})


class Sort(StrEnum):
    """The order of hits. Whatever comes equal keeps the order of relevance."""

    RELEVANCE = "relevance"
    NEWEST = "newest"  # published last first; without a moment at the end
    CLOSING = "closing"  # closing next first, then what never closes, then what has closed


class Order(NamedTuple):
    """How hits are sorted; `now`, in seconds since 1970, is what closing counts from."""

    by: Sort = Sort.RELEVANCE
    now: int = 0


BY_RELEVANCE: Final = Order()


class SearchError(Exception):
    """The index could not do what was asked; nothing of it has been changed."""


class IndexUnavailableError(SearchError):
    """No usable index: missing, damaged, or written under other rules. A rebuild heals it."""


class IndexBusyError(SearchError):
    """The index cannot be written now: another writer, a full disk. Try again later."""


@dataclass(frozen=True, slots=True)
class Document:
    """One searchable thing as plain text.

    `version` grows with every change of the row; `search check` compares it with the database.
    `names` are what the thing itself is called: its name first, then other names, abbreviations
    and codes. Asked for by one of them it comes first; where `is_suggested` it is found by typing
    the beginning of one, in letters or in pinyin. `tags` are facets to filter and count by; they
    are not searched as text. `published` and `closes` are seconds since 1970, 0 for none.
    """

    kind: str
    id: int
    version: int
    title: str
    summary: str = ""
    body: str = ""
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    is_suggested: bool = False
    published: int = 0
    closes: int = 0

    @property
    def key(self) -> Key:
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers the query; scores compare only within one result."""

    kind: str
    id: int
    score: float

    @property
    def key(self) -> Key:
        return self.kind, self.id


class Slot(NamedTuple):
    """A piece of a query's words and other ways to say it: one of them must occur."""

    text: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a person asked for, as plain text: never the syntax of an engine.

    Every word and phrase is required; nothing excluded may occur. Without words and phrases
    the query asks for everything that is not excluded. `slots` are the words cut into pieces that
    can be said otherwise; where there are none each word is required as it stands.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()

    @property
    def required(self) -> tuple[Slot, ...]:
        """Everything that must occur, one way or another."""
        slots = self.slots or tuple(Slot(word) for word in self.words)
        return (*slots, *(Slot(phrase) for phrase in self.phrases))


class Suggestion(NamedTuple):
    """A document whose name fits what was typed, and that name."""

    kind: str
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits and the counts beside it.

    `total` counts every hit, not only this page. `kinds` and each facet count what choosing a
    value would give: all other filters apply, their own does not. `relaxed` says that no
    document had all the words, so these have some of them.
    """

    hits: tuple[Hit, ...]
    total: int
    kinds: Mapping[str, int]
    facets: Mapping[str, Mapping[str, int]]
    relaxed: bool = False


class SearchIndex(Protocol):
    """A keyword index. One process writes; any number read and see a change at the next call.

    Every method raises `IndexUnavailableError` when there is no usable index, except `rebuild`,
    which makes one.
    """

    @property
    def generation(self) -> int:
        """Number of the index in use, one more with every rebuild; 0 when there is none."""

    def apply(self, upserts: Iterable[Document], removals: Iterable[Key] = ()) -> None:
        """Replace and remove documents in one step: all of it is seen, or none.

        Of several versions of one document the highest counts; a key that is also removed
        stays removed. Applying the same again changes nothing. Raises `IndexBusyError`.
        """

    def search(
        self,
        query: SearchQuery,
        *,
        kinds: Collection[str] = (),
        filters: Filters = NO_FILTERS,
        bands: Bands = NO_BANDS,
        order: Order = BY_RELEVANCE,
        offset: int = 0,
        limit: int = 20,
    ) -> Results:
        """Hits in the order wanted; equal ones show the higher id first, then kinds by name.

        No kinds means all kinds. `filters` choose values of tags and of `bands` alike. Raises
        `ValueError` for a negative offset or limit.
        """

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """The documents whose names begin with what was typed or hold it, or do so in pinyin."""

    def meant(self, query: SearchQuery) -> str:
        """The words of a query respelled as names and frequent words have it; "" if they stand.

        Latin words a letter or two off, Han words that sound the same; only those the index lacks.
        """

    def names(self, kinds: Collection[str]) -> Mapping[Key, tuple[str, ...]]:
        """The names of the documents of some kinds that are suggested.

        The very same object as long as none of them has changed since.
        """

    def stamps(self) -> dict[Key, int]:
        """The version held of every document."""

    def rebuild(
        self, documents: Iterable[Document], progress: Callable[[int], None] | None = None
    ) -> int:
        """Build a new index beside the old one, switch to it, and say how many it holds.

        The old one answers until the switch and stays if `documents` raises. Writers wait
        outside meanwhile, so `documents` should read its rows only as it is consumed.
        `progress` hears the number of documents done so far. Raises `IndexBusyError` while
        another writes, `OSError` when the disk is full, and whatever `documents` raises.
        """
