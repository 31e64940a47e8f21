"""Deciding on several things of a queue at once: each is a decision of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from flask_babel import lazy_gettext as _
from sqlalchemy.orm.exc import StaleDataError

from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import CaseFault, OfferingFault
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.operations import (
    approve_case,
    approve_offering,
    return_case,
    return_offering,
)
from matchmaker.db import db
from matchmaker.demands.enums import ReturnReason
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import approve_demand, return_demand
from matchmaker.errors import ConflictError, DomainError, Words
from matchmaker.moderation.enums import Outcome

MOST_TOGETHER: Final = 50
OVERTAKEN: Final = _("您预览之后，它有了变化或已有人处理。")
Decidable: TypeAlias = Offering | Case | Demand


@dataclass(frozen=True, slots=True)
class Picked:
    """A thing as it stood in the preview: its number, the version seen, its row if it waits on."""

    number: int
    seen_version: int
    row: Decidable | None


@dataclass(slots=True)
class Done:
    """What was decided, by title, and what was left out, with why."""

    decided: list[str] = field(default_factory=list)
    left_out: list[tuple[str, Words]] = field(default_factory=list)


def decide_together(
    picked: Sequence[Picked],
    outcome: Outcome,
    *,
    reasons: Sequence[StrEnum],
    words: str,
    actor: Account,
) -> Done:
    """Approve, or return with the same reasons and words, what is still as the preview showed it.

    Each thing goes through the operation it would go through alone, with a decision, a trail and a
    notice of its own; what changed, was decided or may not be decided by this person meanwhile is
    left out and said. Raises DomainError (field "reasons") for a return without reason or words,
    and where nothing or more than fifty things are picked.
    """
    if not 0 < len(picked) <= MOST_TOGETHER:
        raise DomainError(_("请选择 1 到 %(n)s 项。", n=MOST_TOGETHER))
    if outcome is Outcome.RETURNED and not (reasons or words):
        raise DomainError(_("请选择原因，或写一句说明，让对方知道怎么改。"), field="reasons")
    done = Done()
    for one in picked:
        title = one.row.title if one.row is not None else _("编号 %(n)s", n=one.number)
        try:
            with db.session.begin_nested():
                _decide(one, outcome, reasons, words, actor)
                db.session.flush()
        except StaleDataError:
            done.left_out.append((str(title), OVERTAKEN))
        except DomainError as error:
            done.left_out.append((str(title), error.message))
        else:
            done.decided.append(str(title))
    return done


def _decide(
    one: Picked, outcome: Outcome, reasons: Sequence[StrEnum], words: str, actor: Account
) -> None:
    if one.row is None or one.row.version != one.seen_version:
        raise ConflictError(OVERTAKEN)
    _WAYS[type(one.row), outcome](one.row, reasons, words, actor)


def _approve_offering(row: Offering, _no: object, words: str, actor: Account) -> None:
    approve_offering(row, words=words, seen_version=row.version, actor=actor)


def _return_offering(row: Offering, why: list[str], words: str, actor: Account) -> None:
    faults = [OfferingFault(code) for code in why]
    return_offering(row, reasons=faults, words=words, seen_version=row.version, actor=actor)


def _approve_case(row: Case, _no: object, words: str, actor: Account) -> None:
    approve_case(row, words=words, seen_version=row.version, actor=actor)


def _return_case(row: Case, why: list[str], words: str, actor: Account) -> None:
    faults = [CaseFault(code) for code in why]
    return_case(row, reasons=faults, words=words, seen_version=row.version, actor=actor)


def _approve_demand(row: Demand, _no: object, words: str, actor: Account) -> None:
    approve_demand(row, words, actor=actor)


def _return_demand(row: Demand, why: list[str], words: str, actor: Account) -> None:
    return_demand(row, [ReturnReason(code) for code in why], words, actor=actor)


_WAYS: Final[Mapping[tuple[type[Decidable], Outcome], Callable[..., None]]] = {
    (Offering, Outcome.APPROVED): _approve_offering,
    (Offering, Outcome.RETURNED): _return_offering,
    (Case, Outcome.APPROVED): _approve_case,
    (Case, Outcome.RETURNED): _return_case,
    (Demand, Outcome.APPROVED): _approve_demand,
    (Demand, Outcome.RETURNED): _return_demand,
}
