"""Files handed in on the home page and in the form of a demand: read, or refused with advice."""

import zipfile
from collections.abc import Callable
from io import BytesIO

from factories.demands import sector
from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient, csrf_token
from pypdf import PdfWriter

from matchmaker.db import db
from matchmaker.intake import limits

TYPED = "先写的一句。"
UNPACKED = bytes(limits.MARKUP_BYTES + 1)


def pdf(pages: int, password: str = "") -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    saved = BytesIO()
    writer.write(saved)
    return saved.getvalue()


def bomb() -> bytes:
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", UNPACKED)
    return saved.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "空.docx": (bytes, "文件是空的"),
    "有密码.pdf": (lambda: pdf(1, "secret"), "文件带有密码"),
    "炸弹.docx": (bomb, "解压后太大"),
    "三百页.pdf": (lambda: pdf(300), "PDF 里只有图片，没有文字"),
    "程序.pdf": (lambda: b"MZ\x90\x00\x03\x00\x00\x00" * 40, "读不了这种文件"),
}


def send(client: PageClient, page: str, action: str, data: bytes, name: str) -> tuple[int, str]:
    form = {
        "csrf_token": csrf_token(client.get(page).text),
        "text": TYPED,
        "title": "写好的标题",
        "press": "file",
        "file": (BytesIO(data), name),
    }
    answer = client.post(action, data=form, content_type="multipart/form-data")
    return answer.status_code, answer.text


def box(page: str) -> str:
    return page.split('name="text"')[1].split("</textarea>", maxsplit=1)[0]


def test_home_refuses_with_advice_and_keeps_what_was_typed(client: PageClient) -> None:
    for name, (make, advice) in REFUSED.items():
        status, page = send(client, "/", "/match/file", make(), name)

        assert status == 422, name
        assert advice in page, name
        assert TYPED in page, name


def test_form_of_a_demand_refuses_with_advice_and_keeps_what_was_typed(
    app: Flask, client: PageClient
) -> None:
    form_of_a_demand(app, client)
    for name, (make, advice) in REFUSED.items():
        status, page = send(client, "/demands/new", "/demands/new", make(), name)

        assert status == 422, name
        assert advice in page, name
        assert TYPED in box(page), name
        assert "写好的标题" in page, name


def test_content_counts_and_not_the_name_and_what_was_cut_is_said(
    app: Flask, client: PageClient
) -> None:
    form_of_a_demand(app, client)
    short = "露天矿山需要无人矿卡".encode()
    long = ("矿" * (limits.CHARACTERS + 10)).encode("gb18030")
    for page, action in (("/", "/match/file"), ("/demands/new", "/demands/new")):
        status, answer = send(client, page, action, short, "改过名.pdf")
        assert status == 200
        assert short.decode() in box(answer)
        assert TYPED in box(answer)

        status, answer = send(client, page, action, long, "很长.txt")
        assert status == 200
        assert "只读了前" in answer


def form_of_a_demand(app: Flask, client: PageClient) -> None:
    with app.app_context():
        sector()
        person = account()
        db.session.commit()
        number = person.id
    sign_in(app, client, number)
