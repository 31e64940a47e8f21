"""Deadlines of submissions at the second, for readers anywhere, and moved while people write."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from factories.demands import region, sector
from factories.people import account, member, organisation
from factories.programmes import call, questions, submission
from factories.signing_in import sign_in
from factories.uploads import PDF
from flask import Flask
from pages import PageClient, csrf_token
from werkzeug.test import TestResponse

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.programmes.enums import PhaseKind, QuestionKind
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call, CallQuestion
from matchmaker.programmes.models.submissions import RegionalBody, Submission

EDIT, SEND, FILE = "/submissions/1/edit", "/submissions/1/send", "/submissions/1/questions/3/file"
PARTNER = "/submissions/1/partners/new"
SECOND = timedelta(seconds=1)
TYPED = {
    "title": "露天矿5G无人驾驶", "sector": "mining", "region": "150000",
    "answer_1": "二十台矿卡无人驾驶，运行十四个月。", "answer_2": "95",
}  # fmt: skip


@dataclass
class Writer:
    """A person who opened the site at some time and sends forms from there later."""

    app: Flask
    client: PageClient
    number: int
    token: str = ""

    def opens(self, address: str) -> str:
        """Sign in, since that ends with time, and open a page."""
        sign_in(self.app, self.client, self.number)
        page = self.client.get(address).text
        self.token = csrf_token(page)
        return page

    def sends(self, address: str, **typed: Any) -> TestResponse:
        """Send a form by what is stored, as who opened it just before."""
        with self.app.app_context():
            version = str(db.session.get_one(Submission, 1).version)
        values = {"csrf_token": self.token, "version": version, **typed}
        return self.client.post(address, data=values)

    def sends_file(self) -> TestResponse:
        return self.sends(FILE, file=(BytesIO(PDF), "报告.pdf"))


def writing(app: Flask, **values: Any) -> tuple[Writer, datetime]:
    """Give somebody who has a draft's form open, and the instant at which submissions close."""
    with app.app_context():
        sector()
        region()
        report = CallQuestion(
            position=3, key="report", kind=QuestionKind.FILE, label_zh="报告", label_en="Report",
            is_required=False,
        )  # fmt: skip
        to = call(questions=[*questions(), report], **values)
        row = submission(to, state=SubmissionState.DRAFT, title="")
        organisation("联合设备有限公司")
        db.session.commit()
        ends, number = to.phases[0].ends_at, row.author_id
    assert ends is not None
    writer = Writer(app, PageClient(app), number)
    writer.opens(EDIT)
    return writer, ends


def staff_of(app: Flask) -> PageClient:
    with app.app_context():
        person = account("运营", staff=StaffRole.CURATOR)
        db.session.commit()
        number = person.id
    client = PageClient(app)
    sign_in(app, client, number)
    return client


def move(app: Flask, staff: PageClient, ends: datetime, later: timedelta = timedelta()) -> None:
    """Let staff move the end of submissions, and by as much all that follows."""
    with app.app_context():
        row = db.session.get_one(Call, 1)
        typed = {"version": str(row.version), "reason": "other", "words_zh": "日程调整。"}
        for place, kind in enumerate(PhaseKind):
            phase = next(one for one in row.phases if one.kind is kind)
            starts_at, ends_at = phase.starts_at, phase.ends_at
            if kind is PhaseKind.SUBMISSION:
                ends_at = ends
            else:
                starts_at, ends_at = starts_at + later, ends_at and ends_at + later
            for name, instant in (("starts_at", starts_at), ("ends_at", ends_at)):
                if instant is not None:
                    here = instant.astimezone(clock.CHINA)
                    typed[f"phases-{place}-{name}"] = f"{here:%Y-%m-%d %H:%M:%S}"
    assert staff.submit("/staff/calls/1/phases", typed).status_code == 303


def said(answer: TestResponse) -> str:
    """Read what is said to somebody who is late: a conflict, and nothing typed is lost."""
    assert answer.status_code == 409
    return str(answer.text)


def test_a_second_before_the_deadline_everything_still_counts(app: Flask) -> None:
    writer, ends = writing(app)
    with clock.at(ends - SECOND):
        assert writer.sends(EDIT, **TYPED).location == EDIT
        assert writer.sends_file().location == EDIT
        added = {"organisation": "没有来过的研究院", "role": "评估"}
        assert writer.sends(PARTNER, **added).location == EDIT
        receipt = writer.sends(SEND, is_true="y")
        assert receipt.location == "/submissions/1/receipt"
        page = writer.client.get(receipt.location).text
    assert "2026-11-26 11:59:59" in page
    assert "北京时间 2026-11-26 12:00 前可以修改" in page


@pytest.mark.parametrize("late", [timedelta(), SECOND], ids=["at-the-deadline", "after-it"])
def test_from_the_deadline_on_nothing_is_taken_and_nothing_typed_is_lost(
    app: Flask, late: timedelta
) -> None:
    writer, ends = writing(app)
    assert writer.sends(EDIT, **TYPED).status_code == 303
    over = "“申报”已于北京时间 2026-11-26 12:00 截止"
    with clock.at(ends + late):
        saved = said(writer.sends(EDIT, **{**TYPED, "title": "改到一半的题目"}))
        assert over in saved
        assert 'value="改到一半的题目"' in saved
        assert TYPED["answer_1"] in saved
        assert "没有保存" in saved
        assert "再次保存会用它替换" not in saved
        assert over in said(writer.sends(SEND, is_true="y"))
        assert over in said(writer.sends_file())
        partner = said(writer.sends(PARTNER, organisation="联合设备有限公司", role="终端"))
        assert over in partner
        assert 'value="联合设备有限公司"' in partner
        again = {"organisation": "1", "submission": ""}
        assert over in said(writer.sends("/calls/1/enter", **again))
        assert writer.client.get(EDIT).location == "/submissions/1"
        assert "申报已于北京时间 2026-11-26 12:00 截止" in writer.client.get("/submissions/1").text
    with app.app_context():
        row = db.session.get_one(Submission, 1)
        assert (row.state, row.title) == (SubmissionState.DRAFT, TYPED["title"])


def test_a_partner_answers_until_the_deadline(app: Flask) -> None:
    writer, ends = writing(app)
    writer.sends(PARTNER, organisation="联合设备有限公司", role="终端")
    with app.app_context():
        row = db.session.get_one(Submission, 1)
        known = row.partners[0].organisation
        assert known is not None
        partner = member(known)
        db.session.commit()
        number = partner.id
    theirs = Writer(app, PageClient(app), number)
    theirs.opens("/submission-partners/1")
    with clock.at(ends - SECOND):
        assert theirs.sends("/submission-partners/1/agree").status_code == 303
    with clock.at(ends):
        refused = said(theirs.sends("/submission-partners/1/decline"))
    assert "截止" in refused
    with app.app_context():
        assert db.session.get_one(Submission, 1).partners[0].agreed_at == ends - SECOND


@contextmanager
def living_in(monkeypatch: pytest.MonkeyPatch, zone: str) -> Iterator[None]:
    """Let the machine live in another time zone."""
    with monkeypatch.context() as changed:
        changed.setenv("TZ", zone)
        time.tzset()
        yield
    time.tzset()


def test_everybody_reads_the_deadline_in_chinas_time(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, ends = writing(app)
    move(app, staff_of(app), ends + timedelta(seconds=30), timedelta(minutes=1))
    writer.client.set_cookie("lang", "en")
    for zone in ("America/New_York", "Pacific/Kiritimati"):
        with living_in(monkeypatch, zone):
            page = writer.opens(EDIT)
            assert "Can be changed until Nov 26, 2026, 12:00:30 (Beijing time)" in page
            listed = writer.client.get("/my/submissions").text
            assert "Nov 26, 2026, 12:00:30" in listed
            told = writer.client.get("/calls/1").text
            assert "Submissions close at Nov 26, 2026, 12:00:30 Beijing time" in told
            with clock.at(ends + timedelta(seconds=29)):
                assert writer.sends(EDIT, **TYPED).status_code == 303
            with clock.at(ends + timedelta(seconds=30)):
                late = said(writer.sends(EDIT, **TYPED))
            assert "ended at Nov 26, 2026, 12:00:30 Beijing time" in late


def test_a_deadline_moved_nearer_holds_for_who_is_writing(app: Flask) -> None:
    writer, _ends = writing(app)
    sooner = clock.now() + timedelta(hours=25)
    move(app, staff_of(app), sooner)
    with clock.at(sooner - SECOND):
        assert writer.sends(EDIT, **TYPED).status_code == 303
    with clock.at(sooner):
        late = said(writer.sends(EDIT, **{**TYPED, "title": "还没有写完的题目"}))
    assert "已于北京时间 2026-11-21 13:00 截止" in late
    assert 'value="还没有写完的题目"' in late
    assert "2026-11-21 13:00" in writer.client.get("/calls/1").text


def test_a_deadline_moved_further_holds_for_who_is_writing(app: Flask) -> None:
    writer, ends = writing(app)
    with clock.at(ends - SECOND):
        move(app, staff_of(app), ends + timedelta(days=3), timedelta(days=3))
    with clock.at(ends):
        saved = writer.sends(EDIT, **TYPED)
        assert saved.status_code == 303
        assert "北京时间 2026-11-29 12:00 前可以修改" in writer.client.get(EDIT).text
        assert writer.sends(SEND, is_true="y").status_code == 303
    with clock.at(ends + timedelta(days=3)):
        assert "2026-11-29 12:00 截止" in said(writer.sends(EDIT, **TYPED))


def test_a_call_cancelled_while_somebody_writes_loses_nothing_typed(app: Flask) -> None:
    writer, _ends = writing(app)
    staff = staff_of(app)
    with app.app_context():
        version = str(db.session.get_one(Call, 1).version)
    cancelled = staff.submit("/staff/calls/1/cancel", {"words": "预算取消。", "version": version})
    assert cancelled.status_code == 303
    late = said(writer.sends(EDIT, **TYPED))
    assert "这个征集已经取消。" in late
    assert f'value="{TYPED["title"]}"' in late


def test_what_staff_decide_while_somebody_writes_loses_nothing_typed(app: Flask) -> None:
    writer, _ends = writing(app)
    writer.sends(EDIT, **TYPED)
    writer.sends(SEND, is_true="y")
    staff = staff_of(app)
    opened = writer.opens(EDIT).split('name="version" type="hidden" value="')[1].split('"')[0]
    back = {"outcome": "returned", "reasons": "unproven", "complete_by": "2026-12-01"}
    assert staff.submit("/staff/submissions/1", back).status_code == 303
    mine = {**TYPED, "title": "我正在改的题目"}
    late = said(writer.sends(EDIT, **{**mine, "version": opened}))
    assert TYPED["title"] in late
    assert 'value="我正在改的题目"' in late
    assert "再次保存会用它替换" in late
    assert writer.sends(EDIT, **mine).status_code == 303

    assert staff.submit("/staff/submissions/1", {**back, "outcome": "refused"}).status_code == 303
    late = said(writer.sends(EDIT, **{**mine, "title": "还在改的题目"}))
    assert "现在是“不予受理”，不能再修改" in late
    assert 'value="还在改的题目"' in late


def test_completing_ends_with_its_day_in_china(app: Flask) -> None:
    writer, _ends = writing(app)
    writer.sends(EDIT, **TYPED)
    writer.sends(SEND, is_true="y")
    back = {"outcome": "returned", "reasons": "unproven", "complete_by": "2026-12-01"}
    assert staff_of(app).submit("/staff/submissions/1", back).status_code == 303
    midnight = datetime(2026, 12, 2, tzinfo=clock.CHINA)  # long after the call closed
    with clock.at(midnight - SECOND):
        assert "北京时间 2026-12-02 00:00 前可以修改" in writer.opens(EDIT)
        assert writer.sends(EDIT, **{**TYPED, "title": "补好的题目"}).status_code == 303
    with clock.at(midnight):
        late = said(writer.sends(SEND, is_true="y"))
    assert "补充材料的期限已于北京时间 2026-12-02 00:00 截止" in late


def test_recommending_runs_from_its_first_second_to_its_last(app: Flask) -> None:
    with app.app_context():
        region()
        to = call(needs_recommendation=True)
        submission(to, region_code="150000")
        body = organisation("内蒙古自治区工业和信息化厅")
        officer = member(body)
        appointed = RegionalBody(organisation=body, region_code="150000", appointed_at=clock.now())
        db.session.add(appointed)
        db.session.commit()
        starts, ends, number = to.phases[1].starts_at, to.phases[1].ends_at, officer.id
    assert ends is not None
    writer = Writer(app, PageClient(app), number)
    page = "/submissions/1/recommend"
    typed = {"outcome": "approved", "words": "成效明显，同意推荐。"}
    with clock.at(starts - SECOND):
        assert "推荐从北京时间 2026-11-26 12:00 开始" in writer.opens(page)
        assert "还没有开始：北京时间 2026-11-26 12:00 开始" in said(writer.sends(page, **typed))
    with clock.at(ends - SECOND):
        writer.opens(page)
    with clock.at(ends):
        late = said(writer.sends(page, **typed))
        assert "“推荐”已于北京时间 2026-12-03 12:00 截止" in late
        assert typed["words"] in late
    with clock.at(ends - SECOND):
        assert writer.sends(page, **typed).status_code == 303
