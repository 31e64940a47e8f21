"""Metrics: what the site calls them, what names them in texts, and which are offered."""

from pathlib import Path

import pytest
from factories.catalogue import offering, provider
from factories.demands import open_demand, sector
from factories.people import account
from factories.sheets import read_book
from factories.signing_in import sign_in
from factories.taxonomy import metric, typical_need
from flask import Flask
from flask_babel import force_locale
from pages import PageClient
from sqlalchemy import create_engine, select, text

from matchmaker import schema
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import EvidenceKind
from matchmaker.catalogue.models import Promise
from matchmaker.db import db
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.forms.lines import subject_choices
from matchmaker.demands.models import Requirement
from matchmaker.errors import ConflictError, DomainError
from matchmaker.matching.documents import site_vocabulary
from matchmaker.matching.scoring.reading.requirements import read_requirements
from matchmaker.staff.operations.metrics import (
    MetricContent,
    edit_metric,
    restore_metric,
    retire_metric,
)
from matchmaker.staff.queries.metrics import uses_of
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.forms import Subjects
from matchmaker.taxonomy.models import MetricEntry
from matchmaker.taxonomy.words import metric_label, metric_line


def curator() -> Account:
    return account(staff=StaffRole.CURATOR)


def edited(row: MetricEntry, **said: object) -> None:
    content = MetricContent(**said)  # type: ignore[arg-type]  # names of the fields
    edit_metric(row, content, seen_version=row.version, actor=curator())


def test_a_new_database_has_a_row_for_each_metric(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'new.db'}")
    schema.upgrade(engine)

    with engine.connect() as connection:
        keys = connection.scalars(text("SELECT key FROM metric ORDER BY id")).all()
    engine.dispose()

    assert keys == [one.value for one in Metric]


@pytest.mark.usefixtures("session")
def test_its_name_follows_everywhere_and_empty_is_the_built_in_one() -> None:
    row = metric()
    edited(row, name_zh="端到端时延", name_en="End-to-end latency", hint_zh="从终端到应用")

    assert metric_line(Metric.LATENCY, Operator.AT_MOST, 20) == "端到端时延 ≤ 20 毫秒"
    assert ("metric:latency", "端到端时延") in subject_choices(None, [])[0][1]
    subject = Subjects().find("时延")
    assert subject == Subjects().find("端到端时延")
    assert subject
    assert subject.note == "毫秒 从终端到应用"
    with force_locale("en"):
        assert metric_label(Metric.LATENCY) == "End-to-end latency"
    edited(row)
    assert metric_label(Metric.LATENCY) == "时延"


@pytest.mark.usefixtures("session")
def test_an_alias_is_read_in_texts_and_names_it_in_files() -> None:
    row = metric(Metric.SYNC)
    said = "环路耗时不超过20ms"
    assert [one.metric for one in read_requirements(said, site_vocabulary().metrics)] != ["sync"]

    edited(row, aliases=("环路耗时",))

    assert [one.metric for one in read_requirements(said, site_vocabulary().metrics)] == ["sync"]
    found = Subjects().find("环路耗时")
    assert found
    assert found.metric is Metric.SYNC


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name_zh": "抖动"}, "name_zh"),
        ({"name_en": "Jitter"}, "name_en"),
        ({"aliases": ("晃动",)}, "aliases"),
        ({"aliases": ("快",)}, "aliases"),
        ({"aliases": ("20.5",)}, "aliases"),
        ({"aliases": ("很" * 21,)}, "aliases"),
        ({"aliases": tuple(f"别名{n}" for n in range(21))}, "aliases"),
        ({"name_zh": "长" * 41}, "name_zh"),
        ({"hint_zh": "长" * 201}, "hint_zh"),
    ],
)
def test_what_it_cannot_be_called(said: dict[str, object], field: str) -> None:
    row = metric()
    metric(Metric.JITTER, aliases=["晃动"])

    with pytest.raises(DomainError) as refused:
        edited(row, **said)

    assert refused.value.field == field


@pytest.mark.usefixtures("session")
def test_a_retired_metric_is_offered_no_more_and_what_stands_is_readable() -> None:
    row, actor = metric(), curator()
    demand, _owner = open_demand()
    demand.requirements.append(
        Requirement(
            kind=RequirementKind.METRIC,
            metric=Metric.LATENCY,
            op=Operator.AT_MOST,
            value=20,
            source=RequirementSource.STATED,
        )
    )
    typical_need(sector("port").scenes[0])
    sold = offering(provider())
    sold.promises.append(
        Promise(
            kind=RequirementKind.METRIC,
            metric=Metric.LATENCY,
            op=Operator.AT_MOST,
            value=10,
            evidence=EvidenceKind.STATEMENT,
        )
    )
    db.session.flush()
    use = uses_of([Metric.LATENCY, Metric.JITTER])
    assert (use[Metric.LATENCY].typical_needs, use[Metric.LATENCY].demands) == (1, 1)
    assert (use[Metric.LATENCY].offerings, use[Metric.JITTER].any) == (1, False)

    retire_metric(row, "和抖动重复", seen_version=row.version, actor=actor)

    offered = dict(subject_choices(None, [])[0][1])
    assert "metric:latency" not in offered
    assert "metric:jitter" in offered
    assert all(one.metric is not Metric.LATENCY for one in Subjects().all)
    assert Subjects().find("时延")  # a promise that stands is written in a form by its name
    assert metric_line(Metric.LATENCY, Operator.AT_MOST, 20) == "时延 ≤ 20 毫秒"
    assert read_requirements("时延不超过20ms", site_vocabulary().metrics) == ()
    with pytest.raises(ConflictError):
        edited(row, name_zh="别的")
    with pytest.raises(ConflictError):
        retire_metric(row, "再停", seen_version=row.version, actor=actor)

    restore_metric(row, "还有人用", seen_version=row.version, actor=actor)

    assert "metric:latency" in dict(subject_choices(None, [])[0][1])
    reasons = [event.after["reason"] for event in db.session.scalars(select(AuditEvent))
               if event.action in {"metric.retired", "metric.restored"}]  # fmt: skip
    assert reasons == ["和抖动重复", "还有人用"]


def test_pages_for_those_who_tend_metrics(app: Flask, client: PageClient) -> None:
    with app.app_context():
        number, person = metric().id, curator().id
        db.session.commit()
    sign_in(app, client, person)
    page = f"/staff/taxonomy/metrics/{number}"
    listed = client.get("/staff/taxonomy/metrics").get_data(as_text=True)
    assert "新增指标需要开发支持" in listed
    assert "毫秒" in listed
    head, row = read_book(client.get("/staff/taxonomy/metrics?format=xlsx").data)
    assert dict(zip(head, row, strict=True))["单位"] == "毫秒"

    saved = client.submit(f"{page}/edit", data={"version": "1", "name_zh": "往返时延"})
    stale = client.submit(f"{page}/edit", data={"version": "1", "name_zh": "网络时延"})

    assert (saved.status_code, stale.status_code) == (303, 409)
    shown = stale.get_data(as_text=True)
    assert "往返时延" in shown
    assert "网络时延" in shown
    without = client.submit(f"{page}/retire", data={"version": "2", "reason": ""})
    assert "请写理由" in without.get_data(as_text=True)
    said = {"version": "2", "reason": "不用了"}
    assert client.submit(f"{page}/retire", data=said).status_code == 303
    history = client.get(page).get_data(as_text=True)
    assert "不用了" in history
    assert "恢复使用" in history
    said = {"version": "3", "reason": "要用"}
    assert client.submit(f"{page}/restore", data=said).status_code == 303
