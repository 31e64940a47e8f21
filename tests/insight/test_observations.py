"""Observations that staff add, correct, remove and restore; the seeds leave them alone then."""

from datetime import date, timedelta

import pytest
from factories.insight import indicator, observation
from factories.people import account
from factories.reading import table_rows
from factories.sheets import read_book
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.insight.enums import Bound
from matchmaker.insight.models.plans import Indicator, Observation
from matchmaker.insight.operations.observations import (
    ObservationContent,
    add_observation,
    correct_observation,
    is_source,
    remove_observation,
    restore_observation,
)
from matchmaker.insight.operations.plans import put_observation
from matchmaker.insight.queries.plans import indicator_line, known_sources

DAY = date(2026, 3, 31)
SEEDED = {"value": 64.0, "op": Bound.MORE, "named": "虚拟专网数"}


def curator() -> Account:
    return account(staff=StaffRole.CURATOR)


def content(**said: object) -> ObservationContent:
    values: dict[str, object] = {
        "as_of": DAY, "op": Bound.EXACT, "value": 68.0, "named": "虚拟专网数",
        "source": "https://example.org/2026 新闻发布会",
    }  # fmt: skip
    return ObservationContent(**(values | said))  # type: ignore[arg-type]  # names of the fields


def actions() -> list[str]:
    statement = select(AuditEvent.action).where(AuditEvent.subject_kind == "observation")
    return list(db.session.scalars(statement.order_by(AuditEvent.id)))


def values_of(networks: Indicator) -> list[float]:
    db.session.expire_all()
    line = indicator_line(networks.slug)
    assert line
    return [row.value for row in line.observations]


@pytest.mark.usefixtures("session")
def test_added_observation_counts_from_now_on() -> None:
    networks = indicator()
    observation(networks, date(2025, 9, 30), 64)
    add_observation(networks, content(), actor=curator())

    db.session.expire_all()
    line = indicator_line(networks.slug)

    assert line
    assert line.latest
    assert (line.latest.as_of, line.latest.value) == (DAY, 68)
    assert line.latest.edited_at == clock.now()
    assert "https://example.org/2026 新闻发布会" in known_sources()
    assert actions() == ["observation.added"]


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"value": -1.0}, "value"),
        ({"value": float("nan")}, "value"),
        ({"value": 1e12}, "value"),
        ({"as_of": date(2018, 11, 30)}, "as_of"),
        ({"as_of": date(2999, 1, 1)}, "as_of"),
        ({"source": ""}, "source"),
        ({"source": "12345"}, "source"),
        ({"source": "https://"}, "source"),
        ({"source": "javascript://example.org/%0aalert(1)"}, "source"),
        ({"source": "https://user:word@example.org"}, "source"),
        ({"source": "文" * 301}, "source"),
        ({"named": "名" * 201}, "named"),
        ({"note": "字" * 501}, "note"),
        ({"note_en": "a" * 501}, "note_en"),
    ],
)
def test_what_cannot_be_so_is_refused(said: dict[str, object], field: str) -> None:
    networks, person = indicator(), curator()

    with pytest.raises(DomainError) as refused:
        add_observation(networks, content(**said), actor=person)

    assert refused.value.field == field
    assert values_of(networks) == []


@pytest.mark.usefixtures("session")
def test_everything_wrong_is_said_at_once() -> None:
    networks, person = indicator(), curator()

    with pytest.raises(DomainError) as refused:
        add_observation(networks, content(value=-1.0, source=""), actor=person)

    assert [fault.field for fault in (refused.value, *refused.value.also)] == ["value", "source"]


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        ("https://www.miit.gov.cn/a/b.html", True),
        ("http://example.org 第一页", True),
        ("E2025", True),
        ("工信部联通信〔2024〕227号", True),
        ("见 https://example.org", False),
        ("ftp://example.org/a", False),
        ("!!", False),
    ],
)
def test_source_is_an_address_or_the_name_of_a_document(source: str, *, is_one: bool) -> None:
    assert is_source(source) is is_one


@pytest.mark.usefixtures("session")
def test_a_source_says_one_thing_of_a_day() -> None:
    networks, person = indicator(), curator()
    add_observation(networks, content(), actor=person)
    later = add_observation(networks, content(source="另一个文件"), actor=person)

    with pytest.raises(DomainError, match="已经有了"):
        add_observation(networks, content(value=69.0), actor=person)
    with pytest.raises(DomainError, match="已经有了"):
        correct_observation(
            later, content(), "同一个来源", seen_version=later.version, actor=person
        )

    assert values_of(networks) == [68, 68]


@pytest.mark.usefixtures("session")
def test_correction_keeps_its_reason_and_what_was_there() -> None:
    networks, person = indicator(), curator()
    row = observation(networks, DAY, 86)
    correct_observation(row, content(), "数字抄反", seen_version=row.version, actor=person)

    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "observation.corrected")
    ).one()
    assert (event.before["value"], event.after["value"]) == (86, 68)
    assert event.after["reason"] == "数字抄反"
    assert event.actor_id == person.id
    assert values_of(networks) == [68]


@pytest.mark.usefixtures("session")
def test_removed_observation_counts_no_more_until_it_is_restored() -> None:
    networks, person = indicator(), curator()
    row = observation(networks, DAY, 68)
    remove_observation(row, "来源已撤稿", seen_version=row.version, actor=person)
    db.session.flush()

    assert values_of(networks) == []
    with pytest.raises(ConflictError):
        correct_observation(row, content(), "改", seen_version=row.version, actor=person)
    with pytest.raises(ConflictError):
        remove_observation(row, "再删", seen_version=row.version, actor=person)

    restore_observation(row, "来源恢复", seen_version=row.version, actor=person)
    db.session.flush()

    assert values_of(networks) == [68]
    assert actions() == ["observation.removed", "observation.restored"]
    with pytest.raises(ConflictError):
        restore_observation(row, "再恢复", seen_version=row.version, actor=person)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("reason", ["", "理" * 201])
def test_change_without_a_fit_reason_is_refused(reason: str) -> None:
    row, person = observation(indicator(), DAY, 68), curator()

    with pytest.raises(DomainError) as refused:
        correct_observation(row, content(), reason, seen_version=row.version, actor=person)
    assert refused.value.field == "reason"
    with pytest.raises(DomainError):
        remove_observation(row, reason, seen_version=row.version, actor=person)


@pytest.mark.usefixtures("session")
def test_seeds_leave_alone_what_staff_corrected_moved_or_removed() -> None:
    networks, person = indicator(), curator()
    days = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]

    def load() -> list[bool]:
        db.session.expire_all()
        return [put_observation(networks, day, "E2025", SEEDED, actor=None) for day in days]

    assert load() == [True] * 4
    moved, corrected, removed, _untouched = networks.observations
    correct_observation(
        moved, content(value=64.0), "日期不对", seen_version=moved.version, actor=person
    )
    correct_observation(
        corrected, content(as_of=days[1], source="E2025", value=65.0), "数字不对",
        seen_version=corrected.version, actor=person,
    )  # fmt: skip
    remove_observation(removed, "没有出处", seen_version=removed.version, actor=person)
    db.session.flush()

    assert load() == [False] * 4
    db.session.flush()
    assert values_of(networks) == [65, 64, 64]
    assert db.session.scalar(select(func.count()).select_from(Observation)) == 4


def test_curator_adds_an_observation_on_its_page(app: Flask, client: PageClient) -> None:
    with app.app_context():
        networks, person = indicator(unit="万个", target=7.0), curator()
        observation(networks, date(2025, 3, 31), 5.0, named="虚拟专网数")
        person_id = person.id
        db.session.commit()
    sign_in(app, client, person_id)
    page = "/staff/insight/indicators/y27-vpn/observations/new"
    assert page in client.get("/insight/plans/y27-vpn").text

    wrong = client.submit(
        page, data={"as_of": "2026/13/01", "value": "很多", "source": "", "note": "记下的说明"}
    )
    assert wrong.status_code == 422
    for words in ("请写日期", "请写数字", "请写来源", "记下的说明", "很多", "2026/13/01"):
        assert words in wrong.text

    typed = {
        "as_of": "2026-03-31", "op": ">", "value": "6.123456", "named": "虚拟专网数",
        "is_official": "y", "source": "https://example.org/2026 新闻", "note": "初步数",
    }  # fmt: skip
    answer = client.submit(page, data=typed, follow_redirects=True)

    assert "已添加" in answer.text
    rows = table_rows(answer.text)
    assert ["2026年3月31日", "超过 6.123456 万个"] in [row[:2] for row in rows]
    assert any("初步数" in row[3] for row in rows if len(row) > 3)
    assert "不晚于" in client.get("/insight/plans").text


def test_late_correction_shows_both(app: Flask, client: PageClient) -> None:
    with app.app_context():
        row, person = observation(indicator(), date(2025, 9, 30), 64), curator()
        number, person_id = row.id, person.id
        db.session.commit()
    sign_in(app, client, person_id)
    page = f"/staff/insight/observations/{number}/edit"
    typed = {"version": "1", "as_of": "2025-09-30", "op": "=", "source": "E2025", "reason": "订正"}
    assert client.submit(page, data={**typed, "value": "65"}).status_code == 303

    late = client.submit(page, data={**typed, "value": "66"})

    assert late.status_code == 409
    assert "已保存的内容" in late.text
    assert "65 个" in late.text
    assert 'value="66"' in late.text
    assert client.submit(page, data={**typed, "value": "66", "version": "2"}).status_code == 303


def test_removed_observation_is_shown_to_staff_only(app: Flask, client: PageClient) -> None:
    with app.app_context():
        row, person = observation(indicator(), date(2025, 9, 30), 64), curator()
        number, person_id = row.id, person.id
        db.session.commit()
    page = f"/staff/insight/observations/{number}"
    assert client.get(f"{page}/remove").status_code == 303
    sign_in(app, client, person_id)

    assert client.submit(f"{page}/remove", data={"version": "1"}).status_code == 422
    said = {"version": "1", "reason": "来源已撤稿"}
    gone = client.submit(f"{page}/remove", data=said, follow_redirects=True)
    assert "来源已撤稿" in gone.text
    assert f"{page}/restore" in gone.text
    assert "来源已撤稿" not in app.test_client().get("/insight/plans/y27-vpn").text

    back = client.submit(
        f"{page}/restore", data={"version": "2", "reason": "来源恢复"}, follow_redirects=True
    )
    assert "64 个" in back.text
    assert f"{page}/restore" not in back.text


def test_observations_are_taken_away_as_files(app: Flask, client: PageClient) -> None:
    with app.app_context():
        networks = indicator()
        observation(networks, date(2025, 9, 30), 64, op=Bound.MORE, note="=1+1")
        observation(indicator("other", "另一个"), date(2025, 9, 30), 3, is_official=False)
        gone = observation(networks, date(2025, 9, 29), 1)
        gone.removed_at = clock.now() - timedelta(days=1)
        db.session.commit()

    [head, *rows] = read_book(client.get("/insight/plans?format=xlsx").data)
    assert len(rows) == 2
    text = client.get("/insight/plans/y27-vpn?format=csv")
    assert text.mimetype == "text/csv"
    lines = text.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "超过,64.0" in lines[1]
    assert "'=1+1" in lines[1]
    assert len(lines[0].split(",")) == len(head)
