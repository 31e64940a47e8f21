"""Pages of reviewers, and of staff about reviews."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from factories.demands import sector
from factories.people import account, organisation
from factories.programmes import WEEK, call, submission
from factories.reading import addresses
from factories.reviews import review, reviewer
from factories.sheets import read_book
from factories.signing_in import sign_in
from factories.uploads import PDF, upload
from flask import Flask
from openpyxl import load_workbook
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.operations import keep_attachment
from matchmaker.db import db
from matchmaker.programmes.enums import PhaseKind, QuestionKind
from matchmaker.programmes.enums.reviews import ReviewerState, ReviewState
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import CallQuestion
from matchmaker.programmes.models.reviews import Review, ReviewConflict, Reviewer, ReviewPost
from matchmaker.programmes.models.submissions import Submission, SubmissionAnswer, SubmissionPartner


@dataclass
class Room:
    """A call in review: one person with two submissions, a colleague who did the first."""

    call: int
    reviewer: int
    person: int
    first: int
    second: int
    submission: int
    curator: int


@pytest.fixture
def room(app: Flask) -> Room:
    with app.app_context():
        row = call(PhaseKind.REVIEW, reviews_wanted=2, is_blind=True)
        person, other = reviewer(row), reviewer(row)
        one = submission(row, state=SubmissionState.ACCEPTED, title="平朔煤矿股份有限公司无人驾驶")
        one.organisation.name = "平朔煤矿股份有限公司"
        one.partners = [SubmissionPartner(name="中联通信")]
        question, figure = row.questions
        one.answers = [
            SubmissionAnswer(question=question, text="平朔煤矿与中联通信共同建设专网。"),
            SubmissionAnswer(question=figure, number=98.5),
        ]
        two = submission(row, state=SubmissionState.ACCEPTED, title="选煤厂巡检")
        first, second = review(one, person), review(two, person)
        theirs = review(one, other, [10, 3])
        theirs.words = "覆盖率的测法没有说明。"
        staff = account("馆员", staff=StaffRole.CURATOR)
        db.session.commit()
        return Room(row.id, person.id, person.account_id, first.id, second.id, one.id, staff.id)


def scores(app: Flask, number: int, *points: str, comment: str = "有数据。") -> dict[str, str]:
    with app.app_context():
        one = db.session.get_one(Review, number)
        rows = [
            (f"scores-{place}", str(row.id), given)
            for place, (row, given) in enumerate(
                zip(one.submission.call.criteria, points, strict=True)
            )
        ]
        typed = {"version": str(one.version), "words": "总体可行。"}
    for name, criterion, given in rows:
        typed |= {
            f"{name}-criterion": criterion, f"{name}-points": given, f"{name}-comment": comment,
        }  # fmt: skip
    return typed


def test_a_reviewer_reads_scores_and_is_led_to_the_next(
    app: Flask, client: PageClient, room: Room
) -> None:
    sign_in(app, client, room.person)
    text = client.get("/reviews").text
    assert "已交 0 份，共 2 份" in text
    assert "选煤厂巡检" in text
    assert "平朔煤矿" not in text

    page = f"/reviews/{room.first}"
    text = client.get(page).text
    assert "■■与■■共同建设专网。" in text
    assert "98.5 %" in text
    assert "平朔" not in text
    assert "中联通信" not in text
    assert "没有说明" not in text  # the others' words, before one's own

    wrong = scores(app, room.first, "11", "", comment="写了很多的意见")
    refused = client.submit(page, {**wrong, "hand_in": "1"})
    assert refused.status_code == 422
    assert "“成效”请打 0 到 10 分。" in refused.text
    assert {"#scores-0-points", "#scores-1-points"} <= set(addresses(refused.text))
    assert "写了很多的意见" in refused.text

    saved = client.submit(page, {**scores(app, room.first, "8", ""), "save": "1"})
    assert saved.headers["Location"] == page
    handed = client.submit(page, {**scores(app, room.first, "8", "9"), "hand_in": "1"})
    assert handed.headers["Location"] == f"/reviews/{room.second}"
    text = client.get(page).text
    assert "您的总分：84" in text
    assert "没有说明" in text
    with app.app_context():
        assert db.session.get_one(Review, room.first).state is ReviewState.HANDED_IN


def test_a_blind_reviewer_learns_no_name_from_lists_pages_or_files(
    app: Flask, client: PageClient, room: Room
) -> None:
    secrets = ("平朔", "中联通信", "晋能", "李四")
    with app.app_context():
        one = db.session.get_one(Submission, room.submission)
        one.recommendation = "晋能通信管理局推荐平朔煤矿：数据属实。"
        one.body, one.author.name = organisation("晋能通信管理局"), "李四"
        kept = keep_attachment(
            upload(PDF, "平朔煤矿验收报告.pdf"), purpose=Purpose.EVIDENCE, actor=one.author
        )
        asked = CallQuestion(
            position=3, key="report", kind=QuestionKind.FILE, label_zh="报告", label_en="Report"
        )
        one.call.questions.append(asked)
        one.answers.append(SubmissionAnswer(question=asked, attachment=kept))
        db.session.commit()
        answer = one.answers[-1].id
    sign_in(app, client, room.person)
    listed, page = client.get("/reviews"), client.get(f"/reviews/{room.first}")
    head, *rows = read_book(client.get("/reviews?format=xlsx").data)
    file = client.get(f"/reviews/{room.first}/files/{answer}")
    assert "先后不代表好坏" in listed.text
    assert "数据属实" in page.text
    assert rows[0][head.index("申报单位")] == "匿名评审，不显示"
    assert file.status_code == 200
    said = listed.text + page.text + str(rows) + str(file.headers)
    assert [name for name in secrets if name in unquote(said)] == []


def test_a_late_tab_sees_what_is_stored_beside_what_was_typed(
    app: Flask, client: PageClient, room: Room
) -> None:
    sign_in(app, client, room.person)
    page = f"/reviews/{room.first}"
    old = scores(app, room.first, "1", "1", comment="旧的意见")
    client.submit(page, {**scores(app, room.first, "8", "8", comment="新的意见"), "save": "1"})
    late = client.submit(page, {**old, "save": "1"})
    assert late.status_code == 409
    assert "新的意见" in late.text
    assert "旧的意见" in late.text


def test_a_post_after_the_end_is_refused_and_nothing_typed_is_lost(
    app: Flask, client: PageClient, room: Room
) -> None:
    sign_in(app, client, room.person)
    page, typed = f"/reviews/{room.first}", scores(app, room.first, "8", "8")
    end = clock.now() + WEEK - timedelta(days=1)
    with clock.at(end):
        sign_in(app, client, room.person)
        late = client.submit(page, {**typed, "hand_in": "1"})
        assert late.status_code == 409
        assert f"已于北京时间 {clock.stamp(end)} 截止" in late.text


def test_nobody_opens_what_was_given_to_others_or_what_they_avoid(
    app: Flask, client: PageClient, room: Room
) -> None:
    with app.app_context():
        stranger = account("路人").id
        db.session.commit()
    for who in (stranger, room.curator):
        sign_in(app, client, who)
        assert client.get(f"/reviews/{room.first}").status_code == 404
    sign_in(app, client, room.person)
    page = f"/reviews/{room.first}/conflict"
    assert client.submit(page, {"words": ""}).status_code == 422
    assert client.submit(page, {"words": "曾任顾问"}).status_code == 303
    assert client.get(f"/reviews/{room.first}").status_code == 404
    assert client.get(f"/reviews/{room.second}").status_code == 200


def test_an_invitation_is_answered_and_a_submission_given_up(
    app: Flask, client: PageClient, room: Room
) -> None:
    with app.app_context():
        asked = reviewer(call(PhaseKind.REVIEW), state=ReviewerState.INVITED)
        db.session.commit()
        number, person = asked.id, asked.account_id
    sign_in(app, client, person)
    assert "同意并承诺" in client.get("/reviews").text
    answer = f"/reviews/invitations/{number}"
    client.submit("/reviews", {"answer": "agree"}, to=answer)
    with app.app_context():
        assert db.session.get_one(Reviewer, number).state is ReviewerState.AGREED

    sign_in(app, client, room.person)
    page = f"/reviews/{room.second}/abstain"
    assert client.submit(page, {"words": ""}).status_code == 422
    assert client.submit(page, {"reason": "expertise", "words": ""}).status_code == 303
    assert "您已弃评" in client.get(f"/reviews/{room.second}").text


def test_the_discussion_shows_numbers_to_reviewers(
    app: Flask, client: PageClient, room: Room
) -> None:
    sign_in(app, client, room.curator)
    said = {"post-words": "请核对安全一项。", "post-submission": "k1"}
    page = f"/staff/submissions/{room.submission}/reviews"
    client.submit(page, said, to=f"{page}/posts")
    sign_in(app, client, room.person)
    posts = f"/reviews/{room.first}/posts"
    one = f"/reviews/{room.first}"
    early = client.submit(one, {"post-words": "我先说", "post-submission": "k2"}, to=posts)
    assert early.status_code == 409
    client.submit(f"/reviews/{room.first}", {**scores(app, room.first, "8", "9"), "hand_in": "1"})
    text = client.get(f"/reviews/{room.first}").text
    assert "请核对安全一项。" in text
    assert "运营人员" in text
    assert "评审专家 2" in text
    client.submit(one, {"post-words": "已核对。", "post-submission": "k3"}, to=posts)
    with app.app_context():
        assert len(db.session.scalars(select(ReviewPost)).all()) == 2


def test_staff_invite_preview_assign_and_follow(app: Flask, client: PageClient, room: Room) -> None:
    with app.app_context():
        guest, mining = account("新专家").email, sector().code
        db.session.commit()
    sign_in(app, client, room.curator)
    invite = f"/staff/calls/{room.call}/reviewers/new"
    wrong = client.submit(invite, {"email": "nobody@example.com", "most": "5"})
    assert wrong.status_code == 422
    assert "先注册" in wrong.text
    done = client.submit(invite, {"email": guest, "most": "5", "sectors": [mining]})
    assert done.status_code == 303

    page = f"/staff/calls/{room.call}/assignment"
    preview = client.get(page)
    assert "确认分配 1 份评审" in preview.text
    assert client.submit(page, {"seal": "something-else"}).status_code == 409
    seal = preview.text.split('name="seal" value="')[1].split('"')[0]
    assert client.submit(page, {"seal": seal}).status_code == 303
    assert "没有可以分配的" in client.get(page).text

    text = client.get(f"/staff/calls/{room.call}/reviews").text
    assert "新专家" in text
    assert "4 / 4" in text  # assigned of the places wanted
    assert "已邀请，待答复" in text
    book = load_workbook(
        BytesIO(client.get(f"/staff/calls/{room.call}/reviews/file").data), read_only=True
    )
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 5
    assert "成效的意见" in rows[0]
    assert 72 in {row[4] for row in rows}


def test_staff_see_scores_reopen_bar_and_take_off(
    app: Flask, client: PageClient, room: Room
) -> None:
    sign_in(app, client, room.curator)
    page = f"/staff/submissions/{room.submission}/reviews"
    text = client.get(page).text
    assert "覆盖率的测法没有说明。" in text
    until = clock.stamp(clock.now() + timedelta(days=2))
    reopen = f"/staff/reviews/{room.first}/reopen"
    assert client.submit(reopen, {"until": "昨天", "words": ""}).status_code == 422
    assert client.submit(reopen, {"until": until, "words": "补评"}).status_code == 303
    assert "补评" in client.get(page).text

    unassign = f"/staff/reviews/{room.second}/unassign"
    assert client.submit(page, {}, to=unassign).status_code == 303
    with app.app_context():
        entrant = db.session.get_one(Review, room.first).submission.organisation_id
    bar = f"/staff/reviewers/{room.reviewer}/conflict"
    typed = {"organisation": str(entrant), "words": "亲属任职"}
    assert client.submit(bar, {**typed, "organisation": "99999"}).status_code == 422
    assert client.submit(bar, typed).status_code == 303
    assert "亲属任职" in client.get(f"/staff/reviewers/{room.reviewer}").text
    assert client.submit(page, {"reviewer": str(room.reviewer)}).status_code == 422
    person = f"/staff/reviewers/{room.reviewer}"
    assert client.submit(person, {}, to=f"{person}/remove").status_code == 303
    with app.app_context():
        assert len(db.session.scalars(select(ReviewConflict)).all()) == 1
        assert db.session.get_one(Reviewer, room.reviewer).state is ReviewerState.REMOVED
