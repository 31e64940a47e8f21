"""The index rows of the outbox, read as a feed of what changed."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.documents import ORGANISATION
from matchmaker.catalogue.documents import CASE, KIND, OFFERINGS
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX
from matchmaker.jobs.worker import KEEP_DONE
from matchmaker.matching.scoring.store.stored import Stamp
from matchmaker.taxonomy.documents import WORDS

TAXONOMY = "taxonomy"  # all of it
# Numbers are given before a transaction commits: look this far back for ones that came late.
LOOK_BACK = 1_000
LONGEST_REST = KEEP_DONE - timedelta(days=1)


def rows_after(latest: int) -> dict[int, str]:
    """Give number and key of index rows, from a while before the highest number seen."""
    statement = select(OutboxRow.id, OutboxRow.key).where(
        OutboxRow.kind == INDEX, OutboxRow.id > latest - LOOK_BACK
    )
    return dict(db.session.execute(statement).all())


def has_grown(latest: int, seen: Collection[int]) -> bool:
    """Whether the feed holds other rows than those seen since a while before the highest number.

    Told without reading them: by their count, their sum and their highest.
    """
    late = OutboxRow.kind == INDEX, OutboxRow.id > latest - LOOK_BACK
    told = select(func.count(), func.sum(OutboxRow.id), func.max(OutboxRow.id)).where(*late)
    count, total, highest = db.session.execute(told).one()
    return (count, total or 0, highest or 0) != (len(seen), sum(seen), max(seen, default=0))


def ids_by_kind(keys: Iterable[str]) -> dict[str, set[int]]:
    """Sort keys (`kind:id`) by kind."""
    changed: dict[str, set[int]] = {}
    for key in keys:
        kind, _, number = key.partition(":")
        changed.setdefault(kind, set()).add(int(number))
    return changed


def changed_offerings(changed: dict[str, set[int]]) -> set[int]:
    """Name the offerings that changed themselves or through their organisation or a case."""
    told = {kind: changed[kind] for kind in (KIND, ORGANISATION, CASE) if kind in changed}
    return OFFERINGS.ids_naming(db.session, told)


def is_other_words(changed: dict[str, set[int]]) -> bool:
    """Whether words that texts are read by changed."""
    return not changed.keys().isdisjoint({TAXONOMY, *WORDS})


def stamp_of(latest: int, seen: Iterable[int], read_at: datetime) -> Stamp:
    """Say how far the feed was read."""
    return Stamp(latest, _mark(latest) or "", tuple(sorted(seen)), read_at.isoformat())


def belongs_here(stamp: Stamp) -> bool:
    """Whether the feed goes on from a stamp.

    It does not after a rest longer than finished rows are kept, nor where the database is another
    one, or an older copy of itself: then the number stands for another row or for none.
    """
    now = clock.now()
    if not stamp.mark or now - datetime.fromisoformat(stamp.read_at) > LONGEST_REST:
        return False
    mark = _mark(stamp.latest)
    if mark is not None:
        return mark == stamp.mark
    is_purged = now - datetime.fromisoformat(stamp.mark) > LONGEST_REST
    newest = db.session.scalar(select(func.max(OutboxRow.id))) or 0
    return is_purged and newest > stamp.latest


def _mark(number: int) -> str | None:
    statement = select(OutboxRow.created_at).where(OutboxRow.id == number)
    written_at = db.session.scalar(statement)
    return written_at.isoformat() if written_at else None
