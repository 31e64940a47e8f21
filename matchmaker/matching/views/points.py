"""A fit as a visible sum: one stacked bar, each part named with its points, the whole as a table.

Written in one go and not by a template: a match page has 160 parts, each printed three times, and
a template spent more processor time on them than the ranking itself took.
"""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from markupsafe import Markup, escape

from matchmaker.matching.queries.cards import ShownSignal
from matchmaker.matching.views.blueprint import bp
from matchmaker.web.filters import fixed


@bp.app_template_global()
def points(signals: Sequence[ShownSignal], score: float, key: str) -> Markup:
    """Show a fit; value × weight stand behind each part on hover, focus and tap.

    A signal without weight is not counted and says so. `key` is unique on the page, which loads
    css/points.css.
    """
    bar, counted, rows, edge = [], [], [], 0.0
    for signal in signals:
        part = f"part--{signal.name}"
        label, note = escape(signal.label), escape(signal.note)
        value, weight = fixed(signal.value, 2), f"{signal.weight:.3g}"
        got = fixed(signal.points, 1)
        bar.append(
            f'<rect class="points__part {part}" x="{edge:.2f}" y="0"'
            f' width="{signal.points:.2f}" height="4"></rect>'
        )
        edge += signal.points
        if signal.weight:
            tip = f"{key}-{signal.name}"
            counted.append(
                '<li class="points__item">'
                f'<button class="points__key" type="button" aria-describedby="{tip}" data-tip>'
                f'<span class="points__swatch {part}" aria-hidden="true"></span>'
                f"{label} <b>{got}</b></button>"
                f'<span class="points__tip" role="tooltip" id="{tip}">'
                f"<b>{value} × {weight} = {got}</b><br>{note}</span></li>"
            )
        rows.append(
            f'<tr><th scope="row">{label}</th>{_figure(value)}{_figure(weight)}{_figure(got)}'
            f"<td>{note}</td></tr>"
        )
    how = escape(_("怎么算的"))
    return Markup(  # noqa: S704 - texts are escaped, the rest are figures and names of signals
        '<div class="points">'
        '<svg class="points__bar" viewBox="0 0 100 4" preserveAspectRatio="none"'
        ' aria-hidden="true">'
        '<rect class="points__track" x="0" y="0" width="100" height="4"></rect>'
        f"{''.join(bar)}</svg>"
        f'<ul class="points__list">{"".join(counted)}{_uncounted(signals)}</ul>'
        f'<details class="points__how"><summary>{how}</summary>'
        f"{_table(rows, fixed(score, 1))}</details></div>"
    )


def _uncounted(signals: Iterable[ShownSignal]) -> str:
    labels = [signal.label for signal in signals if not signal.weight]
    if not labels:
        return ""
    words = _("不计：%(signals)s", signals=_("、").join(labels))
    return f'<li class="points__uncounted">{escape(words)}</li>'


def _table(rows: Iterable[str], score: str) -> str:
    caption, total = escape(_("适配度 %(score)s 分的构成", score=score)), escape(_("合计"))
    heads = [_("信号"), _("取值"), _("权重"), _("得分"), _("依据")]
    kinds = ["", *[' class="table__number"'] * 3, ""]
    head = "".join(
        f'<th{kind} scope="col">{escape(words)}</th>'
        for kind, words in zip(kinds, heads, strict=True)
    )
    return (
        '<table class="table table--tight">'
        f'<caption class="visually-hidden">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
        f'<tfoot><tr><th scope="row" colspan="3">{total}</th>'
        f"{_figure(f'<b>{score}</b>')}<td></td></tr></tfoot></table>"
    )


def _figure(text: str) -> str:
    return f'<td class="table__number">{text}</td>'
