"""Uploaded files become text, or a sentence that says what to do; hostile ones cost little."""

import io
import zipfile
import zlib
from collections.abc import Callable
from datetime import date

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

from matchmaker.errors import DomainError
from matchmaker.intake import limits
from matchmaker.intake.files import text_of_file
from matchmaker.intake.kinds import FileKind
from matchmaker.intake.pdf import unwrapped

NEED = "井下5G专网：时延≤20ms，上行≥100Mbps。"

FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UTF16-H"
    b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SimSun"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>] >>"
)


def word_file(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def sheet_file(fill: Callable[[Workbook], object]) -> bytes:
    book = Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def pdf_file(pages: list[str]) -> bytes:
    """A PDF whose pages show these lines in a font every reader knows."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        FONT,
    ]
    kids = []
    for page in pages:
        lines = [f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in page.splitlines()]
        stream = ("BT /F1 12 Tf 14 TL 50 800 Td " + " ".join(lines) + " ET").encode()
        packed = zlib.compress(stream)
        head = b"<< /Filter /FlateDecode /Length %d >>" % len(packed)
        objects.append(head + b"\nstream\n" + packed + b"\nendstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [" + b" ".join(kids) + b"] /Count %d >>" % len(kids)
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return body + head + table + tail + b"startxref\n%d\n%%%%EOF" % len(body)


def archive(**entries: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return stream.getvalue()


def changed(data: bytes, name: str, content: bytes) -> bytes:
    """The same Office file with one entry replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = {entry: packed.read(entry) for entry in packed.namelist()}
    return archive(**(entries | {name: content}))


def refusal(data: bytes) -> str:
    with pytest.raises(DomainError) as raised:
        text_of_file(data, field="file")
    assert raised.value.field == "file"
    return str(raised.value.message)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_plain_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    read = text_of_file(f"{NEED}\r\n\r\n\r\n预算300万元 \n".encode(encoding))
    assert (read.text, read.kind, str(read.note)) == (
        f"{NEED}\n\n预算300万元",
        FileKind.TEXT,
        "",
    )


def test_utf_16_is_known_without_a_mark_when_figures_stand_in_it() -> None:
    text = "latency <= 20 ms, uplink >= 100 Mbps"
    assert text_of_file(text.encode("utf-16-le")).text == text
    assert text_of_file(text.encode("utf-16-be")).text == text


def test_a_word_file_gives_paragraphs_and_tables_in_order() -> None:
    data = word_file("需求说明", NEED, rows=(("时延", "≤20ms"), ("上行", "≥100Mbps")))
    read = text_of_file(data)
    assert read.kind is FileKind.WORD
    assert read.text == f"需求说明\n{NEED}\n时延\t≤20ms\n上行\t≥100Mbps"


def test_a_spreadsheet_gives_a_line_a_row_as_people_see_it() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.append(["时延", "≤20ms"])
        sheet.append([None, None])
        sheet.append(["可靠性", 0.999, date(2026, 9, 30), 5.0])
        sheet["B3"].number_format = "0.0%"
        hidden = book.create_sheet("内部")
        hidden.append(["秘密"])
        hidden.sheet_state = "hidden"

    read = text_of_file(sheet_file(fill))
    assert read.kind is FileKind.SHEET
    assert read.text == "时延\t≤20ms\n可靠性\t99.9%\t2026-09-30\t5"


def test_a_pdf_gives_its_text_with_broken_lines_joined() -> None:
    read = text_of_file(pdf_file(["井下采煤工作面需要建设一张专用的无线\n网络。\n1. 时延≤20ms"]))
    assert read.kind is FileKind.PDF
    assert read.text == "井下采煤工作面需要建设一张专用的无线网络。\n1. 时延≤20ms"


def test_of_a_long_pdf_the_first_pages_are_read_and_the_note_says_so() -> None:
    read = text_of_file(pdf_file([f"第{n}页内容" for n in range(1, 301)]))
    assert str(read.note) == "PDF 有 300 页，只读了前 50 页。"
    assert "第50页内容" in read.text
    assert "第51页内容" not in read.text


def test_a_pdf_that_only_forbids_printing_is_read_and_a_locked_one_is_not() -> None:
    def locked(password: str) -> bytes:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_file([NEED]))))
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
        stream = io.BytesIO()
        writer.write(stream)
        return stream.getvalue()

    assert NEED in text_of_file(locked("")).text
    assert "密码" in refusal(locked("secret"))


def test_a_scanned_pdf_says_what_to_do() -> None:
    assert "只有图片" in refusal(pdf_file([""]))


def test_content_decides_and_not_what_it_claims() -> None:
    assert "压缩包" in refusal(archive(**{"readme.txt": NEED.encode()}))
    assert "旧版" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "读不了这种文件" in refusal(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    assert "空的" in refusal(b"")
    assert "空的" in refusal(b" \r\n\t")
    assert "没有文字" in refusal("……\n——".encode())
    assert "没有文字" in refusal(word_file())


def test_macros_are_refused() -> None:
    types = (
        b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
        b"</Types>"
    )
    assert "宏" in refusal(changed(word_file(NEED), "[Content_Types].xml", types))


def test_broken_files_are_told_from_others() -> None:
    word = word_file(NEED)
    assert "已损坏" in refusal(word[: len(word) // 2])
    assert "已损坏" in refusal(changed(word, "word/document.xml", b"<w:document"))
    assert "已损坏" in refusal(b"%PDF-1.7\nnothing of a PDF follows")


def test_what_is_too_large_is_refused_before_it_is_opened() -> None:
    assert "超过 5 MB" in refusal(b"a" * (limits.FILE_BYTES + 1))


@pytest.mark.parametrize(
    "name", ["word/document.xml", "word/media/image1.png"], ids=["markup", "picture"]
)
def test_a_bomb_of_bytes_is_refused(name: str) -> None:
    large = bytes((limits.MARKUP_BYTES if name.endswith("xml") else limits.UNPACKED_BYTES) + 1)
    data = changed(word_file(NEED), name, large)
    assert len(data) < limits.MB
    assert "解压后太大" in refusal(data)


def test_a_bomb_of_entries_is_refused() -> None:
    assert "解压后太大" in refusal(archive(**{f"e{n}": b"" for n in range(limits.ENTRIES + 1)}))


@pytest.mark.parametrize("make", [word_file, lambda: sheet_file(lambda _: None)])
def test_a_bomb_of_entities_is_not_unfolded(make: Callable[[], bytes]) -> None:
    inner = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)
    )  # 10⁹ times the first
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{inner}]><x>&e9;</x>'
    data = make()
    for name in ("word/document.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            is_there = name in packed.namelist()
        if is_there:
            assert refusal(changed(data, name, bomb.encode()))


def test_a_pdf_that_unfolds_to_gigabytes_ends_with_a_sentence() -> None:
    page = b"BT /F1 12 Tf " + b"(a) Tj " * 400
    deep = zlib.compress(zlib.compress(page * 60_000, 9), 9)
    data = pdf_file([NEED])
    with_bomb = data.replace(b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]", 1)
    start = with_bomb.index(b"stream\n") + len(b"stream\n")
    end = with_bomb.index(b"\nendstream")
    assert refusal(with_bomb[:start] + deep + with_bomb[end:])


def test_a_sheet_that_claims_a_million_rows_is_read_in_part() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet["A1"] = NEED
        sheet["A1048576"] = "最后一行"

    assert text_of_file(sheet_file(fill)).text == NEED


def test_a_long_text_is_cut_and_the_note_says_so() -> None:
    read = text_of_file(("需" * (limits.CHARACTERS + 10)).encode())
    assert len(read.text) == limits.CHARACTERS
    assert "只读了前" in str(read.note)


def test_lines_of_a_list_stay_apart() -> None:
    page = "一、技术要求如下所列的各条内容\n（1）时延不超过20ms的网络和终端\n（2）上行100M"
    assert unwrapped(page).count("\n") == 2
    assert unwrapped("latency of at most\ntwenty ms") == "latency of at most twenty ms"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_become_text_or_a_sentence(data: bytes) -> None:
    try:
        said = text_of_file(data).text
    except DomainError as error:
        said = str(error.message)
    assert said
