"""What visitors narrow the list of demands to, the panel that says so, and its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Select
from werkzeug.datastructures import MultiDict

from matchmaker import clock
from matchmaker.catalogue.words import BUDGETS
from matchmaker.demands.models import Demand
from matchmaker.demands.queries.lists import Show, demand_counts
from matchmaker.demands.words import state_words
from matchmaker.errors import Words
from matchmaker.taxonomy.queries.facets import taxonomy_choices, taxonomy_facets
from matchmaker.web.facets import (
    SHOWN_OF_UNKNOWN,
    Chip,
    Choices,
    Counts,
    Facet,
    address_with,
    chosen_values,
    conditions,
    flat_facet,
)
from matchmaker.web.filters import day, money_wan
from matchmaker.web.forms import clean_line
from matchmaker.web.language import localised
from matchmaker.web.sheets import Columns, first_rows, table_file

SORTS: Final = ("newest", "day")
TABS: Final[Mapping[Show, Words]] = {
    Show.OPEN: _("本站需求"),
    Show.CLOSING: _("即将截止"),
    Show.NOTICES: _("各地公告"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedDemands:
    """What the address asks the list for. `unknown` holds the values that mean nothing here."""

    show: Show
    chosen: Choices
    sort: str = SORTS[0]
    unknown: tuple[str, ...] = ()

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the address says beside the panel: it stays when a filter is chosen."""
        show = [("show", self.show.value)] if self.show is not Show.OPEN else []
        return [*show, *([("sort", self.sort)] if self.sort != SORTS[0] else [])]


def wanted_demands(args: MultiDict[str, str]) -> WantedDemands:
    """Read the address of the list of demands; a value nobody knows is dropped and named."""
    taxonomy = taxonomy_choices(chosen_values(args, ("sector", "scene", "region")))
    budgets = chosen_values(args, ("budget",))["budget"]
    show, sort = clean_line(args.get("show")), clean_line(args.get("sort"))
    known = tuple(band for band in budgets if band in BUDGETS)
    dropped = [
        *(band for band in budgets if band not in BUDGETS),
        *([show] if show and show not in TABS else []),
        *([sort] if sort and sort not in SORTS else []),
    ]
    return WantedDemands(
        show=Show(show) if show in TABS else Show.OPEN,
        chosen=Choices({**taxonomy.values, "budget": known}),
        sort=sort if sort in SORTS else SORTS[0],
        unknown=tuple(value[:SHOWN_OF_UNKNOWN] for value in (*taxonomy.unknown, *dropped)),
    )


def counts_of_demands(wanted: WantedDemands) -> Counts:
    """Count the demands of a choice by facet, and by list under `show`."""
    return demand_counts(wanted.show, wanted.chosen.values)


def demand_facets(wanted: WantedDemands, counts: Counts) -> list[Facet]:
    """Give the panel of the list of demands; `counts` are those of its choice."""
    return [
        *taxonomy_facets(("field", "region"), counts, wanted.chosen),
        flat_facet("budget", gettext("预算"), BUDGETS, counts, wanted.chosen),
    ]


def demand_tabs(wanted: WantedDemands, counts: Counts) -> list[tuple[str, int, str, bool]]:
    """Give the tabs above the list: words, how many, address, whether it is this one."""
    return [
        (
            str(words),
            counts["show"].get(show.value, 0),
            address_with({"show": None if show is Show.OPEN else show.value, "sort": None}),
            show is wanted.show,
        )
        for show, words in TABS.items()
    ]


def demands_file(found: Select[Demand], chips: Sequence[Chip]) -> Response:
    """Send the first 2,000 demands of a list as a spreadsheet."""
    columns: Columns[Demand] = {
        gettext("需求"): lambda demand: demand.title,
        gettext("单位"): lambda demand: demand.public_name or gettext("匿名单位"),
        gettext("地区"): lambda demand: localised(demand.region) if demand.region else "",
        gettext("场景"): lambda demand: gettext("；").join(
            localised(scene) for scene in demand.scenes
        ),
        gettext("预算"): lambda demand: (
            "" if demand.source_url else money_wan(demand.budget_min_wan, demand.budget_max_wan)
        ),
        gettext("应答截止"): lambda demand: day(demand.closes_on),
        gettext("希望完成"): lambda demand: day(demand.ends_on),
        gettext("来源"): lambda demand: demand.source_url,
        gettext("内容"): lambda demand: demand.text,
    }
    name, rows = gettext("需求"), first_rows(found)
    return table_file("demands", name, columns, rows, wide=(0, 8), conditions=conditions(chips))


def own_demands_file(found: Select[Demand]) -> Response:
    """Send the first 2,000 demands of one's own, with where each stands."""
    columns: Columns[Demand] = {
        gettext("需求"): lambda demand: demand.title,
        gettext("单位"): lambda demand: demand.organisation.name if demand.organisation else "",
        gettext("状态"): lambda demand: state_words(
            demand.state, demand.close_reason, is_expired=demand.is_expired
        ),
        gettext("应答截止"): lambda demand: day(demand.closes_on),
        gettext("希望完成"): lambda demand: day(demand.ends_on),
        gettext("预算"): lambda demand: money_wan(demand.budget_min_wan, demand.budget_max_wan),
        gettext("更新时间"): lambda demand: clock.stamp(demand.updated_at),
        gettext("内容"): lambda demand: demand.text,
    }
    return table_file("my-demands", gettext("我的需求"), columns, first_rows(found), wide=(0, 7))
