"""The pool of providers that calls admitted."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.forms.files import wants_file
from matchmaker.catalogue.enums import ProgrammeType
from matchmaker.catalogue.words import PROGRAMME_TYPES
from matchmaker.programmes.forms.files import pool_file
from matchmaker.programmes.queries.pool import (
    PoolWanted,
    growth,
    pool,
    pool_regions,
    pool_sectors,
    pool_tiers,
)
from matchmaker.programmes.views.blueprint import bp
from matchmaker.web.access import public
from matchmaker.web.forms import clean_line
from matchmaker.web.pagination import paginate

LINES_PER_PAGE = 50
LONGEST = 80


@bp.get("/pool", endpoint="pool")
@public
def pool_list() -> ResponseReturnValue:
    wanted, today = _wanted(), clock.today()
    found = pool(wanted, today)
    if wants_file():
        return pool_file(found, _conditions(wanted))
    return render_template(
        "programmes/pool.html",
        wanted=wanted,
        page=paginate(found, per_page=LINES_PER_PAGE, has_file=True),
        growth=growth(today),
        tiers=pool_tiers(),
        sectors=pool_sectors(),
        regions=pool_regions(),
        today=today,
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


def _conditions(wanted: PoolWanted) -> list[tuple[str, str]]:
    said = [
        (_("类别"), str(PROGRAMME_TYPES[wanted.kind]) if wanted.kind else ""),
        (_("等级"), wanted.tier),
        (_("行业"), wanted.sector),
        (_("地区"), wanted.region),
        (_("已到期的"), _("包括") if wanted.ended else _("不包括")),
    ]
    return [(label, words) for label, words in said if words]
