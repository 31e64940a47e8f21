"""Finding the rows that are about a person: every table that names an account says so itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, cast

from sqlalchemy import ColumnElement, inspect, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.accounts.models import Account, Consent, Invitation
from matchmaker.attachments.enums import Scan
from matchmaker.attachments.models import Attachment
from matchmaker.audit.models import AuditEvent
from matchmaker.db import Base, db

MOST_ROWS = 5000  # of one table, the latest first; a copy says where it stops
# What opens something, or only means something to the site.
SECRET_COLUMNS = frozenset(
    {"secret", "former_secret", "pending_secret", "key", "token", "submission"}
)
OWNER = "account_id"
# Proof of what was agreed to, and what people said of matches, from which models learn.
KEPT = frozenset({"consent", "judgement"})
SECRET_ENDING = "_hash"  # noqa: S105 - how columns are called


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """The rows of one table that name a person: `slice/table`, and whether some were left out."""

    name: str
    rows: list[dict[str, Any]]
    is_cut: bool


def columns_naming_accounts(model: type[Base]) -> list[InstrumentedAttribute[Any]]:
    """Give the columns of a model that refer to accounts."""
    return [
        getattr(model, attribute.key)
        for attribute in model.__mapper__.column_attrs
        if any(
            key.column.table.name == Account.__tablename__
            for key in attribute.columns[0].foreign_keys
        )
    ]


def models_naming_accounts() -> list[type[Base]]:
    """List the models that refer to accounts, by table."""
    models = [mapper.class_ for mapper in Base.registry.mappers]
    naming = [model for model in models if columns_naming_accounts(model)]
    return sorted(naming, key=lambda model: str(model.__tablename__))


def owner_column(model: type[Base]) -> InstrumentedAttribute[Any]:
    """Give the column that says whose a row is."""
    return cast("InstrumentedAttribute[Any]", getattr(model, OWNER))


def erased_models() -> list[type[Base]]:
    """List the models whose rows go with the account they belong to.

    By one convention a row belongs to a person when its `account_id` says so and the database
    deletes it with the account. Whatever else names an account (an author, an actor) is content
    or a decision that stays, under the bare number. The exceptions are in `KEPT`.
    """
    return [
        model
        for model in models_naming_accounts()
        if model.__tablename__ not in KEPT
        and any(
            key.parent.key == OWNER and key.ondelete == "CASCADE"
            for key in inspect(model).local_table.foreign_keys
        )
    ]


def personal_tables(account: Account) -> Iterator[PersonalTable]:
    """Give everything the database holds of a person, table by table, without keys and hashes."""
    yield _table(Account, Account.id == account.id)
    yield _table(Invitation, Invitation.email == account.email, "invitations_to_me")
    for model in models_naming_accounts():
        named = [column == account.id for column in columns_naming_accounts(model)]
        yield _table(model, or_(*named))
    about = (AuditEvent.subject_kind == "account") & (AuditEvent.subject_id == str(account.id))
    yield _table(AuditEvent, or_(AuditEvent.actor_id == account.id, about))


def attachments_of(account: Account) -> Iterator[Attachment]:
    """Give the files a person handed in that are here and clean, the latest first."""
    mine = select(Attachment).where(
        Attachment.uploader_id == account.id,
        Attachment.scan == Scan.CLEAN,
        Attachment.lost_at.is_(None),
    )
    yield from db.session.scalars(mine.order_by(Attachment.id.desc()))


def consents_of(account: Account) -> list[Consent]:
    """List what a person agreed to, the latest first."""
    mine = select(Consent).where(Consent.account_id == account.id)
    return list(db.session.scalars(mine.order_by(Consent.id.desc())))


def _table(model: type[Base], which: ColumnElement[bool], name: str = "") -> PersonalTable:
    order = [column.desc() for column in model.__mapper__.primary_key]
    rows = list(
        db.session.scalars(select(model).where(which).order_by(*order).limit(MOST_ROWS + 1))
        .unique()
        .all()
    )
    slice_name = model.__module__.split(".")[1]
    return PersonalTable(
        f"{slice_name}/{name or model.__tablename__}",
        [_plain_row(row) for row in rows[:MOST_ROWS]],
        len(rows) > MOST_ROWS,
    )


def _plain_row(row: Base) -> dict[str, Any]:
    return {
        attribute.key: _plain(getattr(row, attribute.key))
        for attribute in row.__mapper__.column_attrs
        if attribute.key not in SECRET_COLUMNS and not attribute.key.endswith(SECRET_ENDING)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    return value
