"""Qualifications that end: people are told once, and what ended no longer counts."""

from datetime import date, timedelta

import pytest
from conftest import NOON
from factories.people import member, organisation
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.catalogue.documents import provider_documents
from matchmaker.catalogue.enums import ProviderType
from matchmaker.catalogue.operations.profiles import (
    ProfileContent,
    QualificationContent,
    publish_profile,
    write_profile,
)
from matchmaker.catalogue.operations.reminders import remind_of_qualifications
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.notices.models import Notice

LICENCE = "增值电信业务经营许可证"
SUMMARY = "为矿山和港口建设5G专网，承担无人驾驶和远程操控项目的设计、建设和维护。"


def keep_house(day: date) -> tuple[int, int]:
    """Keep house on a day; give how many notices there are, and index rows for an end."""
    with clock.at(NOON + (day - NOON.date())):
        remind_of_qualifications()
        db.session.commit()
    told = select(func.count(Notice.id)).where(Notice.kind == "qualification-ending")
    ended = select(func.count(OutboxRow.id)).where(OutboxRow.once_key.like("qualification-ended%"))
    return db.session.scalar(told) or 0, db.session.scalar(ended) or 0


@pytest.mark.usefixtures("session")
def test_a_qualification_is_reminded_of_once_and_leaves_the_search_when_it_ended() -> None:
    provider = organisation("华北矿用装备有限公司")
    owner = member(provider)
    last = NOON.date() + timedelta(days=60)
    written = ProfileContent(
        type=ProviderType.INTEGRATOR,
        summary=SUMMARY,
        qualifications=[
            QualificationContent(name=LICENCE, valid_until=last),
            QualificationContent(name="信息安全服务资质"),
        ],
    )
    publish_profile(write_profile(provider, written, seen_version=0, actor=owner), actor=owner)
    db.session.commit()

    assert keep_house(last - timedelta(days=31)) == (0, 0)
    assert keep_house(last - timedelta(days=30)) == (1, 0)
    assert keep_house(last) == (1, 0)
    after = last + timedelta(days=1)
    assert keep_house(after) == keep_house(after + timedelta(days=1)) == (1, 1)
    (row,) = db.session.scalars(select(OutboxRow).where(OutboxRow.once_key.is_not(None)))
    assert row.key == f"provider:{provider.id}"
    with clock.at(NOON + (after - NOON.date())):
        (document,) = provider_documents([provider.id])
    assert LICENCE not in document.body
    assert "信息安全服务资质" in document.body
