"""What public pages say to machines: JSON-LD of schema.org, and their one address."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from flask import Flask, current_app, request
from flask_babel import gettext as _
from markupsafe import Markup

from matchmaker.accounts.models import Organisation
from matchmaker.api.operations.open_data import Manifest
from matchmaker.api.queries.exports import TABLES, Column, Rights, Table
from matchmaker.catalogue.documents import NATIONWIDE
from matchmaker.catalogue.enums import CaseState
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.policies import is_public as is_public_offering
from matchmaker.catalogue.queries.providers import Provider
from matchmaker.demands.models import Demand
from matchmaker.demands.policies import is_public as is_public_demand
from matchmaker.programmes.enums import CallState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.policies.showcases import is_public as is_public_showcase
from matchmaker.taxonomy.models import Region
from matchmaker.web.addresses import site_url
from matchmaker.web.json_ld import data_block
from matchmaker.web.language import in_language, language, localised

SCHEMA: Final = "https://schema.org"
WAN: Final = 10_000  # 万元 in yuan
SUMMARY_LETTERS: Final = 300

Data = dict[str, Any]


def install(app: Flask) -> None:
    """Give templates the filters and the address."""
    app.jinja_env.filters.update(linked_data=linked_data, crumbs_data=crumbs_data, in_both=in_both)
    app.jinja_env.globals.update(canonical_address=canonical_address, website_data=website_data)


def linked_data(thing: object) -> Markup:
    """Give what a public thing is as JSON-LD; nothing for what not everybody may see."""
    write = _WRITERS.get(type(thing))
    said = write(thing) if write else None
    return data_block({"@context": SCHEMA, **said}) if said else Markup("")


def crumbs_data(items: Sequence[tuple[str, str | None]]) -> Markup:
    """Give the way to a page as JSON-LD, from the home page on."""
    base = current_app.extensions["settings"].base_url
    home: tuple[str, str | None] = (_("首页"), "/")
    steps = [
        {
            "@type": "ListItem",
            "position": number,
            "name": str(words),
            "item": f"{base}{address}" if address else canonical_address(),
        }
        for number, (words, address) in enumerate([home, *items], 1)
    ]
    return data_block({"@context": SCHEMA, "@type": "BreadcrumbList", "itemListElement": steps})


def website_data() -> Markup:
    """Give the site itself, with how it is searched."""
    home = site_url("matching.home")
    search = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{site_url('discovery.search')}?q={{search_term_string}}",
        },
        "query-input": "required name=search_term_string",
    }
    return data_block(
        {
            "@context": SCHEMA,
            "@type": "WebSite",
            "name": _site_name(),
            "url": home,
            "inLanguage": ["zh-CN", "en"],
            "potentialAction": search,
        }
    )


def canonical_address() -> str:
    """Give the one address of a page: without what sorts and narrows, with the page of a list."""
    base = current_app.extensions["settings"].base_url
    page = request.args.get("page", "")
    query = f"?page={int(page)}" if page.isascii() and page.isdecimal() and int(page) > 1 else ""
    return f"{base}{request.path}{query}"


def in_both(thing: Table | Column) -> str:
    """Give what a table or column is called in the reader's language."""
    return in_language(thing.zh, thing.en)


def dataset_data(made: Manifest | None) -> Markup:
    """Give open data as a catalogue of datasets with their files."""
    page = site_url("feeds.open_data")
    licence = current_app.extensions["settings"].open_data_licence
    datasets = [
        {
            "@type": "Dataset",
            "name": in_both(table),
            "description": _("字段：%(fields)s", fields=_fields(table)),
            "url": f"{page}#{table.name}",
            "license": licence if table.rights is Rights.SITE else page,
            "isAccessibleForFree": True,
            "dateModified": made.made_at if made else None,
            "distribution": [
                {
                    "@type": "DataDownload",
                    "contentUrl": site_url(
                        "feeds.open_data_file", data_table=table.name, data_form=one.form
                    ),
                    "encodingFormat": one.form,
                    "contentSize": str(one.bytes),
                    "sha256": one.sha256,
                }
                for one in (made.files if made else ())
                if one.table == table.name
            ],
        }
        for table in TABLES
    ]
    catalogue = {
        "@type": "DataCatalog",
        "name": f"{_('开放数据')} - {_site_name()}",
        "url": page,
        "publisher": {"@type": "Organization", "name": _site_name()},
        "dataset": datasets,
    }
    return data_block({"@context": SCHEMA, **catalogue})


def _fields(table: Table) -> str:
    return ", ".join(column.name for column in table.columns)


def _provider(found: Provider) -> Data:
    return {
        **_organisation(found.organisation),
        "description": _short(found.profile.summary) if found.profile else "",
        "areaServed": _areas(
            found.profile.served_regions if found.profile else (),
            is_nationwide=bool(found.profile and found.profile.is_nationwide),
        ),
        "address": _place(found.region),
    }


def _organisation(row: Organisation) -> Data:
    return {
        "@type": "Organization",
        "name": in_language(row.name, row.name_en),
        "alternateName": [name for name in (row.name, row.name_en) if name],
        "url": site_url("catalogue.provider", organisation_id=row.id),
    }


def _offering(row: Offering) -> Data | None:
    if not is_public_offering(row):
        return None
    address = site_url("catalogue.offering", offering_id=row.id)
    regions = [region for region in (row.region, *row.served_regions) if region]
    return {
        "@type": "Service",
        "name": row.title,
        "url": address,
        "description": _short(row.summary),
        "serviceType": [localised(scene) for scene in row.scenes],
        "category": localised(row.sector) if row.sector else "",
        "provider": _organisation(row.organisation),
        "areaServed": _areas(regions, is_nationwide=row.is_nationwide),
        "offers": _price("Offer", row.price_min_wan, row.price_max_wan, address),
    }


def _demand(row: Demand) -> Data | None:
    if not is_public_demand(row):
        return None
    author = {"@type": "Organization", "name": row.public_name} if row.public_name else None
    return {
        "@type": "Demand",
        "name": row.title,
        "url": site_url("demands.show", demand_id=row.id),
        "description": _short(row.text),
        "validFrom": row.published_at.isoformat() if row.published_at else None,
        "validThrough": row.closes_on.isoformat() if row.closes_on else None,
        "areaServed": _areas([row.region] if row.region else []),
        "seller": author,  # what schema.org calls the one who makes a demand
        "isBasedOn": row.source_url,
    }


def _case(row: Case) -> Data | None:
    if row.state is not CaseState.PUBLISHED:
        return None
    return {
        "@type": "Article",
        "headline": row.title,
        "url": site_url("catalogue.case", case_id=row.id),
        "abstract": _short(row.solution),
        "about": [localised(scene) for scene in row.scenes],
        "temporalCoverage": _years(row.year_from, row.year_to),
        "contentLocation": {"@type": "Place", "address": _place(row.region)}
        if row.region
        else None,
        "mentions": [_organisation(part.organisation) for part in row.parts],
        "isBasedOn": row.source_url,
        "dateModified": row.updated_at.isoformat(),
    }


def _showcase(row: Showcase) -> Data | None:
    if not is_public_showcase(row):
        return None
    owner = localised(row, "owner")
    return {
        "@type": "Article",
        "headline": localised(row, "title"),
        "url": site_url("programmes.showcase", showcase_id=row.id),
        "inLanguage": "en" if language() == "en" and row.title_en else "zh-CN",
        "abstract": _short(localised(row, "solution")),
        "about": {"@type": "Organization", "name": owner} if owner else None,
        "contentLocation": {"@type": "Place", "address": _place(row.region)}
        if row.region
        else None,
        "publisher": {"@type": "Organization", "name": _site_name()},
        "datePublished": row.published_at.isoformat() if row.published_at else None,
        "dateModified": row.updated_at.isoformat(),
        "isBasedOn": row.source_url,
    }


def _call(row: Call) -> Data | None:
    if row.state is CallState.DRAFT or not row.phases:
        return None
    address = site_url("programmes.call", call_id=row.id)
    ends = [phase.ends_at or phase.starts_at for phase in row.phases]
    status = "EventCancelled" if row.state is CallState.CANCELLED else "EventScheduled"
    return {
        "@type": "Event",
        "name": localised(row, "title"),
        "url": address,
        "description": _short(localised(row, "summary") or localised(row, "text")),
        "startDate": min(phase.starts_at for phase in row.phases).isoformat(),
        "endDate": max(ends).isoformat(),
        "eventStatus": f"{SCHEMA}/{status}",
        "eventAttendanceMode": f"{SCHEMA}/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": address},
        "organizer": {"@type": "Organization", "name": _site_name()},
    }


def _price(kind: str, low: Decimal | None, high: Decimal | None, address: str) -> Data | None:
    if low is None and high is None:
        return None
    return {
        "@type": kind,
        "url": address,
        "priceSpecification": {
            "@type": "PriceSpecification",
            "priceCurrency": "CNY",
            "minPrice": _yuan(low),
            "maxPrice": _yuan(high),
        },
    }


def _yuan(wan: Decimal | None) -> int | None:
    return None if wan is None else int(wan * WAN)


def _areas(regions: Sequence[Region], *, is_nationwide: bool = False) -> list[Data]:
    if is_nationwide:
        return [{"@type": "Country", "name": _("全国"), "identifier": NATIONWIDE}]
    return [
        {"@type": "AdministrativeArea", "name": localised(region), "identifier": region.code}
        for region in regions
    ]


def _place(region: Region | None) -> Data | None:
    if region is None:
        return None
    return {"@type": "PostalAddress", "addressCountry": "CN", "addressRegion": localised(region)}


def _years(first: int | None, last: int | None) -> str:
    years = sorted({year for year in (first, last) if year})
    return "/".join(map(str, years))


def _short(text: str) -> str:
    tidy = " ".join(text.split())
    return tidy if len(tidy) <= SUMMARY_LETTERS else f"{tidy[: SUMMARY_LETTERS - 1]}…"


def _site_name() -> str:
    return str(current_app.jinja_env.globals["site"].name)  # type: ignore[attr-defined]


_WRITERS: Final[Mapping[type, Callable[[Any], Data | None]]] = {
    Provider: _provider,
    Offering: _offering,
    Demand: _demand,
    Case: _case,
    Showcase: _showcase,
    Call: _call,
}
