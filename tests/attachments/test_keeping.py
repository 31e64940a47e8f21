"""Keeping files: content decides, names agree, pictures are written anew, everything is bounded."""

from datetime import timedelta
from io import BytesIO

import pytest
from conftest import NOON
from factories.people import account
from factories.uploads import PDF, office, picture, upload
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.attachments.enums import ALLOWED, MB, Purpose, Scan
from matchmaker.attachments.models import Attachment
from matchmaker.attachments.operations import keep_attachment, keeping, storage
from matchmaker.attachments.operations.keeping import NAME_MAX, clean_name
from matchmaker.attachments.views import disposition
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.errors import DomainError, TooManyAttemptsError

pytestmark = pytest.mark.usefixtures("session")


def kept(
    data: bytes = PDF, name: str = "方案.pdf", purpose: Purpose = Purpose.DOCUMENT
) -> Attachment:
    return keep_attachment(upload(data, name), purpose=purpose, actor=account())


def refusal(data: bytes, name: str, purpose: Purpose = Purpose.DOCUMENT) -> str:
    with pytest.raises(DomainError) as refused:
        kept(data, name, purpose)
    assert refused.value.field == "file"
    assert db.session.scalar(select(func.count(Attachment.id))) == 0
    return str(refused.value.message)


def test_a_file_is_kept_outside_the_web_root_under_a_random_key(app: Flask) -> None:
    row = kept()

    path = storage.path_of(row.key)
    assert path.read_bytes() == PDF
    assert path.parent.parent == app.extensions["settings"].instance_path / "files"
    assert (row.name, row.content_type, row.size) == ("方案.pdf", "application/pdf", len(PDF))
    assert row.scan is Scan.CLEAN  # no scanner is set
    assert not list(storage.files_path().rglob(f"*{storage.UNFINISHED}"))
    [event] = db.session.scalars(select(AuditEvent))
    assert (event.action, "key" in event.after) == ("attachment.kept", False)


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pptx"])
def test_office_files_are_known_by_what_they_declare(ending: str) -> None:
    assert kept(office(ending), f"说明.{ending}").content_type.startswith("application/vnd")


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"  \n", "a.pdf", "文件是空的"),
        (PDF, "a.docx", "后缀和内容不一致"),
        (PDF, "a.pdf.exe", "后缀和内容不一致"),
        (picture(), "a.jpg", "后缀和内容不一致"),
        (b"MZ\x90\x00program", "a.pdf", "不能用这种文件"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "不能用这种文件"),
        (b"<html><script>alert(1)</script>", "a.pdf", "不能用这种文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "a.doc", "旧版 Office"),
        (b"PK\x03\x04broken", "a.docx", "已损坏"),
        (picture()[:60], "a.png", "图片已损坏"),
        (picture((4, 4)), "a.png", "图片已损坏或太小"),
    ],
)
def test_what_is_not_what_it_says_is_refused(data: bytes, name: str, words: str) -> None:
    assert words in refusal(data, name)


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_opened() -> None:
    assert "解压后太大" in refusal(office(extra={"word/big.xml": bytes(70 * MB)}), "a.docx")


def test_each_purpose_has_its_kinds_and_sizes() -> None:
    assert "可以上传：.pdf、.png、.jpg、.jpeg、.webp" in refusal(
        office(), "a.docx", Purpose.LICENCE
    )
    assert "超过 5 MB" in refusal(PDF + bytes(5 * MB), "a.pdf", Purpose.LICENCE)
    assert ALLOWED[Purpose.PICTURE].accept == ".png,.jpg,.jpeg,.webp"


def test_a_form_that_holds_the_largest_file_fits_a_request(app: Flask) -> None:
    largest = max(allowance.most_bytes for allowance in ALLOWED.values())

    assert largest + MB <= app.config["MAX_CONTENT_LENGTH"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_lose_their_metadata_and_turn_upright(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "secret place"
    data = picture((40, 30), kind, exif=exif)

    row = kept(data, f"现场.{kind.lower()}", Purpose.PICTURE)

    stored = storage.path_of(row.key).read_bytes()
    with Image.open(BytesIO(stored)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("WEBP", (30, 40), {})
    assert b"secret" not in stored
    assert (row.name, row.content_type) == ("现场.webp", "image/webp")


def test_pictures_with_too_many_pixels_are_refused_and_large_ones_made_smaller() -> None:
    assert "图片太大" in refusal(picture((8_000, 6_000)), "a.png")

    row = kept(picture((4_800, 1_200)), "a.png")
    with Image.open(storage.path_of(row.key)) as image:
        assert image.size == (2_400, 600)


def test_a_day_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "PER_DAY", 2)
    person = account()
    for _number in range(2):
        keep_attachment(upload(), purpose=Purpose.MESSAGE, actor=person)

    with pytest.raises(TooManyAttemptsError, match="一天最多上传 2 个文件"):
        keep_attachment(upload(), purpose=Purpose.MESSAGE, actor=person)
    keep_attachment(upload(), purpose=Purpose.MESSAGE, actor=account())
    with clock.at(NOON + timedelta(days=1, seconds=1)):
        keep_attachment(upload(), purpose=Purpose.MESSAGE, actor=person)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("../../etc/passwd.PDF", "passwd.pdf"),
        ("C:\\桌面\\方 案.pdf", "方 案.pdf"),
        ("a\r\nSet-Cookie: x\0.pdf", "a Set-Cookie: x.pdf"),
        ("报价\u202efdp.exe", "报价fdp.exe"),
        ("", "文件"),
        ("...", "文件"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_are_tidied(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@given(st.text(max_size=200))
def test_no_name_breaks_a_header(typed: str) -> None:
    header = disposition(clean_name(typed))

    assert len(clean_name(typed)) <= NAME_MAX
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
