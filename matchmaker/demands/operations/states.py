"""How a demand moves between its states, and what else happens when it does."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.operations import check_publisher
from matchmaker.accounts.policies import may_act_for
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.demands.enums import (
    DEMAND_TRANSITIONS,
    CloseReason,
    DemandState,
    ReturnReason,
    Visibility,
)
from matchmaker.demands.models import RENEWABLE_DAYS, Demand, DemandChange
from matchmaker.demands.operations.changes import changes_told
from matchmaker.demands.operations.telling import tell_guests, tell_owners
from matchmaker.demands.scoring import NEARLY_THE_SAME, likeness
from matchmaker.demands.words import CLOSE_REASONS
from matchmaker.errors import ConflictError, DomainError, TooManyAttemptsError, raise_all
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.operations import decide
from matchmaker.notices.enums import NoticeKind
from matchmaker.web.forms import checked_words

POSTED_TEXT_MIN = 20
TITLE_MIN = 4
TITLE_MAX = 80
OPEN_DAYS: Final = 60  # a demand takes responses, unless its people say otherwise
OPEN_DAYS_MOST: Final = 365
REOPENED_WITHIN: Final = timedelta(days=180)
WORDS_MAX: Final = 500
SUBMITTED_A_DAY: Final = 10  # by one organisation
WAITING_MOST: Final = 20  # demands of one organisation that wait for a decision


def check_complete(demand: Demand) -> Organisation:
    """Give whose a complete demand is. Raises DomainError for all it lacks."""
    raise_all(_lacking(demand))
    assert demand.organisation is not None  # noqa: S101 - else it were lacking
    _check_last_day(demand.closes_on, demand.ends_on)
    _check_anonymity(demand, demand.organisation)
    return demand.organisation


def _lacking(demand: Demand) -> Iterator[DomainError]:
    if not TITLE_MIN <= len(demand.title) <= TITLE_MAX:
        yield DomainError(
            _("发布前请写标题，%(low)s 到 %(high)s 个字。", low=TITLE_MIN, high=TITLE_MAX),
            field="title",
        )
    if len(demand.text) < POSTED_TEXT_MIN:
        yield DomainError(
            _("发布前请把需求写得更具体，至少 %(low)s 个字。", low=POSTED_TEXT_MIN), field="text"
        )
    if demand.sector is None:
        yield DomainError(_("发布前请选择行业。"), field="sector")
    if demand.organisation is None:
        yield DomainError(_("发布前请选择代表哪个单位发布。"), field="organisation")
    if demand.ends_on and demand.ends_on < clock.today():
        yield DomainError(_("希望完成的日期已经过去，请改成以后的日期。"), field="ends_on")


def check_speaker(organisation: Organisation | None, actor: Account) -> None:
    """Raise DomainError where the person may not act for the organisation."""
    if organisation is not None and not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"), field="organisation")


def submit_demand(demand: Demand, *, actor: Account) -> None:
    """Hand a complete demand to staff, who look at it before others see it.

    Raises DomainError where something is missing or another demand of the organisation says nearly
    the same, TooManyAttemptsError over the limits of an organisation.
    """
    check_publisher(check_complete(demand), actor)
    _check_limits(demand)
    _check_not_repeated(demand)
    with audit.change("demand.submitted", demand, actor=actor):
        move(demand, DemandState.IN_REVIEW)
        demand.submitted_at = clock.now()
        _forget_closing(demand)


def take_back_demand(demand: Demand, *, actor: Account) -> None:
    """Make a demand that waits for staff a draft again."""
    with audit.change("demand.taken_back", demand, actor=actor):
        move(demand, DemandState.DRAFT)


def approve_demand(demand: Demand, words: str = "", *, actor: Account) -> None:
    """Make a demand that was looked at public; it takes responses for 60 days if nothing is said.

    Raises DomainError where the day it is wanted by passed while it waited.
    """
    if demand.closes_on is not None and demand.closes_on < clock.today():
        demand.closes_on = None
    check_complete(demand)
    decide(demand, Outcome.APPROVED, words=words, actor=actor)
    with audit.change("demand.published", demand, actor=actor):
        _open(demand)
        demand.published_at = clock.now()
    tell_owners(demand, NoticeKind.DEMAND_APPROVED, words=words)


def return_demand(
    demand: Demand, reasons: Sequence[ReturnReason], words: str, *, actor: Account
) -> None:
    """Give a demand back to its people to be mended, with reasons or words that say how."""
    decide(demand, Outcome.RETURNED, reasons=reasons, words=words, actor=actor)
    with audit.change("demand.returned", demand, actor=actor):
        move(demand, DemandState.DRAFT)
    tell_owners(demand, NoticeKind.DEMAND_RETURNED, reasons=reasons, words=words)


def close_demand(
    demand: Demand, reason: CloseReason, words: str = "", *, actor: Account | None
) -> Demand:
    """Take no more responses, and say why. Without `actor` the calendar did it."""
    words = checked_words(words, WORDS_MAX)
    if reason is CloseReason.EXPIRED and not demand.is_expired:
        raise DomainError(_("这条需求还没有到期，请选择别的原因。"), field="reason")
    with audit.change("demand.closed", demand, actor=actor):
        move(demand, DemandState.CLOSED)
        demand.closed_at = clock.now()
        demand.close_reason = reason
        demand.close_words = words
        demand.suspended_at = None
    tell_guests(demand, NoticeKind.DEMAND_CLOSED, why=CLOSE_REASONS[reason], words=words)
    return demand


def reopen_demand(demand: Demand, *, actor: Account) -> None:
    """Open a closed demand again: at once where nothing was changed since, else by the review.

    A last day that has passed becomes one 60 days from now. Raises ConflictError for one that was
    closed half a year ago or longer: a new demand tells more than an old one.
    """
    if demand.closed_at is None or clock.now() - demand.closed_at > REOPENED_WITHIN:
        raise ConflictError(_("这条需求关闭已超过半年，请重新发布一条。"))
    if demand.closes_on is not None and demand.closes_on < clock.today():
        demand.closes_on = None
    if was_changed_since(demand):
        submit_demand(demand, actor=actor)
        return
    check_publisher(check_complete(demand), actor)
    with audit.change("demand.reopened", demand, actor=actor):
        _open(demand)


def renew_demand(demand: Demand, *, actor: Account) -> None:
    """Take responses for 60 days more, at most a year from now.

    Raises DomainError where that passes the day the demand is wanted by.
    """
    if not demand.is_renewable or demand.closes_on is None:
        raise ConflictError(_("到期前 14 天起才能续期，请刷新页面查看。"))
    first = max(demand.closes_on, clock.today())
    renewed = min(first + timedelta(days=OPEN_DAYS), _latest())
    if demand.ends_on is not None and demand.ends_on < renewed:
        renewed = demand.ends_on
    if renewed <= first:
        raise DomainError(_("续期会晚于希望完成的日期，请先修改希望完成的日期。"))
    with changes_told(demand), audit.change("demand.renewed", demand, actor=actor):
        demand.closes_on = renewed


def suspend_demand(
    demand: Demand, reasons: Sequence[ReturnReason], words: str, *, actor: Account
) -> None:
    """Hide an open demand from all but its people while staff look into it."""
    decide(demand, Outcome.SUSPENDED, reasons=reasons, words=words, actor=actor)
    with audit.change("demand.suspended", demand, actor=actor):
        move(demand, DemandState.SUSPENDED)
        demand.suspended_at = clock.now()
    tell_owners(demand, NoticeKind.DEMAND_SUSPENDED, reasons=reasons, words=words)


def restore_demand(demand: Demand, words: str = "", *, actor: Account) -> None:
    """Show a suspended demand again."""
    decide(demand, Outcome.RESTORED, words=words, actor=actor)
    with audit.change("demand.restored", demand, actor=actor):
        move(demand, DemandState.OPEN)
        demand.suspended_at = None
    tell_owners(demand, NoticeKind.DEMAND_RESTORED, words=words)


def close_expired() -> int:
    """Close the demands that expired two weeks ago; gives how many. The caller commits."""
    last = clock.today() - timedelta(days=RENEWABLE_DAYS)
    statement = select(Demand).where(Demand.state == DemandState.OPEN, Demand.closes_on < last)
    rows = db.session.scalars(statement).all()
    for demand in rows:
        close_demand(demand, CloseReason.EXPIRED, actor=None)
        tell_owners(demand, NoticeKind.DEMAND_EXPIRED)
    return len(rows)


def was_changed_since(demand: Demand) -> bool:
    """Say whether a closed demand was changed after it was closed."""
    if demand.closed_at is None:
        return False
    changes = select(func.count()).where(
        DemandChange.demand_id == demand.id, DemandChange.at >= demand.closed_at
    )
    return bool(db.session.scalar(changes))


def move(demand: Demand, target: DemandState) -> None:
    """Put a demand into another state. Raises ConflictError where the table does not allow it."""
    if target not in DEMAND_TRANSITIONS[demand.state]:
        raise ConflictError(_("这条需求现在的状态不允许这样做，请刷新页面查看。"))
    demand.state = target


def _open(demand: Demand) -> None:
    move(demand, DemandState.OPEN)
    _forget_closing(demand)
    if demand.closes_on is None:
        last = clock.today() + timedelta(days=OPEN_DAYS)
        demand.closes_on = min(last, demand.ends_on) if demand.ends_on else last


def _forget_closing(demand: Demand) -> None:
    demand.closed_at = demand.close_reason = None
    demand.close_words = ""


def _latest() -> date:
    return clock.today() + timedelta(days=OPEN_DAYS_MOST)


def _check_last_day(closes_on: date | None, ends_on: date | None) -> None:
    if closes_on is None:
        return
    if not clock.today() <= closes_on <= _latest():
        raise DomainError(
            _("应答截止请填今天以后、%(days)s 天以内的日期。", days=OPEN_DAYS_MOST),
            field="closes_on",
        )
    if ends_on is not None and closes_on > ends_on:
        raise DomainError(_("应答截止晚于希望完成的日期，请改正其中一个。"), field="closes_on")


def _check_anonymity(demand: Demand, organisation: Organisation) -> None:
    if demand.visibility is not Visibility.ANONYMOUS:
        return
    names = [organisation.name, organisation.name_en, organisation.uscc, *organisation.aliases]
    goals = [goal.words for goal in demand.goals]
    for field, said in (
        ("title", demand.title),
        ("text", demand.text),
        ("goals", "\n".join(goals)),
    ):
        for name in names:
            if name and name.casefold() in said.casefold():
                raise DomainError(
                    _("匿名发布时请不要写出单位名称“%(name)s”。", name=name), field=field
                )


def _check_limits(demand: Demand) -> None:
    """Few honest organisations post more than this; whoever does is answered by name."""
    of_organisation = Demand.organisation_id == demand.organisation_id, Demand.id != demand.id
    a_day_ago = clock.now() - timedelta(days=1)
    today = select(func.count()).where(*of_organisation, Demand.submitted_at > a_day_ago)
    if (db.session.scalar(today) or 0) >= SUBMITTED_A_DAY:
        raise TooManyAttemptsError(
            _(
                "一个单位每天最多提交 %(n)s 条需求，请明天再提交；已写的内容可以存为草稿。",
                n=SUBMITTED_A_DAY,
            )
        )
    waiting = select(func.count()).where(*of_organisation, Demand.state == DemandState.IN_REVIEW)
    if (db.session.scalar(waiting) or 0) >= WAITING_MOST:
        raise TooManyAttemptsError(
            _("您的单位有 %(n)s 条需求在等待审核，请等审核后再提交。", n=WAITING_MOST)
        )


def _check_not_repeated(demand: Demand) -> None:
    """Two demands that say the same split the responses: the one there is can be edited."""
    statement = select(Demand.title, Demand.text).where(
        Demand.organisation_id == demand.organisation_id,
        Demand.id != demand.id,
        Demand.state.in_([DemandState.IN_REVIEW, DemandState.OPEN]),
    )
    for title, text in db.session.execute(statement):
        if likeness(text, demand.text) >= NEARLY_THE_SAME:
            raise DomainError(
                _(
                    "您的单位已有一条几乎相同的需求“%(title)s”，请修改那一条，不要重复发布。",
                    title=title,
                ),
                field="text",
            )
