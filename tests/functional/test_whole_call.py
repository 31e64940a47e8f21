"""A whole call on both databases: thirty submissions, six reviewers, notice, results, the pool."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from factories import whole_call as scene
from factories.accounts import browser
from factories.sheets import read_book
from factories.whole_call import (
    VETOED,
    Cast,
    Given,
    china,
    enter,
    expected,
    give,
    is_mining,
    open_reviews,
    person,
    the,
)
from flask import Flask
from pages import PageClient
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.models import ProviderProfile
from matchmaker.db import db
from matchmaker.errors import ConflictError
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.models import Notice
from matchmaker.programmes.enums.reviews import AbstainReason, ReviewState
from matchmaker.programmes.enums.submissions import SubmissionReason, SubmissionState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.results import Entry, Objection
from matchmaker.programmes.models.reviews import Review
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations import reviewers, reviews
from matchmaker.programmes.operations.review_reminders import remind_of_reviews
from matchmaker.programmes.operations.submissions import deciding, recommending
from matchmaker.programmes.operations.submissions.sending import withdraw_submission
from matchmaker.programmes.policies.reviews import entrants_of, is_barred
from matchmaker.programmes.policies.submissions import acting_body, may_recommend
from matchmaker.programmes.queries.funnel import Funnel, funnel_of
from matchmaker.programmes.queries.results import ranking_of
from matchmaker.programmes.queries.reviews import totals_of
from matchmaker.taxonomy.models import Sector

SECOND = timedelta(seconds=1)
DATES = (
    ("2026-12-01 09:00", "2027-01-15 18:00"),
    ("2026-12-01 09:00", "2027-01-31 18:00"),
    ("2027-02-01 09:00", "2027-03-01 18:00"),
    ("2027-03-01 18:00", "2027-03-10 09:00"),
    ("2027-03-10 09:00", "2027-03-20 09:00"),
    ("2027-03-20 09:00", ""),
)
LATE, WITHDRAWN, REFUSED, RETURNED = 30, 29, 27, (3, 4)  # places of entrants
LAST_MOMENT = 28


def test_a_call_from_its_announcement_to_the_pool(app: Flask) -> None:
    staff = browser(app)
    with app.app_context():
        cast = scene.people()
        db.session.commit()
    announced(app, staff, cast)
    submitted(app, cast)
    recommended_and_accepted(app, cast)
    assigned(app, staff, cast)
    given = reviewed(app, cast)
    corrected(app, staff, cast, given)
    chosen = decided(app, staff, cast, given)
    lost = objected(app, staff, cast, chosen)
    published(app, staff, cast, [one for one in chosen if one != lost])


def announced(app: Flask, staff: PageClient, cast: Cast) -> None:
    with app.app_context():
        cast.call = scene.draft(person(cast.curator)).id
        db.session.commit()
        version = db.session.get_one(Call, cast.call).version
    page = f"/staff/calls/{cast.call}"
    enter(app, staff, cast.curator)
    assert "请填“申报”的时间。" in staff.get(page).text
    typed = {
        f"phases-{place}-{name}": text
        for place, pair in enumerate(DATES)
        for name, text in zip(("starts_at", "ends_at"), pair, strict=True)
    }
    dated = staff.submit(f"{page}/phases", {**typed, "version": str(version)})
    assert dated.status_code == 303
    visitor = browser(app)
    assert visitor.get(f"/calls/{cast.call}").status_code == 404
    sent = staff.submit(page, {"version": str(version + 1)}, to=f"{page}/publish")
    assert sent.status_code == 303
    assert "2027年5G集成类服务商征集" in visitor.get(f"/calls/{cast.call}").text


def submitted(app: Flask, cast: Cast) -> None:
    with clock.at(china("2026-12-20 10:00")), app.app_context():
        for place in range(scene.ENTRANTS):
            cast.submissions.append(scene.begin(cast, place).id)
            if place not in {LATE, LAST_MOMENT}:
                scene.send(cast, place)
        db.session.commit()
    with clock.at(china("2027-01-10 10:00")), app.app_context():
        for place in RETURNED:
            row = the(cast, place)
            deciding.return_submission(
                row, reasons=[SubmissionReason.INCOMPLETE], complete_by=date(2027, 1, 20),
                seen_version=row.version, actor=person(cast.curator),
            )  # fmt: skip
        row = the(cast, WITHDRAWN)
        withdraw_submission(row, seen_version=row.version, actor=person(cast.owners[WITHDRAWN]))
        db.session.commit()
    ends = datetime(2027, 1, 15, 10, 0, tzinfo=UTC)  # six in the evening in China
    with app.app_context():
        with clock.at(ends - SECOND):
            scene.send(cast, LAST_MOMENT)
        with clock.at(ends), pytest.raises(ConflictError, match="2027-01-15 18:00 截止"):
            scene.send(cast, LATE)
        with clock.at(china("2027-01-20 23:59:59")):
            for place in RETURNED:
                scene.send(cast, place)
        db.session.commit()
        states = Counter(db.session.scalars(select(Submission.state)))
        numbers = set(db.session.scalars(select(Submission.number)))
    assert states == {
        SubmissionState.SUBMITTED: 29, SubmissionState.WITHDRAWN: 1, SubmissionState.DRAFT: 1,
    }  # fmt: skip
    assert numbers == {None, *(f"POOL-2027-{number:04d}" for number in range(1, 31))}


def recommended_and_accepted(app: Flask, cast: Cast) -> None:
    with clock.at(china("2027-01-25 10:00")), app.app_context():
        for place in set(range(30)) - {WITHDRAWN}:
            row = the(cast, place)
            code = row.region_code or ""
            speaker = person(cast.bodies[code])
            others = [person(one) for known, one in cast.bodies.items() if known != code]
            assert not any(may_recommend(one, row) for one in others)
            body = acting_body(speaker, row)
            assert body is not None
            if place == REFUSED:
                recommending.refuse_to_recommend(
                    row, reasons=[SubmissionReason.UNPROVEN], words="没有在本省交付。",
                    seen_version=row.version, actor=speaker,
                )  # fmt: skip
            else:
                words = f"{row.organisation.name}在本省交付良好。"
                recommending.recommend(row, body, words, seen_version=row.version, actor=speaker)
        db.session.commit()
    with clock.at(china("2027-01-31 20:00")), app.app_context():
        waiting = select(Submission).where(Submission.state == SubmissionState.RECOMMENDED)
        rows = db.session.scalars(waiting).all()
        assert deciding.accept_all(rows, actor=person(cast.curator)) == 28
        db.session.commit()


def assigned(app: Flask, staff: PageClient, cast: Cast) -> None:
    with clock.at(china("2027-01-31 21:00")):
        with app.app_context():
            call, curator = db.session.get_one(Call, cast.call), person(cast.curator)
            trades = list(db.session.scalars(select(Sector).order_by(Sector.id)))
            for place, one in enumerate(cast.reviewers):
                known = [trades[place % 3], trades[(place + 1) % 3]]
                row = reviewers.invite_reviewer(
                    call, person(one).email, sectors=known, most=20, actor=curator
                )
                reviewers.answer_invitation(row, agrees=True, actor=person(one))
                if place == 2:
                    owner = the(cast, 2).organisation
                    reviewers.declare_conflict(row, owner, "曾任顾问", actor=person(one))
            db.session.commit()
        enter(app, staff, cast.curator)
        page = f"/staff/calls/{cast.call}/assignment"
        seal = staff.get(page).text.split('name="seal" value="')[1].split('"')[0]
        assert staff.submit(page, {"seal": seal}).status_code == 303
        again = staff.submit(f"/staff/calls/{cast.call}/reviewers/new", {"seal": seal}, to=page)
        assert again.status_code == 409  # nothing is left to assign
    with app.app_context():
        rows = db.session.scalars(select(Review)).all()
        loads = Counter(row.reviewer.account_id for row in rows)
        assert Counter(Counter(row.submission_id for row in rows).values()) == {3: 28}
        assert max(loads.values()) - min(loads.values()) <= 1
        assert not any(is_barred(row.reviewer, row.submission) for row in rows)
        given = {row.submission_id for row in rows if row.reviewer.account_id == cast.reviewers[0]}
        assert cast.submissions[5] not in given  # a partner of it is the person's own organisation
        assert person(cast.reviewers[0]).organisation_ids & entrants_of(the(cast, 5))
        fitting = [row.submission.sector in row.reviewer.sectors for row in rows]
        assert sum(fitting) / len(fitting) > 0.9


def reviewed(app: Flask, cast: Cast) -> Given:
    given: Given = {}
    with clock.at(china("2027-02-10 10:00")):
        by_page(app, cast, given)
        with app.app_context():
            abstained, barred = open_reviews(cast, 5)[0], open_reviews(cast, 4)[0]
            who = abstained.reviewer.account
            reviews.abstain(abstained, AbstainReason.EXPERTISE, "", actor=who)
            reviewers.declare_on(barred, "亲属在该单位任职", actor=barred.reviewer.account)
            db.session.commit()
            left = open_reviews(cast, 3)[-1].id
            for place in range(6):
                for row in open_reviews(cast, place):
                    if row.id != left:
                        give(cast, row, place, given)
            db.session.commit()
    ends = china("2027-03-01 18:00")
    with app.app_context():
        with clock.at(ends - timedelta(days=3)):
            assert remind_of_reviews() == 1
            assert remind_of_reviews() == 0
            db.session.commit()
        told = db.session.scalars(select(Notice).where(Notice.kind == "reviews-due")).one()
        assert (told.account_id, told.facts["n"]) == (cast.reviewers[3], "1")
        row = db.session.get_one(Review, left)
        with clock.at(ends - SECOND):
            give(cast, row, 3, given)
            db.session.commit()
        with clock.at(ends), pytest.raises(ConflictError, match="2027-03-01 18:00 截止"):
            scene.score(row, (10, 10, 5, 20))
        db.session.rollback()
        counts = Counter(db.session.scalars(select(Review.state)))
    assert counts == {
        ReviewState.HANDED_IN: 84, ReviewState.ABSTAINED: 1, ReviewState.CONFLICTED: 1,
    }  # fmt: skip
    return given


def by_page(app: Flask, cast: Cast, given: Given) -> None:
    """Hand the first review of the first reviewer in as they would: blind, with comments."""
    client = enter(app, browser(app), cast.reviewers[0])
    with app.app_context():
        row = open_reviews(cast, 0)[0]
        place = cast.submissions.index(row.submission_id)
        said = scene.points(0, place)
        number, submission_id = row.id, row.submission_id
        typed = scene.typed(row, said)
    listed, page = client.get("/reviews").text, client.get(f"/reviews/{number}").text
    assert not [name for name in cast.names if name in listed + page]
    assert f"联系人{place}" not in page  # it would tell who submits
    assert "■■交付了" in page
    assert client.submit(f"/reviews/{number}", typed).status_code == 303
    given[submission_id, cast.reviewers[0]] = said


def corrected(app: Flask, staff: PageClient, cast: Cast, given: Given) -> None:
    """Let staff reopen one review after the end, with a reason; the trail keeps both scores."""
    with clock.at(china("2027-03-02 09:00")):
        with app.app_context():
            number = db.session.scalars(
                select(Review.id)
                .join(Review.reviewer)
                .where(
                    Review.submission_id == cast.submissions[0],
                    Review.state == ReviewState.HANDED_IN,
                )
            ).all()[0]
            version = db.session.get_one(Review, number).version
        enter(app, staff, cast.curator)
        page = f"/staff/reviews/{number}/reopen"
        typed = {"until": "2027-03-03 18:00", "version": str(version)}
        assert staff.submit(page, typed).status_code == 422
        why = "“成效”一项把满分看成了 5 分。"
        assert staff.submit(page, {**typed, "words": why}).status_code == 303
        with app.app_context():
            row = db.session.get_one(Review, number)
            place = cast.reviewers.index(row.reviewer.account_id)
            said = (10, *scene.points(place, 0)[1:])
            scene.score(row, said)
            given[row.submission_id, row.reviewer.account_id] = said
            db.session.commit()
            event = db.session.scalars(
                select(AuditEvent).where(AuditEvent.action == "review.corrected")
            ).one()
            reason = db.session.scalars(
                select(AuditEvent).where(AuditEvent.action == "review.reopened")
            ).one()
    assert event.before["scores"] != event.after["scores"]
    assert reason.after["reopen_words"] == why


def decided(app: Flask, staff: PageClient, cast: Cast, given: Given) -> list[int]:
    wanted = expected(given)
    vetoed = {number for (number, _who), said in given.items() if not said[scene.SAFETY]}
    assert vetoed == {cast.submissions[VETOED]}
    fair = sorted(set(wanted) - vetoed, key=lambda number: (-wanted[number], number))
    with clock.at(china("2027-03-05 10:00")):
        with app.app_context():
            call = db.session.get_one(Call, cast.call)
            found = totals_of(call)
            assert {number: one.value for number, one in found.items()} == pytest.approx(
                {number: float(one) for number, one in wanted.items()}, abs=1e-3
            )
            assert {number for number, one in found.items() if one.is_vetoed} == vetoed
            lines = ranking_of(call).lines
            assert [line.submission.id for line in lines] == [*fair, *vetoed]
            chosen: list[int] = []
            for number in fair:
                mining = [one for one in (*chosen, number) if is_mining(one)]
                if len(chosen) < scene.PLACES and len(mining) <= scene.MINING_PLACES:
                    chosen.append(number)
        enter(app, staff, cast.curator)
        ranking = f"/staff/calls/{cast.call}/results"
        filled_in = staff.submit(ranking, {"level": "一级"}, to=f"{ranking}/propose")
        assert filled_in.status_code == 303
        preview = f"/staff/calls/{cast.call}/decisions"
        text = staff.get(preview).text
        assert "让这 28 份决定生效" in text
        digest = text.partition('name="digest" type="hidden" value="')[2].partition('"')[0]
        with app.app_context():
            assert SubmissionState.SELECTED not in db.session.scalars(select(Submission.state))
        colleague = enter(app, browser(app), cast.colleague)
        first = colleague.submit(preview, {"digest": digest}, to=f"{preview}/apply")
        late = staff.submit(ranking, {"digest": digest}, to=f"{preview}/apply")
        assert first.status_code == 303
        assert late.status_code == 409
        assert "同事可能刚刚让它们生效了" in late.text
    with app.app_context():
        selected = select(Submission.id).where(Submission.state == SubmissionState.SELECTED)
        assert set(db.session.scalars(selected)) == set(chosen)
        assert the(cast, VETOED).state is SubmissionState.ON_HOLD
    return chosen


def objected(app: Flask, staff: PageClient, cast: Cast, chosen: list[int]) -> int:
    """Object to two on the list: one answer dismisses, the other takes its submission off."""
    visitor = browser(app)
    listed = f"/calls/{cast.call}/notice"
    assert visitor.get(listed).status_code == 404
    with clock.at(china("2027-03-10 09:00")):
        text = visitor.get(listed).text
        shown = [place for place, name in enumerate(cast.names) if name in text]
        assert [cast.submissions[place] for place in shown] == sorted(chosen)
        assert "先后不代表名次" in text
        said = {
            "reason": "false-claims", "words": "交付项目数与公开合同不符，差得很多。",
            "name": "知情人", "contact": "13900000000",
        }  # fmt: skip
        sent = [visitor.submit(f"/submissions/{number}/object", said) for number in chosen[:2]]
        assert [one.status_code for one in sent] == [303, 303]
    with clock.at(china("2027-03-12 10:00")):
        enter(app, staff, cast.curator)
        for number, outcome in zip(chosen[:2], ("dismissed", "upheld"), strict=True):
            with app.app_context():
                one = db.session.scalars(
                    select(Objection).where(Objection.submission_id == number)
                ).one()
            answer = {"words": "已到现场核实。", "outcome": outcome, "version": "1"}
            assert staff.submit(f"/staff/objections/{one.id}", answer).status_code == 303
        assert "已到现场核实。" in visitor.get(sent[0].location).text
        ranking = f"/staff/calls/{cast.call}/results"
        assert staff.submit(ranking, to=f"{ranking}/publish").status_code == 409  # still on notice
    return chosen[1]


def published(app: Flask, staff: PageClient, cast: Cast, kept: list[int]) -> None:
    visitor, owner = browser(app), browser(app)
    with clock.at(china("2027-03-20 09:00")):
        enter(app, staff, cast.curator)
        ranking = f"/staff/calls/{cast.call}/results"
        assert staff.submit(ranking, to=f"{ranking}/publish").status_code == 303
        with app.app_context():
            entries = db.session.scalars(select(Entry).order_by(Entry.number)).all()
            assert {one.submission_id for one in entries} == set(kept)
            assert {one.valid_until for one in entries} == {date(2029, 3, 19)}
            tiers = select(func.count()).where(ProviderProfile.tier == "一级")
            assert db.session.scalar(tiers) == len(kept)
            told = Counter(db.session.scalars(select(Notice.kind)))
            names = {one.organisation.name for one in entries}
            first, place = entries[0].id, cast.submissions.index(entries[0].submission_id)
            number = entries[0].number
            call = db.session.get_one(Call, cast.call)
            funnel = funnel_of(call, is_told=True)
        assert told[NoticeKind.RESULT_ON_HOLD] == 1
        assert told[NoticeKind.RESULT_NOT_SELECTED] == 28 - scene.PLACES - 1 + 1  # one objected to
        assert told[NoticeKind.RESULT_SELECTED] >= len(kept)
        text = visitor.get(f"/calls/{cast.call}/results").text
        assert {name for name in cast.names if name in text} == names
        enter(app, owner, cast.owners[place])
        assert number in owner.get(f"/entries/{first}/certificate").text
        assert owner.get(f"/entries/{first}/certificate/file").data.startswith(b"%PDF-")
        assert "有效" in visitor.get(f"/certificates?number={number}").text
        assert f"现有 {len(kept)} 家" in visitor.get("/pool").text
        _head, *rows = read_book(visitor.get("/pool?format=xlsx").data)
        assert {row[1] for row in rows} == names
        assert "申报统计" in visitor.get(f"/calls/{cast.call}/statistics").text
    assert funnel.whole == Funnel(31, 30, 28, 28, 28, len(kept))
    for parts in (funnel.by_region, funnel.by_sector):
        counts = ([number for _name, number in one.steps] for _part, one in parts)
        sums = [sum(step) for step in zip(*counts, strict=True)]
        assert sums == [number for _name, number in funnel.whole.steps]
