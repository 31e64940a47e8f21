"""Showcases among all that is found by words: in both languages, and only while they are public."""

import pytest
from factories.people import account
from factories.showcases import showcase
from factories.taxonomy import standard
from flask import Flask
from pages import PageClient

from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.discovery.operations import index_changed, rebuild_search
from matchmaker.discovery.queries import find
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.programmes.operations.showcases import withdraw_showcase


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    "text",
    ["综采面 远程操控", "Remote shearing", "远山煤矿", "领航者 煤矿", "单班井下人数", "4321-2024"],
)
def test_a_showcase_is_found_by_its_words_in_both_languages(text: str) -> None:
    row = showcase(standards=[standard("YD/T 4321-2024", "专网技术要求")])
    db.session.commit()
    rebuild_search()

    found = find(text, kind="showcase")

    assert [item.id for item in found.items] == [row.id]
    assert not found.is_relaxed
    assert found.facets["subject"] == {"mine": 1}
    assert found.facets["effect"] == {"staff": 1}


def test_the_search_page_shows_showcases_and_forgets_withdrawn_ones(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        row = showcase()
        showcase(title_zh="还没核对的现场", state=ShowcaseState.DRAFT)
        curator = account("馆员", staff=StaffRole.CURATOR)
        db.session.commit()
        rebuild_search()
        number = row.id

        page = client.get("/search?kind=showcase&subject=mine").text
        assert f'href="/showcases/{number}"' in page
        assert "远山煤矿 · 5G矿山" in page
        assert "还没核对的现场" not in page

        withdraw_showcase(row, "数字有误。", seen_version=row.version, actor=curator)
        db.session.commit()
        index_changed(db.session.query(OutboxRow).filter_by(kind=INDEX).all())

        assert find(kind="showcase").total == 0
