"""Pages of what comes of a call: staff decide, everybody reads, objects and checks."""

from datetime import datetime, timedelta
from io import BytesIO

from factories.people import account, member, organisation
from factories.programmes import call as announced
from factories.programmes import entry, submission
from factories.reviews import review, reviewer
from factories.signing_in import sign_in
from flask import Flask
from openpyxl import load_workbook
from pages import PageClient

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.catalogue.enums import ProviderType
from matchmaker.catalogue.models import ProviderProfile
from matchmaker.db import db
from matchmaker.insight.models.plans import Indicator
from matchmaker.programmes.enums import CallKind, PhaseKind
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call, CallQuota
from matchmaker.programmes.models.results import Entry, Objection
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.verdicts import apply_verdicts, propose_verdicts
from matchmaker.programmes.queries.results import ranking_of

SAID = {
    "reason": "false-claims",
    "words": "覆盖率与现场实测不符，差得很多。",
    "name": "知情人",
    "contact": "13900000000",
}


def deciding(app: Flask) -> tuple[int, list[int], datetime, datetime]:
    """Add a provider call that decides on three submissions; give its notice and its results."""
    with app.app_context():
        made = announced(during=PhaseKind.DECISION, kind=CallKind.PROVIDERS)
        made.quotas = [CallQuota(places=1)]
        person = reviewer(made)
        rows = [submission(made, state=SubmissionState.ACCEPTED) for _ in range(3)]
        for row, points in zip(rows, ([9, 9], [6, 6], [8, 0]), strict=True):
            db.session.add(
                ProviderProfile(
                    organisation=row.organisation,
                    type=ProviderType.INTEGRATOR,
                    published_at=clock.now(),
                )
            )
            review(row, person, points)
        begins = [made.phases[4].starts_at, made.phases[5].starts_at]
        db.session.commit()
        return made.id, [row.id for row in rows], begins[0], begins[1]


def enter(app: Flask, client: PageClient, role: StaffRole = StaffRole.CURATOR) -> None:
    with app.app_context():
        person = account("馆员", staff=role)
        db.session.commit()
        number = person.id
    sign_in(app, client, number)


def test_verdicts_are_given_previewed_and_applied_once(app: Flask, client: PageClient) -> None:
    call_id, (_first, second, third), _notice, _results = deciding(app)
    enter(app, client)
    ranking = f"/staff/calls/{call_id}/results"
    refused = client.submit(ranking, {"level": ""}, to=f"{ranking}/propose")
    assert refused.status_code == 422
    assert "服务商征集要写等级" in refused.get_data(as_text=True)
    assert client.submit(ranking, {"level": "一级"}, to=f"{ranking}/propose").status_code == 303

    page = f"/staff/submissions/{second}/verdict"
    bad = client.submit(page, {"verdict": "not-selected", "version": "1", "words": ""})
    assert bad.status_code == 409
    with app.app_context():
        seen = str(db.session.get_one(Submission, second).version)
    said = {"verdict": "not-selected", "reasons": "weak-evidence", "words": "补充佐证。"}
    assert client.submit(page, {**said, "version": seen}).status_code == 303
    preview = f"/staff/calls/{call_id}/decisions"
    text = client.get(preview).get_data(as_text=True)
    assert "让这 3 份决定生效" in text
    assert "一票否决" in text
    digest = text.partition('name="digest" type="hidden" value="')[2].partition('"')[0]
    late = client.submit(preview, {"digest": "older"}, to=f"{preview}/apply")
    assert late.status_code == 409
    assert client.submit(preview, {"digest": digest}, to=f"{preview}/apply").status_code == 303
    # A colleague who saw the same preview comes second.
    again = client.submit(ranking, {"digest": digest}, to=f"{preview}/apply")
    assert again.status_code == 409
    with app.app_context():
        assert db.session.get_one(Submission, third).state is SubmissionState.ON_HOLD


def test_the_notice_hears_objections_before_results_are_published(
    app: Flask, client: PageClient
) -> None:
    call_id, (first, second, _third), notice, results = deciding(app)
    with app.app_context():
        made, person = db.session.get_one(Call, call_id), account("馆员", staff=StaffRole.CURATOR)
        propose_verdicts(made, "一级", actor=person)
        apply_verdicts(made, ranking_of(made).digest, actor=person)
        db.session.commit()
    visitor = app.test_client()
    assert isinstance(visitor, PageClient)
    ranking = f"/staff/calls/{call_id}/results"
    listed = f"/calls/{call_id}/notice"
    assert visitor.get(listed).status_code == 404
    with clock.at(notice):
        text = visitor.get(listed).get_data(as_text=True)
        assert f"/submissions/{first}/object" in text
        assert f"/submissions/{second}/object" not in text
        form = f"/submissions/{first}/object"
        assert visitor.submit(form, {**SAID, "words": ""}).status_code == 422
        sent = visitor.submit(form, SAID)
        assert sent.status_code == 303
        assert "等待答复" in visitor.get(sent.location).get_data(as_text=True)
        assert visitor.get("/objections?receipt=NOTHERE").status_code == 200
    with app.app_context():
        objection = db.session.query(Objection).one().id
    answer = f"/staff/objections/{objection}"
    reply = {"words": "现场实测属实。", "outcome": "dismissed", "version": "1"}
    with clock.at(results):
        enter(app, client)
        assert client.submit(ranking, to=f"{ranking}/publish").status_code == 409
        assert "13900000000" in client.get(answer).get_data(as_text=True)
        assert client.submit(answer, reply).status_code == 303
        assert client.get(f"/staff/calls/{call_id}/disputes").status_code == 200
        assert "现场实测属实。" in visitor.get(sent.location).get_data(as_text=True)
        assert client.submit(ranking, to=f"{ranking}/publish").status_code == 303
        text = visitor.get(f"/calls/{call_id}/results").get_data(as_text=True)
        assert "一级" in text
        with app.app_context():
            found = db.session.query(Entry).one()
            assert found.submission_id == first
            number = found.number
            provider = found.organisation_id
            mark = f"等级：一级（{found.call.title_zh}（{clock.today()}））"
        assert mark in visitor.get("/providers").get_data(as_text=True)
        shown = visitor.get(f"/providers/{provider}").get_data(as_text=True)
        assert "入选的征集" in shown
        assert f"/certificates?number={number}" in shown
        checked = visitor.get(f"/certificates?number={number.lower()}").get_data(as_text=True)
        assert "有效" in checked
        assert "没有这个编号" in visitor.get("/certificates?number=X").get_data(as_text=True)
        counts = visitor.get(f"/calls/{call_id}/statistics").get_data(as_text=True)
        assert "入选" in counts


def test_the_pool_lists_providers_with_the_call_that_admitted_them(
    app: Flask, client: PageClient
) -> None:
    assert "名录还是空的" in client.get("/pool").get_data(as_text=True)
    with app.app_context():
        made = announced(during=PhaseKind.RESULTS, kind=CallKind.PROVIDERS, results_at=clock.now())
        db.session.add(
            Indicator(
                slug="y27-suppliers", plan="yangfan-2027", name_zh="供应商", name_en="Providers",
                target=200, target_year=2027, source="P2024",
            )
        )  # fmt: skip
        lines = (("甲公司", "一级", 300), ("乙公司", "二级", 300), ("丙公司", "一级", -1))
        for name, level, days in lines:
            row = submission(made, organisation(name), state=SubmissionState.SELECTED)
            until = clock.today() + timedelta(days=days)
            entry(row, level=level, valid_from=until - timedelta(days=365), valid_until=until)
        db.session.commit()

    text = client.get("/pool").get_data(as_text=True)
    assert "现有 2 家，目标 2027 年 200 家" in text
    assert "完成 1%" in text
    assert "丙公司" not in text
    assert "甲公司" not in client.get("/pool?tier=二级").get_data(as_text=True)
    assert "丙公司" in client.get("/pool?ended=yes").get_data(as_text=True)
    book = client.get("/pool?type=integrated&format=xlsx").data
    sheet = load_workbook(BytesIO(book)).worksheets[0]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["甲公司", "乙公司"]


def test_its_people_see_their_entry_and_appeal_and_renew(app: Flask, client: PageClient) -> None:
    with app.app_context():
        made = announced(during=PhaseKind.RESULTS, results_at=clock.now())
        row = submission(made, state=SubmissionState.SELECTED, decided_at=clock.now())
        owner = member(row.organisation)
        found = entry(row, valid_until=clock.today() + timedelta(days=100))
        lost = submission(
            made, row.organisation, owner, state=SubmissionState.NOT_SELECTED,
            decided_at=clock.now(), verdict_words="佐证不足。",
        )  # fmt: skip
        db.session.commit()
        number, lost_id, person = found.id, lost.id, owner.id
    page = f"/entries/{number}"
    assert client.get(page).status_code == 303
    sign_in(app, client, person)
    assert "申请续期" in client.get(page).get_data(as_text=True)
    assert client.submit(page, {"words": ""}, to=f"{page}/renew").status_code == 422
    assert client.submit(page, {"words": "新增采区。"}, to=f"{page}/renew").status_code == 303
    assert client.submit(page, {"words": "再来。"}, to=f"{page}/renew").status_code == 409
    assert "入选证书" in client.get(f"{page}/certificate").get_data(as_text=True)
    told = f"/submissions/{lost_id}/result"
    assert "佐证不足。" in client.get(told).get_data(as_text=True)
    appeal = f"/submissions/{lost_id}/appeal"
    assert client.submit(told, {"words": "附件里有。"}, to=appeal).status_code == 303
    assert "等待答复" in client.get(told).get_data(as_text=True)
    assert client.get(f"/staff/entries/{number}").status_code == 404
    enter(app, client)
    staff = f"/staff/entries/{number}"
    assert client.submit(staff, {"outcome": "warned", "version": "1"}).status_code == 422
    said = {"outcome": "warned", "version": "1", "reasons": "quality", "words": "断网。"}
    assert client.submit(staff, said).status_code == 303
