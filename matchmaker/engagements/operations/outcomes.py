"""What comes of an agreed engagement, told by one side and confirmed by the other."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.operations import keep_attachment
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.demands.models import DemandGoal
from matchmaker.demands.words import GOAL_KINDS
from matchmaker.engagements.enums import STOP_REASONS, CloseReason, Side
from matchmaker.engagements.enums.outcomes import NEXT_STAGES, Stage
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.outcomes import Outcome, OutcomeEffect, OutcomeStage
from matchmaker.engagements.operations.answering import leave_off
from matchmaker.engagements.operations.telling import other_side, tell_side
from matchmaker.engagements.policies.outcomes import (
    may_confirm_effect,
    may_confirm_stage,
    may_drop_stage,
    may_measure,
    may_stop,
    may_tell,
)
from matchmaker.engagements.policies.talks import speaking_side
from matchmaker.engagements.queries.outcomes import outcome_of
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind
from matchmaker.web.filters import day
from matchmaker.web.forms import checked_words, clean_line

EFFECTS_MOST: Final = 12
WHAT_MAX: Final = 120
UNIT_MAX: Final = 20
WORDS_MAX: Final = 1_000
FIGURE_MOST: Final = 1e9
AHEAD_MOST: Final = timedelta(days=5 * 365)
CHANGED_WORDS: Final = _("项目进展刚刚有变化，请刷新页面查看。")


@dataclass(frozen=True, slots=True)
class StageContent:
    """A stage as it is told, with the day it was reached and when the next is planned.

    The first one comes with the value of the contract, in 万元.
    """

    stage: Stage
    reached_on: date
    next_on: date | None = None
    value_wan: Decimal | None = None


@dataclass(frozen=True, slots=True)
class EffectContent:
    """An effect that is wanted: from a figure to a figure, in a unit."""

    what: str
    start: float | None
    target: float | None
    unit: str


def open_outcome(engagement: Engagement, *, actor: Account) -> Outcome:
    """Begin to keep what comes of an agreed engagement, with the goals of its demand.

    Again gives the one there is.

    Raises ConflictError where the two have not agreed.
    """
    if not may_tell(actor, engagement):
        raise ConflictError(CHANGED_WORDS)
    known = outcome_of(engagement)
    if known is not None:
        return known
    outcome = Outcome(
        engagement=engagement,
        effects=[_wanted(goal, place) for place, goal in enumerate(engagement.demand.goals)],
    )
    try:
        with db.session.begin_nested():
            audit.created("outcome.opened", outcome, actor=actor)
    except IntegrityError as error:  # the other side began right now
        raise ConflictError(CHANGED_WORDS) from error
    return outcome


def tell_stage(engagement: Engagement, content: StageContent, *, actor: Account) -> OutcomeStage:
    """Tell that a stage was reached; it counts once the other side confirms it.

    Stages come in their order, one at a time, a pilot may be left out. Raises ConflictError while
    one waits to be confirmed, DomainError for a day that cannot be and a contract without value.
    """
    outcome = open_outcome(engagement, actor=actor)
    side = _side(engagement, actor)
    if outcome.told is not None or content.stage not in NEXT_STAGES[outcome.reached]:
        raise ConflictError(CHANGED_WORDS)
    _check_days(outcome, content)
    if content.stage is Stage.CONTRACTED and not (content.value_wan and content.value_wan > 0):
        raise DomainError(_("请写合同金额（万元），只有双方看得到。"), field="value_wan")
    with audit.change("outcome.told", outcome, actor=actor):
        if content.stage is Stage.CONTRACTED:
            outcome.value_wan = content.value_wan
        outcome.next_on = content.next_on if NEXT_STAGES[content.stage] else None
    row = OutcomeStage(
        outcome=outcome,
        stage=content.stage,
        reached_on=content.reached_on,
        is_by_provider=side is Side.PROVIDER,
        told_by_id=actor.id,
        told_at=clock.now(),
    )
    audit.created("outcome.stage_told", row, actor=actor)
    _tell(engagement, other_side(side), NoticeKind.STAGE_TOLD)
    return row


def confirm_stage(row: OutcomeStage, *, actor: Account) -> None:
    """Confirm what the other side told; the last stage makes the outcome accepted."""
    if not may_confirm_stage(actor, row):
        raise ConflictError(CHANGED_WORDS)
    with audit.change("outcome.stage_confirmed", row, actor=actor):
        row.confirmed_at, row.confirmed_by_id = clock.now(), actor.id
    if row.stage is Stage.ACCEPTED:
        with audit.change("outcome.accepted", row.outcome, actor=actor):
            row.outcome.accepted_at = clock.now()
    engagement = row.outcome.engagement
    _tell(engagement, other_side(_side(engagement, actor)), NoticeKind.STAGE_CONFIRMED)


def drop_stage(row: OutcomeStage, words: str, *, actor: Account) -> None:
    """Take back what one told, or say that what the other told is not so, and why.

    Raises ConflictError for what is confirmed, DomainError for saying no without words.
    """
    engagement, outcome = row.outcome.engagement, row.outcome
    if not may_drop_stage(actor, row):
        raise ConflictError(CHANGED_WORDS)
    side, said = _side(engagement, actor), checked_words(words, WORDS_MAX)
    is_refused = row.is_by_provider != (side is Side.PROVIDER)
    if is_refused and not said:
        raise DomainError(_("请写明哪里不对，对方会看到。"), field="words")
    action = "outcome.stage_refused" if is_refused else "outcome.stage_taken_back"
    facts = {"stage": row.stage.value, "words": said}
    audit.happened(action, outcome, actor=actor, facts=facts)
    if row.stage is Stage.CONTRACTED:
        outcome.value_wan = None
    outcome.stages.remove(row)
    db.session.flush()
    if is_refused:
        _tell(engagement, other_side(side), NoticeKind.STAGE_REFUSED, said)


def stop_project(
    engagement: Engagement, reason: CloseReason | None, words: str, *, actor: Account
) -> None:
    """Say that an agreed project came to nothing, and why; it ends the engagement.

    Raises ConflictError for a project that was accepted, DomainError without a reason.
    """
    if not may_stop(actor, engagement, outcome_of(engagement)):
        raise ConflictError(CHANGED_WORDS)
    if reason not in STOP_REASONS:
        raise DomainError(_("请选择原因，对方会看到。"), field="reason")
    leave_off(engagement, reason, words, actor=actor)


def add_effect(engagement: Engagement, content: EffectContent, *, actor: Account) -> OutcomeEffect:
    """Say what is to be measured beside the goals of the demand.

    Raises DomainError for an effect without a name or target, and over twelve.
    """
    outcome = open_outcome(engagement, actor=actor)
    what, unit = clean_line(content.what), clean_line(content.unit)
    if not what or len(what) > WHAT_MAX:
        raise DomainError(_("请写要衡量什么，最多 %(n)s 个字。", n=WHAT_MAX), field="what")
    if len(unit) > UNIT_MAX:
        raise DomainError(_("单位最多 %(n)s 个字。", n=UNIT_MAX), field="unit")
    if content.target is None:
        raise DomainError(_("请写希望达到的数值。"), field="target")
    _check_figure(content.target, "target")
    _check_figure(content.start, "start")
    if len(outcome.effects) >= EFFECTS_MOST:
        raise DomainError(_("最多衡量 %(n)s 项成效。", n=EFFECTS_MOST))
    row = OutcomeEffect(
        outcome=outcome,
        position=len(outcome.effects),
        what=what,
        start=content.start,
        target=content.target,
        unit=unit,
    )
    audit.created("outcome.effect_added", row, actor=actor)
    return row


def measure_effect(
    row: OutcomeEffect,
    reached: float | None,
    measured_on: date | None,
    upload: FileStorage | None,
    *,
    actor: Account,
) -> None:
    """Say what was measured and when, with evidence where there is some.

    Raises ConflictError for a confirmed figure, DomainError for a figure or day that cannot be.
    """
    if not may_measure(actor, row):
        raise ConflictError(CHANGED_WORDS)
    engagement = row.outcome.engagement
    side = _side(engagement, actor)
    if reached is None:
        raise DomainError(_("请写实际达到的数值。"), field="reached")
    _check_figure(reached, "reached")
    if measured_on is None or measured_on > clock.today():
        raise DomainError(_("请写测量的日期，不能晚于今天。"), field="measured_on")
    with audit.change("outcome.effect_measured", row, actor=actor):
        row.reached, row.measured_on = reached, measured_on
        row.measured_by_id, row.is_by_provider = actor.id, side is Side.PROVIDER
        if upload is not None and upload.filename:
            row.evidence = keep_attachment(upload, purpose=Purpose.EVIDENCE, actor=actor)
    _tell(engagement, other_side(side), NoticeKind.EFFECT_MEASURED, row.what)


def confirm_effect(row: OutcomeEffect, *, actor: Account) -> None:
    """Confirm a figure the other side measured."""
    if not may_confirm_effect(actor, row):
        raise ConflictError(CHANGED_WORDS)
    with audit.change("outcome.effect_confirmed", row, actor=actor):
        row.confirmed_by_id = actor.id


def _wanted(goal: DemandGoal, place: int) -> OutcomeEffect:
    return OutcomeEffect(
        position=place,
        kind=goal.kind.value,
        what=goal.words or str(GOAL_KINDS[goal.kind]),
        start=None if goal.from_figure is None else float(goal.from_figure),
        target=None if goal.to_figure is None else float(goal.to_figure),
        unit=goal.unit,
    )


def _check_days(outcome: Outcome, content: StageContent) -> None:
    today = clock.today()
    last = max((row.reached_on for row in outcome.stages), default=None)
    if content.reached_on > today:
        raise DomainError(_("日期不能晚于今天。"), field="reached_on")
    if last is not None and content.reached_on < last:
        raise DomainError(_("日期不能早于上一步的 %(day)s。", day=day(last)), field="reached_on")
    if content.next_on is not None and not today <= content.next_on <= today + AHEAD_MOST:
        raise DomainError(_("下一步的计划日期要在今天以后、五年以内。"), field="next_on")


def _check_figure(value: float | None, field: str) -> None:
    if value is not None and (not isfinite(value) or abs(value) >= FIGURE_MOST):
        raise DomainError(_("请写数字，例如 50 或 37.5。"), field=field)


def _side(engagement: Engagement, actor: Account) -> Side:
    side = speaking_side(actor, engagement)
    if side is None:
        raise ConflictError(CHANGED_WORDS)
    return side


def _tell(engagement: Engagement, side: Side, kind: NoticeKind, words: str = "") -> None:
    tell_side(
        engagement,
        side,
        kind,
        "engagements.outcome",
        {"engagement_id": engagement.id},
        facts={"words": words},
    )
