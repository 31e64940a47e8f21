"""Observations that staff add, correct, remove and restore; each change stands in the trail."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.organisations import is_web_address
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, raise_all
from matchmaker.insight.enums import Bound
from matchmaker.insight.models.plans import Indicator, Observation
from matchmaker.web.versions import OVERTAKEN

LARGEST: Final = 1e12
EARLIEST: Final = date(2018, 12, 1)  # when the first frequencies for 5G trials were given out
NAME_MAX: Final = 200
SOURCE_MAX: Final = 300
SOURCE_LEAST: Final = 2
NOTE_MAX: Final = 500
REASON_MAX: Final = 200
TWICE: Final = _("这个来源这一天的数字已经有了。请修改那一条；如果它已被删除，可以恢复。")


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationContent:
    """What staff say of an observation, the value in the unit of its indicator.

    `named`: what the source calls the figure. `source`: an address, words may follow it after a
    blank; or the name of a document.
    """

    as_of: date
    op: Bound
    value: float
    named: str
    source: str
    is_official: bool = True
    note: str = ""
    note_en: str = ""


def add_observation(
    indicator: Indicator, content: ObservationContent, *, actor: Account
) -> Observation:
    """Add what a source says of an indicator on a day.

    Raises DomainError for what cannot be so, or a day this source is recorded for already.
    """
    _check(content)
    row = Observation(indicator_id=indicator.id, edited_at=clock.now())
    _say(row, content)
    try:
        with db.session.begin_nested():
            audit.created("observation.added", row, actor=actor)
    except IntegrityError as error:
        raise DomainError(TWICE, field="as_of") from error
    return row


def correct_observation(
    row: Observation,
    content: ObservationContent,
    reason: str,
    *,
    seen_version: int,
    actor: Account,
) -> None:
    """Say something else of an observation, and why; the seed files leave it alone from then on.

    Raises ConflictError when it was changed since the person opened it, or is removed; DomainError
    for what cannot be so, or a missing reason.
    """
    _check_version(row, seen_version)
    if row.removed_at is not None:
        raise ConflictError(_("这条观测已被删除。可以先恢复，再修改。"))
    _check(content)
    check_reason(reason)
    try:
        with db.session.begin_nested(), audit.change("observation.corrected", row, actor=actor):
            _say(row, content)
            row.reason, row.edited_at = reason, clock.now()
    except IntegrityError as error:
        raise DomainError(TWICE, field="as_of") from error


def remove_observation(row: Observation, reason: str, *, seen_version: int, actor: Account) -> None:
    """Show an observation nowhere any more; it stays for the history and can be restored.

    Raises ConflictError when it was changed meanwhile or is removed; DomainError without a reason.
    """
    _check_version(row, seen_version)
    if row.removed_at is not None:
        raise ConflictError(_("这条观测已经删除。"))
    check_reason(reason)
    with audit.change("observation.removed", row, actor=actor):
        row.removed_at = row.edited_at = clock.now()
        row.reason = reason


def restore_observation(
    row: Observation, reason: str, *, seen_version: int, actor: Account
) -> None:
    """Show a removed observation again.

    Raises ConflictError when it was changed meanwhile or is not removed; DomainError without a
    reason.
    """
    _check_version(row, seen_version)
    if row.removed_at is None:
        raise ConflictError(_("这条观测没有删除。"))
    check_reason(reason)
    with audit.change("observation.restored", row, actor=actor):
        row.removed_at, row.edited_at = None, clock.now()
        row.reason = reason


def _say(row: Observation, content: ObservationContent) -> None:
    row.as_of, row.op, row.value = content.as_of, content.op, content.value
    row.named, row.source = content.named, content.source
    row.is_official = content.is_official
    row.note, row.note_en = content.note, content.note_en


def _check_version(row: Observation, seen_version: int) -> None:
    if seen_version != row.version:
        raise ConflictError(OVERTAKEN)


def _check(content: ObservationContent) -> None:
    faults = faults_of(content.value, content.as_of, content.source)
    for field, most in (("named", NAME_MAX), ("note", NOTE_MAX), ("note_en", NOTE_MAX)):
        if len(getattr(content, field)) > most:
            faults.append(DomainError(_("最多 %(n)s 个字。", n=most), field=field))
    raise_all(faults)


def check_reason(reason: str) -> None:
    """Raise DomainError for a change without a reason, or one too long."""
    if not reason or len(reason) > REASON_MAX:
        raise DomainError(_("请写理由，最多 %(n)s 个字。", n=REASON_MAX), field="reason")


def faults_of(value: float, as_of: date, source: str) -> list[DomainError]:
    """Say what cannot be so of a figure, its day and its source."""
    faults: list[DomainError] = []
    if not math.isfinite(value) or not 0 <= value < LARGEST:
        faults.append(DomainError(_("请写 0 以上的数字，不要超过一万亿。"), field="value"))
    if not EARLIEST <= as_of <= clock.today():
        faults.append(
            DomainError(
                _("日期应在 2018-12-01 到今天之间：写数字截至哪一天，不是发布的日期。"),
                field="as_of",
            )
        )
    if not is_source(source):
        faults.append(
            DomainError(
                _("请写网址（以 https:// 开头，后面可以空一格写文件名），或文件的全名。"),
                field="source",
            )
        )
    return faults


def is_source(source: str) -> bool:
    """Say that a source is an address with words after it or none, or the name of a document."""
    if not SOURCE_LEAST <= len(source) <= SOURCE_MAX:
        return False
    address = source.partition(" ")[0]
    return is_web_address(address) if "://" in source else any(map(str.isalpha, source))
