"""What readers narrow the page for abroad to, and its lists as spreadsheets."""

from enum import StrEnum
from typing import Any

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Select
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.models import Offering
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.queries.abroad import WantedAbroad, profiles_of
from matchmaker.programmes.words import SUBJECT_LABELS
from matchmaker.taxonomy.enums import WorldArea
from matchmaker.taxonomy.models import Sector
from matchmaker.taxonomy.words import WORLD_AREAS, place_name
from matchmaker.web.language import in_language, localised
from matchmaker.web.sheets import Columns, first_rows, table_file


class Shown(StrEnum):
    """The lists of the page."""

    SHOWCASES = "showcases"
    PROVIDERS = "providers"
    OFFERINGS = "offerings"


def wanted_abroad(args: MultiDict[str, str], sectors: list[Sector]) -> tuple[Shown, WantedAbroad]:
    """Read the address; a value nobody knows counts for none."""
    codes = {sector.code for sector in sectors}
    sector, area, shown = (args.get(name, "") for name in ("sector", "area", "show"))
    return (
        Shown(shown) if shown in {*Shown} else Shown.SHOWCASES,
        WantedAbroad(
            sector=sector if sector in codes else "",
            area=WorldArea(area) if area in {*WorldArea} else None,
        ),
    )


def showcases_abroad_file(found: Select[Showcase], wanted: WantedAbroad) -> Response:
    """Send the showcases recommended to readers abroad."""
    columns: Columns[Showcase] = {
        _("标题"): lambda row: localised(row, "title"),
        _("类型"): lambda row: str(SUBJECT_LABELS[row.subject_type]),
        _("单位"): lambda row: localised(row, "owner"),
        _("英文摘要"): lambda row: row.summary_en,
        _("来源"): lambda row: row.source_url,
    }
    return _file("showcases-abroad", columns, found, wanted)


def providers_abroad_file(found: Select[Organisation], wanted: WantedAbroad) -> Response:
    """Send the providers that serve abroad."""
    rows = first_rows(found)
    profiles = profiles_of([row.id for row in rows.items])
    columns: Columns[Organisation] = {
        _("供应商"): lambda row: in_language(row.name, row.name_en),
        _("服务的国家和地区"): lambda row: _("、").join(
            place_name(one.place) for one in profiles[row.id].places
        ),
        _("英文简介"): lambda row: profiles[row.id].summary_en,
        _("英文联系方式"): lambda row: profiles[row.id].contact_en,
        _("网站"): lambda row: row.website,
    }
    title, said = _("出海"), _conditions(wanted)
    return table_file("providers-abroad", title, columns, rows, wide=(0, 2), conditions=said)


def offerings_abroad_file(found: Select[Offering], wanted: WantedAbroad) -> Response:
    """Send the offerings for abroad."""
    columns: Columns[Offering] = {
        _("方案"): lambda row: in_language(row.title, row.title_en),
        _("供应商"): lambda row: in_language(row.organisation.name, row.organisation.name_en),
        _("英文介绍"): lambda row: row.summary_en,
    }
    return _file("offerings-abroad", columns, found, wanted)


def _file(name: str, columns: Columns[Any], found: Select[Any], wanted: WantedAbroad) -> Response:
    said = _conditions(wanted)
    return table_file(name, _("出海"), columns, first_rows(found), wide=(0, 3), conditions=said)


def _conditions(wanted: WantedAbroad) -> list[tuple[str, str]]:
    said = [
        (_("行业"), wanted.sector),
        (_("世界地区"), str(WORLD_AREAS[wanted.area]) if wanted.area else ""),
    ]
    return [(label, words) for label, words in said if words]
