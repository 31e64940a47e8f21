"""What is new since last time, once, in one mail a person, with every reason."""

from datetime import timedelta

import pytest
from factories.accounts import part
from factories.catalogue_rows import published_offering
from factories.demands import cancel, content, open_demand
from factories.people import account
from factories.watching import (
    AFTERNOON,
    MONDAY,
    SATURDAY,
    SUNDAY,
    at_work,
    digests_to,
    hold_rounds,
    last_digest,
    watch_row,
    watch_search,
)
from factories.working import work

from matchmaker import clock
from matchmaker.catalogue.operations import submit_offering, withdraw_offering
from matchmaker.db import db
from matchmaker.demands.operations import edit_demand
from matchmaker.watches.enums import Frequency
from matchmaker.watches.models import News, Watch
from matchmaker.watches.operations import digests
from matchmaker.watches.operations.watching import pause_watch, resume_watch

pytestmark = pytest.mark.usefixtures("session")


def test_a_daily_watch_tells_in_the_morning_what_came_since() -> None:
    published_offering("矿卡无人驾驶早就有")
    work()
    person = account()
    watch_search(person)

    with at_work(AFTERNOON):
        offering, _provider = published_offering("井下无人驾驶机车")
    hold_rounds(SATURDAY - timedelta(minutes=1))
    assert digests_to(person) == []
    hold_rounds(SATURDAY)

    [mail] = digests_to(person)
    assert mail["Subject"] == "新内容：井下无人驾驶机车 - 5G Inside 供需对接"
    assert "早就有" not in part(mail)
    for kind in ("plain", "html"):
        assert f"http://localhost/offerings/{offering.id}" in part(mail, kind)
        assert "您关注的搜索“无人驾驶”" in part(mail, kind)
        assert "http://localhost/watches/stop/w" in part(mail, kind)
        assert "http://localhost/my/watches" in part(mail, kind)


def test_nothing_new_sends_nothing() -> None:
    published_offering()
    work()
    person = account()
    watch_search(person)

    for day in (SATURDAY, SUNDAY, MONDAY):
        hold_rounds(day)

    assert digests_to(person) == []


def test_what_was_told_is_not_told_again() -> None:
    person = account()
    watch_search(person)
    with at_work(AFTERNOON):
        offering, provider = published_offering()
    hold_rounds(SATURDAY)
    hold_rounds(SATURDAY + timedelta(hours=1))
    with at_work(SATURDAY + timedelta(hours=2)):
        withdraw_offering(offering, actor=provider)
        submit_offering(offering, actor=provider)
    hold_rounds(SUNDAY)

    assert len(digests_to(person)) == 1


def test_a_weekly_watch_waits_for_monday() -> None:
    person = account()
    watch_search(person, frequency=Frequency.WEEKLY)
    with at_work(AFTERNOON):
        published_offering("周五发布的方案")
    hold_rounds(SATURDAY)
    with at_work(SUNDAY):
        published_offering("周日发布的方案")
    hold_rounds(SUNDAY)
    assert digests_to(person) == []

    hold_rounds(MONDAY)

    assert len(digests_to(person)) == 1
    assert "2 条更新" in last_digest(person)


def test_an_immediate_watch_tells_within_a_minute_and_then_gathers() -> None:
    person = account()
    watch_search(person, frequency=Frequency.IMMEDIATE)
    with at_work(AFTERNOON):
        published_offering("第一个无人驾驶方案")
    with clock.at(AFTERNOON + timedelta(minutes=1, seconds=2)):
        work()
    assert len(digests_to(person)) == 1

    with at_work(AFTERNOON + timedelta(minutes=3)):
        published_offering("第二个无人驾驶方案")
    with clock.at(AFTERNOON + timedelta(minutes=5)):
        work()
    assert len(digests_to(person)) == 1, "not every few minutes"
    with clock.at(AFTERNOON + timedelta(minutes=17)):
        work()

    assert len(digests_to(person)) == 2
    assert "第二个无人驾驶方案" in last_digest(person)


def test_a_thing_several_watches_find_is_one_line_with_all_reasons() -> None:
    person = account()
    watch_search(person, "无人驾驶")
    watch_search(person, "矿用卡车")
    watch_search(person, "有人无人混编", frequency=Frequency.WEEKLY)
    with at_work(AFTERNOON):
        published_offering()

    hold_rounds(SATURDAY)
    hold_rounds(MONDAY)

    assert len(digests_to(person)) == 1
    text = last_digest(person)
    assert "1 条更新" in text
    reasons = ("无人驾驶", "矿用卡车", "有人无人混编")
    assert all(f"您关注的搜索“{name}”" in text for name in reasons)


def test_a_search_is_narrowed_by_its_kind() -> None:
    person = account()
    watch_search(person, kind="demand")
    with at_work(AFTERNOON):
        published_offering("矿卡无人驾驶方案")
        open_demand(title="矿区无人驾驶需求")
    hold_rounds(SATURDAY)

    assert "矿区无人驾驶需求" in last_digest(person)
    assert "矿卡无人驾驶方案" not in last_digest(person)


def test_only_what_has_all_the_words_is_told() -> None:
    person = account()
    watch_search(person, "无人驾驶 港口岸桥")
    with at_work(AFTERNOON):
        published_offering()
    hold_rounds(SATURDAY)

    assert digests_to(person) == []


def test_an_owner_of_a_demand_hears_of_a_new_fitting_offering_and_how_to_stop() -> None:
    demand, owner = open_demand()
    work()
    with at_work(AFTERNOON):
        offering, provider = published_offering()
    hold_rounds(SATURDAY)

    [mail] = digests_to(owner)
    text = part(mail)
    assert f"http://localhost/offerings/{offering.id}" in text
    assert f"适合您的需求“{demand.title}”：适配度 " in text
    assert "条要求" in text
    assert "第一次告诉您“适合我的需求的新方案”" in text
    assert digests_to(provider) == [], "what they did themselves is no news to them"

    with at_work(SATURDAY + timedelta(hours=1)):
        published_offering("矿用卡车远程接管")
    hold_rounds(SUNDAY)
    assert len(digests_to(owner)) == 2
    assert "第一次告诉您" not in last_digest(owner)


def test_an_owner_of_an_offering_hears_of_a_new_demand() -> None:
    offering, provider = published_offering()
    work()
    with at_work(AFTERNOON):
        demand, owner = open_demand()
    hold_rounds(SATURDAY)

    text = last_digest(provider)
    assert f"http://localhost/demands/{demand.id}" in text
    assert f"您的方案“{offering.title}”适合它：适配度 " in text
    assert digests_to(owner) == [], "the list a demand begins with is no news to its people"


def test_what_fits_within_one_organisation_is_no_news() -> None:
    demand, owner = open_demand()
    work()
    with at_work(AFTERNOON):
        offering, _provider = published_offering()
        assert demand.organisation is not None
        offering.organisation = demand.organisation
    hold_rounds(SATURDAY)

    assert digests_to(owner) == []


def test_a_watched_demand_tells_that_it_changed_and_that_it_is_gone() -> None:
    demand, owner = open_demand()
    person = account()
    watch_row(person, demand)
    work()
    with at_work(AFTERNOON):
        changed = content(text=demand.text + "必须支持夜间作业。", sector=demand.sector)
        edit_demand(demand, changed, organisation=None, seen_version=demand.version, actor=owner)
    hold_rounds(SATURDAY)
    assert f"您关注的“{demand.title}”有改动" in last_digest(person)

    title = demand.title
    with at_work(SATURDAY + timedelta(hours=1)):
        cancel(demand, owner)
        demand.title = "没有公开过的新标题"
    hold_rounds(SUNDAY)
    assert f"您关注的“{title}”不再公开" in last_digest(person)
    assert "没有公开过" not in last_digest(person)
    assert len(digests_to(person)) == 2


def test_a_long_digest_lists_some_and_leads_to_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "MOST_LISTED", 2)
    person = account()
    watch_search(person)
    with at_work(AFTERNOON):
        for number in range(5):
            published_offering(f"无人驾驶方案{number}")
    hold_rounds(SATURDAY)

    text = last_digest(person)
    assert "5 条更新" in text
    assert text.count("http://localhost/offerings/") == 2
    assert "还有 3 条" in text
    assert "http://localhost/my/watches/news" in text
    assert db.session.query(News).count() == 5


def test_an_english_reader_gets_english() -> None:
    person = account()
    person.locale = "en"
    watch_search(person)
    with at_work(AFTERNOON):
        published_offering("Driverless 无人驾驶")
    hold_rounds(SATURDAY)

    [mail] = digests_to(person)
    assert "because" in part(mail).lower()
    assert "您" not in part(mail)
    assert '<html lang="en">' in part(mail, "html")


def test_paused_watches_tell_nothing_and_begin_anew() -> None:
    person = account()
    row = watch_search(person)
    pause_watch(row, actor=person)
    with at_work(AFTERNOON):
        published_offering("暂停时发布的无人驾驶")
    hold_rounds(SATURDAY)
    with at_work(SATURDAY + timedelta(hours=1)):
        resume_watch(row, actor=person)
    with at_work(SATURDAY + timedelta(hours=2)):
        published_offering("恢复后发布的无人驾驶")
    hold_rounds(SUNDAY)

    assert len(digests_to(person)) == 1
    assert "恢复后发布的无人驾驶" in last_digest(person)
    assert "暂停时" not in last_digest(person)


def test_a_watch_is_offered_once_and_to_those_who_may_edit() -> None:
    _demand, owner = open_demand()
    work()
    hold_rounds(SATURDAY)
    hold_rounds(SUNDAY)

    rows = db.session.query(Watch).all()
    assert [(row.account_id, row.kind.value) for row in rows] == [(owner.id, "own-demands")]
