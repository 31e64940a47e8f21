"""The lists of the supply side as spreadsheets: the same rows and order as the pages."""

from collections.abc import Iterable, Sequence

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.queries import providers_with
from matchmaker.catalogue.words import effect_label, provider_type_label
from matchmaker.db import db
from matchmaker.web.facets import Chip
from matchmaker.web.filters import money_wan
from matchmaker.web.language import localised
from matchmaker.web.sheets import MOST_ROWS, Row, list_file


def offerings_file(found: Select[Offering], chips: Sequence[Chip]) -> Response:
    """Send the first 2,000 offerings of a list."""
    rows = (
        [
            offering.title,
            offering.organisation.name,
            localised(offering.region) if offering.region else "",
            "；".join(localised(scene) for scene in offering.scenes),
            money_wan(offering.price_min_wan, offering.price_max_wan),
            offering.summary,
        ]
        for offering in db.session.scalars(found.limit(MOST_ROWS)).unique()
    )
    head = [_("方案"), _("供应商"), _("地区"), _("场景"), _("价格"), _("简介")]
    return _file("offerings", _("方案"), head, rows, found, chips)


def cases_file(found: Select[Case], chips: Sequence[Chip]) -> Response:
    """Send the first 2,000 cases of a list, each with its source."""
    with_effects = found.options(selectinload(Case.effect_rows))
    rows = (
        [
            case.title,
            case.client,
            case.place,
            case.year_from,
            case.year_to,
            "；".join(localised(scene) for scene in case.scenes),
            "；".join(effect_label(effect.kind) for effect in case.effect_rows),
            case.effects,
            case.source_url,
        ]
        for case in db.session.scalars(with_effects.limit(MOST_ROWS)).unique()
    )
    head = [
        _("案例"),
        _("应用单位"),
        _("地区"),
        _("起始年份"),
        _("结束年份"),
        _("场景"),
        _("成效类别"),
        _("成效"),
        _("来源"),
    ]
    return _file("cases", _("案例"), head, rows, found, chips)


def providers_file(found: Select[Organisation], chips: Sequence[Chip]) -> Response:
    """Send the first 2,000 providers of a list."""
    numbers = db.session.scalars(found.with_only_columns(Organisation.id).limit(MOST_ROWS)).all()
    rows: Iterable[Row] = (
        [
            line.organisation.name,
            line.organisation.name_en,
            provider_type_label(line.profile.type) if line.profile else "",
            localised(line.region) if line.region else line.organisation.place,
            _("未认领") if line.organisation.state == "unclaimed" else _("已认领"),
            line.offerings,
            line.cases,
        ]
        for line in providers_with(numbers)
    )
    head = [
        _("名称"),
        _("英文名称"),
        _("类型"),
        _("地区"),
        _("认领"),
        _("方案"),
        _("案例"),
    ]
    return _file("providers", _("供应商"), head, rows, found, chips)


def _file(
    name: str,
    sheet: str,
    head: Sequence[str],
    rows: Iterable[Row],
    found: Select[Offering] | Select[Case] | Select[Organisation],
    chips: Sequence[Chip],
) -> Response:
    total = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery()))
    conditions = [(chip.label, chip.name) for chip in chips]
    return list_file(
        name,
        sheet,
        head,
        rows,
        wide=(0, len(head) - 1),
        total=total or 0,
        conditions=conditions,
        address=request.url,
    )
