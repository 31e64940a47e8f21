"""The life of an offering and of a case, through the pages, as their people and staff see it."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from factories.catalogue import SUMMARY
from factories.people import account, member, organisation
from factories.signing_in import sign_in
from factories.taxonomy import capability, plain_sector
from factories.uploads import PDF, picture
from flask import Flask
from pages import PageClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaker.accounts.enums import StaffRole
from matchmaker.catalogue.enums import CaseState, OfferingState
from matchmaker.catalogue.models import Case, Offering, OfferingVersion
from matchmaker.db import db
from matchmaker.discovery.operations import rebuild_search
from matchmaker.notices.models import Notice

OFFERED: dict[str, Any] = {
    "organisation": "1",
    "title": "矿卡无人驾驶改造",
    "summary": SUMMARY,
    "sector": "mining",
    "scenes": ["mining-1"],
    "capabilities": ["mec"],
    "price_model": "one-off",
    "price_min_wan": "10",
    "price_max_wan": "40",
    "lead_days_max": "45",
}
TOLD: dict[str, Any] = {
    "organisation": "1",
    "title": "某露天煤矿 40 台矿卡无人驾驶",
    "consent": "anonymous",
    "client": "某露天煤矿",
    "client_name": "远山露天煤矿有限公司",
    "sector": "mining",
    "scenes": ["mining-1"],
    "started_on": "2025-03-01",
    "finished_on": "2026-03-01",
    "problem": "夜间运输有风险，司机难招，事故多发，效率上不去。",
    "solution": "建设 5G 专网，改造 40 台矿卡，实现无人驾驶和远程接管。",
    "effects": "单班司机从 40 人减到 8 人。",
    "role": "总集成",
    "figures-0-kind": "staff",
    "figures-0-what": "单班司机",
    "figures-0-before": "40",
    "figures-0-after": "8",
    "figures-0-unit": "人",
    "figures-0-measured_on": "2026-04-30",
    "partners-0-name": "远方通信有限公司",
    "partners-0-role": "专网建设",
}


@dataclass
class People:
    """Browsers of the provider's owner, of staff and of a visitor."""

    owner: PageClient
    staff: PageClient
    visitor: PageClient


@pytest.fixture
def people(app: Flask) -> People:
    with app.app_context():
        plain_sector("mining", "矿山", "无人矿卡", "视频监控")
        capability("mec", "边缘计算")
        owner = member(organisation("华北矿用装备有限公司")).id
        staff = account("运营", staff=StaffRole.MODERATOR).id
        db.session.commit()
    app.test_client_class = PageClient
    browsers = [cast("PageClient", app.test_client()) for _ in range(3)]
    sign_in(app, browsers[0], owner)
    sign_in(app, browsers[1], staff)
    return People(*browsers)


def decide(people: People, page: str, outcome: str, **values: object) -> TestResponse:
    shown = people.staff.get(page).text
    version = shown.split('name="version" type="hidden" value="')[1].split('"')[0]
    return people.staff.submit(page, {"outcome": outcome, "version": version, **values})


def stored(app: Flask) -> Offering:
    with app.app_context():
        return db.session.scalars(select(Offering)).one()


def told(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Notice.kind).order_by(Notice.id)))


def test_offering_from_draft_to_archive(app: Flask, people: People) -> None:
    people.owner.submit("/offerings/new", {**OFFERED, "send": "1"})
    assert "矿卡无人驾驶改造" in people.staff.get("/staff/offerings").text
    assert people.visitor.get("/offerings/1").status_code == 404

    silent = decide(people, "/staff/offerings/1", "returned")
    assert silent.status_code == 422
    decide(people, "/staff/offerings/1", "returned", reasons=["unclear"], words="请写清包含什么。")
    page = people.owner.get("/offerings/1").text
    assert "看不出卖什么、用在哪里" in page
    assert "请写清包含什么。" in page
    assert stored(app).state is OfferingState.DRAFT

    mended = {**OFFERED, "summary": f"{SUMMARY}含专网和平台。", "version": str(stored(app).version)}
    people.owner.submit("/offerings/1/edit", {**mended, "send": "1"})
    decide(people, "/staff/offerings/1", "approved")
    page = people.visitor.get("/offerings/1").text
    assert "小快轻准" in page
    assert "审核记录" not in page
    assert told(app) == ["offering-returned", "offering-approved"]

    edited = {**mended, "lead_days_max": "90", "version": str(stored(app).version)}
    people.owner.submit("/offerings/1/edit", {**edited, "save": "1"})
    assert "小快轻准" not in people.visitor.get("/offerings/1").text
    assert "矿卡无人驾驶改造" in people.staff.get("/staff/offerings?show=changed").text
    review = people.staff.get("/staff/offerings/1").text
    assert "最迟交付（天）" in review
    decide(people, "/staff/offerings/1", "approved")
    assert "矿卡无人驾驶改造" not in people.staff.get("/staff/offerings?show=changed").text
    versions = people.owner.get("/offerings/1/versions").text
    assert "第 3 版" in versions
    assert '<del lang="zh-CN">45</del>' in versions
    assert (
        'name="lead_days_max" type="text" value="45"'
        in people.owner.get("/offerings/1/edit?version=2").text
    )
    assert people.visitor.get("/offerings/1/versions").status_code == 303

    people.owner.submit("/offerings/1", to="/offerings/1/withdraw")
    people.owner.submit("/offerings/1", to="/offerings/1/submit")
    assert stored(app).state is OfferingState.PUBLISHED
    people.owner.submit("/offerings/1", to="/offerings/1/withdraw")
    changed = {**edited, "title": "矿卡无人驾驶改造二代", "version": str(stored(app).version)}
    people.owner.submit("/offerings/1/edit", {**changed, "send": "1"})
    assert stored(app).state is OfferingState.SUBMITTED

    people.owner.submit("/offerings/1", to="/offerings/1/take-back")
    people.owner.submit("/offerings/1", to="/offerings/1/archive")
    assert stored(app).state is OfferingState.ARCHIVED
    assert people.visitor.get("/offerings/1").status_code == 404
    assert people.owner.get("/offerings/1/edit").status_code == 404
    people.owner.submit("/offerings/1", to="/offerings/1/copy")
    assert "矿卡无人驾驶改造二代（副本）" in people.owner.get("/my/offerings").text


def test_decision_on_what_changed_meanwhile_is_refused(app: Flask, people: People) -> None:
    people.owner.submit("/offerings/new", {**OFFERED, "send": "1"})
    seen = stored(app).version
    people.owner.submit(
        "/offerings/1/edit", {**OFFERED, "title": "矿卡新标题", "version": str(seen)}
    )
    values = {"outcome": "approved", "version": str(seen)}

    refused = people.staff.submit("/staff/offerings/1", values)

    assert refused.status_code == 409
    assert stored(app).state is OfferingState.SUBMITTED


def test_pictures_and_documents(people: People) -> None:
    people.owner.submit("/offerings/new", {**OFFERED, "save": "1"})
    files = "/offerings/1/files"
    refused = people.owner.submit(
        files, {"kind": "picture", "file": (BytesIO(PDF), "a.pdf"), "words": "架构图"}
    )
    nameless = people.owner.submit(
        files, {"kind": "picture", "file": (BytesIO(picture()), "a.png")}
    )
    for number in (1, 2):
        people.owner.submit(
            files,
            {"kind": "picture", "file": (BytesIO(picture()), "a.png"), "words": f"照片{number}"},
        )
    people.owner.submit(
        files, {"kind": "document", "file": (BytesIO(PDF), "说明.pdf"), "words": "说明书"}
    )
    people.owner.submit(files, to="/offering-files/2/move")

    assert (refused.status_code, nameless.status_code) == (422, 422)
    assert "请写一句说明" in nameless.text
    page = people.owner.get("/offerings/1").text
    assert page.index('alt="照片2"') < page.index('alt="照片1"')
    assert people.owner.get("/offering-files/1").mimetype == "image/webp"
    assert people.visitor.get("/offering-files/1").status_code == 404
    people.owner.submit(files, to="/offering-files/3/remove")
    assert "说明书" not in people.owner.get("/offerings/1").text


def test_case_from_draft_to_evidence_and_back(app: Flask, people: People) -> None:
    hidden = people.owner.submit("/cases/new", {**TOLD, "client": "远山露天煤矿", "send": "1"})
    assert "请以“某”开头" in hidden.text
    empty = people.owner.submit("/cases/new", {**TOLD, "figures-0-after": "", "send": "1"})
    assert "请写现在的数值" in empty.text
    people.owner.submit("/cases/new", {**TOLD, "send": "1"})
    assert people.visitor.get("/cases/1").status_code == 404
    assert TOLD["title"] not in people.visitor.get("/cases").text
    review = people.staff.get("/staff/cases/1").text
    assert "远山露天煤矿有限公司" in review

    decide(people, "/staff/cases/1", "returned", reasons=["not-verifiable"])
    with app.app_context():
        version = str(db.session.get_one(Case, 1).version)
    assert "成效无法核实" in people.owner.get("/cases/1").text
    mended = {**TOLD, "source_url": "https://example.org/news", "version": version}
    people.owner.submit("/cases/1/edit", {**mended, "send": "1"})
    decide(people, "/staff/cases/1", "approved")
    page = people.visitor.get("/cases/1").text
    for words in ("某露天煤矿", "单班司机", "40", "远方通信有限公司", "2026年4月30日"):
        assert words in page
    assert "远山露天煤矿有限公司" not in page
    assert told(app) == ["case-returned", "case-approved"]

    people.owner.submit("/offerings/new", {**OFFERED, "cases": ["1"], "send": "1"})
    decide(people, "/staff/offerings/1", "approved")
    assert TOLD["title"] in people.visitor.get("/offerings/1").text
    with app.app_context():
        rebuild_search()
        db.session.commit()
    assert 'href="/cases/1"' in people.visitor.get("/search?q=无人驾驶&kind=case").text

    people.owner.submit("/cases/1", to="/cases/1/withdraw")
    assert people.visitor.get("/cases/1").status_code == 404
    assert TOLD["title"] not in people.visitor.get("/offerings/1").text
    assert 'href="/cases/1"' not in people.visitor.get("/search?q=无人驾驶&kind=case").text
    with app.app_context():
        assert db.session.get_one(Case, 1).state is CaseState.WITHDRAWN
        assert db.session.scalars(select(OfferingVersion)).all()[-1].content["cases"] == []


def test_named_client_needs_its_consent(people: People) -> None:
    named = {**TOLD, "consent": "named", "client": "远山露天煤矿有限公司", "client_name": ""}
    refused = people.owner.submit("/cases/new", {**named, "send": "1"})
    assert "同意书" in refused.text
    assert refused.status_code == 422
    case = urlsplit(people.owner.submit("/cases/new", {**named, "save": "1"}).location).path
    people.owner.submit(f"{case}/consent", {"file": (BytesIO(PDF), "同意书.pdf")})
    people.owner.submit(case, to=f"{case}/submit")

    decide(people, f"/staff{case}", "approved")

    assert people.staff.get(f"{case}/consent-file").status_code == 200
    assert people.visitor.get(f"{case}/consent-file").status_code == 303
    assert "远山露天煤矿有限公司" in people.visitor.get(case).text
