"""People judge matches and reopen rankings they saw; staff grade pairs blind."""

import json
from pathlib import Path

import pytest
from factories.catalogue_rows import published_offering
from factories.demands import TEXT, open_demand, region
from factories.models import activated, first_model, weights
from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from flask.testing import FlaskClient
from pages import PageClient

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import PASTED_KEPT, purge_pasted
from matchmaker.matching.enums import JudgementVerdict, UnfitReason
from matchmaker.matching.models import Grade, JudgedPair, Judgement, ShownRanking
from matchmaker.matching.operations.shown import purge_shown
from matchmaker.matching.queries.judgements import next_pair, set_by_id
from matchmaker.matching.queries.shown import KEPT
from matchmaker.matching.scoring.judged_files import read_judged_set
from matchmaker.matching.scoring.regions import Regions


@pytest.fixture
def offering_id(app: Flask) -> int:
    with app.app_context():
        region()
        first_model()
        offering, _owner = published_offering()
        db.session.commit()
        return offering.id


@pytest.fixture
def posted(app: Flask, offering_id: int) -> tuple[int, int]:
    """A public demand and the person who posted it."""
    assert offering_id
    with app.app_context():
        demand, owner = open_demand()
        db.session.commit()
        return demand.id, owner.id


def paste(client: PageClient) -> str:
    location = client.submit("/", {"text": TEXT}, to="/match").location
    assert isinstance(location, str)
    return location


def judgements(app: Flask) -> list[tuple[JudgementVerdict, UnfitReason | None, bool]]:
    with app.app_context():
        rows = db.session.query(Judgement).order_by(Judgement.id)
        return [(row.verdict, row.reason, row.account_id is not None) for row in rows]


def shown(app: Flask) -> list[ShownRanking]:
    with app.app_context():
        return list(db.session.query(ShownRanking).order_by(ShownRanking.id))


def test_holder_of_the_key_judges_changes_and_takes_back(
    app: Flask, client: PageClient, offering_id: int
) -> None:
    path = paste(client)
    to = f"{path}/judgements"
    said = {"offering": offering_id, "verdict": "fits"}

    first = client.submit(path, said, to=to)
    assert first.status_code == 303
    assert judgements(app) == [(JudgementVerdict.FITS, None, False)]
    assert "您的评价：合适" in client.get(path).text

    client.submit(path, {**said, "verdict": "unfit", "reason": "region"}, to=to)
    assert judgements(app) == [(JudgementVerdict.UNFIT, UnfitReason.REGION, False)]
    assert "不合适，地区不合适" in client.get(path).text

    client.submit(path, {**said, "verdict": "take-back"}, to=to)
    assert judgements(app) == []


def test_unfit_needs_a_reason_and_says_so_in_place(
    app: Flask, client: PageClient, offering_id: int
) -> None:
    path = paste(client)
    said = {"offering": offering_id, "verdict": "unfit", "reason": ""}

    in_place = client.submit(path, said, to=f"{path}/judgements", headers={"HX-Request": "true"})
    whole = client.submit(path, said, to=f"{path}/judgements", follow_redirects=True)

    assert "请选择不合适的原因" in in_place.text
    assert in_place.text.lstrip().startswith("<form")
    assert "请选择不合适的原因" in whole.text
    assert judgements(app) == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    "said",
    [
        {"offering": "x", "verdict": "fits"},
        {"offering": 99, "verdict": "fits"},
        {"offering": 10**12, "verdict": "fits"},
        {"offering": 1, "verdict": "paid"},
        {"offering": 1, "verdict": "unfit", "reason": "ugly"},
    ],
)
@pytest.mark.usefixtures("offering_id")
def test_judgement_that_makes_no_sense_is_refused(
    app: Flask, client: PageClient, said: dict[str, object]
) -> None:
    path = paste(client)

    assert client.submit(path, said, to=f"{path}/judgements").status_code == 422
    assert judgements(app) == []


def test_own_people_judge_a_demand_and_nobody_else(
    app: Flask, client: PageClient, posted: tuple[int, int], offering_id: int
) -> None:
    demand_id, owner_id = posted
    path = f"/demands/{demand_id}/matches"
    said = {"offering": offering_id, "verdict": "fits"}
    assert "这个方案合适吗" not in client.get(path).text
    assert client.submit(path, said, to=f"/demands/{demand_id}/judgements").status_code == 404

    sign_in(app, client, owner_id)

    assert "这个方案合适吗" in client.get(path).text
    assert client.submit(path, said, to=f"/demands/{demand_id}/judgements").status_code == 303
    assert judgements(app) == [(JudgementVerdict.FITS, None, True)]


def test_ranking_is_kept_once_and_again_when_it_changes(
    app: Flask, client: PageClient, offering_id: int
) -> None:
    path = paste(client)
    client.get(path)
    client.get(path)
    [kept] = shown(app)
    assert (kept.model_number, kept.offerings) == (1, [offering_id])

    with app.app_context():
        activated(None, weights=weights(text=100.0), floor=0.0)
        db.session.commit()
    client.get(path)

    assert [row.model_number for row in shown(app)] == [1, 2]


def test_kept_ranking_opens_with_the_points_that_were_shown(
    app: Flask, client: PageClient, offering_id: int
) -> None:
    path = paste(client)
    client.get(path)
    [kept] = shown(app)
    score = kept.content["rows"][0][2]
    assert round(sum(kept.content["rows"][0][4]), 1) == score

    listed = client.get(f"{path}/rankings").text
    page = client.get(f"{path}/rankings/{kept.id}").text

    assert f"{path}/rankings/{kept.id}" in listed
    assert f"<b>{score:.1f}</b>" in page
    assert f"/offerings/{offering_id}" in page
    assert client.get(f"/rankings/{kept.id}").status_code == 404
    assert client.get(f"{paste(client)}/rankings/{kept.id}").status_code == 404


def test_own_people_and_staff_reopen_rankings_of_a_demand(
    app: Flask, client: PageClient, posted: tuple[int, int]
) -> None:
    demand_id, owner_id = posted
    client.get(f"/demands/{demand_id}/matches")
    [kept] = shown(app)
    assert client.get(f"/rankings/{kept.id}").status_code == 404
    with app.app_context():
        auditor, stranger = account(staff=StaffRole.AUDITOR), account()
        db.session.commit()
        people = {owner_id: 200, auditor.id: 200, stranger.id: 404}

    for person, status in people.items():
        sign_in(app, client, person)
        assert client.get(f"/rankings/{kept.id}").status_code == status
        assert client.get(f"/demands/{demand_id}/rankings").status_code == status


def test_words_somebody_only_tries_are_not_kept(
    app: Flask, client: PageClient, posted: tuple[int, int]
) -> None:
    path = f"/demands/{posted[0]}/matches"
    client.get(path)

    client.submit(path, {"text": "只看视频监控回传"})

    assert len(shown(app)) == 1


@pytest.mark.usefixtures("offering_id")
def test_what_belongs_to_a_pasted_need_goes_with_it(app: Flask, client: PageClient) -> None:
    path = paste(client)
    client.submit(path, {"offering": 1, "verdict": "fits"}, to=f"{path}/judgements")
    with app.app_context():
        need = db.session.query(Demand).one()
        need.updated_at = clock.now() - 2 * PASTED_KEPT
        db.session.commit()
        purge_pasted()
        db.session.commit()

    assert shown(app) == []
    assert judgements(app) == []
    with app.app_context():
        assert TEXT not in str([row.after for row in db.session.query(AuditEvent)])


def test_rankings_are_dropped_after_two_years(
    app: Flask, client: PageClient, posted: tuple[int, int]
) -> None:
    client.get(f"/demands/{posted[0]}/matches")
    with app.app_context():
        purge_shown()
        assert db.session.query(ShownRanking).count() == 1
        db.session.query(ShownRanking).one().shown_at = clock.now() - 2 * KEPT
        purge_shown()
        assert db.session.query(ShownRanking).count() == 0


def reviewer(app: Flask, client: FlaskClient) -> int:
    with app.app_context():
        person = account(staff=StaffRole.REVIEWER)
        db.session.commit()
        number = person.id
    sign_in(app, client, number)
    return number


def test_staff_build_a_set_grade_it_blind_and_export_what_evaluate_reads(
    app: Flask, client: PageClient, posted: tuple[int, int], tmp_path: Path
) -> None:
    reviewer(app, client)
    made = client.submit("/staff/judged-sets", {"name": "一月"})
    added = client.submit(made.location, {"demand": posted[0]})
    assert added.status_code == 303, added.text

    page = client.get(f"{made.location}/grade").text
    with app.app_context():
        pair = db.session.query(JudgedPair).one()
        number = pair.id
    assert "适配度" not in page
    assert not {"match__score", "points"} & set(page.split('"'))
    client.submit(f"/staff/judged-pairs/{number}", {"grade": 3})
    done = client.get(f"{made.location}/grade", follow_redirects=True).text

    assert "已经全部评完" in done
    paths = []
    for part in ("docs", "queries", "qrels"):
        path = tmp_path / f"{part}.jsonl"
        path.write_bytes(client.get(f"{made.location}/export?part={part}").data)
        paths.append(path)
    docs, queries, qrels = paths
    judged = read_judged_set(docs, queries, qrels, Regions([]))
    assert list(judged.queries[0].grades.values()) == [3]
    assert client.get(f"{made.location}/export?part=secrets").status_code == 404


def test_grades_of_others_stay_hidden_and_the_middle_one_counts(
    app: Flask, client: PageClient, posted: tuple[int, int]
) -> None:
    reviewer(app, client)
    made = client.submit("/staff/judged-sets", {"name": "一月"})
    client.submit(made.location, {"demand": posted[0]})
    with app.app_context():
        number = db.session.query(JudgedPair).one().id
    client.submit(f"/staff/judged-pairs/{number}", {"grade": 3})
    client.submit(f"/staff/judged-pairs/{number}", {"grade": 2})  # changed their mind

    second = reviewer(app, client)
    page = client.get(f"/staff/judged-pairs/{number}").text
    assert "aria-pressed" not in page.split("data-grades")[1].split("</form>")[0]
    client.submit(f"/staff/judged-pairs/{number}", {"grade": 0})

    line = client.get(f"{made.location}/export?part=qrels").text
    assert json.loads(line)["grade"] == 0  # the lower middle of 0 and 2
    with app.app_context():
        assert sorted(row.grade for row in db.session.query(Grade)) == [0, 2]
        found = set_by_id(int(made.location.rsplit("/", 1)[1]))
        assert found
        assert next_pair(found, db.session.get_one(Account, second)) is None


@pytest.mark.one_database
@pytest.mark.parametrize("grade", ["", "4", "-1", "drei"])
def test_grade_outside_the_scale_is_refused(
    app: Flask, client: PageClient, posted: tuple[int, int], grade: str
) -> None:
    reviewer(app, client)
    made = client.submit("/staff/judged-sets", {"name": "一月"})
    client.submit(made.location, {"demand": posted[0]})
    with app.app_context():
        number = db.session.query(JudgedPair).one().id

    assert client.submit(f"/staff/judged-pairs/{number}", {"grade": grade}).status_code == 422


def test_set_refuses_what_it_has_and_what_is_not_public(
    app: Flask, client: PageClient, posted: tuple[int, int]
) -> None:
    reviewer(app, client)
    made = client.submit("/staff/judged-sets", {"name": "一月"})
    client.submit(made.location, {"demand": posted[0]})

    again = client.submit(made.location, {"demand": posted[0]})
    same_name = client.submit("/staff/judged-sets", {"name": "一月"})

    assert again.status_code == 422
    assert "同名" in same_name.text
    assert same_name.status_code == 422
