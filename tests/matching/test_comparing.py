"""Offerings side by side, the ranking as a spreadsheet, the text of a file."""

import re
from io import BytesIO

import pytest
from factories.catalogue_rows import published_offering
from factories.demands import TEXT, open_demand, region
from flask import Flask
from openpyxl import Workbook, load_workbook
from pages import PageClient, csrf_token

from matchmaker.db import db

FORMULA = '=HYPERLINK("http://example.com","矿用卡车无人驾驶")'


@pytest.fixture(autouse=True)
def _supply(app: Flask) -> None:
    with app.app_context():
        region()
        published_offering()
        published_offering(FORMULA)
        db.session.commit()


def paste(client: PageClient, text: str = TEXT) -> str:
    return str(client.submit("/", {"text": text}, to="/match").location)


def shown(page: str) -> list[tuple[str, float]]:
    ids = re.findall(r'data-offering="(\d+)"', page)
    scores = re.findall(r"<b>([\d.]+)</b> <span class=\"match__unit\"", page)
    return [(number, float(score)) for number, score in zip(ids, scores, strict=True)]


def test_chosen_offerings_stand_side_by_side_in_the_order_of_the_ranking(
    client: PageClient,
) -> None:
    path = paste(client)
    ranked = shown(client.get(path).text)
    asked = "&".join(f"o={number}" for number, _score in reversed(ranked))

    page = client.get(f"{path}/compare?{asked}").text

    scores = re.search(r'compare__score">.*?</tr>', page, re.DOTALL)
    assert scores
    assert [float(s) for s in re.findall(r"<b>([\d.]+)</b>", scores.group())] == [
        score for _number, score in ranked
    ]
    assert "时延 ≤ 20 毫秒" in page


@pytest.mark.parametrize("asked", ["", "?o=999999", "?o=x&o=-1&o=" + "9" * 40])
def test_comparing_nothing_says_how_to_choose(client: PageClient, asked: str) -> None:
    page = client.get(f"{paste(client)}/compare{asked}")

    assert page.status_code == 200
    assert "还没有选方案" in page.text


def test_spreadsheet_holds_the_numbers_of_the_page_and_no_formula(client: PageClient) -> None:
    path = paste(client, "=1+1 " + TEXT)
    ranked = shown(client.get(path).text)

    book = load_workbook(BytesIO(client.get(f"{path}/ranking-file").data))

    ranking = book["排名"]
    head = [cell.value for cell in ranking[1]]
    rows = list(ranking.iter_rows(min_row=2, values_only=True))
    fit = head.index("适配度")
    assert [row[fit] for row in rows] == [score for _number, score in ranked]
    first, last = head.index("文字"), head.index("佐证")
    for row in rows:
        parts = [float(str(points)) for points in row[first : last + 1]]
        assert round(sum(parts), 1) == row[fit]
    assert FORMULA in [row[head.index("方案")] for row in rows]
    assert book["逐条要求"]["C1"].value == "时延 ≤ 20 毫秒（希望）"
    about = {str(row[0]): str(row[1]) for row in book["说明"].iter_rows(values_only=True)}
    assert about["需求"].startswith("=1+1 ")
    assert about["模型"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.hyperlink is None for cell in cells)


def test_public_demand_is_compared_and_exported_too(app: Flask, client: PageClient) -> None:
    with app.app_context():
        demand, _owner = open_demand()
        db.session.commit()
        path = f"/demands/{demand.id}"

    assert client.get(f"{path}/compare?o=1").status_code == 200
    assert client.get(f"{path}/ranking-file").data.startswith(b"PK")
    assert client.get("/demands/999/compare").status_code == 404
    assert client.get("/match/" + "x" * 24 + "/ranking-file").status_code == 404


def send(client: PageClient, data: bytes, name: str, text: str = "") -> tuple[int, str]:
    token = csrf_token(client.get("/").text)
    form = {"csrf_token": token, "text": text, "file": (BytesIO(data), name)}
    answer = client.post("/match/file", data=form, content_type="multipart/form-data")
    return answer.status_code, answer.text


def test_text_of_a_file_goes_into_the_box_after_what_is_there(client: PageClient) -> None:
    book = Workbook()
    book.create_sheet("需求").append(["需求", "露天矿无人驾驶矿卡"])
    saved = BytesIO()
    book.save(saved)

    status, page = send(client, saved.getvalue(), "要求.xlsx", "先写的一句。")

    assert status == 200
    box = page.split("<textarea")[1].split("</textarea>")[0]
    assert "先写的一句。" in box
    assert "露天矿无人驾驶矿卡" in box


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("data", "name", "advice"),
    [
        (b"", "a.txt", "文件是空的"),
        (b"\x00\x01\x02\x03" * 50, "a.bin", "读不了这种文件"),
        (b"PK\x03\x04broken", "a.docx", "。"),
        (b"", "", "请先选择文件"),
    ],
)
def test_file_that_cannot_be_read_is_refused_and_the_text_kept(
    client: PageClient, data: bytes, name: str, advice: str
) -> None:
    status, page = send(client, data, name, "先写的一句。")

    assert status == 422
    assert advice in page.split('id="need-error"')[1][:200]
    assert "先写的一句。" in page
