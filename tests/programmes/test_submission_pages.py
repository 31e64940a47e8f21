"""Pages of submissions: entered, sent, recommended, looked at by staff; and who gets in."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from factories.demands import region, sector
from factories.people import account, member, organisation
from factories.programmes import call, questions, submission
from factories.signing_in import sign_in
from factories.uploads import PDF
from flask import Flask
from pages import PageClient

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.programmes.enums import CallState, PhaseKind, QuestionKind
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import CallQuestion
from matchmaker.programmes.models.submissions import RegionalBody, Submission, SubmissionAnswer

ALL_KINDS = (
    QuestionKind.YES_NO, QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.DAY,
    QuestionKind.FILE, QuestionKind.OFFERING, QuestionKind.CASE, QuestionKind.DEMAND,
)  # fmt: skip
OPTIONS = [{"value": "1", "zh": "专网", "en": "Private"}, {"value": "2", "zh": "公网", "en": ""}]
EDIT = "/submissions/1/edit"
OWN = {"organisation": "1"}
FILLED = {
    "title": "露天矿5G无人驾驶", "sector": "mining", "region": "150000",
    "answer_1": "二十台矿卡无人驾驶。", "answer_2": "95",
}  # fmt: skip


def asked(*kinds: QuestionKind) -> list[CallQuestion]:
    """Give the questions of the factory and one of each kind behind them."""
    more = [
        CallQuestion(
            position=9, key=kind.value, kind=kind, label_zh=f"题目{kind.value}", label_en="Q",
            is_required=kind is QuestionKind.FILE,
            options=OPTIONS if kind in {QuestionKind.CHOICE, QuestionKind.CHOICES} else [],
        )
        for kind in kinds
    ]  # fmt: skip
    return [*questions(), *more]


def entrant(app: Flask, client: PageClient, *kinds: QuestionKind) -> None:
    """Add a call that takes submissions and sign somebody in who may enter it."""
    with app.app_context():
        sector()
        region()
        call(questions=asked(*kinds))
        person = member(organisation(region_code="150600"))
        db.session.commit()
        number = person.id
    sign_in(app, client, number)


def seen(app: Flask, number: int = 1) -> str:
    with app.app_context():
        return str(db.session.get_one(Submission, number).version)


def staff(app: Flask, client: PageClient, role: StaffRole = StaffRole.CURATOR) -> None:
    with app.app_context():
        person = account("运营", staff=role)
        db.session.commit()
        number = person.id
    sign_in(app, client, number)


def sheet(client: PageClient, address: str) -> str:
    """Read all that a spreadsheet says."""
    with ZipFile(BytesIO(client.get(address).data)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def test_a_submission_is_entered_from_the_call_to_the_receipt(
    app: Flask, client: PageClient
) -> None:
    entrant(app, client, *ALL_KINDS)
    assert "还没有申报" in client.get("/my/submissions").text
    assert "开始申报" in client.get("/calls/1").text
    begun = client.submit("/calls/1/enter", OWN)
    assert begun.location == "/submissions/1/edit"
    page = client.get("/submissions/1/edit").text
    assert "已填 1 项，共 6 项" in page
    more = {**FILLED, "answer_3": "1", "answer_4": "2", "answer_5": "1", "answer_6": "2026-07-01"}
    saved = client.submit("/submissions/1/edit", {**more, "file": "7", "version": seen(app)})
    assert saved.location == "/submissions/1/questions/7/file"
    missing = client.get("/submissions/1/send").text
    assert "请上传“题目file”。" in missing
    assert "提交申报" not in missing
    file = {"file": (BytesIO(PDF), "验收报告.pdf"), "version": seen(app)}
    assert client.submit(saved.location, file).location == "/submissions/1/edit"
    assert "验收报告.pdf" in client.get("/submissions/1/edit").text
    opened = client.get("/submissions/1/questions/7/file/open")
    assert opened.data == PDF
    unsure = client.submit("/submissions/1/send", {"version": seen(app)})
    assert unsure.status_code == 422
    sure = {"is_true": "y", "version": seen(app)}
    receipt = client.submit("/submissions/1/send", sure, follow_redirects=True).text
    assert "申报回执" in receipt
    assert "-0001" in receipt
    assert "公网" in receipt
    assert "2026年7月1日" in receipt
    own = client.get("/my/submissions").text
    assert "露天矿5G无人驾驶" in own
    assert "2026-11-26 12:00" in own
    assert "露天矿5G无人驾驶" in sheet(client, "/my/submissions/export")

    back = client.submit("/submissions/1", {"version": seen(app)}, to="/submissions/1/withdraw")
    assert back.location == "/submissions/1"
    assert "已撤回" in client.get("/submissions/1").text


def test_what_is_typed_wrong_stays_and_who_is_late_sees_both(
    app: Flask, client: PageClient
) -> None:
    entrant(app, client)
    client.submit("/calls/1/enter", OWN)
    old = seen(app)
    wrong = client.submit("/submissions/1/edit", {**FILLED, "answer_2": "很高", "version": old})
    assert wrong.status_code == 422
    assert 'value="很高"' in wrong.text
    client.submit("/submissions/1/edit", {**FILLED, "title": "同事的题目", "version": old})
    late = client.submit("/submissions/1/edit", {**FILLED, "title": "我的题目", "version": old})
    assert late.status_code == 409
    assert "同事的题目" in late.text
    assert 'value="我的题目"' in late.text
    with clock.at(clock.now() + timedelta(days=6)):  # at the second it ends
        over = client.submit("/submissions/1", {**FILLED, "version": seen(app)}, to=EDIT)
        assert over.status_code == 409
        assert "已于北京时间 2026-11-26 12:00 截止" in over.text
        assert "现在不能修改" in client.get("/my/submissions").text


def test_staff_look_through_decide_and_are_led_on(app: Flask, client: PageClient) -> None:
    with app.app_context():
        to, mining = call(PhaseKind.REVIEW, entries_most=2), sector()
        region()
        of = organisation()
        rows = [submission(to, of, member(of), title=title) for title in ("甲矿", "乙矿")]
        for row in rows:
            row.sector, row.region_code = mining, "150000"
            row.answers = [
                SubmissionAnswer(question=to.questions[0], text="建成专网。"),
                SubmissionAnswer(question=to.questions[1], number=95.0),
            ]
        lacking = submission(to, title="丙矿")
        submission(to, title="草稿里的秘密", state=SubmissionState.DRAFT)
        db.session.commit()
        first, second, third = (row.id for row in (*rows, lacking))
    staff(app, client)
    listed = client.get("/staff/calls/1/submissions").text
    assert "甲矿" in listed
    assert "同一单位" in listed
    assert "草稿里的秘密" not in listed
    bad = client.submit(f"/staff/submissions/{first}", {"outcome": "returned"})
    assert bad.status_code == 422
    assert "请填补充的截止日期" in bad.text
    day = (clock.today() + timedelta(days=5)).isoformat()
    sent = {"outcome": "returned", "reasons": "unproven", "complete_by": day}
    led = client.submit(f"/staff/submissions/{first}", sent)
    assert led.location == f"/staff/submissions/{second}"
    stale = client.submit(f"/staff/submissions/{first}", {**sent, "version": "1"})
    assert stale.status_code == 409
    refused = client.submit(f"/staff/submissions/{third}", {"outcome": "approved"})
    assert refused.status_code == 422
    assert "请选择行业。" in refused.text

    many = client.get("/staff/calls/1/submissions/accept").text
    assert "下面 1 份齐全" in many
    chosen = {"submission_id": str(second)}
    done = client.submit("/staff/calls/1/submissions/accept", chosen, follow_redirects=True)
    assert "已受理 1 份申报。" in done.text
    twice = client.submit(
        "/staff/calls/1/submissions", chosen, to="/staff/calls/1/submissions/accept"
    )
    assert twice.status_code == 409
    said = sheet(client, "/staff/calls/1/submissions/export?show=all")
    assert "建成专网。" in said
    assert "草稿里的秘密" not in said


def test_a_body_is_appointed_recommends_and_is_ended(app: Flask, client: PageClient) -> None:
    with app.app_context():
        region()
        to = call(PhaseKind.RECOMMENDATION, needs_recommendation=True)
        row = submission(to, region_code="150000")
        officer = member(organisation("内蒙古自治区工业和信息化厅"))
        db.session.commit()
        officer_id, number = officer.id, row.id
    staff(app, client)
    unknown = client.submit(
        "/staff/regional-bodies", {"organisation": "没有的单位", "region": "150000"}
    )
    assert unknown.status_code == 422
    typed = {"organisation": "内蒙古自治区工业和信息化厅", "region": "150000"}
    assert client.submit("/staff/regional-bodies", typed).status_code == 303

    theirs = PageClient(app)
    sign_in(app, theirs, officer_id)
    assert "露天矿5G无人驾驶" in theirs.get("/my/recommendations").text
    assert (
        theirs.submit(f"/submissions/{number}/recommend", {"outcome": "approved"}).status_code
        == 422
    )
    said = {"outcome": "approved", "words": "成效明显，同意推荐。"}
    led = theirs.submit(f"/submissions/{number}/recommend", said)
    assert led.location == "/my/recommendations"
    assert "成效明显，同意推荐。" in client.get(f"/staff/submissions/{number}").text
    end = client.submit("/staff/regional-bodies", to="/staff/regional-bodies/1/end")
    assert end.status_code == 303
    with app.app_context():
        assert not db.session.get_one(RegionalBody, 1).is_in_force
    assert theirs.get(f"/submissions/{number}").status_code == 404


def test_partners_are_asked_and_answer(app: Flask, client: PageClient) -> None:
    entrant(app, client)
    client.submit("/calls/1/enter", OWN)
    with app.app_context():
        partner = member(organisation("联合设备有限公司"))
        db.session.commit()
        number = partner.id
    page = "/submissions/1/partners/new"
    for name in ("联合设备有限公司", "没有来过的研究院"):
        assert client.submit(page, {"organisation": name, "role": "终端"}).status_code == 303
    assert "等它答复" in client.get("/submissions/1/edit").text
    theirs = PageClient(app)
    sign_in(app, theirs, number)
    assert "请您单位联合申报" in theirs.get("/my/submissions").text
    asked_page = "/submission-partners/1"
    assert theirs.submit(asked_page, to=f"{asked_page}/agree").status_code == 303
    assert theirs.get("/submissions/1").status_code == 200
    assert theirs.submit(asked_page, to=f"{asked_page}/decline").status_code == 303
    assert theirs.get("/submissions/1").status_code == 404
    removed = client.submit("/submissions/1/edit", to=f"{asked_page}/remove")
    assert removed.status_code == 303
    assert "联合设备有限公司" not in client.get("/submissions/1/edit").text
    gone = client.submit("/submissions/1", to="/submissions/1/discard", follow_redirects=True)
    assert "草稿已删除。" in gone.text


def test_others_do_not_get_in(app: Flask, client: PageClient) -> None:
    with app.app_context():
        to = call()
        submission(to)
        draft = call(state=CallState.DRAFT, published_at=None)
        other = member(organisation("别家矿业"))
        db.session.commit()
        number, hidden = other.id, draft.id
    pages = (
        "/submissions/1", "/submissions/1/edit", "/submissions/1/receipt",
        f"/calls/{hidden}/enter", "/staff/calls/1/submissions", "/staff/regional-bodies",
    )  # fmt: skip
    assert {client.get(page).status_code for page in pages} == {303}
    sign_in(app, client, number)
    assert {client.get(page).status_code for page in pages} == {404}
    staff(app, client, StaffRole.REVIEWER)
    assert client.get("/submissions/1").status_code == 404
