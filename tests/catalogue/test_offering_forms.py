"""Writing, publishing and withdrawing offerings through the pages."""

import pytest
from factories.catalogue import SUMMARY, offering
from factories.people import account, member, organisation
from factories.reading import MOST_QUERIES, chosen_options, queries, table_rows
from factories.signing_in import sign_in
from factories.taxonomy import capability, plain_sector, province
from flask import Flask
from flask.testing import FlaskClient
from pages import PageClient
from sqlalchemy import select, update

from matchmaker.accounts.enums import MemberRole
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.forms.offerings import OfferingForm
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations import OfferingContent, edit_offering
from matchmaker.db import db

NEW = "/offerings/new"


@pytest.fixture
def owner_id(app: Flask) -> int:
    """Give a taxonomy, and a person who owns the organisation with number 1."""
    with app.app_context():
        plain_sector("mining", "矿山", "无人矿卡", "视频监控")
        province("440000", "广东省", ("440300", "深圳市"))
        capability("mec", "边缘计算")
        owner = member(organisation("华北矿用装备有限公司"))
        db.session.commit()
        return owner.id


def own_offering(app: Flask, state: OfferingState = OfferingState.DRAFT) -> str:
    """Add an offering of organisation 1 and give its address."""
    with app.app_context():
        port = plain_sector("port", "港口", "岸桥远控")
        scenes = list(port.scenes)
        row = offering(member_organisation(), "矿卡旧标题", state, sector=port, scenes=scenes)
        db.session.commit()
        return f"/offerings/{row.id}"


def member_organisation() -> Organisation:
    return db.session.get_one(Organisation, 1)


def fill(**changes: object) -> dict[str, object]:
    return {
        "organisation": "1",
        "title": "矿卡无人驾驶改造",
        "summary": SUMMARY,
        "sector": "mining",
        "scenes": ["mining-1"],
        "capabilities": ["mec"],
        "region": "广东深圳",
        **changes,
    }


def stored(app: Flask) -> list[tuple[str, OfferingState]]:
    with app.app_context():
        return [(row.title, row.state) for row in db.session.scalars(select(Offering))]


def actions(app: Flask) -> list[str]:
    with app.app_context():
        rows = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id))
        return [action for action in rows if action.startswith("offering.")]


@pytest.mark.one_database
@pytest.mark.parametrize("path", [NEW, "/my/offerings", "/offerings/1/edit"])
def test_visitor_is_sent_to_sign_in_and_back(client: FlaskClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 303
    assert response.location == f"/sign-in?next={path}"


def test_person_without_organisation_learns_how_to_get_one(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        person = account()
        db.session.commit()
        person_id = person.id
    sign_in(app, client, person_id)

    page = client.get(NEW).text

    assert "请先登记单位" in page
    assert 'name="title"' not in page


def test_draft_is_saved_and_shown_to_its_people(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)

    response = client.submit(NEW, fill(save="1"))

    assert response.location == "/offerings/1"
    page = client.get("/offerings/1").text
    assert "这是草稿，只有本单位成员能看到。" in page
    for words in ("矿卡无人驾驶改造", SUMMARY, "无人矿卡", "边缘计算", "深圳市"):
        assert words in page
    assert [row[:2] for row in table_rows(client.get("/my/offerings").text)] == [
        ["矿卡无人驾驶改造", "草稿"]
    ]
    assert app.test_client().get("/offerings/1").status_code == 404


def test_submitting_waits_for_staff(app: Flask, client: PageClient, owner_id: int) -> None:
    sign_in(app, client, owner_id)

    client.submit(NEW, fill(send="1"))

    assert stored(app) == [("矿卡无人驾驶改造", OfferingState.SUBMITTED)]
    assert actions(app) == ["offering.drafted", "offering.submitted"]
    assert "正在等待审核" in client.get("/offerings/1").text
    assert "矿卡无人驾驶改造" not in app.test_client().get("/offerings").text


def test_form_sent_twice_makes_one_offering(app: Flask, client: PageClient, owner_id: int) -> None:
    sign_in(app, client, owner_id)

    first, second = (client.submit(NEW, fill(save="1", submission="k" * 20)) for _ in range(2))

    assert (first.location, second.location) == ("/offerings/1", "/offerings/1")
    assert len(stored(app)) == 1


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "请写标题"),
        ({"title": "短"}, "请写标题，4 到 60 个字"),
        ({"title": "长" * 61}, "最多 60 个字，现在有 61 个"),
        ({"summary": "太短", "send": "1"}, "至少 20 个字"),
        ({"summary": "长" * 4001}, "最多 4000 个字，现在有 4001 个"),
        ({"sector": "", "send": "1"}, "发布前请选择行业"),
        ({"sector": "nowhere"}, "没有这个行业"),
        ({"scenes": [], "send": "1"}, "至少选择一个场景"),
        ({"scenes": ["mining-1", "nothing"]}, "有的场景已不存在"),
        ({"capabilities": ["mec", "\x00nothing"]}, "有的能力已不存在"),
        ({"region": "亚特兰蒂斯"}, "没有找到“亚特兰蒂斯”"),
        ({"organisation": "2"}, "请选择您能代表的单位"),
        ({"organisation": "x"}, "请选择您能代表的单位"),
    ],
)
def test_refused_form_says_why_keeps_every_word_and_saves_nothing(
    app: Flask, client: PageClient, owner_id: int, changes: dict[str, object], said: str
) -> None:
    with app.app_context():
        organisation("别人的单位")
        db.session.commit()
    sign_in(app, client, owner_id)
    typed = fill(**changes)

    response = client.submit(NEW, typed)

    assert response.status_code == 422
    assert said in response.text
    assert str(typed["title"]) in response.text
    assert str(typed["summary"]) in response.text
    assert 'value="mec" id="capabilities-mec" checked' in response.text
    assert stored(app) == []


def test_control_characters_and_markup_are_harmless(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)

    client.submit(NEW, fill(title="矿卡\x00\n <b>改造</b>", summary=f"{SUMMARY}\x07\r\n🚚 第二段"))

    assert stored(app) == [("矿卡 <b>改造</b>", OfferingState.DRAFT)]
    page = client.get("/offerings/1").text
    assert "矿卡 &lt;b&gt;改造&lt;/b&gt;" in page
    assert '<p lang="zh-CN">🚚 第二段</p>' in page


def test_change_is_saved_and_recorded(app: Flask, client: PageClient, owner_id: int) -> None:
    path = own_offering(app, OfferingState.PUBLISHED)
    sign_in(app, client, owner_id)
    form = client.get(f"{path}/edit").text
    assert "这个方案已公开，保存后立即生效" in form
    assert 'value="port-1" id="scenes-port-1" checked' in form

    response = client.submit(f"{path}/edit", fill(title="矿卡新标题", version="1"))

    assert response.location == path
    assert stored(app) == [("矿卡新标题", OfferingState.PUBLISHED)]
    assert actions(app) == ["offering.edited"]


@pytest.mark.parametrize("version", ["1", "", "x", "99999999999"])
def test_stale_save_shows_both_texts_and_changes_nothing(
    app: Flask, client: PageClient, owner_id: int, version: str
) -> None:
    path = own_offering(app)
    with app.app_context():
        row = db.session.scalars(select(Offering)).one()
        content = OfferingContent(
            title="同事写的标题", summary="同事写的介绍" * 5, scenes=row.scenes
        )
        edit_offering(row, content, seen_version=1, actor=db.session.get_one(Account, owner_id))
        db.session.commit()
    sign_in(app, client, owner_id)

    response = client.submit(f"{path}/edit", fill(version=version))

    assert response.status_code == 409
    for words in ("同事写的标题", "同事写的介绍", "矿卡无人驾驶改造", SUMMARY, "已被改动"):
        assert words in response.text
    assert stored(app) == [("同事写的标题", OfferingState.DRAFT)]
    assert 'name="version" type="hidden" value="2"' in response.text


def test_saving_after_a_stale_save_replaces_what_was_shown(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    path = own_offering(app)
    sign_in(app, client, owner_id)

    client.submit(f"{path}/edit", fill(title="第一次的标题", version="1"))
    refused = client.submit(f"{path}/edit", fill(title="第二次的标题", version="1"))
    saved = client.submit(f"{path}/edit", fill(title="第二次的标题", version="2"))

    assert (refused.status_code, saved.status_code) == (409, 303)
    assert stored(app) == [("第二次的标题", OfferingState.DRAFT)]


def test_save_that_loses_a_race_is_refused_like_a_stale_one(app: Flask, owner_id: int) -> None:
    path = own_offering(app)

    def overtaken() -> Offering:
        row = db.session.scalars(select(Offering)).one()
        others = update(Offering).values(version=7)
        db.session.execute(others, execution_options={"synchronize_session": False})
        row.title = "我的标题"
        db.session.flush()
        return row

    with app.test_request_context(f"{path}/edit", method="POST", data=fill(version="1")):
        form = OfferingForm.of(db.session.scalars(select(Offering)).one())
        is_saved = form.save_with(overtaken, actor=db.session.get_one(Account, owner_id))

        assert (is_saved, form.is_stale) == (False, True)


def test_person_with_several_organisations_has_to_choose(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    with app.app_context():
        second = organisation("另一个单位")
        db.session.add(Membership(account_id=owner_id, organisation=second, role=MemberRole.EDITOR))
        db.session.commit()
        second_id = second.id
    sign_in(app, client, owner_id)
    assert chosen_options(client.get(NEW).text, "organisation") == []

    refused = client.submit(NEW, fill(organisation=""))
    client.submit(NEW, fill(organisation=str(second_id)))

    assert "请选择您能代表的单位" in refused.text
    with app.app_context():
        assert [row.organisation_id for row in db.session.scalars(select(Offering))] == [second_id]


def test_withdrawn_offering_can_be_published_again(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    path = own_offering(app, OfferingState.PUBLISHED)
    sign_in(app, client, owner_id)

    withdrawn = client.submit(path, {}, to=f"{path}/withdraw")
    assert "这个方案已撤回" in client.get(path).text
    assert app.test_client().get(path).status_code == 404
    published = client.submit(path, {}, to=f"{path}/submit")

    assert (withdrawn.location, published.location) == (path, path)
    assert actions(app) == ["offering.withdrawn", "offering.published"]
    assert app.test_client().get(path).status_code == 200


def test_incomplete_draft_cannot_be_published_by_its_button(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)
    client.submit(NEW, fill(summary="太短", save="1"))

    assert "提交审核前还缺" in client.get("/offerings/1").text
    response = client.submit("/offerings/1", {}, to="/offerings/1/submit")

    assert response.status_code == 422
    assert "至少 20 个字" in response.text
    assert stored(app) == [("矿卡无人驾驶改造", OfferingState.DRAFT)]


@pytest.mark.one_database
@pytest.mark.usefixtures("owner_id")
@pytest.mark.parametrize("who", ["stranger", "viewer"])
@pytest.mark.parametrize(
    "verb", ["edit", "submit", "withdraw", "take-back", "archive", "copy", "files"]
)
@pytest.mark.parametrize("state", list(OfferingState))
def test_others_cannot_change_an_offering(
    app: Flask, client: PageClient, who: str, verb: str, state: OfferingState
) -> None:
    path = own_offering(app, state)
    with app.app_context():
        of = organisation("别的单位") if who == "stranger" else member_organisation()
        person = member(of, MemberRole.OWNER if who == "stranger" else MemberRole.VIEWER)
        db.session.commit()
        person_id = person.id
    sign_in(app, client, person_id)

    response = client.submit("/offerings", fill(version="1"), to=f"{path}/{verb}")

    assert response.status_code == 404
    assert stored(app) == [("矿卡旧标题", state)]
    assert actions(app) == []


@pytest.mark.parametrize("rows", [1, 30])
def test_forms_and_own_list_need_few_queries(
    app: Flask, client: PageClient, owner_id: int, rows: int
) -> None:
    path = own_offering(app)
    with app.app_context():
        for number in range(rows):
            plain_sector(f"s-{number}", f"行业{number}", "甲", "乙")
            capability(f"c-{number}", f"能力{number}")
            offering(member_organisation(), f"方案{number}")
        db.session.commit()
    sign_in(app, client, owner_id)

    for address in (NEW, f"{path}/edit", "/my/offerings"):
        with queries(app) as statements:
            assert client.get(address).status_code == 200
        # The form also asks for the cases its provider may add, and what the site calls metrics.
        most = MOST_QUERIES + 2 * address.endswith("/edit")
        assert len(statements) <= most, address
    with queries(app) as statements:
        refused = client.submit(NEW, fill(summary="太短", send="1"))
    assert refused.status_code == 422
    assert len(statements) <= 3 * MOST_QUERIES
