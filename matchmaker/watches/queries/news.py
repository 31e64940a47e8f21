"""What a person was told, in lines: one for each thing, with every reason for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.discovery.queries import KINDS
from matchmaker.search.port import Key
from matchmaker.watches.enums import OFFERED, Occasion, WatchKind, WatchState
from matchmaker.watches.models import News, NewsReason, Watch
from matchmaker.watches.queries.fits import own_rows
from matchmaker.watches.queries.subjects import Subject, subjects

REASONS_SHOWN: Final = 3
_WITH_REASONS = (selectinload(News.reasons).joinedload(NewsReason.watch),)


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One thing and why a person is told of it.

    `subject` is None where it is no longer public; `title` is then the name the person gave the
    watch. `more` counts the reasons that are not in `reasons`; `tenths` is the best fit.
    """

    title: str
    subject: Subject | None
    occasion: Occasion
    reasons: Sequence[str]
    more: int
    tenths: int
    found_at: datetime
    is_unread: bool


def news_of(account: Account) -> Select[News]:
    """Select what a person was told, newest first."""
    return (
        select(News)
        .where(News.account_id == account.id)
        .options(*_WITH_REASONS)
        .order_by(News.found_at.desc(), News.id.desc())
    )


def untold(account_id: int) -> Sequence[News]:
    """Give what watches that are not paused found for a person and stands in no digest yet."""
    is_wanted = News.reasons.any(NewsReason.watch.has(Watch.state == WatchState.ACTIVE))
    statement = select(News).where(
        News.account_id == account_id, News.digest_id.is_(None), is_wanted
    )
    return db.session.scalars(statement.options(*_WITH_REASONS).order_by(News.id)).all()


def told_before(account_id: int, keys: Iterable[Key]) -> set[tuple[str, int, str, int]]:
    """Give what a person was told of some things, each as `Find.telling` names it."""
    numbers = {number for _kind, number in keys}
    columns = (News.subject_kind, News.subject_id, News.occasion, News.about)
    rows = db.session.execute(
        select(*columns).where(News.account_id == account_id, News.subject_id.in_(numbers))
    )
    return {(row[0], row[1], row[2].value, row[3]) for row in rows}


def news_lines(account_id: int, rows: Sequence[News]) -> list[NewsLine]:
    """Put what a person was told in words, things together, in the order given.

    What may no longer be seen is left out, unless that is the news. In the reader's language.
    """
    visible = subjects({_key(row) for row in rows})
    writer = _Writer(account_id, rows)
    together: dict[Key, list[News]] = {}
    for row in rows:
        together.setdefault(_key(row), []).append(row)
    return [
        _line(news, visible.get(key), writer)
        for key, news in together.items()
        if key in visible or any(row.occasion is Occasion.GONE for row in news)
    ]


def best_first(lines: Iterable[NewsLine]) -> list[NewsLine]:
    """Order lines: what fits best, then what is new, then what changed; offerings first."""
    occasions, kinds = list(Occasion), [*KINDS]

    def place(line: NewsLine) -> tuple[int, int, int]:
        kind = kinds.index(line.subject.kind) if line.subject else len(kinds)
        return -line.tenths, occasions.index(line.occasion), kind

    return sorted(lines, key=place)


def _line(rows: Sequence[News], subject: Subject | None, writer: "_Writer") -> NewsLine:
    told = [row for row in rows if (row.occasion is Occasion.GONE) == (subject is None)] or rows
    reasons = sorted(
        (reason for row in told for reason in row.reasons), key=lambda one: -(one.tenths or 0)
    )
    words = list(dict.fromkeys(filter(None, map(writer.words, reasons))))
    names = [reason.watch.name for reason in reasons if reason.watch.name]
    return NewsLine(
        title=subject.title if subject else next(iter(names), ""),
        subject=subject,
        occasion=told[0].occasion,
        reasons=words[:REASONS_SHOWN],
        more=max(0, len(words) - REASONS_SHOWN),
        tenths=max((reason.tenths or 0 for reason in reasons), default=0),
        found_at=told[0].found_at,
        is_unread=any(row.read_at is None for row in rows),
    )


class _Writer:
    """Writes reasons; own rows are named only while they are the person's own."""

    def __init__(self, account_id: int, rows: Sequence[News]) -> None:
        reasons = [reason for row in rows for reason in row.reasons if reason.own_id]
        self._titles: dict[tuple[WatchKind, int], str] = {}
        for kind in OFFERED:
            if not any(reason.watch.kind is kind for reason in reasons):
                continue
            own = own_rows(kind, [account_id]).get(account_id, set())
            wanted = own & {reason.own_id for reason in reasons}
            self._titles |= {(kind, number): title for number, title in _titles(kind, wanted)}

    def words(self, reason: NewsReason) -> str:
        watch = reason.watch
        match watch.kind:
            case WatchKind.SEARCH:
                return _("您关注的搜索“%(name)s”", name=watch.name)
            case WatchKind.OFFERING | WatchKind.DEMAND if reason.news.occasion is Occasion.GONE:
                return _("您关注的“%(name)s”不再公开", name=watch.name)
            case WatchKind.OFFERING | WatchKind.DEMAND:
                return _("您关注的“%(name)s”有改动", name=watch.name)
        title = self._titles.get((watch.kind, reason.own_id))
        if title is None:
            return ""
        fit = _("，").join(_fit_words(reason))
        if watch.kind is WatchKind.OWN_DEMANDS:
            return _("适合您的需求“%(title)s”：%(fit)s", title=title, fit=fit)
        return _("您的方案“%(title)s”适合它：%(fit)s", title=title, fit=fit)


def _fit_words(reason: NewsReason) -> list[str]:
    words = [_("适配度 %(points)s", points=f"{(reason.tenths or 0) / 10:.1f}")]
    if reason.is_same_scene:
        words.append(_("场景一致"))
    if reason.lines:
        words.append(_("满足 %(met)s/%(lines)s 条要求", met=reason.met, lines=reason.lines))
    return words


def _titles(kind: WatchKind, numbers: set[int]) -> Iterable[tuple[int, str]]:
    row = Demand if kind is WatchKind.OWN_DEMANDS else Offering
    found = db.session.execute(select(row.id, row.title).where(row.id.in_(numbers)))
    return [(one[0], one[1]) for one in found]


def _key(row: News) -> Key:
    return row.subject_kind, row.subject_id
