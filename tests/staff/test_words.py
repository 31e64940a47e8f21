"""Words people search or paste and nothing recognises: counted, named or dismissed."""

from datetime import timedelta

import pytest
from factories.demands import open_demand, sector
from factories.people import account
from factories.signing_in import sign_in
from factories.taxonomy import capability
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.errors import ConflictError
from matchmaker.matching.documents import site_vocabulary
from matchmaker.matching.operations.unknown import note_unknown, purge_unknown
from matchmaker.matching.scoring.unknown import unknown_in_search, unknown_in_text
from matchmaker.staff.operations.words import dismiss_word, name_by_word
from matchmaker.staff.queries.words import entries_to_name, entry_to_name, words_waiting
from matchmaker.taxonomy.models import UnknownWord


@pytest.mark.usefixtures("session")
def test_only_what_the_vocabulary_does_not_know_is_picked() -> None:
    sector()
    capability("mec", "边缘计算", aliases=["MEC"])
    known = site_vocabulary()

    assert unknown_in_search("无人矿卡 棉铃虫 13912345678 a@b.cn", known) == ("棉铃虫",)
    text = "张伟明说要 MEC 和 QKDx，用“棉铃虫”识别，符合 YD/T 9999-2031，电话 QQ12345。"
    assert unknown_in_text(text, known) == ("YD/T 9999-2031", "棉铃虫", "QKDx")
    assert unknown_in_text("Zhang Wei of Acme asks, see a.BCD@x.cn", known) == ()


@pytest.mark.usefixtures("session")
def test_a_word_is_kept_once_it_came_on_three_days_and_counted_without_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began = clock.now()
    for day in range(3):
        monkeypatch.setattr(clock, "now", lambda day=day: began + timedelta(days=day))
        note_unknown(["棉铃虫"], is_paste=day == 1)
        row = db.session.scalars(select(UnknownWord)).one()
        assert row.word == ("棉铃虫" if day == 2 else "")
        db.session.rollback()
    note_unknown(["别的词"], is_paste=False)

    (shown,) = db.session.scalars(words_waiting()).all()

    assert (shown.searches, shown.pastes, shown.days) == (2, 1, 3)
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(days=200))
    purge_unknown()
    assert not db.session.scalars(select(UnknownWord)).all()


def kept(word: str) -> UnknownWord:
    row = UnknownWord(digest=word, word=word, searches=3, days=3, last_on=clock.today())
    db.session.add(row)
    db.session.flush()
    return row


@pytest.mark.usefixtures("session")
def test_a_word_becomes_a_name_the_vocabulary_knows() -> None:
    scene = sector().scenes[0]
    actor, word, other = account(staff=StaffRole.CURATOR), kept("大黄车"), kept("棉铃虫")
    key = f"scene-{scene.id}"
    assert key in dict(entries_to_name())
    assert entry_to_name(key) is scene
    assert entry_to_name("scene-x") is None

    name_by_word(word, scene, actor=actor)
    dismiss_word(other, actor=actor)
    db.session.commit()

    assert scene.aliases[-1] == "大黄车"
    assert word.target == key
    assert any("大黄车" in entry.aliases for entry in site_vocabulary().scenes)
    assert not db.session.scalars(words_waiting()).all()
    with pytest.raises(ConflictError):
        dismiss_word(word, actor=actor)


def test_searches_and_postings_are_counted_and_a_curator_decides(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        sector()
        demand, owner = open_demand(text="矿卡要接入 QKDx 平台，需要低时延网络。")
        number, owner_id = demand.id, owner.id
        curator = account(staff=StaffRole.CURATOR).id
        kept("大黄车")
        db.session.commit()
    client.get("/search?q=棉铃虫")
    sign_in(app, client, owner_id)
    assert client.get(f"/demands/{number}/matches").status_code == 200
    with app.app_context():
        counted = db.session.scalars(select(UnknownWord).where(UnknownWord.word == "")).all()
        assert sorted((row.searches, row.pastes) for row in counted) == [(0, 1), (1, 0)]
    sign_in(app, client, curator)
    assert "大黄车" in client.get("/staff/taxonomy/words").text
    page = "/staff/taxonomy/words/1"
    assert client.submit(page, data={"entry": ""}).status_code == 422
    assert client.submit(page, data={"entry": "scene-1"}).status_code == 303
    assert "已经处理过了" in client.get(page).text
