"""`matchmaker model …`: versions of the matching model at a terminal, as tables or JSON."""

import json
from typing import Any

from flask_babel import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from matchmaker.errors import NotFoundError
from matchmaker.matching.models import ModelVersion
from matchmaker.matching.queries.models import counted_weights, version_numbered, versions
from matchmaker.matching.scoring.model import SIGNALS
from matchmaker.web.converters import LARGEST_NUMBER

MEASURES = ("nDCG@10", "MRR@10", "hit@1", "hit@5", "recall@10", "recall@100", "p50_ms", "p95_ms")


def wanted_version(number: int) -> ModelVersion:
    """Find a version by the number people cite; raises NotFoundError."""
    version = version_numbered(number) if 0 < number <= LARGEST_NUMBER else None
    if version is None:
        raise NotFoundError(_("没有第 %(n)s 版模型。用 matchmaker model list 查看全部。", n=number))
    return version


def print_versions(console: Console, *, as_json: bool) -> None:
    """Print every version, newest first."""
    rows = versions()
    if as_json:
        console.print_json(json.dumps([version_data(row) for row in rows]))
        return
    table = Table()
    for heading in (_("版本"), _("名称"), _("状态"), _("启用时间"), "nDCG@10"):
        table.add_column(heading, justify="right" if heading == "nDCG@10" else "left")
    for row in rows:
        sets = row.figures.get("sets") or [{}]
        table.add_row(
            str(row.number),
            escape(row.name),
            row.state.value,
            row.activated_at.strftime("%Y-%m-%d %H:%M") if row.activated_at else "",
            _shown(sets[0].get("ours", {}).get("nDCG@10")),
        )
    console.print(table)


def print_version(version: ModelVersion, console: Console, *, as_json: bool) -> None:
    """Print one version with its weights and the figures on record."""
    if as_json:
        console.print_json(json.dumps(version_data(version)))
        return
    data = version_data(version)
    title = f"{version.number} {version.name}: {version.state.value}"
    table = Table(title=escape(title))
    for heading in (_("信号"), _("权重"), _("计分权重")):
        table.add_column(heading, justify="left" if heading == _("信号") else "right")
    for name in SIGNALS:
        table.add_row(name, _shown(version.weights.get(name)), _shown(data["counted"][name]))
    console.print(table)
    console.print(_("门槛 %(floor)s 分", floor=f"{version.floor:g}"))
    print_figures(version.figures, console)


def print_figures(figures: dict[str, Any], console: Console) -> None:
    """Print what an evaluation measured: one table a judged set."""
    for found in figures.get("sets", []):
        title = f"{found['name']}: {found['needs']} needs, {found['offerings']} offerings"
        table = Table(title=escape(title))
        table.add_column("")
        for heading in (_("这个模型"), _("启用中的模型"), _("普通 BM25")):
            table.add_column(heading, justify="right")
        for name in MEASURES:
            plain = (found["bm25"] or {}).get(name)
            values = (found["ours"].get(name), found["active"].get(name), plain)
            table.add_row(name, *map(_shown, values))
        console.print(table)


def print_learned(found: dict[str, Any], console: Console, *, as_json: bool) -> None:
    """Print fitted weights beside the hand-set ones, with what they rest on."""
    if as_json:
        console.print_json(json.dumps(found))
        return
    table = Table()
    table.add_column(_("信号"))
    for heading in (_("手设"), _("拟合"), _("各折最低"), _("各折最高"), _("各折标准差")):
        table.add_column(heading, justify="right")
    for name in SIGNALS:
        parts = ("hand_set", "weights", "lowest", "highest", "deviation")
        table.add_row(name, *(_shown(found[part].get(name)) for part in parts))
    console.print(table)
    console.print(
        _(
            "依据 %(needs)s 条需求、%(pairs)s 个评判，其中 %(whole)s 条需求由运营人员完整评过。",
            needs=found["needs"],
            pairs=found["pairs"],
            whole=found["complete_needs"],
        )
    )
    if found["outcome_needs"]:
        console.print(
            _(
                "另学习了 %(needs)s 条需求的 %(pairs)s 个对接结果；检验只用评判。",
                needs=found["outcome_needs"],
                pairs=found["outcome_pairs"],
            )
        )
    console.print(
        _(
            "没参与拟合的需求上：拟合的 %(fitted)s，手设的 %(hand)s；"
            "各折相差 %(low)s 到 %(high)s。",
            fitted=found["fitted"],
            hand=found["hand_set_measure"],
            low=f"{found['gain_lowest']:+.4f}",
            high=f"{found['gain_highest']:+.4f}",
        )
    )


def version_data(version: ModelVersion) -> dict[str, Any]:
    """Give a version as plain data for JSON."""
    moments = ("created_at", "evaluated_at", "activated_at", "retired_at")
    return {
        "number": version.number,
        "name": version.name,
        "state": version.state.value,
        "weights": version.weights,
        "counted": counted_weights(version.weights, version.off),
        "floor": version.floor,
        "overrides": version.overrides,
        "off": version.off,
        "notes": version.notes,
        "figures": version.figures,
        "learned": version.learned,
        **{name: _iso(getattr(version, name)) for name in moments},
    }


def _iso(moment: Any) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"
