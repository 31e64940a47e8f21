"""Clearing: bytes without a row, rows without bytes, files nobody names, and what stays."""

import os
from datetime import timedelta

import pytest
from conftest import NOON
from factories.people import account
from factories.uploads import upload
from sqlalchemy import Column, ForeignKey, Integer, Table, select

from matchmaker import clock
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.models import Attachment
from matchmaker.attachments.operations import keep_attachment, keeping, storage
from matchmaker.attachments.operations.clearing import clear_attachments
from matchmaker.db import Base, db

pytestmark = pytest.mark.usefixtures("session")
LATER = NOON + timedelta(days=8)


def kept() -> Attachment:
    return keep_attachment(upload(), purpose=Purpose.DOCUMENT, actor=account())


def aged(key: str, days: int) -> None:
    instant = (NOON - timedelta(days=days)).timestamp()
    os.utime(storage.path_of(key), (instant, instant))


def numbers() -> list[int]:
    return list(db.session.scalars(select(Attachment.id).order_by(Attachment.id)))


def test_bytes_without_a_row_go_after_a_day() -> None:
    for key, days in (("a" * 32, 2), ("b" * 32, 0), (f"c{storage.UNFINISHED}", 2)):
        if key.isalnum():
            storage.write(key, b"x")
            aged(key, days)
    unfinished = storage.path_of("c" * 32).with_name(f"c{storage.UNFINISHED}")
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    unfinished.write_bytes(b"half")
    os.utime(unfinished, (0, 0))
    row = kept()
    aged(row.key, 2)

    clear_attachments()

    names = {path.name for path in storage.stored()}
    assert names == {"b" * 32, row.key}
    assert row.lost_at is None


def test_rows_whose_bytes_are_gone_are_noted() -> None:
    row = kept()
    storage.remove(row.key)

    clear_attachments()

    assert row.lost_at == NOON


def test_what_no_row_names_is_deleted_after_a_week() -> None:
    named, unnamed = kept(), kept()
    table = Table(
        "naming", Base.metadata, Column("id", Integer, primary_key=True),
        Column("attachment_id", ForeignKey("attachment.id")),
    )  # fmt: skip
    try:
        table.create(db.session.connection())
        db.session.execute(table.insert().values(id=1, attachment_id=named.id))
        clear_attachments()
        assert numbers() == [named.id, unnamed.id]
        with clock.at(LATER):
            clear_attachments()
        assert numbers() == [named.id]
    finally:
        db.session.rollback()
        Base.metadata.remove(table)


def test_a_dropped_file_goes_with_its_bytes_and_a_rollback_brings_it_back() -> None:
    row, person = kept(), account()
    key = row.key
    db.session.commit()

    keeping.drop_attachment(row, actor=person)
    db.session.rollback()
    assert storage.path_of(key).exists()
    keeping.drop_attachment(db.session.get_one(Attachment, row.id), actor=person)
    db.session.commit()
    aged(key, 2)
    clear_attachments()

    assert numbers() == []
    assert not storage.path_of(key).exists()
