"""The pool of providers that calls admitted: the list, and the same as a file."""

from typing import cast

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.catalogue.enums import ProgrammeType
from matchmaker.catalogue.words import PROGRAMME_TYPES
from matchmaker.db import db
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.queries.pool import (
    PoolWanted,
    growth,
    pool,
    pool_regions,
    pool_sectors,
    pool_tiers,
)
from matchmaker.programmes.views.blueprint import bp
from matchmaker.programmes.words.results import STANDING_LABELS
from matchmaker.web.access import public
from matchmaker.web.forms import clean_line
from matchmaker.web.language import localised
from matchmaker.web.pagination import paginate, same_address
from matchmaker.web.sheets import MOST_ROWS, Row, list_file

LINES_PER_PAGE = 50
LONGEST = 80


@bp.get("/pool", endpoint="pool")
@public
def pool_list() -> ResponseReturnValue:
    wanted, today = _wanted(), clock.today()
    return render_template(
        "programmes/pool.html",
        wanted=wanted,
        page=paginate(pool(wanted, today), per_page=LINES_PER_PAGE),
        growth=growth(today),
        tiers=pool_tiers(),
        sectors=pool_sectors(),
        regions=pool_regions(),
        today=today,
        file_url=same_address(request.args.to_dict(), ".pool_file"),
    )


@bp.get("/pool/export")
@public
def pool_file() -> ResponseReturnValue:
    check_export_throttle()
    wanted, today = _wanted(), clock.today()
    statement = pool(wanted, today)
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    head = [
        _("编号"), _("供应商"), _("类别"), _("等级"), _("行业"), _("地区"),
        _("有效期自"), _("有效期至"), _("状态"), _("征集"),
    ]  # fmt: skip
    return list_file(
        f"pool-{today}",
        _("服务商名录"),
        head,
        [_row(one) for one in db.session.scalars(statement.limit(MOST_ROWS))],
        wide=(1, 9),
        total=total or 0,
        conditions=_conditions(wanted),
        address=url_for(".pool", _external=True),
    )


def _wanted() -> PoolWanted:
    given = {name: clean_line(value)[:LONGEST] for name, value in request.args.items()}
    kinds = {kind.value: kind for kind in ProgrammeType}
    return PoolWanted(
        kind=kinds.get(given.get("type", "")),
        tier=given.get("tier", ""),
        sector=given.get("sector", ""),
        region=given.get("region", "") if given.get("region", "").isdigit() else "",
        ended=given.get("ended") == "yes",
    )


def _row(entry: Entry) -> Row:
    submission = entry.submission
    kind = cast("ProgrammeType", entry.call.programme_type)  # a CHECK of these calls
    return [
        entry.number,
        entry.organisation.name,
        str(PROGRAMME_TYPES[kind]),
        entry.level,
        localised(submission.sector) if submission.sector else "",
        localised(submission.region) if submission.region else "",
        entry.valid_from.isoformat(),
        entry.valid_until.isoformat(),
        str(STANDING_LABELS[entry.standing(clock.today())]),
        localised(entry.call, "title"),
    ]


def _conditions(wanted: PoolWanted) -> list[tuple[str, str]]:
    said = [
        (_("类别"), str(PROGRAMME_TYPES[wanted.kind]) if wanted.kind else ""),
        (_("等级"), wanted.tier),
        (_("行业"), wanted.sector),
        (_("地区"), wanted.region),
        (_("已到期的"), _("包括") if wanted.ended else _("不包括")),
    ]
    return [(label, words) for label, words in said if words]
