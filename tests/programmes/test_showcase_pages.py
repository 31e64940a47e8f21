"""Pages of showcases: written by curators, read, narrowed, taken along and copied by everybody."""

from io import BytesIO
from typing import Any

from factories.catalogue import case, provider
from factories.people import account
from factories.reading import addresses, queries
from factories.sheets import read_book
from factories.showcases import SOURCE, showcase, showcase_content
from factories.signing_in import sign_in
from flask import Flask
from openpyxl import load_workbook
from pages import PageClient
from sqlalchemy import select

from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.insight.models.plans import Indicator
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.operations.showcases import draft_showcase

TYPED = {
    "subject_type": "mine", "title_zh": "远山煤矿综采面远程操控", "title_en": "Remote shearing",
    "named_by": "source", "owner_zh": "远山煤矿", "sector": "mining", "scenes": "mining-truck",
    "region": "鄂尔多斯", "live_year": "2024",
    "problem_zh": "采面危险。", "problem_en": "Dangerous.", "solution_zh": "远程操控。",
    "solution_en": "Remote control.", "network_zh": "井下专网。", "source_url": SOURCE,
    "figures-0-kind": "staff", "figures-0-what_zh": "单班人数", "figures-0-before": "12",
    "figures-0-after": "3", "figures-0-unit": "人", "figures-0-proof": "published",
    "figures-0-source_url": SOURCE, "parts-0-name": "远方通信", "parts-0-role_zh": "专网",
}  # fmt: skip


def enter(app: Flask, client: PageClient, role: StaffRole = StaffRole.CURATOR) -> None:
    with app.app_context():
        person = account("馆员", staff=role)
        db.session.commit()
        number = person.id
    sign_in(app, client, number)


def stored(app: Flask, *rows: Any) -> int:
    """Keep one showcase; give its number."""
    with app.app_context():
        row = showcase(*rows)
        db.session.commit()
        return row.id


def version(app: Flask) -> str:
    with app.app_context():
        return str(db.session.get_one(Showcase, 1).version)


def test_a_curator_writes_a_showcase_and_everybody_reads_it(app: Flask, client: PageClient) -> None:
    enter(app, client)
    with app.app_context():
        showcase_content()  # the trade, its scenes, the region
        provider()
        db.session.commit()
    assert "还没有领航者" in client.get("/staff/showcases").text
    bad = {**TYPED, "parts-0-name": "无名公司", "offerings": "/offerings/99", "standards": "GB 0"}
    refused = client.submit("/staff/showcases/new", bad)
    assert refused.status_code == 422
    for words in ("供应商名录里没有这个名称", "没有找到公开的方案", "没有找到标准"):
        assert words in refused.text
    assert 'value="无名公司"' in refused.text

    assert client.submit("/staff/showcases/new", TYPED).location == "/staff/showcases/1"
    assert app.test_client().get("/showcases/1").status_code == 404
    for move, words in (("submit", "已提交复核"), ("publish", "已发布")):
        done = client.submit(
            "/staff/showcases/1",
            {"version": version(app)},
            to=f"/staff/showcases/1/{move}",
            follow_redirects=True,
        )
        assert words in done.text

    page = app.test_client().get("/showcases/1").text
    for words in ("12人 → 3人", "公开报道", "远方通信", "复制到我这里", "没有经过这个单位确认"):
        assert words in page


def test_who_saves_late_sees_both_texts(app: Flask, client: PageClient) -> None:
    stored(app)
    enter(app, client)
    seen = version(app)
    first = {**TYPED, "parts-0-name": "", "parts-0-role_zh": "", "version": seen}
    with app.app_context():
        provider()
        db.session.commit()
    kept = {**first, "parts-0-name": "远方通信", "title_zh": "先保存的标题"}
    assert client.submit("/staff/showcases/1/edit", kept).status_code == 303

    late = client.submit(
        "/staff/showcases/1/edit", {**kept, "title_zh": "晚到的标题", "version": seen}
    )

    assert late.status_code == 409
    assert "先保存的标题" in late.text
    assert 'value="晚到的标题"' in late.text


def test_more_rows_are_added_without_saving(app: Flask, client: PageClient) -> None:
    stored(app)
    enter(app, client)

    page = client.submit("/staff/showcases/1/edit", {**TYPED, "more_figures": "1"})

    assert page.status_code == 200
    assert 'name="figures-1-what_zh"' in page.text


def test_a_withdrawn_showcase_is_gone_for_everybody_but_curators(
    app: Flask, client: PageClient
) -> None:
    stored(app)
    enter(app, client)
    typed = {"version": version(app), "words": "数字有误。"}
    assert client.submit("/staff/showcases/1/withdraw", typed).status_code == 303
    late = client.submit("/staff/showcases/1/withdraw", typed)

    assert late.status_code == 409
    assert app.test_client().get("/showcases/1").status_code == 404
    assert "数字有误。" in client.get("/staff/showcases/1").text


def test_a_case_becomes_a_draft_by_its_address(app: Flask, client: PageClient) -> None:
    with app.app_context():
        known = case("某矿无人运输项目").id
        db.session.commit()
    enter(app, client)

    assert client.submit("/staff/showcases", {"case": "/cases/999"}).status_code == 422
    made = client.submit("/staff/showcases", {"case": f"https://site.example/cases/{known}"})

    assert made.location == "/staff/showcases/1"
    assert "请写英文标题。" in client.get(made.location).text


def test_the_gallery_shows_the_map_the_target_and_what_was_chosen(
    app: Flask, client: PageClient
) -> None:
    assert "还没有领航者" in client.get("/showcases").text
    with app.app_context():
        showcase()
        showcase(title_zh="远程会诊的医院", subject_type=SubjectType.HOSPITAL)
        db.session.add(
            Indicator(
                slug="y27-pilots",
                plan="yangfan-2027",
                name_zh="5G应用领航者数量",
                name_en="Pilots",
                target=2000,
                target_year=2027,
                source="P2024 附件1",
            )
        )
        db.session.commit()

    page = client.get("/showcases").text
    assert "本站收录 2 个；国家目标是到 2027 年底 2,000 个" in page
    assert 'aria-label="内蒙古自治区 2"' in page
    narrowed = client.get("/showcases?subject=hospital&subject=castle").text
    assert "远程会诊的医院" in narrowed
    assert "远山煤矿综采面远程操控" not in narrowed
    assert "没有“castle”这样的条件" in narrowed
    assert "没有符合条件的领航者" in client.get("/showcases?subject=campus").text


def test_the_figures_of_the_map_are_taken_along(app: Flask, client: PageClient) -> None:
    with app.app_context():
        showcase()
        showcase(subject_type=SubjectType.HOSPITAL)
        db.session.commit()
    page = client.get("/showcases?subject=hospital").text
    csv, book = (one for one in addresses(page) if "table=provinces" in one)

    told = client.get(csv).data.decode("utf-8-sig").split()

    assert told == ["地区,数量", "内蒙古自治区,1"]
    assert ["内蒙古自治区", "1"] in read_book(client.get(book).data)


def test_the_list_is_taken_along_as_a_spreadsheet(app: Flask, client: PageClient) -> None:
    stored(app)

    book = load_workbook(BytesIO(client.get("/showcases/export?subject=mine").data))

    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][:3] == ("远山煤矿综采面远程操控", "5G矿山", "远山煤矿")
    assert rows[1][7] == "单班井下人数：12人 → 3人（公开报道）"


def test_a_visitor_copies_and_lands_on_matches_and_a_member_on_the_form(
    app: Flask, client: PageClient
) -> None:
    number = stored(app)
    page = f"/showcases/{number}"

    copied = client.submit(page, {}, to=f"{page}/copy")
    assert copied.status_code == 303
    assert copied.location.startswith("/match/")
    assert client.get_cookie("need") is not None
    with app.app_context():
        person = account("新用户")
        db.session.commit()
        reader = person.id
    sign_in(app, client, reader)
    copied = client.submit(page, {}, to=f"{page}/copy")
    assert copied.location.endswith("/post")
    form = client.get(copied.location).text
    assert "复制“远山煤矿综采面远程操控”" in form
    assert "单班井下人数 12人 → 3人" in form


def test_what_is_not_public_is_not_copied(app: Flask, client: PageClient) -> None:
    number = stored(app, ShowcaseState.WITHDRAWN)
    enter(app, client)

    assert client.get(f"/showcases/{number}").status_code == 200
    answer = client.submit(f"/staff/showcases/{number}", {}, to=f"/showcases/{number}/copy")
    assert answer.status_code == 404


def test_english_readers_read_english(app: Flask, client: PageClient) -> None:
    number = stored(app)
    client.submit("/", {"lang": "en", "next": "/"}, to="/language")

    page = client.get(f"/showcases/{number}").text

    assert "Remote shearing at Yuanshan mine" in page
    assert "The face is dusty and dangerous" in page
    assert "采面铺设" not in page


def test_a_gallery_of_many_asks_as_few_questions(app: Flask, client: PageClient) -> None:
    with app.app_context():
        for place in range(30):
            draft_showcase(showcase_content(title_zh=f"第{place}座远程操控的矿"), actor=None)
        for row in db.session.scalars(select(Showcase)):
            row.state = ShowcaseState.PUBLISHED
            row.submitted_at = row.published_at = row.created_at
        db.session.commit()
    client.get("/showcases")

    with queries(app) as asked:
        client.get("/showcases")

    assert len(asked) <= 15
