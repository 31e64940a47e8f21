"""Open data: what is public and nothing else, the same bytes for the same facts."""

import csv
import hashlib
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from factories.catalogue import case, offering, provider
from factories.demands import open_demand
from factories.insight import city, indicator, observation
from factories.people import account, organisation
from factories.programmes import call, entry, submission
from factories.showcases import showcase
from factories.working import work
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.api.operations.open_data import make_open_data, open_data_folder
from matchmaker.api.queries.exports import DICTIONARY, TABLES, Kind
from matchmaker.app import keep_house
from matchmaker.catalogue.enums import OfferingState
from matchmaker.db import db
from matchmaker.demands.enums import Visibility
from matchmaker.programmes.enums import CallState
from matchmaker.programmes.enums.showcases import ShowcaseState

SECRET = "这几个字不公开"


def lines(table: str) -> list[dict[str, Any]]:
    folder = open_data_folder()
    assert folder is not None
    text = (folder / f"{table}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def world() -> None:
    of = provider()
    offering(of, "=1+1的方案", summary="联系13800000000或li@example.com。", price_min_wan=10)
    offering(of, f"草稿{SECRET}", state=OfferingState.DRAFT)
    offering(of, f"撤回{SECRET}", state=OfferingState.WITHDRAWN)
    offering(suspended(), SECRET)
    case(parts=[(of, "总集成")], client_name=SECRET)
    open_demand(visibility=Visibility.ANONYMOUS)
    open_demand(title=SECRET, visibility=Visibility.INVITED)
    showcase().withdraw_words = SECRET
    showcase(ShowcaseState.DRAFT, title_zh=SECRET)
    call(state=CallState.DRAFT, published_at=None, title_zh=SECRET)
    entry(submission(call(results_at=clock.now())))
    observation(indicator(), clock.today(), 5.0)
    account(SECRET)
    db.session.commit()


def suspended() -> Organisation:
    return organisation(f"停用的{SECRET}", state=OrganisationState.SUSPENDED)


@pytest.mark.usefixtures("session")
def test_files_hold_what_is_public_and_nothing_else() -> None:
    world()
    made = make_open_data()
    folder = open_data_folder()
    assert folder is not None

    for file in made.files:
        content = (folder / file.name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file.sha256
        assert len(content) == file.bytes
        if file.form == "xlsx":
            sheet = load_workbook(io.BytesIO(content))["data"]
            said = "\n".join(str(cell) for row in sheet.values for cell in row)
            assert sheet.max_row == file.rows + 1
        else:
            said = content.decode("utf-8-sig")
        assert SECRET not in said, file.name
        for contact in ("13800000000", "li@example.com", "person", "远山露天煤矿"):
            assert contact not in said, file.name
    counts = {file.table: file.rows for file in made.files}
    assert counts["offerings"] == counts["demands"] == counts["cases"] == counts["entries"] == 1
    assert counts["showcases"] == counts["calls"] == counts["indicators"] == 1


@pytest.mark.usefixtures("session")
def test_a_text_like_a_formula_stays_a_text() -> None:
    world()
    make_open_data()
    folder = open_data_folder()
    assert folder is not None

    with (folder / "offerings.csv").open(encoding="utf-8-sig", newline="") as handle:
        [row] = csv.DictReader(handle)
    assert row["title"] == "'=1+1的方案"
    assert lines("offerings")[0]["title"] == "=1+1的方案"
    book = load_workbook(folder / "offerings.xlsx")["data"]
    assert [cell.data_type for cell in book["B"]] == ["s", "s"]


@pytest.mark.usefixtures("session")
def test_the_same_facts_give_the_same_bytes() -> None:
    world()
    first = make_open_data()
    with clock.at(clock.now() + timedelta(days=1)):
        assert make_open_data() == first
        observation(indicator("y27-users"), clock.today(), 7.0)
        db.session.commit()
        second = make_open_data()

    changed = {a.name for a, b in zip(second.files, first.files, strict=True) if a != b}
    assert second.made_at != first.made_at
    assert {name.partition(".")[0] for name in changed} == {"indicators", "observations"}


@pytest.mark.usefixtures("session")
def test_the_dictionary_explains_every_field_of_every_file_in_both_languages() -> None:
    world()
    city("150600", "鄂尔多斯市", 1)
    db.session.commit()
    make_open_data()
    explained = {(line["table"], line["field"]): line for line in lines("dictionary")}

    for table in TABLES:
        found = lines(table.name)
        fields = set(found[0]) if found else {column.name for column in table.columns}
        assert {(table.name, field) for field in fields} <= explained.keys()
    assert len(explained) == sum(len(table.columns) for table in TABLES)
    assert all(line["meaning_zh"] and line["meaning_en"] for line in explained.values())
    assert {line["type"] for line in explained.values()} <= set(Kind)


@pytest.mark.usefixtures("session")
def test_values_have_the_type_the_dictionary_says() -> None:
    world()
    make_open_data()
    types: dict[Kind, tuple[type, ...]] = {
        Kind.LIST: (list,),
        Kind.INTEGER: (int,),
        Kind.NUMBER: (int, float),
        Kind.BOOLEAN: (bool,),
    }
    for table in TABLES:
        for line in lines(table.name):
            for column in table.columns:
                value = line[column.name]
                assert value is None or isinstance(value, types.get(column.kind, (str,)))


def test_the_page_leads_to_every_file(app: Flask, client: FlaskClient) -> None:
    assert "文件还没有生成" in client.get("/open-data").text
    assert client.get("/open-data/offerings/csv").status_code == 404
    assert client.get("/open-data/manifest").status_code == 404
    with app.app_context():
        made = make_open_data()
    page = client.get("/open-data").text

    assert "CC BY 4.0" in page
    for file in made.files:
        address = f"/open-data/{file.table}/{file.form}"
        assert f'href="{address}"' in page
        answer = client.get(address)
        assert hashlib.sha256(answer.data).hexdigest() == file.sha256
    etag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(address, headers=etag).status_code == 304
    manifest = client.get("/open-data/manifest").get_json()
    assert [file["sha256"] for file in manifest["files"]] == [file.sha256 for file in made.files]
    assert client.get("/open-data/offerings/exe").status_code == 404


@pytest.mark.usefixtures("session")
def test_it_is_made_in_the_night() -> None:
    keep_house()
    work()
    assert open_data_folder() is not None


def test_no_table_has_a_field_twice() -> None:
    for table in (*TABLES, DICTIONARY):
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
