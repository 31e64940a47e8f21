"""The lists of the supply side as spreadsheets: the same rows and order as the pages."""

from collections.abc import Sequence

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.queries import providers_with
from matchmaker.catalogue.queries.providers import Provider
from matchmaker.catalogue.words import effect_label, provider_type_label
from matchmaker.web.facets import Chip, conditions
from matchmaker.web.filters import money_wan
from matchmaker.web.language import localised
from matchmaker.web.sheets import Columns, Rows, first_rows, table_file


def offerings_file(found: Select[Offering], chips: Sequence[Chip]) -> Response:
    """Send the first 2,000 offerings of a list."""
    columns: Columns[Offering] = {
        _("方案"): lambda offering: offering.title,
        _("供应商"): lambda offering: offering.organisation.name,
        _("地区"): lambda offering: localised(offering.region) if offering.region else "",
        _("场景"): lambda offering: _("；").join(localised(scene) for scene in offering.scenes),
        _("价格"): lambda offering: money_wan(offering.price_min_wan, offering.price_max_wan),
        _("简介"): lambda offering: offering.summary,
    }
    name, rows = _("方案"), first_rows(found)
    return table_file("offerings", name, columns, rows, wide=(0, 5), conditions=conditions(chips))


def cases_file(found: Select[Case], chips: Sequence[Chip]) -> Response:
    """Send the first 2,000 cases of a list, each with its source."""
    columns: Columns[Case] = {
        _("案例"): lambda case: case.title,
        _("应用单位"): lambda case: case.client,
        _("地区"): lambda case: case.place,
        _("起始年份"): lambda case: case.year_from,
        _("结束年份"): lambda case: case.year_to,
        _("场景"): lambda case: _("；").join(localised(scene) for scene in case.scenes),
        _("成效类别"): lambda case: _("；").join(
            effect_label(one.kind) for one in case.effect_rows
        ),
        _("成效"): lambda case: case.effects,
        _("来源"): lambda case: case.source_url,
    }
    rows = first_rows(found.options(selectinload(Case.effect_rows)))
    name = _("案例")
    return table_file("cases", name, columns, rows, wide=(0, 8), conditions=conditions(chips))


def providers_file(found: Select[Organisation], chips: Sequence[Chip]) -> Response:
    """Send the first 2,000 providers of a list."""
    numbers = first_rows(found.with_only_columns(Organisation.id))
    rows = Rows(providers_with(numbers.items), numbers.total)
    columns: Columns[Provider] = {
        _("名称"): lambda line: line.organisation.name,
        _("英文名称"): lambda line: line.organisation.name_en,
        _("类型"): lambda line: provider_type_label(line.profile.type) if line.profile else "",
        _("地区"): _place,
        _("认领"): lambda line: (
            _("未认领") if line.organisation.state == "unclaimed" else _("已认领")
        ),
        _("方案"): lambda line: line.offerings,
        _("案例"): lambda line: line.cases,
    }
    name = _("供应商")
    return table_file("providers", name, columns, rows, wide=(0, 6), conditions=conditions(chips))


def _place(line: Provider) -> str:
    return localised(line.region) if line.region else line.organisation.place
