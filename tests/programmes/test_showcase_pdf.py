"""The file of a showcase: a real PDF that says what the page says, in the reader's language."""

from io import BytesIO

from factories.catalogue import offering, provider
from factories.people import account
from factories.showcases import showcase
from factories.taxonomy import standard
from factories.uploads import picture, upload
from flask import Flask
from pages import PageClient
from pypdf import PdfReader

from matchmaker.accounts.enums import StaffRole
from matchmaker.catalogue.enums import FileKind
from matchmaker.db import db
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.programmes.operations.showcase_content import ShownPart
from matchmaker.programmes.operations.showcase_files import add_showcase_file


def whole(app: Flask, state: ShowcaseState = ShowcaseState.PUBLISHED) -> int:
    with app.app_context():
        maker = provider("远方通信")
        row = showcase(
            state,
            parts=[ShownPart(organisation=maker, role_zh="专网建设", role_en="Private network")],
            offerings=[offering(maker, "矿用专网方案")],
            standards=[standard("YD/T 4321-2024", "专网技术要求")],
            lessons_zh="先做小范围试点。\n再铺开。",
            replication_zh="\n".join(f"第{step}步。" for step in range(1, 101)),
            cost_min_wan=100,
            cost_max_wan=200,
        )
        curator = account("馆员", staff=StaffRole.CURATOR)
        file = upload(picture(), "a.png")
        add_showcase_file(row, file, kind=FileKind.PICTURE, words="集控中心", actor=curator)
        db.session.commit()
        return row.id


def words_of(data: bytes) -> str:
    """Give what the sheets say; the reader puts a zero or a space beside each letter."""
    pages = PdfReader(BytesIO(data)).pages
    return "".join("".join(page.extract_text().replace("\0", "").split()) for page in pages)


def test_the_file_says_what_the_page_says_on_as_many_sheets_as_it_takes(
    app: Flask, client: PageClient
) -> None:
    number = whole(app)

    answer = client.get(f"/showcases/{number}/file")

    assert answer.mimetype == "application/pdf"
    assert f'filename="showcase-{number}.pdf"' in answer.headers["Content-Disposition"]
    said = words_of(answer.data)
    for words in (
        "远山煤矿综采面远程操控", "5G矿山·远山煤矿", "12人→3人", "公开报道", "综采面粉尘大",
        "采煤机由地面集控中心远程操控", "UPF下沉到矿", "远方通信", "专网建设；矿用专网方案",
        "先做小范围试点", "YD/T4321-2024专网技术要求", "100–200万元", f"/showcases/{number}",
    ):  # fmt: skip
        assert words in said
    assert "第100步" in said
    sheets = PdfReader(BytesIO(answer.data)).pages
    assert len(sheets) > 1
    assert sum(len(sheet.images) for sheet in sheets) == 1


def test_english_readers_take_an_english_file(app: Flask, client: PageClient) -> None:
    number = whole(app)
    client.submit("/", {"lang": "en", "next": "/"}, to="/language")

    said = words_of(client.get(f"/showcases/{number}/file").data)

    assert "RemoteshearingatYuanshanmine" in said
    assert "Peopleundergroundpershift12→3" in said
    assert "采面铺设" not in said


def test_what_is_not_public_has_no_file_for_visitors(app: Flask, client: PageClient) -> None:
    number = whole(app, ShowcaseState.WITHDRAWN)

    assert client.get(f"/showcases/{number}/file").status_code == 404
