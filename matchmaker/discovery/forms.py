"""What a search asks for as its address says it, and the panel, chips, tabs and orders it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker.catalogue.words import BUDGETS, EFFECTS, LIGHT, PROOFS, PROVIDER_TYPES, STANDINGS
from matchmaker.discovery.queries import FACETS, KINDS, FoundPage, Row, facets_of
from matchmaker.discovery.words import CLOSES, KIND_LABELS, PUBLISHED, SORTS, STATES
from matchmaker.errors import Words
from matchmaker.programmes.words import SUBJECT_LABELS
from matchmaker.taxonomy.queries.facets import taxonomy_choices, taxonomy_facets
from matchmaker.taxonomy.words import STANDARD_LEVELS
from matchmaker.web.facets import (
    SHOWN_OF_UNKNOWN,
    Choices,
    Facet,
    address_with,
    chosen_values,
    flat_facet,
)

WordsOf: TypeAlias = Mapping[str, tuple[str, Mapping[str, Words] | Mapping[str, str]]]
TAXONOMY: Final = ("sector", "scene", "region", "category", "capability")
OPEN_KINDS: Final = frozenset({"", "demand"})  # where something closes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Words, kind, filters and order. `unknown` holds filter values that mean nothing here."""

    text: str
    kind: str
    sort: str
    chosen: Choices
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> "Asked":
        """Read the address; a value of the taxonomy nobody knows is dropped and named."""
        kind, sort = args.get("kind", ""), args.get("sort", "")
        known = KINDS.keys() & {kind}
        facets = facets_of(kind if known else "")
        taxonomy = taxonomy_choices(
            chosen_values(args, [name for name in TAXONOMY if name in facets])
        )
        others = chosen_values(args, [name for name in facets if name not in TAXONOMY])
        return cls(
            text=args.get("q", "").strip(),
            kind=kind if known else "",
            sort=sort if sort in SORTS else "",
            chosen=Choices({**taxonomy.values, **others}),
            unknown=tuple(value[:SHOWN_OF_UNKNOWN] for value in taxonomy.unknown),
        )

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the address says beside the panel: it stays when a filter is chosen."""
        return [
            pair for pair in (("q", self.text), ("kind", self.kind), ("sort", self.sort)) if pair[1]
        ]

    @property
    def cleared_url(self) -> str:
        """The address of the same search without its filters."""
        return address_with(dict.fromkeys(FACETS))


def search_facets(found: FoundPage, asked: Asked) -> list[Facet]:
    """Give the panel of a search: the facets of its kind, in their order."""
    words: WordsOf = {
        "evidence": (_("佐证"), PROOFS),
        "budget": (_("价格") if asked.kind == "offering" else _("预算"), BUDGETS),
        "light": (_("轻量"), LIGHT),
        "verified": (_("认证"), STANDINGS),
        "type": (_("类型"), PROVIDER_TYPES),
        "effect": (_("成效"), EFFECTS),
        "subject": (_("类型"), {one.value: words for one, words in SUBJECT_LABELS.items()}),
        "state": (_("来源"), STATES),
        "closes": (_("截止"), CLOSES),
        "published": (_("发布时间"), PUBLISHED),
        "level": (_("级别"), STANDARD_LEVELS),
        "year": (_("年份"), _years(found, asked)),
    }
    facets: list[Facet] = []
    names = facets_of(asked.kind)
    for name in names:
        if name == "sector" and "scene" in names:
            facets += taxonomy_facets(("field",), found.facets, asked.chosen)
        elif name in TAXONOMY and name != "scene":
            facets += taxonomy_facets((name,), found.facets, asked.chosen)
        elif name in words:
            label, values = words[name]
            facets.append(flat_facet(name, label, values, found.facets, asked.chosen))
    return facets


def search_tabs(found: FoundPage, asked: Asked) -> list[tuple[str, int, str, bool]]:
    """Give the tabs: words, how many, address, whether it is this one; empty kinds left out."""
    every = (_("全部"), sum(found.kinds.values()), address_with({"kind": None}), not asked.kind)
    return [
        every,
        *(
            (str(words), found.kinds.get(kind, 0), address_with({"kind": kind}), kind == asked.kind)
            for kind, words in KIND_LABELS.items()
            if found.kinds.get(kind) or kind == asked.kind
        ),
    ]


def search_orders(found: FoundPage, asked: Asked) -> list[tuple[str, str, bool]]:
    """Give the orders that mean something for this search: words, address, whether it is this."""
    return [
        (str(words), address_with({"sort": sort}), sort == found.sort)
        for sort, words in SORTS.items()
        if (sort != "relevance" or asked.text) and (sort != "closing" or asked.kind in OPEN_KINDS)
    ]


def address_of(kind: str, number: int, row: Row) -> str:
    """Give the page of something that was found."""
    pages = {
        "offering": ("catalogue.offering", "offering_id", number),
        "provider": ("catalogue.provider", "organisation_id", number),
        "demand": ("demands.show", "demand_id", number),
        "case": ("catalogue.case", "case_id", number),
        "showcase": ("programmes.showcase", "showcase_id", number),
        "scene": ("taxonomy.scene", "slug", getattr(row, "slug", "")),
        "sector": ("taxonomy.sector", "code", getattr(row, "code", "")),
        "capability": ("catalogue.offerings", "capability", getattr(row, "slug", "")),
        "standard": ("taxonomy.standards", "q", getattr(row, "code", "")),
    }
    endpoint, name, value = pages[kind]
    return url_for(endpoint, **{name: value})  # type: ignore[arg-type]  # one name for each kind


def _years(found: FoundPage, asked: Asked) -> dict[str, str]:
    years = {*found.facets.get("year", ()), *asked.chosen["year"]}
    return {year: year for year in sorted(years, reverse=True)}
