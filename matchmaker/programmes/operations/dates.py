"""The dates of a call: set while it is a draft, moved afterwards with a reason for everybody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, raise_all
from matchmaker.programmes.enums import CallState, ChangeReason, PhaseKind
from matchmaker.programmes.models import Call, CallChange, CallPhase
from matchmaker.programmes.operations.calls import WORDS_MAX, check_seen, check_shaped, touch
from matchmaker.programmes.scoring.gaps import disorder
from matchmaker.programmes.words import PHASE_LABELS
from matchmaker.web.filters import exact_moment
from matchmaker.web.forms import checked_words

WARNING: Final = timedelta(days=1)  # who writes has at least this long after a date moved nearer


class PhaseDates(NamedTuple):
    """A step and its instants, with a time zone; None never ends."""

    kind: PhaseKind
    starts_at: datetime
    ends_at: datetime | None


class Note(NamedTuple):
    """Why dates move, for everybody to read."""

    reason: ChangeReason
    words_zh: str
    words_en: str = ""


def set_phases(
    call: Call, given: Sequence[PhaseDates], *, seen_version: int, actor: Account
) -> None:
    """Set the dates of a draft. Raises DomainError for dates that do not go together."""
    check_shaped(call, seen_version)
    _check_order(given)
    with audit.change("call.phases-set", call, actor=actor):
        call.phases = _rows(call, given)
        touch(call)


def move_phases(
    call: Call, given: Sequence[PhaseDates], note: Note, *, seen_version: int, actor: Account
) -> list[CallChange]:
    """Move dates of a published call and keep, for everybody, what moved and why.

    What has begun keeps its start, what is over stays as it is, and submitting never ends sooner
    than a day from now. Raises DomainError for anything else; ConflictError when it is cancelled.
    """
    check_seen(call, seen_version)
    if call.state is not CallState.PUBLISHED:
        raise ConflictError(_("只有已发布的征集才需要写明原因再改时间。"))
    words = checked_words(note.words_zh, WORDS_MAX, field="words_zh")
    words_en = checked_words(note.words_en, WORDS_MAX, field="words_en")
    if not words:
        raise DomainError(_("请写改动说明，所有人都会看到。"), field="words_zh")
    for row in call.phases:
        db.session.refresh(row, with_for_update=True)  # whoever submits at this instant is first
    moved = _moved(call, given)
    _check_order(given)
    now = clock.now()
    changes = [
        CallChange(
            call_id=call.id,
            author_id=actor.id,
            at=now,
            phase=new.kind,
            reason=note.reason,
            words_zh=words,
            words_en=words_en,
            started_at=old.starts_at if old else None,
            ended_at=old.ends_at if old else None,
            starts_at=new.starts_at,
            ends_at=new.ends_at,
        )
        for old, new in moved
    ]
    with audit.change("call.phases-moved", call, actor=actor):
        call.phases = _rows(call, given)
        db.session.add_all(changes)
        touch(call)
    return changes


def _moved(call: Call, given: Sequence[PhaseDates]) -> list[tuple[PhaseDates | None, PhaseDates]]:
    before = {row.kind: PhaseDates(row.kind, row.starts_at, row.ends_at) for row in call.phases}
    missing = [PHASE_LABELS[kind] for kind in before if kind not in {one.kind for one in given}]
    if missing:
        raise DomainError(
            _("已发布的阶段不能删去，请填“%(phase)s”的时间。", phase=missing[0]), field="phases"
        )
    moved = [(before.get(one.kind), one) for one in given if before.get(one.kind) != one]
    if not moved:
        raise DomainError(_("没有改动任何时间。"), field="phases")
    for old, new in moved:
        _check_move(old, new)
    return moved


def _check_move(old: PhaseDates | None, new: PhaseDates) -> None:
    now, label = clock.now(), PHASE_LABELS[new.kind]
    if old and old.ends_at is not None and old.ends_at <= now:
        words = _(
            "“%(phase)s”已于北京时间 %(moment)s 截止，不能再改。",
            phase=label,
            moment=exact_moment(old.ends_at),
        )
        raise DomainError(words, field="phases")
    if old and old.starts_at <= now and old.starts_at != new.starts_at:
        raise DomainError(_("“%(phase)s”已经开始，开始时间不能再改。", phase=label), field="phases")
    if (old is None or old.starts_at != new.starts_at) and new.starts_at <= now:
        raise DomainError(_("“%(phase)s”的开始时间要晚于现在。", phase=label), field="phases")
    if new.ends_at is not None and new.ends_at <= now:
        raise DomainError(_("“%(phase)s”的截止时间要晚于现在。", phase=label), field="phases")
    is_sooner = old and old.ends_at and new.ends_at and new.ends_at < old.ends_at
    if new.kind is PhaseKind.SUBMISSION and is_sooner and new.ends_at - now < WARNING:  # type: ignore[operator]  # `is_sooner` says it is there
        raise DomainError(_("申报提前截止，至少要给大家留一天时间。"), field="phases")


def _check_order(given: Sequence[PhaseDates]) -> None:
    raise_all(DomainError(words, field="phases") for words in disorder(given))


def _rows(call: Call, given: Sequence[PhaseDates]) -> list[CallPhase]:
    known = {row.kind: row for row in call.phases}
    rows = []
    for one in given:
        row = known.get(one.kind) or CallPhase(kind=one.kind)
        row.starts_at, row.ends_at = one.starts_at, one.ends_at
        rows.append(row)
    return rows
