"""Spreadsheets people hand in, and the worker's part of importing them."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from flask import Flask
from openpyxl import Workbook, load_workbook
from pages import PageClient
from werkzeug.test import TestResponse

from matchmaker.app import outbox_handlers
from matchmaker.jobs.outbox import IMPORT
from matchmaker.jobs.worker import run_once


def book(*rows: Sequence[object]) -> bytes:
    """Write rows as an .xlsx."""
    made = Workbook(write_only=True)
    page = made.create_sheet()
    for row in rows:
        page.append(list(row))
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def sheet(heads: Sequence[str], *rows: Mapping[str, object]) -> bytes:
    """Write rows under headings."""
    return book(heads, *([row.get(head) for head in heads] for row in rows))


def read_book(data: bytes, place: int = 0) -> list[list[str]]:
    """Read a sheet of an .xlsx, the first unless told, blanks as empty text."""
    found = load_workbook(BytesIO(data)).worksheets[place]
    return [["" if cell is None else str(cell) for cell in row] for row in found.values]


def hand_in(client: PageClient, path: str, data: bytes, name: str = "方案.xlsx") -> TestResponse:
    """Upload a file on the page of imports."""
    return client.submit(path, {"file": (BytesIO(data), name)}, content_type="multipart/form-data")


def checked(app: Flask, client: PageClient, path: str, data: bytes) -> str:
    """Upload a file and let the worker check it; give the address of its page."""
    response = hand_in(client, path, data)
    assert response.status_code == 303, response.get_data(as_text=True)
    let_worker_import(app)
    return str(response.location)


def imported(app: Flask, client: PageClient, path: str, data: bytes) -> str:
    """Upload a file, confirm what it would do and let the worker write it."""
    page = checked(app, client, path, data)
    assert client.submit(page, to=f"{page}/confirm").status_code == 303
    let_worker_import(app)
    return page


def let_worker_import(app: Flask) -> None:
    """Do all the stretches of imports that wait."""
    handlers = {IMPORT: outbox_handlers()[IMPORT]}
    with app.app_context():
        while run_once(handlers):
            pass
