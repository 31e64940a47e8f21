"""What is submitted to a call: written, sent, completed, taken back; by whom and until when."""

from datetime import timedelta

import pytest
from factories.catalogue import offering
from factories.demands import region, sector
from factories.people import account, member, organisation
from factories.programmes import call, questions, submission
from factories.uploads import PDF, upload
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.enums import OfferingState
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.moderation.models import Decision
from matchmaker.notices.models import Notice
from matchmaker.programmes.enums import Entrant, PhaseKind, QuestionKind
from matchmaker.programmes.enums.submissions import SubmissionReason, SubmissionState
from matchmaker.programmes.models import Call, CallQuestion
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.submissions.deciding import (
    accept_submission,
    refuse_submission,
    return_submission,
)
from matchmaker.programmes.operations.submissions.files import (
    answer_with_file,
    remove_answer_file,
)
from matchmaker.programmes.operations.submissions.partners import (
    add_submission_partner,
    answer_submission_partner,
)
from matchmaker.programmes.operations.submissions.recommending import (
    appoint_body,
    end_body,
    recommend,
    refuse_to_recommend,
)
from matchmaker.programmes.operations.submissions.sending import (
    send_submission,
    withdraw_submission,
)
from matchmaker.programmes.operations.submissions.writing import (
    AnswerGiven,
    SubmissionContent,
    discard_submission,
    save_submission,
    start_submission,
)
from matchmaker.programmes.policies.submissions import (
    acting_body,
    may_decide_submission,
    may_recommend,
    may_see_submission,
)
from matchmaker.programmes.queries.duplicates import Alike, twins_of
from matchmaker.programmes.scoring.completeness import meter, open_until, submission_gaps
from matchmaker.taxonomy.models import Region, Sector

pytestmark = pytest.mark.usefixtures("session")

WORDS = "在采区建成5G专网，二十台矿卡无人驾驶，已经连续运行十四个月，没有发生安全事故。"


def province() -> Region:
    """Give the province of the factory's prefecture."""
    return db.session.get(Region, "150000") or region().parent or pytest.fail("no province")


def mining() -> Sector:
    return db.session.scalars(select(Sector)).first() or sector()


def filled(of: Call, title: str = "露天矿5G无人驾驶", words: str = WORDS) -> SubmissionContent:
    """Give content that answers both questions of the factory."""
    text, coverage = of.questions[:2]
    return SubmissionContent(
        title=title, sector=mining(), region=province(),
        answers={text.id: AnswerGiven(text=words), coverage.id: AnswerGiven(number=95.0)},
    )  # fmt: skip


def begun(to: Call | None = None, of: Organisation | None = None) -> tuple[Submission, Account]:
    """Begin and fill a draft."""
    to, of = to or call(), of or organisation()
    person = member(of)
    row = start_submission(to, of, actor=person)
    save_submission(row, filled(to), seen_version=row.version, actor=person)
    db.session.flush()
    return row, person


def sent(to: Call | None = None, of: Organisation | None = None) -> tuple[Submission, Account]:
    row, person = begun(to, of)
    send_submission(row, seen_version=row.version, actor=person)
    db.session.flush()
    return row, person


def ended(of: Call) -> timedelta:
    """How long until the phase of submitting is over."""
    phase = next(one for one in of.phases if one.kind is PhaseKind.SUBMISSION)
    assert phase.ends_at is not None
    return phase.ends_at - clock.now()


def test_a_submission_is_begun_filled_and_sent_and_keeps_its_number() -> None:
    row, person = begun()
    assert row.region is not None
    assert (meter(row), submission_gaps(row)) == ((5, 5), [])
    send_submission(row, seen_version=row.version, actor=person)
    number = row.number
    assert number == f"{row.call.prefix}-0001"
    told = db.session.scalars(select(Notice).where(Notice.account_id == person.id)).one()
    assert (told.kind, told.facts["number"]) == ("submission-received", number)

    withdraw_submission(row, seen_version=row.version, actor=person)
    assert (row.state, row.withdrawn_at) == (SubmissionState.WITHDRAWN, clock.now())
    send_submission(row, seen_version=row.version, actor=person)
    assert (row.number, row.withdrawn_at) == (number, None)
    other, _person = sent(row.call, organisation("另一家煤矿有限公司"))
    assert other.number == f"{row.call.prefix}-0002"


def test_what_is_missing_is_named_and_nothing_is_sent() -> None:
    to, of = call(), organisation(verified_until=None)
    person = member(of)
    row = start_submission(to, of, actor=person)
    with pytest.raises(DomainError) as refused:
        send_submission(row, seen_version=row.version, actor=person)
    said = [str(one.message) for one in (refused.value, *refused.value.also)]
    assert said == [
        "请写项目名称。", "请选择行业。", "请选择项目所在的省份。",
        "请回答“建设内容”。", "请回答“重点区域5G覆盖率”。",
    ]  # fmt: skip
    save_submission(row, filled(to), seen_version=row.version, actor=person)
    with pytest.raises(DomainError, match="通过认证以后才能提交"):
        send_submission(row, seen_version=row.version, actor=person)
    assert (row.state, row.number) == (SubmissionState.DRAFT, None)


def test_answers_out_of_bounds_are_refused_beside_their_question() -> None:
    row, person = begun()
    text, coverage = row.call.questions
    wrong = {text.id: AnswerGiven(text="长" * 501), coverage.id: AnswerGiven(number=101.0)}
    content = SubmissionContent(title="题" * 201, answers=wrong)
    with pytest.raises(DomainError) as refused:
        save_submission(row, content, seen_version=row.version, actor=person)
    fields = [one.field for one in (refused.value, *refused.value.also)]
    assert fields == ["title", f"answer_{text.id}", f"answer_{coverage.id}"]
    foreign = offering(organisation("别的供应商"), state=OfferingState.PUBLISHED)
    row.call.questions.append(
        CallQuestion(key="q3", kind=QuestionKind.OFFERING, label_zh="方案", label_en="Offering")
    )
    db.session.flush()
    picked = {row.call.questions[2].id: AnswerGiven(offering=foreign)}
    with pytest.raises(DomainError, match="本单位已经公开"):
        save_submission(
            row, SubmissionContent(title="", answers=picked), seen_version=row.version, actor=person
        )


def test_at_the_second_of_the_deadline_nothing_changes_any_more() -> None:
    row, person = sent()
    ends = clock.now() + ended(row.call)
    with clock.at(ends - timedelta(seconds=1)):
        save_submission(row, filled(row.call, "改过"), seen_version=row.version, actor=person)
        db.session.flush()
        assert open_until(row, clock.now()) == ends
    with clock.at(ends):
        assert open_until(row, clock.now()) is None
        with pytest.raises(ConflictError, match="已于北京时间 2026-11-26 12:00 截止"):
            save_submission(row, filled(row.call), seen_version=row.version, actor=person)
        with pytest.raises(ConflictError, match="截止"):
            start_submission(row.call, organisation("来晚的单位"), actor=person)
    assert row.title == "改过"


def test_what_was_sent_stays_complete() -> None:
    row, person = sent()
    lacking = SubmissionContent(title="露天矿", sector=mining(), region=province())
    with pytest.raises(DomainError, match="请回答“建设内容”"):
        save_submission(row, lacking, seen_version=row.version, actor=person)


def test_who_saves_late_is_told() -> None:
    row, person = begun()
    seen = row.version
    save_submission(row, filled(row.call, "同事的"), seen_version=seen, actor=person)
    db.session.flush()
    with pytest.raises(ConflictError, match="内容已被改动"):
        save_submission(row, filled(row.call, "我的"), seen_version=seen, actor=person)


def test_a_call_admits_whom_it_says_and_as_many_as_it_says() -> None:
    to, of = call(entrant=Entrant.PROVIDERS), organisation()
    person = member(of)
    with pytest.raises(DomainError, match="先建立"):
        start_submission(to, of, actor=person)
    with pytest.raises(DomainError, match="您不能代表"):
        start_submission(call(), organisation("别人的单位"), actor=person)
    two = call(entries_most=2)
    rows = [start_submission(two, of, actor=person) for _ in range(2)]
    assert [row.place for row in rows] == [1, 2]
    with pytest.raises(DomainError, match="最多 2 份"):
        start_submission(two, of, actor=person)
    discard_submission(rows[0], actor=person)
    assert start_submission(two, of, actor=person).place == 1
    with pytest.raises(ConflictError, match="截止"):
        start_submission(call(PhaseKind.REVIEW), of, actor=person)


def test_a_file_answers_is_replaced_and_removed() -> None:
    asked = CallQuestion(
        position=3, key="proof", kind=QuestionKind.FILE, label_zh="验收报告", label_en="Report"
    )
    row, person = begun(call(questions=[*questions(), asked]))
    assert [str(gap.words) for gap in submission_gaps(row)] == ["请上传“验收报告”。"]
    for name in ("first.pdf", "second.pdf"):
        answer_with_file(row, asked, upload(PDF, name), seen_version=row.version, actor=person)
        db.session.flush()
    assert [one.attachment.name for one in row.answers if one.attachment] == ["second.pdf"]
    save_submission(row, filled(row.call), seen_version=row.version, actor=person)
    send_submission(row, seen_version=row.version, actor=person)
    with pytest.raises(ConflictError, match="不能删去"):
        remove_answer_file(row, asked, actor=person)
    asked.is_required = False
    remove_answer_file(row, asked, actor=person)
    db.session.flush()
    assert [one for one in row.answers if one.attachment] == []


def test_staff_return_it_until_a_day_and_then_accept_it() -> None:
    row, person = sent()
    staff = account("运营", staff=StaffRole.CURATOR)
    with pytest.raises(DomainError, match="截止以后再受理"):
        accept_submission(row, seen_version=row.version, actor=staff)
    db.session.rollback()
    row, person = sent()
    staff = account("运营", staff=StaffRole.CURATOR)
    day = clock.today() + timedelta(days=20)
    with pytest.raises(DomainError, match="补充的截止日期"):
        return_submission(
            row, reasons=[SubmissionReason.UNPROVEN], complete_by=None,
            seen_version=row.version, actor=staff,
        )  # fmt: skip
    return_submission(
        row, reasons=[SubmissionReason.UNPROVEN], words="缺验收报告。", complete_by=day,
        seen_version=row.version, actor=staff,
    )  # fmt: skip
    db.session.flush()
    told = db.session.scalars(select(Notice).where(Notice.kind == "submission-returned")).one()
    assert told.facts["words"] == "缺少证明材料\n缺验收报告。"
    with clock.at(clock.now() + ended(row.call) + timedelta(days=1)):
        save_submission(row, filled(row.call, "补好了"), seen_version=row.version, actor=person)
        send_submission(row, seen_version=row.version, actor=person)
        accept_submission(row, seen_version=row.version, actor=staff)
        assert row.accepted_at == clock.now()
    outcomes = db.session.scalars(select(Decision.outcome).order_by(Decision.id)).all()
    assert outcomes == ["returned", "approved"]
    with pytest.raises(ConflictError, match="“已受理，进入评审”，不能再修改"):
        save_submission(row, filled(row.call), seen_version=row.version, actor=person)


def test_completing_ends_with_its_day_in_china() -> None:
    row = submission(call(), state=SubmissionState.RETURNED)
    person = row.author
    assert row.complete_by is not None
    with clock.at(clock.now() + timedelta(days=8)), pytest.raises(ConflictError, match="补充材料"):
        save_submission(row, filled(row.call), seen_version=row.version, actor=person)


def test_of_two_staff_the_second_is_late() -> None:
    row, _person = sent()
    first, second = (account(name, staff=StaffRole.CURATOR) for name in ("甲", "乙"))
    seen, no = row.version, [SubmissionReason.WRONG_CALL]
    refuse_submission(row, reasons=no, seen_version=seen, actor=first)
    db.session.flush()
    with pytest.raises(ConflictError, match="内容已被改动"):
        refuse_submission(row, reasons=no, seen_version=seen, actor=second)
    assert db.session.query(Decision).count() == 1


def test_a_regional_body_recommends_what_is_of_its_province() -> None:
    to = call(needs_recommendation=True)
    body_of = organisation("内蒙古自治区工业和信息化厅")
    officer, staff = member(body_of), account("运营", staff=StaffRole.CURATOR)
    province()
    db.session.flush()
    body = appoint_body(body_of.name, province(), actor=staff)
    with pytest.raises(ConflictError, match="已经是"):
        appoint_body(body_of.name, province(), actor=staff)
    row, _person = sent(to)
    told = db.session.scalars(select(Notice).where(Notice.account_id == officer.id)).one()
    assert told.kind == "submission-to-recommend"
    assert (may_recommend(officer, row), may_see_submission(officer, row)) == (True, True)
    assert acting_body(officer, row) is body
    with pytest.raises(ConflictError, match="还没有开始"):
        recommend(row, body, "同意推荐。", seen_version=row.version, actor=officer)
    with clock.at(clock.now() + ended(to)):
        with pytest.raises(DomainError, match="请写推荐意见"):
            recommend(row, body, " ", seen_version=row.version, actor=officer)
        with pytest.raises(DomainError, match="还没有推荐"):
            accept_submission(row, seen_version=row.version, actor=staff)
        recommend(row, body, "同意推荐。", seen_version=row.version, actor=officer)
        db.session.flush()
        assert (row.state, row.body) == (SubmissionState.RECOMMENDED, body_of)
        with pytest.raises(ConflictError, match="刚刚改变"):
            refuse_to_recommend(
                row, reasons=[SubmissionReason.UNCLEAR], words="", seen_version=row.version,
                actor=officer,
            )  # fmt: skip
        accept_submission(row, seen_version=row.version, actor=staff)
    end_body(body, actor=staff)
    assert not may_recommend(officer, row)
    with pytest.raises(ConflictError):
        end_body(body, actor=staff)
    assert appoint_body(body_of.name, province(), actor=staff).is_in_force


def test_nobody_decides_on_what_concerns_their_own_organisation() -> None:
    row, person = sent(call(needs_recommendation=True))
    staff = account("运营", staff=StaffRole.CURATOR)
    person.staff_role = StaffRole.CURATOR
    province()
    appoint_body(row.organisation.name, province(), actor=staff)
    db.session.flush()
    assert may_decide_submission(staff, row)
    assert not may_decide_submission(person, row)
    assert not may_recommend(person, row)


def test_a_partner_known_here_agrees_itself_and_another_is_named() -> None:
    row, person = begun()
    known = organisation("联合设备有限公司")
    theirs = member(known)
    partner = add_submission_partner(row, known.name, "终端", actor=person)
    add_submission_partner(row, "不在本站的研究院", "评估", actor=person)
    assert [str(gap.words) for gap in submission_gaps(row)] == [
        "联合设备有限公司 还没有同意联合申报。"
    ]
    with pytest.raises(ConflictError, match="已经在里面"):
        add_submission_partner(row, known.name, "终端", actor=person)
    with pytest.raises(DomainError, match="不能是本单位"):
        add_submission_partner(row, row.organisation.name, "终端", actor=person)
    answer_submission_partner(partner, agrees=False, actor=theirs)
    with pytest.raises(DomainError, match="不同意联合申报"):
        send_submission(row, seen_version=row.version, actor=person)
    answer_submission_partner(partner, agrees=True, actor=theirs)
    assert may_see_submission(theirs, row)
    send_submission(row, seen_version=row.version, actor=person)
    alone = begun(call(may_be_joint=False), organisation("独自申报的单位"))
    with pytest.raises(DomainError, match="不收联合申报"):
        add_submission_partner(alone[0], known.name, "终端", actor=alone[1])


def test_submissions_that_look_the_same_are_found() -> None:
    to = call(entries_most=2)
    of = organisation()
    first, _person = sent(to, of)
    near, person = begun(to, organisation("换了名字的单位"))
    moved = filled(to, "采区无人驾驶", f"{WORDS}运行稳定。")
    save_submission(near, moved, seen_version=near.version, actor=person)
    send_submission(near, seen_version=near.version, actor=person)
    again, person = begun(to, of)
    other = filled(to, "井下5G视频", "综采工作面布设摄像机一百二十台，回传高清画面，地面集中监控。")
    save_submission(again, other, seen_version=again.version, actor=person)
    send_submission(again, seen_version=again.version, actor=person)
    db.session.flush()

    found = twins_of([first, near, again])

    assert [(twin.id, twin.alike) for twin in found[first.id]] == [
        (near.id, (Alike.WORDS,)), (again.id, (Alike.ORGANISATION,)),
    ]  # fmt: skip
    assert [twin.id for twin in found[near.id]] == [first.id]
