"""Criteria, scores and the shortlist of a demand."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.evaluation import (
    POINTS_MOST,
    Criterion,
    Evaluation,
    Score,
    ScoreNote,
)
from matchmaker.engagements.operations.moves import WORDS_MAX
from matchmaker.engagements.policies.evaluation import may_evaluate
from matchmaker.engagements.queries.evaluation import chosen_of, evaluation_of, note_by
from matchmaker.errors import ConflictError, DomainError
from matchmaker.web.forms import checked_words, clean_line

CRITERIA_MOST = 8
NAME_MAX = 60
WHOLE = 100


class CriterionGiven(NamedTuple):
    """One criterion as a person wrote it; weights are whole per cents."""

    name: str
    weight: int


def set_criteria(
    demand: Demand, rows: Sequence[CriterionGiven], *, starts: bool, actor: Account
) -> Evaluation:
    """Say what responses are scored on; once started, criteria stay as they are.

    Raises DomainError for criteria without name or weight, too many, and, to start, for weights
    that do not sum to 100; ConflictError once scoring has started.
    """
    given = [CriterionGiven(clean_line(row.name), row.weight) for row in rows]
    _check_criteria(given, starts=starts)
    evaluation = evaluation_of(demand)
    if evaluation is not None and evaluation.started_at is not None:
        raise ConflictError(_("评分已经开始，标准不能再改。"))
    if evaluation is None:
        evaluation = Evaluation(demand=demand)
        _write(evaluation, given, starts=starts)
        try:
            with db.session.begin_nested():  # a colleague may be doing the same
                audit.created("evaluation.set", evaluation, actor=actor)
        except IntegrityError as error:
            raise ConflictError(_("同事刚刚设了评分标准，请刷新页面查看。")) from error
        return evaluation
    with audit.change("evaluation.set", evaluation, actor=actor):
        _write(evaluation, given, starts=starts)
        evaluation.updated_at = clock.now()
    return evaluation


def give_scores(
    engagement: Engagement, points: Mapping[int, int], note: str, *, actor: Account
) -> None:
    """Give one's points to a response on every criterion, or change them until the award.

    Raises DomainError where scoring has not started or a criterion lacks its points;
    ConflictError once somebody is chosen.
    """
    if not may_evaluate(actor, engagement):
        raise ConflictError(_("这条对接已经结束，不能再评分。"))
    evaluation = evaluation_of(engagement.demand)
    if evaluation is None or evaluation.started_at is None:
        raise DomainError(_("请先设好评分标准并开始评分。"))
    if chosen_of(engagement.demand) is not None:
        raise ConflictError(_("已经选定供应商，评分不能再改。"))
    wanted = {row.id for row in evaluation.criteria}
    if any(points.get(number) not in range(POINTS_MOST + 1) for number in wanted):
        raise DomainError(_("请给每项标准打 0 到 5 分。"))
    known = {
        row.criterion_id: row
        for row in db.session.scalars(
            select(Score).where(Score.engagement_id == engagement.id, Score.account_id == actor.id)
        )
    }
    for number in wanted:
        row = known.get(number) or Score(
            engagement_id=engagement.id, criterion_id=number, account_id=actor.id
        )
        row.points = points[number]
        row.given_at = clock.now()
        db.session.add(row)
    _note(engagement, checked_words(note, WORDS_MAX, field="note"), actor)
    facts = {str(number): points[number] for number in sorted(wanted)}
    audit.happened("engagement.scored", engagement, actor=actor, facts=facts)


def shortlist(engagement: Engagement, *, is_on: bool, actor: Account) -> None:
    """Keep an engagement for a closer look, or no longer."""
    if not may_evaluate(actor, engagement):
        raise ConflictError(_("这条对接已经结束，不能再入围。"))
    with audit.change("engagement.shortlisted", engagement, actor=actor):
        engagement.is_shortlisted = is_on


def _note(engagement: Engagement, words: str, actor: Account) -> None:
    row = note_by(actor, engagement)
    if row is None and words:
        row = ScoreNote(engagement_id=engagement.id, account_id=actor.id)
        db.session.add(row)
    if row is not None:
        row.words = words


def _write(evaluation: Evaluation, rows: Sequence[CriterionGiven], *, starts: bool) -> None:
    evaluation.criteria = [
        Criterion(position=position, name=row.name, weight=row.weight)
        for position, row in enumerate(rows)
    ]
    if starts:
        evaluation.started_at = clock.now()


def _check_criteria(rows: Sequence[CriterionGiven], *, starts: bool) -> None:
    if not rows:
        raise DomainError(_("请至少写一项标准。"))
    if len(rows) > CRITERIA_MOST:
        raise DomainError(_("标准最多 %(limit)s 项。", limit=CRITERIA_MOST))
    if any(not row.name or len(row.name) > NAME_MAX for row in rows):
        raise DomainError(_("请给每项标准写名称，最多 %(limit)s 个字。", limit=NAME_MAX))
    if any(not 1 <= row.weight <= WHOLE for row in rows):
        raise DomainError(_("每项权重请填 1 到 100 的整数。"))
    if len({row.name for row in rows}) < len(rows):
        raise DomainError(_("有两项标准同名，请改名或合并。"))
    reached = sum(row.weight for row in rows)
    if starts and reached != WHOLE:
        raise DomainError(
            _("权重合计要等于 100，现在是 %(sum)s。请改好后再开始评分。", sum=reached)
        )
