"""Facets of a list: what a reader chose, what each value would give, what the panel shows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Final

from flask import request
from werkzeug.datastructures import MultiDict

from matchmaker.web.forms import clean_line
from matchmaker.web.pagination import same_address

MOST_VALUES: Final = 20  # of one facet; more are dropped
LONGEST_VALUE: Final = 80
SHOWN_OF_UNKNOWN: Final = 40

Values = Mapping[str, tuple[str, ...]]
"""Facet → chosen values: any value of one facet will do, every facet must agree."""

Counts = Mapping[str, Mapping[str, int]]
"""Facet → value → rows that choosing it would give; a facet does not narrow its own counts."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose; `inside` are the values below it. Without a value it is a heading."""

    field: str
    value: str
    name: str
    count: int = 0
    is_chosen: bool = False
    inside: Sequence["Option"] = ()

    @property
    def is_open(self) -> bool:
        """Whether something below it is chosen."""
        return any(option.is_chosen or option.is_open for option in self.inside)

    def all_chosen(self) -> list["Option"]:
        """List the chosen ones of this and what is below it."""
        below = [found for option in self.inside for found in option.all_chosen()]
        return [self, *below] if self.is_chosen else below


@dataclass(frozen=True, slots=True)
class Facet:
    """One fold of the panel."""

    name: str
    label: str
    options: Sequence[Option]
    note: str = ""

    @property
    def chosen(self) -> list[Option]:
        return [found for option in self.options for found in option.all_chosen()]


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value as it stands above the list, and the address of the list without it."""

    label: str
    name: str
    url: str


def conditions(chips: Iterable[Chip]) -> list[tuple[str, str]]:
    """Give what a list was narrowed to, as its file says it: pairs of label and value."""
    return [(chip.label, chip.name) for chip in chips]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the address narrows a list to. `unknown` holds the values that mean nothing here."""

    values: Values = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self.values.get(name, ())

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen."""
        return any(self.values.values())


class Tally:
    """Which rows carry which values, one bit a row: counts for any choice without a query."""

    def __init__(self, rows: Iterable[int], tags: Mapping[str, Iterable[tuple[int, str]]]) -> None:
        self._places = {row: place for place, row in enumerate(rows)}
        self._every = (1 << len(self._places)) - 1
        self._bits = {facet: self._marked(pairs) for facet, pairs in tags.items()}

    def __len__(self) -> int:
        return len(self._places)

    def counts(self, chosen: Values, *, only: Collection[int] | None = None) -> Counts:
        """Count rows by facet and value, zeros left out; `only` narrows all to these rows."""
        held = {
            facet: reduce(or_, (bits.get(value, 0) for value in chosen[facet]))
            for facet, bits in self._bits.items()
            if chosen.get(facet)
        }
        every = self._every if only is None else self._of(only)
        counts = {}
        for facet, bits in self._bits.items():
            others = (mask for name, mask in held.items() if name != facet)
            mask = reduce(and_, others, every)
            found = ((value, (marked & mask).bit_count()) for value, marked in bits.items())
            counts[facet] = {value: count for value, count in found if count}
        return counts

    def _marked(self, pairs: Iterable[tuple[int, str]]) -> dict[str, int]:
        width = len(self._places) // 8 + 1
        marked: dict[str, bytearray] = {}
        for row, value in pairs:
            place = self._places.get(row)
            if place is not None:
                if value not in marked:
                    marked[value] = bytearray(width)
                marked[value][place >> 3] |= 1 << (place & 7)
        return {value: int.from_bytes(bits, "little") for value, bits in marked.items()}

    def _of(self, rows: Collection[int]) -> int:
        return reduce(or_, (1 << self._places[row] for row in rows if row in self._places), 0)


def chosen_values(args: MultiDict[str, str], names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Read what the address says of each facet: tidy, each once, at most 20 values."""
    chosen = {}
    for name in names:
        sent = args.getlist(name)[: 2 * MOST_VALUES]
        lines = dict.fromkeys(clean_line(value)[:LONGEST_VALUE] for value in sent)
        chosen[name] = tuple(line for line in lines if line)[:MOST_VALUES]
    return chosen


def flat_facet(
    name: str,
    label: str,
    words: Mapping[str, object],
    counts: Counts,
    chosen: Choices,
    note: str = "",
) -> Facet:
    """Give a facet of named values in the order of `words`; those without rows are left out."""
    here = counts.get(name, {})
    options = [
        Option(name, value, str(said), here.get(value, 0), value in chosen[name])
        for value, said in words.items()
        if here.get(value) or value in chosen[name]
    ]
    return Facet(name, label, options, note)


def chips(facets: Iterable[Facet]) -> list[Chip]:
    """List what was chosen, each with the address that takes it back."""
    return [
        Chip(facet.label, option.name, address_without(option.field, option.value))
        for facet in facets
        for option in facet.chosen
    ]


def address_without(name: str, value: str) -> str:
    """Give the address of this list without one chosen value, from its first page on."""
    return address_with({name: [kept for kept in request.args.getlist(name) if kept != value]})


def address_with(changes: Mapping[str, object], endpoint: str = "") -> str:
    """Give the address of this list (or of its file) with other values, from its first page on.

    None or nothing takes a name out.
    """
    return same_address({**request.args.to_dict(flat=False), "page": None, **changes}, endpoint)
