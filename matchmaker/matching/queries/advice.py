"""Why nothing fits a need, and what would change that, in words."""

from flask_babel import gettext as _

from matchmaker.matching.queries.rankings import ShownRanking
from matchmaker.web.filters import figure, fixed


def no_match_reasons(ranking: ShownRanking) -> list[str]:
    """Say why nothing is listed; nothing where something is."""
    if ranking.matches:
        return []
    said = [
        _(
            "比较了 %(n)s 个方案，没有一个达到 %(floor)s 分的门槛。"
            "我们不把勉强的结果当作匹配给您。",
            n=figure(ranking.total_considered),
            floor=figure(ranking.floor),
        )
    ]
    if ranking.best_below:
        said.append(_("得分最高的方案是 %(score)s 分。", score=fixed(ranking.best_below, 1)))
    return said


def no_match_advice(ranking: ShownRanking, region: str, *, may_publish: bool) -> list[str]:
    """Say what may change that nothing is listed; `region` is the name of the place asked for."""
    if ranking.matches:
        return []
    said = [
        _(
            "把“%(line)s”改成希望：单是这一条就排除了 %(n)s 个达到门槛的方案。",
            line=row.label,
            n=row.excludes_alone,
        )
        for row in ranking.requirements
        if row.is_must and row.excludes_alone
    ]
    if not ranking.scenes:
        said.append(_("写明要做的事和用在哪里，例如“井下远程采煤”，或用“指定场景”选出来。"))
    if region:
        said.append(_("去掉地区“%(region)s”，看看别处的方案。", region=region))
    said.append(_("多写几句：设备、人数、现在的困难、希望达到的指标。"))
    if may_publish:
        said.append(_("发布为需求，让供应商来找您。"))
    return said
