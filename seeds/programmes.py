"""Fills a database with what programmes start from: criteria of subject types, showcases."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from matchmaker.catalogue.enums import Effect
from matchmaker.catalogue.models import Case
from matchmaker.db import db
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.enums.showcases import CriterionKind
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.operations.pilots import put_pilot_criterion, put_pilot_point
from matchmaker.programmes.operations.showcase_content import ShownFigure
from matchmaker.programmes.operations.showcase_origins import publish_sourced
from seeds import files

Track = Callable[[str, Sequence[Any]], Iterable[Any]]


class Count(Protocol):
    """Counts a row of a kind."""

    def __call__(self, kind: str, *, changed: bool) -> None: ...


def load_pilots(track: Track, count: Count, root: Path) -> None:
    """Load what sources say of each subject type, and the platform's criteria."""
    seeds = files.read_pilots(root)
    keys = [{row.slug for row in seed.criteria} for seed in seeds]
    shared = set.intersection(*keys)
    common = [row.slug for row in seeds[0].criteria if row.slug in shared]
    for seed in track("pilots", seeds):
        subject = SubjectType(seed.type)
        changed = False
        for place, (key, values) in enumerate(_points(seed)):
            values |= {"subject_type": subject, "position": place}
            changed |= put_pilot_point(key, values, actor=None)
        for place, row in enumerate(seed.criteria):
            values = _criterion(row)
            is_common = row.slug in common
            values |= {
                "subject_type": None if is_common else subject,
                "position": common.index(row.slug) if is_common else place,
            }
            changed |= put_pilot_criterion(row.slug, values, actor=None)
        count("pilots", changed=changed)


def load_showcases(track: Track, count: Count, root: Path) -> None:
    """Show published cases as showcases; once one is there, only staff change it."""
    made = set(db.session.scalars(select(Showcase.case_id).where(Showcase.case_id.is_not(None))))
    seeds = files.read_showcases(root)
    wanted = select(Case).where(Case.key.in_([seed.case for seed in seeds]))
    cases = {row.key: row for row in db.session.scalars(wanted.options(selectinload(Case.parts)))}
    for seed in track("showcases", seeds):
        case = cases[seed.case]
        is_new = case.id not in made
        if is_new:
            publish_sourced(
                case,
                subject_type=SubjectType(seed.type),
                title_en=seed.title_en,
                owner_en=seed.owner_en,
                problem_en=seed.problem_en,
                solution_en=seed.solution_en,
                network_zh=seed.network_zh,
                network_en=seed.network_en,
                figures=[_figure(row) for row in seed.figures],
            )
        count("showcases", changed=is_new)


def _points(seed: files.PilotSeed) -> Iterable[tuple[str, dict[str, Any]]]:
    for number, fact in enumerate(seed.facts, 1):
        texts = fact.items if fact.is_checked and fact.items else (_said(fact),)
        for part, text in enumerate(texts, 1):
            yield (
                f"{seed.type}-{number}-{part}",
                {
                    "label_zh": fact.label,
                    "text_zh": text,
                    "note_zh": fact.note,
                    "source": fact.source,
                    "is_checked": fact.is_checked,
                },
            )


def _said(fact: files.PilotFactSeed) -> str:
    figures = (f"{name} {value:g}".strip() for name, value in fact.figures)
    return "；".join(filter(None, (fact.text, "、".join(fact.items), "，".join(figures))))


def _criterion(row: files.PilotCriterionSeed) -> dict[str, Any]:
    is_figure = not row.options and not isinstance(row.suggested, bool)
    kinds = {True: CriterionKind.FIGURE, False: CriterionKind.YES_NO}
    return {
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "metric_zh": row.metric,
        "metric_en": row.metric_en,
        "kind": CriterionKind.CHOICE if row.options else kinds[is_figure],
        "unit": row.unit if is_figure else "",
        "suggested": row.suggested if is_figure else None,
        "options": list(row.options),
    }


def _figure(row: files.FigureSeed) -> ShownFigure:
    return ShownFigure(
        kind=Effect(row.kind),
        what_zh=row.what_zh,
        what_en=row.what_en,
        before=None if row.before is None else Decimal(str(row.before)),
        after=Decimal(str(row.after)),
        unit=row.unit,
    )
