"""The file of a certificate: a real PDF, Chinese words included."""

from datetime import date, timedelta
from io import BytesIO

from factories.people import account, member, organisation
from factories.programmes import call as announced
from factories.programmes import entry, submission
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient
from pypdf import PdfReader

from matchmaker import clock
from matchmaker.db import db
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models.results import Entry


def certified(name: str = "深圳市鹏程智联科技有限公司") -> Entry:
    made = announced(during=PhaseKind.RESULTS, results_at=clock.now())
    made.title_zh, made.title_en = "2026 年集成类供应商征集", "Call for integrators 2026"
    row = submission(
        made, organisation(name), title="露天煤矿无人矿卡专网", state=SubmissionState.SELECTED
    )
    return entry(
        row, level="一级", valid_from=date(2026, 7, 1), valid_until=date(2029, 6, 30),
        listed_at=clock.now(),
    )  # fmt: skip


def words_of(data: bytes) -> str:
    """Give what the sheet says; the reader puts a zero or a space beside each letter."""
    [sheet] = PdfReader(BytesIO(data)).pages
    return "".join(sheet.extract_text().replace("\0", "").split())


def embeds_letters(data: bytes) -> bool:
    [sheet] = PdfReader(BytesIO(data)).pages
    resources = sheet["/Resources"]["/Font"]  # type: ignore[index]
    inner = [font.get_object()["/DescendantFonts"][0] for font in resources.values()]
    return all("/FontFile3" in font["/FontDescriptor"].get_object() for font in inner)


def test_it_names_organisation_call_level_number_and_days(app: Flask, client: PageClient) -> None:
    with app.app_context():
        found = certified()
        person = member(found.organisation)
        listed = f"{clock.today().year}年{clock.today().month}月{clock.today().day}日"
        db.session.commit()
        entry_id, number, person_id = found.id, found.number, person.id
    page = f"/entries/{entry_id}/certificate"
    sign_in(app, client, person_id)
    assert f'href="{page}/file"' in client.get(page).get_data(as_text=True)
    answer = client.get(f"{page}/file")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{number}.pdf"'
    text = words_of(answer.data)
    for part in (
        "入选证书", "深圳市鹏程智联科技有限公司", "露天煤矿无人矿卡专网", "2026年集成类供应商征集",
        "一级", number, "2026年7月1日至2029年6月30日", listed,
        f"/certificates?number={number}",
    ):  # fmt: skip
        assert part in text, part
    assert embeds_letters(answer.data)


def test_it_speaks_the_language_of_its_reader(app: Flask, client: PageClient) -> None:
    with app.app_context():
        found = certified()
        found.valid_until = clock.today() - timedelta(days=1)
        found.valid_from = found.valid_until - timedelta(days=30)
        person = member(found.organisation)
        db.session.commit()
        entry_id, person_id = found.id, person.id
    sign_in(app, client, person_id)
    client.submit("/", {"lang": "en", "next": "/"}, to="/language")
    text = words_of(client.get(f"/entries/{entry_id}/certificate/file").data)
    assert "Callforintegrators2026" in text
    assert "深圳市鹏程智联科技有限公司" in text


def test_the_longest_names_stay_on_the_sheet(app: Flask, client: PageClient) -> None:
    with app.app_context():
        found = certified("某" * 199)
        found.submission.title = "矿" * 200
        person = member(found.organisation)
        db.session.commit()
        entry_id, number, person_id = found.id, found.number, person.id
    sign_in(app, client, person_id)
    text = words_of(client.get(f"/entries/{entry_id}/certificate/file").data)
    assert text.count("某") == 199
    assert text.count("矿") == 200
    assert number in text


def test_nobody_else_takes_it(app: Flask, client: PageClient) -> None:
    with app.app_context():
        found, stranger = certified(), account("路人")
        db.session.commit()
        entry_id, stranger_id = found.id, stranger.id
    sign_in(app, client, stranger_id)
    assert client.get(f"/entries/{entry_id}/certificate/file").status_code == 404
