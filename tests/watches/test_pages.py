"""Pages of watches: making, changing, pausing, deleting, reading, and stopping from a mail."""

from datetime import timedelta
from urllib.parse import quote, urlsplit

import pytest
from conftest import Store
from factories.accounts import PASSWORD, part, saved_account, sign_in
from factories.catalogue_rows import published_offering
from factories.demands import open_demand
from factories.mail_server import mail_server
from factories.people import account
from factories.signing_in import sign_in as let_in
from factories.watching import AFTERNOON, SATURDAY, at_work, hold_rounds, watch_search
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker.accounts.models import Account
from matchmaker.app import create_app
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations import withdraw_offering
from matchmaker.db import db
from matchmaker.watches.enums import WatchKind, WatchState
from matchmaker.watches.models import Watch
from matchmaker.watches.operations import watching
from matchmaker.watches.queries.keys import Stops, stop_token

LONG = "港口岸桥远程操控" * 12


def rows(app: Flask) -> list[tuple[str, str, str, str]]:
    with app.app_context():
        found = db.session.scalars(select(Watch).order_by(Watch.id))
        return [(r.kind.value, r.name, r.frequency.value, r.state.value) for r in found]


def test_a_visitor_comes_back_from_signing_in_with_the_whole_search(
    app: Flask, client: PageClient
) -> None:
    saved_account(app)
    page = client.get(f"/search?q={quote(LONG[:90])}&kind=offering&region=150000&page=1").text
    assert "关注此搜索" in page
    start = page.index('href="/watches/new') + len('href="')
    path = page[start : page.index('"', start)].replace("&amp;", "&")

    to_sign_in = client.get(path).location
    response = client.submit(to_sign_in, {"email": "lin@example.com", "password": PASSWORD})
    form = client.get(response.location)
    assert LONG[:80] in form.text
    made = client.submit(
        response.location, {"name": "岸桥", "frequency": "weekly"}, follow_redirects=True
    )

    assert "已关注。有新内容时发邮件到 lin@example.com。" in made.text
    assert rows(app) == [("search", "岸桥", "weekly", "active")]
    with app.app_context():
        [row] = db.session.scalars(select(Watch))
        assert row.query == {
            "q": LONG[:90], "kind": "offering", "filters": [["region", "150000"]],
        }  # fmt: skip
    assert client.get(path).location == "/watches/1/edit"


def test_a_watch_is_renamed_paused_resumed_and_deleted(app: Flask, client: PageClient) -> None:
    person = saved_account(app)
    with app.app_context():
        watch_search(db.session.get_one(Account, person), "矿卡")
    let_in(app, client, person)
    edit = "/watches/1/edit"

    assert client.submit(edit, {"name": " ", "frequency": "daily"}).status_code == 422
    client.submit(edit, {"name": "无人矿卡", "frequency": "immediate"})
    assert rows(app) == [("search", "无人矿卡", "immediate", "active")]
    client.submit(edit, {"name": "无人矿卡", "frequency": "paused"})
    assert rows(app)[0][3] == "paused"
    assert "已暂停" in client.get("/my/watches").text
    client.submit("/my/watches", to="/watches/1/resume")
    assert rows(app)[0][3] == "active"
    client.submit("/my/watches", to="/watches/1/pause")
    assert client.submit("/my/watches", to="/watches/1/pause").status_code == 409
    client.submit(edit, to="/watches/1/delete")
    assert rows(app) == []
    assert "还没有关注" in client.get("/my/watches").text


def test_a_watch_is_nobody_elses_business(app: Flask, client: PageClient) -> None:
    owner, other = saved_account(app), saved_account(app, "wang@example.com")
    with app.app_context():
        watch_search(db.session.get_one(Account, owner), "矿卡")
    let_in(app, client, other)

    assert client.get("/watches/1/edit").status_code == 404
    assert client.submit("/my/watches", to="/watches/1/delete").status_code == 404
    assert "矿卡" not in client.get("/my/watches").text
    assert len(rows(app)) == 1


def test_offerings_and_demands_are_watched_while_they_are_public(
    app: Flask, client: PageClient
) -> None:
    person = saved_account(app)
    with app.app_context():
        offering, provider = published_offering()
        demand, _owner = open_demand()
        db.session.commit()
        paths = f"/offerings/{offering.id}", f"/demands/{demand.id}"
        number, demand_id, provider_id = offering.id, demand.id, provider.id
    let_in(app, client, person)
    for path, address in zip(
        paths, (f"/watches/new?offering={number}", f"/watches/new?demand={demand_id}"), strict=True
    ):
        assert address in client.get(path).text
        assert client.submit(address, {"name": "看看", "frequency": "daily"}).status_code == 303
    assert [row[0] for row in rows(app)] == ["offering", "demand"]

    with app.app_context():
        provider = db.session.get_one(Account, provider_id)
        withdraw_offering(db.session.get_one(Offering, number), actor=provider)
        db.session.commit()
    for bad in (number, 0, "x", "9" * 30, "²"):
        assert client.get(f"/watches/new?offering={bad}").status_code in {303, 404}
    assert client.get("/watches/new").status_code == 200


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("query", "status"),
    [("q=*", 422), ("q=" + "矿" * 300, 303), ("kind=nothing", 422), ("region=" + "1" * 500, 422)],
)
def test_what_cannot_be_searched_for_is_not_watched(
    app: Flask, client: PageClient, query: str, status: int
) -> None:
    let_in(app, client, saved_account(app))
    path = f"/watches/new?{query}"
    token = client.get(path).text

    response = client.submit(path, {"name": "名字", "frequency": "daily"})

    assert response.status_code == status, token
    assert len(rows(app)) == (status == 303)


def test_a_person_has_so_many_watches_and_no_more(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "MOST", 1)
    person = saved_account(app)
    with app.app_context():
        watch_search(db.session.get_one(Account, person), "矿卡")
    let_in(app, client, person)

    response = client.submit("/watches/new?q=港口", {"name": "港口", "frequency": "daily"})

    assert response.status_code == 422
    assert "最多关注 1 项" in response.text
    assert 'value="港口"' in response.text


def test_what_came_is_counted_until_it_is_read_and_hides_what_is_gone(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        person = account()
        watch_search(person)
        with at_work(AFTERNOON):
            offering, provider = published_offering()
            published_offering("第二个无人驾驶方案")
        hold_rounds(SATURDAY)
        person_id, number, provider_id = person.id, offering.id, provider.id
    let_in(app, client, person_id)
    page = client.get("/my/watches/news").text
    assert "2 条未读" in page
    assert f'href="/offerings/{number}"' in page
    assert "您关注的搜索“无人驾驶”" in page

    with app.app_context(), at_work(SATURDAY + timedelta(hours=1)):
        provider = db.session.get_one(Account, provider_id)
        withdraw_offering(db.session.get_one(Offering, number), actor=provider)
    client.submit("/my/watches/news", to="/my/watches/news/read")
    page = client.get("/my/watches/news").text
    assert "条未读" not in page
    assert "矿用卡车无人驾驶改造" not in page
    assert "第二个无人驾驶方案" in page
    assert "已不再公开的内容没有列出" in page


def test_one_click_stops_without_signing_in_and_a_link_alone_does_not(
    app: Flask, client: PageClient, store: Store
) -> None:
    base = "https://matchmaker.a-site-with-a-rather-long-name.example.org"
    with mail_server() as server:
        settings = store.settings(
            MAIL_BACKEND="smtp", MAIL_PORT=str(server.port), BASE_URL=base,
            INSTANCE_PATH=app.instance_path,
        )  # fmt: skip
        site = create_app(settings)
        with site.app_context():
            person = account()
            watch_search(person)
            watch_search(person, "矿用卡车")
            with at_work(AFTERNOON):
                published_offering()
            hold_rounds(SATURDAY)
            db.session.close()
            db.engine.dispose()
    [mail] = server.taken
    raw = dict(mail.raw_items())
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert raw["List-Unsubscribe"].startswith(f"<{base}/watches/stop/a1-"), "as it is, not encoded"

    one = next(line for line in part(mail).splitlines() if "/watches/stop/w1-" in line)
    path = urlsplit(one.strip()).path
    assert "停止后" in client.get(path).text
    assert [row[3] for row in rows(app)[:2]] == ["active", "active"]
    stopped = client.submit(path)
    assert stopped.status_code == 200
    assert [row[3] for row in rows(app)[:2]] == ["paused", "active"]

    all_path = urlsplit(raw["List-Unsubscribe"].strip("<>")).path
    for _again in range(2):
        answer = client.post(all_path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    with app.app_context():
        mine = select(Watch.kind).where(Watch.account_id == 1, Watch.state == WatchState.PAUSED)
        assert sorted(db.session.scalars(mine)) == [
            "own-demands", "own-offerings", "search", "search",
        ]  # fmt: skip


def test_a_key_nobody_was_given_stops_nothing(app: Flask, client: PageClient) -> None:
    person = saved_account(app)
    with app.app_context():
        row = watch_search(db.session.get_one(Account, person), "矿卡")
        good = stop_token(Stops.ONE, row.id)
    bad = (
        f"w{person + 1}{good[good.index('-') :]}", good.replace("w", "a", 1),
        f"{good[:-2]}xx", "w1-" + "A" * 43, "A" * 43,
    )  # fmt: skip

    for token in bad:
        assert client.get(f"/watches/stop/{token}").status_code == 404
        assert client.post(f"/watches/stop/{token}").status_code == 404
    assert rows(app)[0][3] == "active"


def test_a_key_signed_with_an_older_secret_still_stops(app: Flask, store: Store) -> None:
    with app.app_context():
        token = stop_token(Stops.ONE, 7)
    newer = create_app(
        store.settings(
            SECRET_KEY="another-secret-another-secret-another",
            SECRET_KEY_FALLBACKS=app.config["SECRET_KEY"],
            INSTANCE_PATH=app.instance_path,
        )
    )

    response = newer.test_client().get(f"/watches/stop/{token}")
    with newer.app_context():
        db.engine.dispose()

    assert response.status_code == 200
    assert "已经删除" in response.get_data(as_text=True)


def test_a_deleted_offered_watch_would_come_back_so_it_is_only_paused(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        _demand, owner = open_demand()
        hold_rounds(AFTERNOON)
        [row] = db.session.scalars(select(Watch))
        assert row.kind is WatchKind.OWN_DEMANDS
        owner_id = owner.id
    let_in(app, client, owner_id)

    page = client.get("/watches/1/edit").text
    assert "适合我的需求的新方案" in page
    assert "取消关注" not in page
    assert client.submit("/my/watches", to="/watches/1/delete").status_code == 404
    client.submit("/watches/1/edit", {"frequency": "weekly"})
    assert rows(app) == [("own-demands", "", "weekly", "active")]


def test_signing_in_by_hand_shows_the_menu(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)

    assert 'href="/my/watches"' in client.get("/").text
