"""Writing the trail: one row a change, with only what changed."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol, TypeVar

from sqlalchemy import delete, insert, inspect, update

from matchmaker.audit.models import AuditEvent
from matchmaker.db import Base, db, own_transaction
from matchmaker.web.context import request_facts

BaseT = TypeVar("BaseT", bound=Base)
BOOKKEEPING = frozenset({"version", "created_at", "updated_at"})
PLACE = "position"  # of a child: the order of the list says it


class HasId(Protocol):
    """Whoever acts: all the trail needs is the number."""

    id: int


def snapshot(row: Base) -> dict[str, Any]:
    """Give a row's columns, declared links and children as JSON values.

    What must not be kept is left out. Links are numbers or codes; children are given whole, in
    their order, without their own number and what they do not say.
    """
    values = _columns(row, BOOKKEEPING)
    for link in row.audited_links:
        values[link] = sorted(inspect(linked).identity[0] for linked in getattr(row, link))
    for children in row.audited_children:
        values[children] = [_child(child, row) for child in getattr(row, children)]
    return values


def _columns(row: Base, skipped: AbstractSet[str]) -> dict[str, Any]:
    return {
        attribute.key: _plain(getattr(row, attribute.key))
        for attribute in inspect(type(row)).column_attrs
        if attribute.key not in skipped | row.unaudited
    }


def _child(child: Base, parent: Base) -> dict[str, Any]:
    table = child.__table__
    skipped = {PLACE, *BOOKKEEPING} | {
        column.key
        for column in table.columns
        if column.primary_key
        or any(key.column.table is parent.__table__ for key in column.foreign_keys)
    }
    said = _columns(child, skipped)
    return {name: value for name, value in said.items() if value not in (None, "")}


@contextmanager
def change(action: str, row: Base, *, actor: HasId | None) -> Iterator[None]:
    """Record what the block changes on a row; an unchanged row leaves no trace.

    Of children, those that are gone and those that are new; none of both if only their order is.
    """
    before = snapshot(row)
    yield
    db.session.flush()  # defaults and link ids must be there to be recorded
    after = snapshot(row)
    changed = {key for key in after if before.get(key) != after[key]}
    was, became = ({key: side.get(key) for key in changed} for side in (before, after))
    for children in changed & set(row.audited_children):
        was[children] = [child for child in before[children] if child not in after[children]]
        became[children] = [child for child in after[children] if child not in before[children]]
    if changed:
        _write(action, row, actor, was, became)


def put(
    noun: str,
    row: BaseT,
    values: Mapping[str, Any],
    *,
    actor: HasId | None,
    links: Mapping[str, Sequence[Base]] | None = None,
) -> bool:
    """Make a new or loaded row say what `values` and `links` say; say whether that changed it.

    Records `noun.added` or `noun.changed`; a row that already says so leaves no trace. What is
    loaded again and again (seeds, imports) goes through here, so that repeating it is harmless.
    """
    is_new = inspect(row).transient
    if is_new:
        _assign(row, values, links or {})
        created(f"{noun}.added", row, actor=actor)
        return True
    before = snapshot(row)
    with change(f"{noun}.changed", row, actor=actor):
        _assign(row, values, links or {})
    return snapshot(row) != before


def _assign(row: Base, values: Mapping[str, Any], links: Mapping[str, Sequence[Base]]) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    for name, linked in links.items():
        if set(getattr(row, name)) != set(linked):
            setattr(row, name, list(linked))


def created(action: str, row: Base, *, actor: HasId | None) -> None:
    """Add a new row and record it whole."""
    created_together(action, [row], actor=actor)


def created_together(action: str, rows: Sequence[Base], *, actor: HasId | None) -> None:
    """Add new rows with one flush and record each whole."""
    for row in rows:
        for name in (*row.audited_links, *row.audited_children):
            if not getattr(row, name):
                setattr(row, name, [])  # known to be none: not asked for after the flush
    db.session.add_all(rows)
    db.session.flush()  # the trail needs their numbers
    events = [_event(action, row, actor, {}, snapshot(row)) for row in rows]
    if events:
        db.session.execute(insert(AuditEvent), events)


def happened(
    action: str, row: Base, *, actor: HasId | None, facts: dict[str, Any] | None = None
) -> None:
    """Record an event that changes no column: a sign-in, an export, a refused attempt."""
    _write(action, row, actor, {}, facts or {})


def happened_apart(action: str, row: Base, *, facts: dict[str, Any]) -> None:
    """Record an event by nobody in particular that stays whatever becomes of the request.

    Ends the transaction in hand: call it before anything changes.
    """
    event = _event(action, row, None, {}, facts)
    with own_transaction() as session:
        session.execute(insert(AuditEvent), [event])


def forget(row: Base) -> None:
    """Blank what the trail holds of a row whose content had to be deleted; that it was, stays."""
    db.session.execute(
        update(AuditEvent)
        .where(AuditEvent.subject_kind == row.__tablename__, AuditEvent.subject_id == _number(row))
        .values(before={}, after={})
    )


def purge(actions: Sequence[str], *, before: datetime) -> None:
    """Delete events that are kept for a time only: those of these actions, older than `before`."""
    db.session.execute(
        delete(AuditEvent).where(AuditEvent.action.in_(actions), AuditEvent.at < before)
    )


def _write(
    action: str, row: Base, actor: HasId | None, before: dict[str, Any], after: dict[str, Any]
) -> None:
    db.session.add(AuditEvent(**_event(action, row, actor, before, after)))


def _event(
    action: str, row: Base, actor: HasId | None, before: dict[str, Any], after: dict[str, Any]
) -> dict[str, Any]:
    request = request_facts()
    return {
        "actor_id": actor.id if actor else None,
        "action": action,
        "subject_kind": row.__tablename__,
        "subject_id": _number(row),
        "before": before,
        "after": after,
        "ip": request.ip,
        "request_id": request.request_id,
    }


def _number(row: Base) -> str:
    identity = inspect(row).identity
    if identity is None:
        raise TypeError(f"{row!r} has no number yet: flush before recording")
    return str(identity[0])


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
