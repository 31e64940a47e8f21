"""Writing down what became of public things, in an order nobody can miss anything of.

The worker does it in the transaction that says the index rows are done. It holds the one row of
the counter from before it looks at what is public until the commit: sequences grow in the order of
commits, and what is written is what was true then (decision 18).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from secrets import token_hex
from typing import Final

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.api.enums import PublicAct
from matchmaker.api.models import ChangeCounter, PublicChange
from matchmaker.api.queries.changes import PUBLIC_IDS, public_ids
from matchmaker.db import db, reading
from matchmaker.jobs.feeds import portions, touched
from matchmaker.jobs.models import OutboxRow

WITHDRAWN_KEPT: Final = timedelta(days=400)  # who asks once a year still hears of it


def things_touched(rows: Sequence[OutboxRow]) -> dict[str, set[int]]:
    """Give the things (ids by kind) whose public face index rows may have changed."""
    named: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        kind, _, number = row.key.partition(":")
        named[kind].add(int(number))
    with reading():
        found = touched(db.session, named)
        db.session.rollback()
    for kind in named.keys() & PUBLIC_IDS.keys() - found.keys():
        found[kind] = named[kind]  # nothing names it, and it has no document
    return found


def record_changes(things: Mapping[str, Collection[int]]) -> list[PublicChange]:
    """Write what became of things (ids by kind); gives the rows in their order.

    Of what was never public nothing is written.
    """
    wanted = {kind: ids for kind, ids in things.items() if kind in PUBLIC_IDS and ids}
    if not wanted:
        return []
    counter = _locked_counter()
    written: list[PublicChange] = []
    for kind in PUBLIC_IDS:
        for some in portions(wanted.get(kind, ())):
            written += _record(counter, kind, some)
    db.session.flush()
    return written


def heal_changes() -> None:
    """Write what the feed misses: what was public before it began, what no row told of."""
    missed: dict[str, set[int]] = {}
    for kind, ids_of in PUBLIC_IDS.items():
        known = PublicChange.kind == kind, PublicChange.act != PublicAct.WITHDRAWN
        told = set(db.session.scalars(select(PublicChange.thing_id).where(*known)))
        missed[kind] = told ^ set(db.session.scalars(ids_of()))
    record_changes(missed)


def forget_withdrawn() -> None:
    """Forget what was withdrawn long ago; cursors from before then are refused from now on."""
    old = (
        PublicChange.act == PublicAct.WITHDRAWN,
        PublicChange.at < clock.now() - WITHDRAWN_KEPT,
    )
    if not db.session.scalar(select(exists().where(*old))):
        return
    counter = _locked_counter()
    newest = select(func.max(PublicChange.sequence)).where(*old)
    counter.forgotten_to = db.session.scalar(newest) or 0
    db.session.execute(delete(PublicChange).where(*old))


def begin_count_anew() -> None:
    """Begin another count: after a restored backup cursors of the one before mean other things."""
    db.session.execute(update(ChangeCounter).values(epoch=token_hex(8)))


def _record(counter: ChangeCounter, kind: str, ids: Collection[int]) -> list[PublicChange]:
    shown = public_ids(kind, ids)
    statement = select(PublicChange).where(
        PublicChange.kind == kind, PublicChange.thing_id.in_(ids)
    )
    known = {row.thing_id: row for row in db.session.scalars(statement)}
    written = []
    for number in sorted(ids):
        row = known.get(number)
        was_shown = row is not None and row.act is not PublicAct.WITHDRAWN
        if number not in shown and not was_shown:
            continue
        if row is None:
            row = PublicChange(kind=kind, thing_id=number)
            db.session.add(row)
        counter.sequence += 1
        row.sequence, row.at = counter.sequence, clock.now()
        row.act = (
            PublicAct.WITHDRAWN
            if number not in shown
            else PublicAct.CHANGED
            if was_shown
            else PublicAct.PUBLISHED
        )
        written.append(row)
    return written


def _locked_counter() -> ChangeCounter:
    statement = select(ChangeCounter).with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(statement).first()
    if found is not None:
        return found
    try:
        with db.session.begin_nested():  # another process may be making it right now
            made = insert(ChangeCounter).values(
                id=1, epoch=token_hex(8), sequence=0, forgotten_to=0
            )
            db.session.execute(made)
    except IntegrityError:
        pass
    return db.session.scalars(statement).one()
