"""A showcase becomes somebody else's need: filled in as far as it can be, theirs to change."""

from collections.abc import Iterator
from typing import Final

from flask_babel import gettext as _

from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import Effect
from matchmaker.demands.enums import GoalKind
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import (
    GOAL_UNIT_MAX,
    GOAL_WORDS_MAX,
    TITLE_MAX,
    DemandContent,
    GoalContent,
    fill_pasted,
    paste_need,
)
from matchmaker.demands.operations.posting import SCENES_MOST
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.scoring.units import measured
from matchmaker.web.language import in_language, localised

PROBLEM_MOST: Final = 2000
_GOALS: Final = {
    Effect.COST: GoalKind.ECONOMIC,
    Effect.ENERGY: GoalKind.ECONOMIC,
    Effect.EFFICIENCY: GoalKind.PRODUCTION,
    Effect.QUALITY: GoalKind.PRODUCTION,
    Effect.STAFF: GoalKind.LABOUR,
}


def copy_showcase(
    showcase: Showcase, address: str, *, actor: Account | None, secret: str = ""
) -> tuple[Demand, str]:
    """Make a need like what a showcase solved; gives it and the key that opens it.

    Trade, scenes, effects as goals and costs as the budget are taken over; the place and figures
    of today are left to whoever copies. `address` is that of the page. Sent twice it is one need.
    """
    text = copied_text(showcase, address)
    need, token = paste_need(text, actor=actor, secret=secret)
    content = DemandContent(
        title=_("复制“%(title)s”", title=localised(showcase, "title"))[:TITLE_MAX],
        text=text,
        sector=showcase.sector,
        scenes=showcase.scenes[:SCENES_MOST],
        budget_min_wan=showcase.cost_min_wan,
        budget_max_wan=showcase.cost_max_wan,
        goals=list(_goals(showcase)),
    )
    if not need.title:
        fill_pasted(need, content, actor=actor)
    return need, token


def copied_text(showcase: Showcase, address: str) -> str:
    """Write the need in words: what to solve, how it was solved there, what it came to."""
    effects = _("；").join(_effects(showcase))
    parts = [
        localised(showcase, "problem")[:PROBLEM_MOST],
        _(
            "想参照“%(title)s”（%(address)s）的做法，在本单位建设。",
            title=localised(showcase, "title"),
            address=address,
        ),
        _("那里的成效：%(effects)s。", effects=effects) if effects else "",
        _("那里的网络：%(network)s", network=localised(showcase, "network")[:PROBLEM_MOST])
        if showcase.network_zh
        else "",
        _("本单位的地点、规模和现状：（请补充）"),
    ]
    return "\n".join(filter(None, parts))


def _effects(showcase: Showcase) -> Iterator[str]:
    for row in showcase.figures:
        change = " → ".join(
            measured(value, row.unit) for value in (row.before, row.after) if value is not None
        )
        yield f"{in_language(row.what_zh, row.what_en)} {change}"


def _goals(showcase: Showcase) -> Iterator[GoalContent]:
    said: set[GoalKind] = set()
    for row in showcase.figures:
        kind = _GOALS.get(row.kind)
        if kind is not None and kind not in said:
            said.add(kind)
            yield GoalContent(
                kind=kind,
                words=in_language(row.what_zh, row.what_en)[:GOAL_WORDS_MAX],
                to_figure=row.after,
                unit=row.unit[:GOAL_UNIT_MAX],
            )
