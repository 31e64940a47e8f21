"""What people do with their watches."""

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import update

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.policies import is_public
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.policies import is_public as is_public_demand
from matchmaker.discovery.queries import FAULTS
from matchmaker.errors import ConflictError, DomainError
from matchmaker.search.query_text import QueryTextError, parse
from matchmaker.watches.enums import (
    OFFERED,
    WATCH_TRANSITIONS,
    Frequency,
    WatchKind,
    WatchState,
)
from matchmaker.watches.models import News, Watch
from matchmaker.watches.operations.queueing import queue_digests
from matchmaker.watches.queries.own_watches import watch_count, watch_with_key
from matchmaker.watches.scoring.schedule import first_due
from matchmaker.watches.scoring.searches import Search
from matchmaker.web.forms import clean_line

NAME_MAX: Final = 80
MOST: Final = 30  # watches a person may make


@dataclass(frozen=True, slots=True)
class Watched:
    """What is to be watched: exactly one of the three."""

    search: Search | None = None
    offering: Offering | None = None
    demand: Demand | None = None

    @property
    def key(self) -> str:
        """The name of what is watched, the same for all people."""
        if self.search is not None:
            return self.search.key
        if self.offering is not None:
            return f"offering:{self.offering.id}"
        return f"demand:{self.demand.id}" if self.demand else ""

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it: nothing else can be watched."""
        if self.search is not None:
            return True
        if self.offering is not None:
            return is_public(self.offering)
        return self.demand is not None and is_public_demand(self.demand)


def watch(watched: Watched, *, name: str, frequency: Frequency, actor: Account) -> Watch:
    """Watch a search, an offering or a demand; told is what comes from now on.

    Raises DomainError for what cannot be searched for or seen, for a name of no length, and over
    the limit; ConflictError for what the person watches already.
    """
    name = _checked_name(name)
    _check_watched(watched)
    if watch_with_key(actor, watched.key) is not None:
        raise ConflictError(_("您已经关注了它，可以在“我的关注”里修改。"))
    if watch_count(actor) >= MOST:
        raise DomainError(_("最多关注 %(limit)s 项，请先删除不再需要的。", limit=MOST))
    now = clock.now()
    row = Watch(
        account_id=actor.id,
        kind=_kind(watched),
        key=watched.key,
        name=name,
        query=watched.search.as_data() if watched.search else {},
        offering=watched.offering,
        demand=watched.demand,
        frequency=frequency,
        started_at=now,
        looked_until=now,
        due_at=first_due(frequency, now),
    )
    audit.created("watch.made", row, actor=actor)
    queue_digests(row.due_at)
    return row


def edit_watch(row: Watch, *, name: str, frequency: Frequency | None, actor: Account) -> None:
    """Rename a watch and say how often it tells; no frequency pauses it.

    Raises DomainError for a name of no length.
    """
    with audit.change("watch.edited", row, actor=actor):
        if row.kind not in OFFERED:
            row.name = _checked_name(name)
        if frequency is not None and frequency is not row.frequency:
            row.frequency = frequency
            row.due_at = first_due(frequency, clock.now())
    if frequency is None and row.state is WatchState.ACTIVE:
        pause_watch(row, actor=actor)
    elif frequency is not None and row.state is WatchState.PAUSED:
        resume_watch(row, actor=actor)
    queue_digests(row.due_at)


def pause_watch(row: Watch, *, actor: Account | None) -> None:
    """Tell nothing until it is resumed."""
    with audit.change("watch.paused", row, actor=actor):
        _move(row, WatchState.PAUSED)
        row.paused_at = clock.now()


def resume_watch(row: Watch, *, actor: Account) -> None:
    """Tell what comes from now on; what came meanwhile is not told."""
    now = clock.now()
    with audit.change("watch.resumed", row, actor=actor):
        _move(row, WatchState.ACTIVE)
        row.paused_at = None
        row.started_at = row.looked_until = now
        row.due_at = first_due(row.frequency, now)
    queue_digests(row.due_at)


def delete_watch(row: Watch, *, actor: Account) -> None:
    """Forget a watch; what it found stays among what the person was told."""
    audit.happened("watch.deleted", row, actor=actor)
    db.session.delete(row)


def mark_read(*, actor: Account) -> None:
    """Mark everything a person was told as read."""
    db.session.execute(
        update(News)
        .where(News.account_id == actor.id, News.read_at.is_(None))
        .values(read_at=clock.now())
    )


def _checked_name(text: str) -> str:
    name = clean_line(text)
    if not name:
        raise DomainError(_("请给这项关注起个名字。"), field="name")
    if len(name) > NAME_MAX:
        raise DomainError(_("名字最多 %(limit)s 个字，请缩短。", limit=NAME_MAX), field="name")
    return name


def _check_watched(watched: Watched) -> None:
    if watched.search is not None:
        if watched.search.is_empty:
            raise DomainError(_("请先写要找的词或选择条件，再关注这个搜索。"))
        try:
            parse(watched.search.text)
        except QueryTextError as error:
            raise DomainError(FAULTS[error.code]) from error
        return
    if not watched.is_public:
        raise DomainError(_("只能关注公开的方案和需求。"))


def _kind(watched: Watched) -> WatchKind:
    if watched.search is not None:
        return WatchKind.SEARCH
    return WatchKind.OFFERING if watched.offering is not None else WatchKind.DEMAND


def _move(row: Watch, target: WatchState) -> None:
    if target not in WATCH_TRANSITIONS[row.state]:
        raise ConflictError(_("这项关注已经是这个状态了，请刷新页面查看。"))
    row.state = target
