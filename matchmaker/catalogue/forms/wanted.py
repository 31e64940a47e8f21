"""What visitors narrow the lists of the supply side to, and the panels that say so."""

from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents import BUDGET_BANDS
from matchmaker.catalogue.queries import (
    case_counts,
    offering_counts,
    provider_counts,
    providing_organisation,
    tiers,
)
from matchmaker.catalogue.words import (
    BUDGETS,
    EFFECTS,
    LIGHT,
    LIGHT_NOTE,
    PROGRAMME_TYPES,
    PROOFS,
    PROVIDER_TYPES,
    STANDINGS,
)
from matchmaker.search.pinyin import OTHER_INITIAL
from matchmaker.taxonomy.queries.facets import taxonomy_choices, taxonomy_facets
from matchmaker.web.facets import (
    SHOWN_OF_UNKNOWN,
    Chip,
    Choices,
    Counts,
    Facet,
    address_with,
    address_without,
    chips,
    chosen_values,
    flat_facet,
)
from matchmaker.web.forms import clean_line, number_from

SORTS = ("newest", "title")
INITIALS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", OTHER_INITIAL)
LETTERS = ("", *INITIALS)  # the first leads to all
YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the address asks a list for. `unknown` holds the values that mean nothing here."""

    chosen: Choices
    provider: Organisation | None = None
    sort: str = SORTS[0]
    unknown: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was chosen."""
        return self.chosen.is_narrowed or self.provider is not None

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the address says beside the panel: it stays when a filter is chosen."""
        initials = [("initial", initial) for initial in self.chosen["initial"]]
        provider = [("provider", str(self.provider.id))] if self.provider else []
        return [*initials, *provider, *([("sort", self.sort)] if self.sort != SORTS[0] else [])]


def wanted_offerings(args: MultiDict[str, str]) -> Wanted:
    """Read the address of the list of offerings; a value nobody knows is dropped and named."""
    fixed = {"evidence": tuple(PROOFS), "budget": BUDGET_BANDS, "light": tuple(LIGHT)}
    names = ("sector", "scene", "region", "category", "capability")
    return _wanted(args, names, fixed, sorts=SORTS)


def wanted_cases(args: MultiDict[str, str]) -> Wanted:
    """Read the address of the list of cases."""
    fixed = {"year": tuple(map(str, YEARS)), "effect": tuple(EFFECTS)}
    return _wanted(args, ("sector", "scene", "region"), fixed)


def wanted_providers(args: MultiDict[str, str]) -> Wanted:
    """Read the address of the list of providers."""
    fixed = {
        "type": tuple(PROVIDER_TYPES),
        "programme": tuple(PROGRAMME_TYPES),
        "tier": tuple(tiers()),
        "verified": tuple(STANDINGS),
        "initial": INITIALS,
    }
    return _wanted(args, ("sector", "region"), fixed, has_provider=False)


def offering_facets(wanted: Wanted) -> list[Facet]:
    """Give the panel of the list of offerings."""
    chosen = wanted.chosen
    counts = offering_counts(chosen.values, wanted.provider)
    return [
        *taxonomy_facets(("field", "region"), counts, chosen),
        flat_facet("evidence", _("佐证"), PROOFS, counts, chosen),
        flat_facet("budget", _("价格"), BUDGETS, counts, chosen),
        flat_facet("light", _("轻量"), LIGHT, counts, chosen, str(LIGHT_NOTE)),
        *taxonomy_facets(("category", "capability"), counts, chosen),
    ]


def case_facets(wanted: Wanted) -> list[Facet]:
    """Give the panel of the list of cases."""
    chosen = wanted.chosen
    counts = case_counts(chosen.values, wanted.provider)
    years = {year: year for year in sorted({*counts["year"], *chosen["year"]}, reverse=True)}
    note = _("按案例原文归类（平台归纳）。")
    return [
        *taxonomy_facets(("field",), counts, chosen),
        flat_facet("effect", _("成效"), EFFECTS, counts, chosen, note),
        *taxonomy_facets(("region",), counts, chosen),
        flat_facet("year", _("年份"), years, counts, chosen),
    ]


def provider_facets(wanted: Wanted, counts: Counts) -> list[Facet]:
    """Give the panel of the directory of providers; `counts` are those of its choice."""
    chosen = wanted.chosen
    return [
        flat_facet("type", _("类型"), PROVIDER_TYPES, counts, chosen),
        flat_facet("programme", _("供应商类别"), PROGRAMME_TYPES, counts, chosen),
        flat_facet("tier", _("等级"), {tier: tier for tier in tiers()}, counts, chosen),
        flat_facet("verified", _("认证"), STANDINGS, counts, chosen),
        *taxonomy_facets(("sector", "region"), counts, chosen),
    ]


def counts_of_providers(wanted: Wanted) -> Counts:
    """Count the providers of a choice by facet, initials among them."""
    return provider_counts(wanted.chosen.values)


def wanted_chips(wanted: Wanted, facets: list[Facet]) -> list[Chip]:
    """List all that was chosen, what has no fold in the panel first."""
    provider = wanted.provider
    own = [
        Chip(_("首字母"), initial, address_without("initial", initial))
        for initial in wanted.chosen["initial"]
    ]
    if provider:
        own.append(Chip(_("供应商"), provider.name, address_with({"provider": None})))
    return [*own, *chips(facets)]


def _wanted(
    args: MultiDict[str, str],
    names: tuple[str, ...],
    fixed: dict[str, tuple[str, ...]],
    *,
    sorts: tuple[str, ...] = (),
    has_provider: bool = True,
) -> Wanted:
    taxonomy = taxonomy_choices(chosen_values(args, names))
    sent = chosen_values(args, fixed)
    # Letters are typed either way; every other value of ours is in lower case.
    sent["initial"] = tuple(value.upper() for value in sent.get("initial", ()))
    values = {
        name: tuple(value for value in sent[name] if value in known)
        for name, known in fixed.items()
    }
    own = {name: clean_line(args.get(name)) for name in ("provider", "sort")}
    number = number_from(own["provider"]) if has_provider else None
    provider = providing_organisation(number) if number else None
    sort = own["sort"] if own["sort"] in sorts else ""
    dropped = [
        *(value for name in fixed for value in sent[name] if value not in fixed[name]),
        *([own["provider"]] if has_provider and own["provider"] and not provider else []),
        *([own["sort"]] if sorts and own["sort"] and not sort else []),
    ]
    return Wanted(
        chosen=Choices({**taxonomy.values, **values}),
        provider=provider,
        sort=sort or SORTS[0],
        unknown=tuple(value[:SHOWN_OF_UNKNOWN] for value in (*taxonomy.unknown, *dropped)),
    )
