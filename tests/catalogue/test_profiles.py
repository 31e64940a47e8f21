"""The profile a provider's own people write: stored, shown, found, and never half-lost."""

from datetime import date

import pytest
from factories.people import member, organisation
from factories.reading import MOST_QUERIES, card_titles, facet_counts, queries, table_rows
from factories.signing_in import sign_in
from factories.taxonomy import plain_sector, province
from flask import Flask
from flask.testing import FlaskClient
from pages import PageClient
from sqlalchemy import select

from matchmaker.accounts.enums import MemberRole
from matchmaker.accounts.models import Organisation
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.documents import provider_documents
from matchmaker.catalogue.enums import ProgrammeType, ProviderType, Validity
from matchmaker.catalogue.models import ProviderProfile, Qualification
from matchmaker.catalogue.operations.profiles import (
    ProfileContent,
    QualificationContent,
    publish_profile,
    write_profile,
)
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.models import OutboxRow

EDIT = "/organisations/1/profile/edit"
HOME = "/organisations/1/profile"
SUMMARY = "为矿山和港口建设5G专网，承担无人驾驶和远程操控项目的设计、建设和维护。"


@pytest.fixture
def owner_id(app: Flask) -> int:
    """Give a taxonomy, and a person who owns the verified organisation with number 1."""
    with app.app_context():
        plain_sector("mining", "矿山", "无人矿卡")
        plain_sector("port", "港口", "岸桥远控")
        province("440000", "广东省", ("440300", "深圳市"))
        owner = member(organisation("华北矿用装备有限公司"))
        db.session.commit()
        return owner.id


def fill(**changes: object) -> dict[str, object]:
    return {
        "version": "0",
        "type": "integrator",
        "programme_type": "specialised",
        "summary": SUMMARY,
        "sectors": ["mining", "port"],
        "served_regions": "广东深圳",
        "is_nationwide": "y",
        "qualifications-0-name": "增值电信业务经营许可证",
        "qualifications-0-number": "B2-20260001",
        "qualifications-0-issuer": "某省通信管理局",
        "qualifications-0-valid_until": "2027-06-30",
        "qualifications-1-name": "信息安全服务资质",
        "qualifications-1-valid_until": "2026-11-19",
        "publish": "1",
        **changes,
    }


def stored(app: Flask) -> ProviderProfile | None:
    with app.app_context():
        return db.session.scalars(select(ProviderProfile)).first()


def own() -> Organisation:
    return db.session.get_one(Organisation, 1)


def test_written_profile_is_public_with_all_it_says(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)

    response = client.submit(EDIT, fill())

    assert response.location == HOME
    page = app.test_client().get("/providers/1").text
    for words in (SUMMARY, "集成商", "行业特色类", "矿山", "港口", "深圳市", "服务全国"):
        assert words in page
    assert table_rows(page)[:2] == [
        ["增值电信业务经营许可证", "B2-20260001", "某省通信管理局", "至 2027年6月30日"],
        ["信息安全服务资质", "—", "—", "已过期 2026年11月19日"],
    ]
    assert client.get(EDIT).text.count("增值电信业务经营许可证") >= 1


def test_saved_profile_stays_hidden_until_published_and_can_be_hidden_again(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)
    client.submit(EDIT, fill(publish="", save="1"))

    assert app.test_client().get("/providers/1").status_code == 404
    assert client.submit(HOME, to="/profiles/1/publish").status_code == 303
    assert app.test_client().get("/providers/1").status_code == 200
    assert client.submit(HOME, to="/profiles/1/hide").status_code == 303
    assert app.test_client().get("/providers/1").status_code == 404
    with app.app_context():
        actions = db.session.scalars(
            select(AuditEvent.action)
            .where(AuditEvent.action.startswith("provider_profile."))
            .order_by(AuditEvent.id)
        ).all()
    assert [action.split(".")[1] for action in actions] == [
        "drafted", "published", "hidden",
    ]  # fmt: skip


def test_profile_narrows_the_directory(app: Flask, client: PageClient, owner_id: int) -> None:
    sign_in(app, client, owner_id)
    client.submit(EDIT, fill())

    page = client.get("/providers?programme=specialised&sector=port&region=440300").text

    assert "华北矿用装备有限公司" in page
    assert facet_counts(page, "programme") == {"specialised": 1}
    assert facet_counts(page, "region")["000000"] == 1
    assert "没有符合条件的供应商" in client.get("/providers?programme=integrated").text or (
        card_titles(client.get("/providers?programme=integrated").text) == []
    )


def test_bad_input_is_told_and_nothing_typed_is_lost(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)

    response = client.submit(
        EDIT,
        fill(
            served_regions="火星市",
            **{"qualifications-1-name": "", "qualifications-1-valid_until": "明年"},
        ),
    )

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    for words in ("没有找到“火星市”", "请写日期，例如 2027-06-30。", "明年", SUMMARY, "B2-2026"):
        assert words in page
    assert stored(app) is None


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"summary": "太短"}, "公开前请把简介写得更具体，至少 20 个字。"),
        ({"type": ""}, "请选择主要类型。"),
        ({"sectors": ["mining", "gone"]}, "有的行业已不存在，请重新选择。"),
        (
            {
                "qualifications-1-name": "增值电信业务经营许可证",
                "qualifications-1-number": "B2-20260001",
            },
            "同一项资质写了两次，请删去一条。",
        ),
        ({"qualifications-1-name": ""}, "请写资质名称。"),
        ({"summary": "长" * 2001}, "最多 2000 个字，现在有 2001 个。"),
    ],
)
def test_what_is_wrong_is_said(
    app: Flask, client: PageClient, owner_id: int, changes: dict[str, object], message: str
) -> None:
    sign_in(app, client, owner_id)

    response = client.submit(EDIT, fill(**changes))

    assert response.status_code == 422
    assert message in response.get_data(as_text=True)
    assert stored(app) is None


def test_stale_save_shows_what_is_saved_and_then_replaces_it(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)
    client.submit(EDIT, fill())

    refused = client.submit(EDIT, fill(version="0", summary="另一个人写的" + SUMMARY, save="1"))

    assert refused.status_code == 409
    page = refused.get_data(as_text=True)
    assert "已保存的内容" in page
    assert "另一个人写的" in page
    assert page.count(SUMMARY) >= 2
    with app.app_context():
        version = db.session.scalars(select(ProviderProfile.version)).one()
    again = client.submit(EDIT, fill(version=str(version), summary="另一个人写的" + SUMMARY))
    assert again.status_code == 303


def test_unverified_organisation_may_write_and_not_publish(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    with app.app_context():
        own().verified_until = own().verified_at = None
        db.session.commit()
    sign_in(app, client, owner_id)

    kept = client.submit(EDIT, fill())

    assert kept.status_code == 303
    assert "发布前需要先完成单位认证。草稿" in client.get(kept.location).get_data(as_text=True)
    saved = client.submit(EDIT, fill(publish="", save="1", version="1"))
    assert saved.status_code == 303
    assert app.test_client().get("/providers/1").status_code == 404


@pytest.mark.usefixtures("owner_id")
def test_only_those_who_act_for_it_may_write(app: Flask, client: PageClient) -> None:
    with app.app_context():
        viewer = member(own(), MemberRole.VIEWER).id
        stranger = member(organisation("别的单位")).id
        db.session.commit()

    assert client.get(EDIT).status_code == 303
    for person in (viewer, stranger):
        browser = app.test_client()
        sign_in(app, browser, person)
        assert browser.get(EDIT).status_code == 404
        assert browser.get(HOME).status_code == 404


def content(**changes: object) -> ProfileContent:
    values: dict[str, object] = {"type": ProviderType.VENDOR, "summary": SUMMARY, **changes}
    return ProfileContent(**values)  # type: ignore[arg-type]


@pytest.mark.usefixtures("session")
def test_two_people_starting_the_same_profile_meet() -> None:
    owner = member(organisation())
    of = owner.memberships[0].organisation
    write_profile(of, content(), seen_version=0, actor=owner)

    with pytest.raises(ConflictError):
        write_profile(of, content(), seen_version=0, actor=owner)


@pytest.mark.usefixtures("session")
def test_stranger_is_refused() -> None:
    with pytest.raises(DomainError):
        write_profile(
            organisation(), content(), seen_version=0, actor=member(organisation("别的单位"))
        )


@pytest.mark.usefixtures("session")
def test_change_of_a_qualification_or_a_link_reaches_the_index() -> None:
    mining = plain_sector("mining", "矿山", "无人矿卡")
    owner = member(organisation())
    of = owner.memberships[0].organisation
    held = [QualificationContent(name="测绘资质"), QualificationContent(name="安防资质")]
    profile = write_profile(of, content(qualifications=held), seen_version=0, actor=owner)
    publish_profile(profile, actor=owner)
    db.session.commit()

    for changed in (content(qualifications=held[:1]), content(sectors=[mining])):
        before = db.session.query(OutboxRow).count()
        write_profile(of, changed, seen_version=profile.version, actor=owner)
        db.session.commit()
        keys = [row.key for row in db.session.query(OutboxRow).offset(before)]
        assert f"organisation:{of.id}" in keys


@pytest.mark.usefixtures("session")
def test_expired_qualification_is_not_found_and_a_valid_one_is() -> None:
    owner = member(organisation())
    of = owner.memberships[0].organisation
    held = [
        QualificationContent(name="测绘资质", valid_until=date(2026, 11, 20)),
        QualificationContent(name="安防资质", valid_until=date(2026, 11, 19)),
    ]
    profile = write_profile(
        of,
        content(qualifications=held, programme_type=ProgrammeType.INTEGRATED),
        seen_version=0,
        actor=owner,
    )
    publish_profile(profile, actor=owner)

    [document] = provider_documents([of.id])

    assert "测绘资质" in document.body
    assert "安防资质" not in document.body


@pytest.mark.usefixtures("session")
def test_unchanged_qualifications_keep_their_rows() -> None:
    owner = member(organisation())
    of = owner.memberships[0].organisation
    held = [QualificationContent(name=f"资质{number}") for number in range(3)]
    profile = write_profile(of, content(qualifications=held), seen_version=0, actor=owner)
    numbers = [row.id for row in profile.qualifications]

    write_profile(
        of, content(qualifications=[held[2], held[0]]), seen_version=profile.version, actor=owner
    )
    db.session.expire_all()

    assert [row.id for row in profile.qualifications] == [numbers[2], numbers[0]]


@pytest.mark.parametrize(
    ("last_day", "stands"),
    [
        (None, Validity.VALID),
        (date(2026, 12, 21), Validity.VALID),
        (date(2026, 12, 20), Validity.ENDING),
        (date(2026, 11, 20), Validity.ENDING),
        (date(2026, 11, 19), Validity.EXPIRED),
    ],
)
def test_last_day_still_counts(last_day: date | None, stands: Validity) -> None:
    row = Qualification(name="测绘资质", valid_until=last_day)

    assert row.validity(date(2026, 11, 20)) is stands


def test_pages_hold_to_few_queries(app: Flask, client: FlaskClient, owner_id: int) -> None:
    with app.app_context():
        owner = own().memberships[0].account
        held = [QualificationContent(name=f"资质{number}") for number in range(20)]
        profile = write_profile(own(), content(qualifications=held), seen_version=0, actor=owner)
        publish_profile(profile, actor=owner)
        db.session.commit()
    sign_in(app, client, owner_id)

    for path in (EDIT, "/providers/1"):
        with queries(app) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= MOST_QUERIES, path
