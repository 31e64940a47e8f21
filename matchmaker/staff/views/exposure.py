"""Who gets seen in rankings, as a page and as a file."""

import csv
import io
from typing import Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.words import size_label
from matchmaker.matching import policies
from matchmaker.matching.queries import exposure as queries
from matchmaker.staff.views.blueprint import bp
from matchmaker.web.access import needs

SPANS: Final = (30, 90, 365)
_FORMULA: Final = ("=", "+", "-", "@", "\t")


@bp.get("/staff/exposure")
@needs(policies.may_see_models, account=True)
def exposure() -> ResponseReturnValue:
    return render_template("staff/exposure.html", seen=queries.exposure(_days()), spans=SPANS)


@bp.get("/staff/exposure/csv")
@needs(policies.may_see_models, account=True)
def exposure_csv() -> ResponseReturnValue:
    seen = queries.exposure(_days())
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [
            _("方案编号"),
            _("方案"),
            _("供应商"),
            _("地区"),
            _("规模"),
            _("发布时间"),
            _("展示次数"),
            _("首位次数"),
        ]
    )
    for row in seen.rows:
        published = row.published_at.date().isoformat() if row.published_at else ""
        size = size_label(row.size) if row.size else ""
        cells = [row.title, row.provider, row.area or "", size, published]
        writer.writerow([row.id, *map(_harmless, cells), *seen.counts[row.id]])
    headers = {"Content-Disposition": f'attachment; filename="exposure-{seen.days}.csv"'}
    # The mark at the start lets spreadsheets read the file as UTF-8.
    return Response("\ufeff" + text.getvalue(), mimetype="text/csv", headers=headers)


def _days() -> int:
    wanted = request.args.get("days", SPANS[1], type=int)
    return wanted if wanted in SPANS else SPANS[1]


def _harmless(cell: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
