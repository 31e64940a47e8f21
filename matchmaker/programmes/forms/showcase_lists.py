"""What visitors narrow the gallery to, and its file."""

from dataclasses import dataclass

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import MultiDict

from matchmaker import clock
from matchmaker.db import db
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.models.showcases import Showcase, ShowcaseFigure, ShowcasePart
from matchmaker.programmes.scoring.units import measured
from matchmaker.programmes.words import SUBJECT_LABELS
from matchmaker.programmes.words.showcases import (
    NAMED_BY_LABELS,
    PROOF_LABELS,
    SHOWCASE_LABELS,
)
from matchmaker.taxonomy.queries.facets import taxonomy_choices, taxonomy_facets
from matchmaker.web.charts import Tile, TileChart
from matchmaker.web.facets import (
    SHOWN_OF_UNKNOWN,
    Chip,
    Choices,
    Counts,
    Facet,
    chosen_values,
    flat_facet,
)
from matchmaker.web.filters import money_wan
from matchmaker.web.language import in_language, localised
from matchmaker.web.sheets import (
    MOST_ROWS,
    Columns,
    Rows,
    csv_file,
    first_rows,
    list_file,
    table_file,
)


@dataclass(frozen=True, slots=True)
class WantedShowcases:
    """What the address asks the gallery for. `unknown` holds the values that mean nothing here."""

    chosen: Choices
    unknown: tuple[str, ...] = ()


def wanted_showcases(args: MultiDict[str, str]) -> WantedShowcases:
    """Read the address of the gallery; a value nobody knows is dropped and named."""
    taxonomy = taxonomy_choices(chosen_values(args, ("sector", "scene", "region")))
    sent = chosen_values(args, ("subject",))["subject"]
    known = set(SubjectType)
    types = tuple(value for value in sent if value in known)
    dropped = (value[:SHOWN_OF_UNKNOWN] for value in sent if value not in known)
    return WantedShowcases(
        Choices({**taxonomy.values, "subject": types}), (*taxonomy.unknown, *dropped)
    )


def showcase_facets(wanted: WantedShowcases, counts: Counts) -> list[Facet]:
    """Give the panel of the gallery."""
    labels = {value.value: words for value, words in SUBJECT_LABELS.items()}
    return [
        flat_facet("subject", _("类型"), labels, counts, wanted.chosen),
        *taxonomy_facets(("field", "region"), counts, wanted.chosen),
    ]


def provinces_file(chart: TileChart, chips: list[Chip]) -> Response:
    """Send how many showcases each province has, as the address asks for it: .csv, or .xlsx."""
    columns: Columns[Tile] = {
        _("地区"): lambda tile: tile.province.name,
        _("数量"): lambda tile: tile.shown.value,
    }
    told = [tile for tile in chart.tiles if tile.shown.value]
    if request.args.get("format") == "csv":
        return csv_file("showcases-provinces", columns, told)
    conditions = [(chip.label, chip.name) for chip in chips]
    rows = Rows(told, len(told))
    return table_file("showcases-provinces", _("各省"), columns, rows, conditions=conditions)


def showcases_file(found: Select[Showcase], chips: list[Chip]) -> Response:
    """Send the first 2,000 showcases of a list, with their figures and what those rest on."""
    total = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery()))
    with_parts = found.options(selectinload(Showcase.parts).joinedload(ShowcasePart.organisation))
    rows = (
        [
            localised(row, "title"),
            str(SUBJECT_LABELS[row.subject_type]),
            localised(row, "owner"),
            localised(row.region) if row.region else "",
            row.live_year,
            _("；").join(localised(scene) for scene in row.scenes),
            _("；").join(part.organisation.name for part in row.parts),
            _("；").join(map(figure_words, row.figures)),
            money_wan(row.cost_min_wan, row.cost_max_wan),
            row.source_url,
        ]
        for row in db.session.scalars(with_parts.limit(MOST_ROWS))
    )
    head = [
        _("标题"),
        _("类型"),
        _("单位"),
        _("地区"),
        _("投用年份"),
        _("场景"),
        _("供应商"),
        _("成效"),
        _("投入"),
        _("来源"),
    ]
    return list_file(
        "showcases",
        _("领航者"),
        head,
        rows,
        wide=(0, 7),
        total=total or 0,
        conditions=[(chip.label, chip.name) for chip in chips],
        address=request.url,
    )


def staff_showcases_file(found: Select[Showcase]) -> Response:
    """Send the first 2,000 showcases staff see, with where each stands."""
    columns: Columns[Showcase] = {
        _("标题"): lambda row: localised(row, "title"),
        _("类型"): lambda row: str(SUBJECT_LABELS[row.subject_type]),
        _("单位（公开显示）"): lambda row: localised(row, "owner"),
        _("署名"): lambda row: str(NAMED_BY_LABELS[row.named_by]),
        _("地区"): lambda row: localised(row.region) if row.region else "",
        _("状态"): lambda row: str(SHOWCASE_LABELS[row.state]),
        _("起草"): lambda row: row.author.name if row.author else "",
        _("发布"): lambda row: clock.stamp(row.published_at),
        _("撤回的原因"): lambda row: row.withdraw_words,
        _("最近修改"): lambda row: clock.stamp(row.updated_at),
    }
    return table_file("showcases-staff", _("领航者"), columns, first_rows(found), wide=(0,))


def figure_words(row: ShowcaseFigure) -> str:
    """Say a figure in one line: what, from how much to how much, on what it rests."""
    what = in_language(row.what_zh, row.what_en)
    change = " → ".join(
        measured(value, row.unit) for value in (row.before, row.after) if value is not None
    )
    return _(
        "%(what)s：%(change)s（%(proof)s）", what=what, change=change, proof=PROOF_LABELS[row.proof]
    )
