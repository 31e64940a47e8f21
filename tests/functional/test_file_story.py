"""Files a provider shows, through the pages: certificates, and pictures and documents of cases."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

import pytest
from factories.people import account, member, organisation
from factories.signing_in import sign_in
from factories.taxonomy import plain_sector
from factories.uploads import PDF, office, picture
from flask import Flask
from pages import PageClient

from matchmaker.accounts.enums import MemberRole, StaffRole
from matchmaker.attachments.models import Attachment
from matchmaker.catalogue.models import Case, Qualification
from matchmaker.catalogue.operations import approve_case
from matchmaker.db import db

PROFILE: dict[str, Any] = {
    "version": "0",
    "type": "integrator",
    "summary": "为矿山和港口建设5G专网，承担无人驾驶和远程操控项目的设计、建设和维护。",
    "qualifications-0-name": "增值电信业务经营许可证",
    "qualifications-0-number": "B2-20260001",
    "qualifications-0-valid_until": "2027-06-30",
    "qualifications-1-name": "测绘资质",
    "publish": "1",
}
TOLD: dict[str, Any] = {
    "organisation": "1",
    "title": "某露天煤矿 40 台矿卡无人驾驶",
    "consent": "named",
    "client": "远山露天煤矿有限公司",
    "sector": "mining",
    "scenes": ["mining-1"],
    "started_on": "2025-03-01",
    "problem": "夜间运输有风险，司机难招，事故多发，效率上不去。",
    "solution": "建设 5G 专网，改造 40 台矿卡，实现无人驾驶和远程接管。",
    "effects": "单班司机从 40 人减到 8 人。",
    "role": "总集成",
    "figures-0-kind": "staff",
    "figures-0-what": "单班司机",
    "figures-0-after": "8",
    "figures-0-measured_on": "2026-04-30",
    "save": "1",
}
EDIT = "/organisations/1/profile/edit"
CERTIFICATE = "/qualifications/1/certificate"


@dataclass
class People:
    """Browsers of the provider's owner and viewer, of staff, of another owner and of a visitor."""

    owner: PageClient
    viewer: PageClient
    staff: PageClient
    other: PageClient
    visitor: PageClient

    def reach(self, address: str) -> list[str]:
        names = ("owner", "viewer", "staff", "other", "visitor")
        return [name for name in names if getattr(self, name).get(address).status_code == 200]


@pytest.fixture
def people(app: Flask) -> People:
    with app.app_context():
        plain_sector("mining", "矿山", "无人矿卡")
        own = organisation("华北矿用装备有限公司")
        owner, viewer = member(own).id, member(own, MemberRole.VIEWER).id
        other = member(organisation("远方通信有限公司")).id
        staff = account("运营", staff=StaffRole.MODERATOR).id
        db.session.commit()
    app.test_client_class = PageClient
    browsers = [cast("PageClient", app.test_client()) for _ in range(5)]
    for browser, number in zip(browsers, (owner, viewer, staff, other), strict=False):
        sign_in(app, browser, number)
    return People(*browsers)


def files_kept(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Attachment).count()


def test_certificate_is_seen_by_whom_its_provider_lets(people: People) -> None:
    people.owner.submit(EDIT, PROFILE)
    page = f"{CERTIFICATE}/edit"
    assert page in people.owner.get(EDIT).text
    missing = people.owner.submit(page, {})
    unfit = people.owner.submit(page, {"file": (BytesIO(office()), "证书.docx")})
    assert (missing.status_code, unfit.status_code) == (422, 422)
    assert "请选择文件。" in missing.text
    assert ".pdf、.png、.jpg" in unfit.text

    people.owner.submit(page, {"file": (BytesIO(PDF), "许可证.pdf")})
    assert people.reach(CERTIFICATE) == ["owner", "viewer", "staff"]
    assert CERTIFICATE not in people.visitor.get("/providers/1").text
    assert CERTIFICATE in people.staff.get("/staff/organisations/1").text

    people.owner.submit(page, {"is_shown": "y"})  # the file that is there stays
    assert people.reach(CERTIFICATE) == ["owner", "viewer", "staff", "other", "visitor"]
    given = people.visitor.get(CERTIFICATE)
    assert given.data == PDF
    assert given.headers["Content-Disposition"].startswith("attachment;")
    assert "下载证书" in people.visitor.get("/providers/1").text

    people.owner.submit("/organisations/1/profile", to="/profiles/1/hide")
    assert people.reach(CERTIFICATE) == ["owner", "viewer", "staff"]


def test_certificate_stays_when_its_words_change_and_goes_with_them(
    app: Flask, people: People
) -> None:
    people.owner.submit(EDIT, PROFILE)
    people.owner.submit(f"{CERTIFICATE}/edit", {"file": (BytesIO(PDF), "许可证.pdf")})
    renewed = {
        **PROFILE,
        "version": "2",
        "qualifications-0-row": "1",
        "qualifications-1-row": "2",
        "qualifications-0-valid_until": "2030-06-30",
    }
    with app.app_context():
        renewed["version"] = str(db.session.get_one(Qualification, 1).profile.version)

    people.owner.submit(EDIT, renewed)
    with app.app_context():
        row = db.session.get_one(Qualification, 1)
        assert str(row.valid_until) == "2030-06-30"
        assert row.attachment is not None
        version = str(row.profile.version)
    people.owner.submit(EDIT, {**renewed, "version": version, "qualifications-0-remove": "y"})

    assert people.owner.get(CERTIFICATE).status_code == 404
    assert files_kept(app) == 0


def test_certificate_is_replaced_and_removed(app: Flask, people: People) -> None:
    people.owner.submit(EDIT, PROFILE)
    page = f"{CERTIFICATE}/edit"
    people.owner.submit(page, {"file": (BytesIO(PDF), "旧.pdf"), "is_shown": "y"})
    people.owner.submit(page, {"file": (BytesIO(picture(kind="JPEG")), "新.jpg"), "is_shown": "y"})
    assert people.visitor.get(CERTIFICATE).mimetype == "image/webp"
    assert files_kept(app) == 1

    people.owner.submit(page, to=f"{CERTIFICATE}/remove")

    assert people.owner.get(CERTIFICATE).status_code == 404
    assert "测绘资质" in people.visitor.get("/providers/1").text


def test_pictures_and_documents_of_a_case(app: Flask, people: People) -> None:
    people.owner.submit("/cases/new", TOLD)
    people.owner.submit("/cases/1/consent", {"file": (BytesIO(PDF), "同意书.pdf")})
    files = "/cases/1/files"
    wordless = people.owner.submit(
        files, {"kind": "picture", "file": (BytesIO(picture()), "a.png")}
    )
    assert wordless.status_code == 422
    for words in ("矿区全景", "远程驾驶舱"):
        shot = BytesIO(picture((1200, 900)))
        people.owner.submit(files, {"kind": "picture", "file": (shot, "a.png"), "words": words})
    people.owner.submit(
        files, {"kind": "document", "file": (BytesIO(PDF), "架构.pdf"), "words": "网络架构"}
    )
    people.owner.submit(files, to="/case-files/2/move")
    for address in ("/case-files/1", "/case-files/3"):
        assert people.reach(address) == ["owner", "viewer", "staff"]

    people.owner.submit("/cases/1", to="/cases/1/submit")
    assert 'alt="矿区全景"' in people.staff.get("/staff/cases/1").text
    assert people.owner.get(files).status_code == 404
    with app.app_context():
        case = db.session.get_one(Case, 1)
        staff = account("审核", staff=StaffRole.MODERATOR)
        approve_case(case, seen_version=case.version, actor=staff)
        db.session.commit()

    page = people.visitor.get("/cases/1").text
    assert page.index('alt="远程驾驶舱"') < page.index('alt="矿区全景"')
    for said in ('loading="lazy"', 'width="1200" height="900"', "640w", "1200w", "网络架构"):
        assert said in page
    card = people.visitor.get("/cases").text
    assert 'alt="远程驾驶舱"' in card
    assert 'alt="矿区全景"' not in card
    small, whole = (people.visitor.get(f"/case-files/2{asked}") for asked in ("?size=small", ""))
    assert len(small.data) < len(whole.data)
    assert (
        people.visitor.get("/case-files/3").headers["Content-Disposition"].startswith("attachment;")
    )
    assert people.reach("/cases/1/consent-file") == ["owner", "viewer", "staff"]

    people.owner.submit("/cases/1", to="/cases/1/withdraw")
    assert people.reach("/case-files/2?size=small") == ["owner", "viewer", "staff"]
    people.owner.submit(files, to="/case-files/2/remove")
    assert "远程驾驶舱" not in people.owner.get("/cases/1").text
