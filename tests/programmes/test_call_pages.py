"""Pages of calls: made by staff from the first word to publishing, read by everybody."""

from datetime import timedelta

from factories.people import account
from factories.programmes import call as announced
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.programmes.enums import CallState, PhaseKind
from matchmaker.programmes.models import Call
from matchmaker.programmes.operations.calls import cancel_call, touch

NEW = {
    "kind": "pilots", "subject_type": "mine", "programme_type": "", "prefix": "mine-2027",
    "title_zh": "2027年5G矿山征集", "title_en": "5G mines 2027", "summary_zh": "征集5G矿山。",
    "summary_en": "Leading 5G mines.", "text_zh": "征集已经建成的5G矿山。", "text_en": "For mines.",
}  # fmt: skip
DATES = {
    "phases-0-starts_at": "2027-01-04 08:00", "phases-0-ends_at": "2027/02/01 18:00",
    "phases-1-starts_at": "", "phases-3-starts_at": "",
    "phases-2-starts_at": "2027-02-02T08:00", "phases-2-ends_at": "2027-02-20 18:00",
    "phases-4-starts_at": "2027-02-21 08:00", "phases-4-ends_at": "2027-02-28 18:00",
    "phases-5-starts_at": "2027-03-01 08:00",
}  # fmt: skip
QUESTIONS = {
    "questions-0-kind": "text", "questions-0-label_zh": "建设内容", "questions-0-place": "2",
    "questions-0-label_en": "What was built", "questions-0-most_letters": "500",
    "questions-1-kind": "choice", "questions-1-label_zh": "组网方式", "questions-1-place": "1",
    "questions-1-label_en": "Network", "questions-1-options": "专网 | Private\n公网 | Public",
}  # fmt: skip
CRITERIA = {
    "criteria-0-label_zh": "成效", "criteria-0-label_en": "Effect", "criteria-0-weight": "60",
    "criteria-0-most": "10", "criteria-1-label_zh": "安全", "criteria-1-label_en": "Safety",
    "criteria-1-weight": "40", "criteria-1-most": "5", "criteria-1-is_veto": "y",
}  # fmt: skip
RULES = {
    "entrant": "enterprises", "entries_most": "2", "may_be_joint": "y", "reviews_wanted": "3",
    "others_seen": "after-own", "aggregate": "median", "valid_months": "36",
}  # fmt: skip


def enter(app: Flask, client: PageClient, role: StaffRole) -> None:
    with app.app_context():
        person = account("馆员", staff=role)
        db.session.commit()
        number = person.id
    sign_in(app, client, number)


def version(app: Flask) -> str:
    with app.app_context():
        return str(db.session.get_one(Call, 1).version)


def test_a_call_is_made_page_by_page_and_then_read_by_everybody(
    app: Flask, client: PageClient
) -> None:
    enter(app, client, StaffRole.CURATOR)
    assert "还没有征集" in client.get("/staff/calls").text
    assert client.submit("/staff/calls/new", {**NEW, "title_zh": ""}).status_code == 422
    assert client.submit("/staff/calls/new", NEW).location == "/staff/calls/1"
    for page, typed in (
        ("phases", DATES), ("questions", QUESTIONS), ("criteria", CRITERIA), ("rules", RULES),
    ):  # fmt: skip
        assert "发布前还要补上" in client.get("/staff/calls/1").text or page == "rules"
        sent = {**typed, "version": version(app)}
        assert client.submit(f"/staff/calls/1/{page}", sent).status_code == 303
    quotas = {"quotas-0-scope": "", "quotas-0-places": "20", "version": version(app)}
    assert client.submit("/staff/calls/1/quotas", quotas).status_code == 303
    assert "这是发布以后的样子" in client.get("/calls/1").text
    assert app.test_client().get("/calls/1").status_code == 404
    publish = {"version": version(app)}
    done = client.submit(
        "/staff/calls/1", publish, to="/staff/calls/1/publish", follow_redirects=True
    )
    assert "已发布，所有人都能看到。" in done.text

    visitor = PageClient(app)
    assert "2027年5G矿山征集" in visitor.get("/calls?show=coming").text
    assert "2027年5G矿山征集" not in visitor.get("/calls").text
    page = visitor.get("/calls/1").text
    assert "2027-01-04 08:00 至 2027-02-01 18:00" in page
    assert page.index("组网方式") < page.index("建设内容")
    assert "接下来：申报，2027-01-04 08:00 开始。" in page
    file = visitor.get("/calls/1/calendar")
    assert file.mimetype == "text/calendar"
    assert b"DTSTART;TZID=Asia/Shanghai:20270201T180000" in file.data


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    app: Flask, client: PageClient
) -> None:
    enter(app, client, StaffRole.CURATOR)
    client.submit("/staff/calls/new", NEW)
    seen = {"version": version(app)}

    taken = client.submit("/staff/calls/new", NEW)
    assert taken.status_code == 422
    assert "已被另一个征集使用" in taken.text
    odd = client.submit("/staff/calls/1/phases", {**DATES, "phases-0-ends_at": "下周", **seen})
    assert odd.status_code == 422
    assert 'value="下周"' in odd.text
    sums = client.submit("/staff/calls/1/criteria", {**CRITERIA, "criteria-0-weight": "59", **seen})
    assert sums.status_code == 422
    assert "现在是 99" in sums.text
    more = client.submit("/staff/calls/1/questions", {**QUESTIONS, "more": "1", **seen})
    assert more.status_code == 200
    assert "questions-4-label_zh" in more.text
    missing = client.submit("/staff/calls/1", seen, to="/staff/calls/1/publish")
    assert missing.status_code == 422
    assert "请设评审标准。" in missing.text


def test_who_saves_late_sees_what_a_colleague_stored(app: Flask, client: PageClient) -> None:
    enter(app, client, StaffRole.CURATOR)
    client.submit("/staff/calls/new", NEW)
    seen = {"version": version(app)}
    with app.app_context():
        row = db.session.get_one(Call, 1)
        row.title_zh = "同事改过的标题"
        touch(row)
        db.session.commit()

    late = client.submit("/staff/calls/1/edit", {**NEW, "title_zh": "我的标题", **seen})
    assert late.status_code == 409
    assert "同事改过的标题" in late.text
    assert 'value="我的标题"' in late.text
    for page, typed in (
        ("rules", RULES), ("phases", DATES), ("questions", QUESTIONS), ("criteria", CRITERIA),
    ):  # fmt: skip
        assert client.submit(f"/staff/calls/1/{page}", {**typed, **seen}).status_code == 409
    again = {**NEW, "title_zh": "我的标题", "version": version(app)}
    assert client.submit("/staff/calls/1/edit", again).status_code == 303


def test_a_published_call_is_moved_copied_and_cancelled_in_public(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        row = announced(summary_zh="摘要", summary_en="Summary", text_en="Text")
        typed = {}
        for place, kind in enumerate(PhaseKind):
            phase = next(one for one in row.phases if one.kind is kind)
            for name in ("starts_at", "ends_at"):
                instant = getattr(phase, name)
                by = timedelta(days=0 if (place, name) == (0, "starts_at") else 3)
                if instant is not None:
                    here = (instant + by).astimezone(clock.CHINA)
                    typed[f"phases-{place}-{name}"] = f"{here:%Y-%m-%d %H:%M}"
        db.session.commit()
    enter(app, client, StaffRole.CURATOR)
    sent = {**typed, "version": version(app)}
    assert client.submit("/staff/calls/1/phases", sent).status_code == 422
    told = {**sent, "reason": "more-time", "words_zh": "各地来信说时间不够。"}
    assert client.submit("/staff/calls/1/phases", told).status_code == 303

    visitor = PageClient(app)
    page = visitor.get("/calls/1").text
    assert "各地来信说时间不够。" in page
    assert "（原为 2026-11-26 12:00）" in page
    assert "申报到北京时间 2026-11-29 12:00 截止" in visitor.get("/calls").text
    assert client.submit("/staff/calls/1", to="/staff/calls/1/copy").location.endswith("/2/edit")
    words = {"words": "预算取消。", "version": version(app)}
    assert client.submit("/staff/calls/1/cancel", words).status_code == 303
    assert "预算取消。" in visitor.get("/calls/1").text
    assert "已取消" in visitor.get("/calls?show=over").text
    assert b"METHOD:CANCEL" in visitor.get("/calls/1/calendar").data


def test_only_those_who_run_calls_get_in(app: Flask, client: PageClient) -> None:
    with app.app_context():
        announced()
        draft = announced(state=CallState.DRAFT, published_at=None)
        gone = announced()
        cancel_call(gone, "不办了", seen_version=1, actor=account(staff=StaffRole.CURATOR))
        db.session.commit()
        number = draft.id
    enter(app, client, StaffRole.AUDITOR)
    pages = ("/staff/calls", "/staff/calls/new", "/staff/calls/1", f"/calls/{number}")
    assert [client.get(page).status_code for page in pages] == [404] * 4
    assert client.get("/calls/1").status_code == 200
