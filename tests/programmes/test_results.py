"""From verdicts to entries: judged, applied together, on notice, objected to, published."""

from datetime import timedelta

import pytest
from factories.demands import sector
from factories.people import account, member, organisation
from factories.programmes import call as announced
from factories.programmes import entry, objection, submission
from factories.reviews import review, reviewer
from flask import Flask
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import ProviderType
from matchmaker.catalogue.models import ProviderProfile
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError, TooManyAttemptsError
from matchmaker.notices.models import Notice
from matchmaker.programmes.enums import CallKind, PhaseKind
from matchmaker.programmes.enums.results import (
    AppealState,
    EntryReason,
    EntryState,
    ObjectionReason,
    ObjectionState,
    RenewalState,
    Standing,
    VerdictReason,
)
from matchmaker.programmes.enums.submissions import SubmissionState, Verdict
from matchmaker.programmes.models import Call, CallQuota
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.appeals import answer_appeal, make_appeal
from matchmaker.programmes.operations.entries import (
    answer_renewal,
    ask_renewal,
    rectify,
    remind_of_entries,
    remove,
    warn,
)
from matchmaker.programmes.operations.objections import (
    ObjectionGiven,
    answer_objection,
    object_to,
)
from matchmaker.programmes.operations.publishing import last_day, publish_results
from matchmaker.programmes.operations.verdicts import (
    VerdictGiven,
    apply_verdicts,
    give_verdict,
    propose_verdicts,
)
from matchmaker.programmes.queries.results import ranking_of

pytestmark = pytest.mark.usefixtures("session")

WEEK, DAY, SECOND = timedelta(days=7), timedelta(days=1), timedelta(seconds=1)
SELECTED, HELD = VerdictGiven(Verdict.SELECTED), VerdictGiven(Verdict.ON_HOLD, words="要核实。")
WORDS = ObjectionGiven(
    ObjectionReason.FALSE_CLAIMS, "知情人", "13900000000", "覆盖率与现场实测不符，差得很多。"
)


def curator() -> Account:
    return account("馆员", staff=StaffRole.CURATOR)


def judged_call(*points: list[int], **values: object) -> tuple[Call, list[Submission]]:
    """Add a call that decides, and reviewed submissions with the points one reviewer gave."""
    made = announced(during=PhaseKind.DECISION, **values)
    person = reviewer(made)
    rows = [submission(made, state=SubmissionState.ACCEPTED) for _ in points]
    for row, given in zip(rows, points, strict=True):
        review(row, person, given)
    return made, rows


def decided(made: Call, actor: Account) -> None:
    propose_verdicts(made, "一级", actor=actor)
    apply_verdicts(made, ranking_of(made).digest, actor=actor)


def told(person: Account) -> list[str]:
    rows = db.session.scalars(select(Notice).where(Notice.account_id == person.id))
    return [row.kind for row in rows.all()]


def test_verdicts_are_filled_in_from_the_ranking_and_applied_together() -> None:
    made, (low, vetoed, high) = judged_call([5, 5], [10, 0], [9, 9])
    made.quotas = [CallQuota(places=1)]
    person = curator()

    assert propose_verdicts(made, "", actor=person) == 3
    ranking = ranking_of(made)
    assert [line.submission for line in ranking.lines] == [high, low, vetoed]
    assert low.state is SubmissionState.ACCEPTED  # nothing happens before it is applied
    assert apply_verdicts(made, ranking.digest, actor=person) == 3

    assert (high.state, low.state, vetoed.state) == (
        SubmissionState.SELECTED,
        SubmissionState.NOT_SELECTED,
        SubmissionState.ON_HOLD,
    )
    assert low.verdict_reasons == ["below-line"]
    assert vetoed.verdict_reasons == ["veto"]
    assert high.verdict is None
    assert high.decided_at is not None
    with pytest.raises(ConflictError, match="没有要生效的决定"):
        apply_verdicts(made, ranking.digest, actor=person)
    actions = db.session.scalars(select(AuditEvent.action)).all()
    assert actions.count("submission.decided") == 3


def test_what_changed_since_the_preview_is_not_applied() -> None:
    made, (row, other) = judged_call([9, 9], [8, 8])
    person = curator()
    give_verdict(row, SELECTED, seen_version=row.version, actor=person)
    seen = ranking_of(made).digest
    give_verdict(other, HELD, seen_version=other.version, actor=person)

    with pytest.raises(ConflictError, match="再看一遍"):
        apply_verdicts(made, seen, actor=person)

    assert row.state is SubmissionState.ACCEPTED
    with pytest.raises(ConflictError):
        give_verdict(other, SELECTED, seen_version=other.version - 1, actor=person)


def test_quotas_and_vetoes_bind() -> None:
    mine = sector("mine-q", "矿山")
    made, rows = judged_call([9, 9], [8, 8], [7, 0])
    made.quotas = [CallQuota(sector=mine, places=1)]
    for row in rows:
        row.sector = mine
    person = curator()
    for row in rows[:2]:
        give_verdict(row, SELECTED, seen_version=row.version, actor=person)

    with pytest.raises(DomainError, match="矿山的名额是 1 个，选了 2 个"):
        apply_verdicts(made, ranking_of(made).digest, actor=person)
    with pytest.raises(DomainError, match="一票否决"):
        give_verdict(rows[2], SELECTED, seen_version=rows[2].version, actor=person)
    empty = VerdictGiven(Verdict.NOT_SELECTED)
    with pytest.raises(DomainError, match="原因"):
        give_verdict(rows[2], empty, seen_version=rows[2].version, actor=person)


def test_nobody_decides_on_their_own_organisation_or_before_the_time() -> None:
    made, (row,) = judged_call([9, 9])
    insider = member(row.organisation)
    insider.staff_role = StaffRole.CURATOR
    db.session.flush()

    with pytest.raises(ForbiddenError):
        give_verdict(row, SELECTED, seen_version=row.version, actor=insider)
    give_verdict(row, SELECTED, seen_version=row.version, actor=curator())
    with pytest.raises(ForbiddenError):
        apply_verdicts(made, ranking_of(made).digest, actor=insider)
    deciding = next(one for one in made.phases if one.kind is PhaseKind.DECISION)
    with clock.at(deciding.starts_at - SECOND), pytest.raises(ConflictError, match="还没有开始"):
        apply_verdicts(made, ranking_of(made).digest, actor=curator())


def test_objections_are_heard_to_the_second_and_an_upheld_one_takes_off_the_list(
    app: Flask,
) -> None:
    del app
    made, (row, other) = judged_call([9, 9], [8, 8])
    person, owner = curator(), member(row.organisation)
    decided(made, person)
    notice = next(one for one in made.phases if one.kind is PhaseKind.NOTICE)
    ends = notice.ends_at
    assert ends is not None
    db.session.commit()
    for instant in (notice.starts_at - SECOND, ends):
        with clock.at(instant), pytest.raises(ConflictError):
            object_to(row, WORDS, author=None)
    with clock.at(notice.starts_at):
        first = object_to(row, WORDS, author=owner)
        db.session.commit()
        second = object_to(other, WORDS, author=None)
        with pytest.raises(DomainError, match="事实和依据"):
            object_to(row, ObjectionGiven(ObjectionReason.OTHER, "某", "某", "短"), author=None)

    with clock.at(ends), pytest.raises(ConflictError, match="2 份异议"):
        publish_results(made, actor=person)
    said = "已现场核实，覆盖率不足。"
    answer_objection(first, ObjectionState.UPHELD, said, seen_version=first.version, actor=person)
    answer_objection(
        second, ObjectionState.DISMISSED, "属实。", seen_version=second.version, actor=person
    )

    assert row.state is SubmissionState.NOT_SELECTED
    assert row.verdict_reasons == ["objection"]
    assert told(owner) == ["objection-upheld", "objection-answered"]
    with pytest.raises(ConflictError):
        answer_objection(
            first, ObjectionState.DISMISSED, said, seen_version=first.version - 1, actor=person
        )
    with clock.at(ends):
        made_entries = publish_results(made, actor=person)
    assert [one.submission for one in made_entries] == [other]


def test_one_network_objects_five_times_a_day() -> None:
    made = announced(during=PhaseKind.NOTICE)
    row = submission(made, state=SubmissionState.SELECTED, decided_at=made.published_at)
    db.session.commit()
    for _ in range(5):
        object_to(row, WORDS, author=None)
        db.session.commit()

    with pytest.raises(TooManyAttemptsError):
        object_to(row, WORDS, author=None)


def test_results_make_entries_and_give_providers_their_tier_until_it_ends() -> None:
    made, (row, lost) = judged_call([9, 9], [2, 2], kind=CallKind.PROVIDERS, valid_months=12)
    made.quotas = [CallQuota(places=1)]
    profile = ProviderProfile(
        organisation=row.organisation, type=ProviderType.INTEGRATOR, published_at=clock.now()
    )
    db.session.add(profile)
    owner, loser, person = member(row.organisation), member(lost.organisation), curator()
    owner.locale = "en"
    decided(made, person)
    with pytest.raises(ConflictError, match="还没有开始"):
        publish_results(made, actor=person)
    results = made.phases[-1].starts_at

    with clock.at(results):
        [found] = publish_results(made, actor=person)
        today = clock.today()

    assert made.results_at == results
    assert (found.number, found.level) == (f"{made.prefix}-R001", "一级")
    assert found.valid_until == last_day(today, 12)
    assert (profile.tier, profile.tier_until) == ("一级", found.valid_until)
    assert f"（{today}）" in profile.tier_call
    assert set(told(owner)) == {"result-selected", "tier-set"}
    assert told(loser) == ["result-not-selected"]
    [notice] = db.session.scalars(
        select(Notice).where(Notice.account_id == owner.id, Notice.kind == "result-selected")
    )
    assert notice.facts["call"] == made.title_en
    with clock.at(results), pytest.raises(ConflictError, match="没有新的"):
        publish_results(made, actor=person)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        ("2027-03-01", 12, "2028-02-29"),
        ("2027-08-31", 6, "2028-02-28"),
        ("2027-01-31", 1, "2027-02-27"),
    ],
)
def test_last_day_of_months(first: str, months: int, last: str) -> None:
    begins = clock.now().date().fromisoformat(first)

    assert last_day(begins, months).isoformat() == last


def listed(**values: object) -> tuple[Entry, Account, Account]:
    """Add a listed entry with its owner, and a curator."""
    made = announced(during=PhaseKind.RESULTS, results_at=clock.now(), **values)
    row = submission(made, state=SubmissionState.SELECTED, decided_at=clock.now())
    return entry(row), member(row.organisation), curator()


def test_warned_then_rectifying_then_removed_and_back_after_an_appeal() -> None:
    row, owner, person = listed()
    why = [EntryReason.QUALITY]
    with pytest.raises(ConflictError, match="先警告"):
        remove(row, why, "多次断网。", seen_version=row.version, actor=person)

    warn(row, why, "多次断网。", seen_version=row.version, actor=person)
    assert row.standing(clock.today()) is Standing.WARNED
    until = clock.today() + timedelta(days=30)
    with pytest.raises(DomainError, match="整改期限"):
        rectify(row, why, "请整改。", clock.today(), seen_version=row.version, actor=person)
    rectify(row, why, "请整改。", until, seen_version=row.version, actor=person)
    with pytest.raises(ConflictError):
        remove(row, why, "没有改好。", seen_version=row.version, actor=person)
    with clock.at(clock.now() + timedelta(days=31)):
        remove(row, why, "没有改好。", seen_version=row.version, actor=person)
        assert row.state is EntryState.REMOVED
        asked = make_appeal(row.submission, "已经改好了。", entry=row, actor=owner)
        with pytest.raises(ConflictError, match="等待答复"):
            make_appeal(row.submission, "再说一遍。", entry=row, actor=owner)
        answer_appeal(
            asked, AppealState.UPHELD, "核实已改好。", seen_version=asked.version, actor=person
        )

    assert row.standing(clock.today()) is Standing.VALID
    assert told(owner) == [
        "entry-warned", "entry-rectifying", "entry-removed", "entry-restored", "appeal-upheld",
    ]  # fmt: skip


def test_false_claims_remove_at_once_and_take_the_tier_along() -> None:
    row, _owner, person = listed(kind=CallKind.PROVIDERS)
    row.level = "二级"
    called = f"{row.call.title_zh}（{clock.today()}）"
    profile = ProviderProfile(
        organisation=row.organisation, type=ProviderType.INTEGRATOR, tier="二级", tier_call=called
    )
    db.session.add(profile)
    db.session.flush()

    remove(row, [EntryReason.FALSE_CLAIMS], "合同是假的。", seen_version=row.version, actor=person)

    assert profile.tier == ""


def test_renewal_is_asked_near_the_end_and_lengthens_the_entry() -> None:
    row, owner, person = listed(valid_months=12)
    last = row.valid_until
    with pytest.raises(ConflictError, match="180 天"):
        ask_renewal(row, "新增两个采区。", actor=owner)
    with clock.at(clock.now() + timedelta(days=320)):
        remind_of_entries()
        remind_of_entries()
        asked = ask_renewal(row, "新增两个采区。", actor=owner)
        with pytest.raises(ConflictError, match="等待答复"):
            ask_renewal(row, "再申请。", actor=owner)
        answer_renewal(asked, RenewalState.GRANTED, "", seen_version=asked.version, actor=person)

    assert row.valid_until == last_day(last + DAY, 12)
    assert told(owner) == ["entry-ending", "renewal-granted"]
    assert row.standing(last + DAY) is Standing.VALID
    assert row.standing(row.valid_until + DAY) is Standing.EXPIRED


def test_upheld_appeal_is_decided_again_and_on_notice_for_days_of_its_own() -> None:
    made, (row,) = judged_call([9, 9])
    person, owner = curator(), member(row.organisation)
    lost = VerdictGiven(Verdict.NOT_SELECTED, reasons=[VerdictReason.WEAK_EVIDENCE])
    give_verdict(row, lost, seen_version=row.version, actor=person)
    apply_verdicts(made, ranking_of(made).digest, actor=person)
    results = made.phases[-1].starts_at
    with clock.at(results):
        assert publish_results(made, actor=person) == []
        asked = make_appeal(row, "附件里有检测报告。", actor=owner)
    with clock.at(results + 15 * DAY), pytest.raises(ConflictError):
        make_appeal(row, "太晚了。", actor=owner)
    with clock.at(results + DAY):
        answer_appeal(
            asked, AppealState.UPHELD, "报告属实。", seen_version=asked.version, actor=person
        )
        give_verdict(row, SELECTED, seen_version=row.version, actor=person)
        apply_verdicts(made, ranking_of(made).digest, actor=person)
        with pytest.raises(ConflictError, match="还在公示"):
            publish_results(made, actor=person)
        db.session.commit()
        object_to(row, WORDS, author=None)
    with clock.at(results + 6 * DAY), pytest.raises(ConflictError, match="异议"):
        publish_results(made, actor=person)


def test_an_entry_follows_the_one_an_earlier_call_gave() -> None:
    former, _owner, person = listed()
    made, (row,) = judged_call([9, 9])
    row.organisation, row.title = former.organisation, former.submission.title
    decided(made, person)

    with clock.at(made.phases[-1].starts_at):
        [found] = publish_results(made, actor=person)

    assert found.renewed_from is former


def test_answered_objections_need_words() -> None:
    made = announced(during=PhaseKind.NOTICE)
    row = submission(made, organisation("某矿"), state=SubmissionState.SELECTED)
    said = objection(row)

    with pytest.raises(DomainError, match="请写答复"):
        answer_objection(
            said, ObjectionState.DISMISSED, " ", seen_version=said.version, actor=curator()
        )
