"""A ranking as a table for people at a terminal."""

from collections.abc import Sequence

from flask_babel import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from matchmaker.matching.queries.answers import ShownVerdict
from matchmaker.matching.queries.rankings import ShownRanking


def print_ranking(shown: ShownRanking, console: Console) -> None:
    """Print what was understood, the matches with their sums, and what was left out."""
    scenes = "、".join(f"{scene.name} {scene.score:.2f}" for scene in shown.scenes)
    console.print(_("读出的场景：%(scenes)s", scenes=scenes or _("没有")), markup=False)
    if shown.matches:
        console.print(_table(shown))
    else:
        console.print(_("没有合适的匹配"))
    _excluded(shown, console)
    console.print(
        _(
            "共比较 %(considered)s 个方案，%(reaching)s 个达到 %(floor)s 分的门槛；"
            "模型 %(model)s，用时 %(ms)s 毫秒",
            considered=shown.total_considered,
            reaching=shown.reaching,
            floor=f"{shown.floor:g}",
            model=shown.model_name,
            ms=f"{shown.elapsed_ms:.1f}",
        ),
        markup=False,
    )


def verdict_words(verdicts: Sequence[ShownVerdict]) -> str:
    """Say verdicts in a few words each: 时延 ≤ 20 毫秒 满足（≤ 10 毫秒）."""
    said = []
    for row in verdicts:
        promised = f"（{row.promised}）" if row.promised else ""
        said.append(f"{row.label} {row.answer_label}{promised}")
    return "；".join(said)


def _excluded(shown: ShownRanking, console: Console) -> None:
    if not shown.excluded_count:
        return
    console.print(_("硬性要求不满足：%(n)s 个方案", n=shown.excluded_count), markup=False)
    for match in shown.excluded:
        words = "；".join(match.missed)
        console.print(
            f"  {match.score:.1f}  {match.offering.title} (#{match.offering.id})  {words}",
            markup=False,
        )


def _table(shown: ShownRanking) -> Table:
    table = Table()
    table.add_column("#", justify="right")
    table.add_column(_("分"), justify="right")
    for heading in (_("方案"), _("供应商"), _("构成"), _("要求"), _("共同的词"), _("佐证")):
        table.add_column(heading, overflow="fold")
    for match in shown.matches:
        table.add_row(
            str(match.rank),
            f"{match.score:.1f}",
            escape(f"{match.offering.title} (#{match.offering.id})"),
            escape(match.provider.name),
            escape(" + ".join(f"{part.label} {part.points:.1f}" for part in match.signals)),
            escape(verdict_words(match.requirements)),
            escape(" ".join(term.word for term in match.terms[:6])),
            escape("；".join(case.title for case in match.evidence[:2])),
        )
    return table
