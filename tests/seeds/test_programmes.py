"""The criteria of the eight subject types as they are loaded and shown: sourced ones apart."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.db import db
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.queries.pilots import criteria_of, points_of
from seeds.files import SEEDS
from seeds.loader import Loaded
from seeds.programmes import load_pilots


@pytest.fixture
def _pilots(app: Flask) -> None:
    with app.app_context():
        load_pilots(lambda _kind, rows: rows, Loaded().count, SEEDS)
        db.session.commit()


def said(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.usefixtures("_pilots")
@pytest.mark.parametrize("subject", SubjectType)
def test_each_type_shows_what_sources_ask_for_apart_from_suggestions(
    app: Flask, client: FlaskClient, subject: SubjectType
) -> None:
    page = client.get(f"/showcases/self-check?type={subject.value}").text
    head, rest = page.split("<h2>公开文件要求的内容</h2>")
    sourced, own = rest.split("<h2>平台建议</h2>")
    own, _, background = own.partition("背景：公开文件怎么说")

    with app.app_context():
        points, criteria = points_of(subject), criteria_of(subject)
        asked = [row for row in points if row.is_checked]
        assert asked
        assert len(criteria) >= 12  # eight of all types, and its own
        assert all(row.source for row in points)
        assert {row.text_zh for row in asked} == {
            row.text_zh for row in points if row.text_zh in said(sourced)
        }
        assert all(row.text_zh in said(background) for row in points if not row.is_checked)
        for row in criteria:
            assert row.name_zh in said(own)
            assert row.name_zh not in said(head)
    assert "不是官方标准" in own
    assert own.count('class="trust">平台建议') == len(criteria)
    assert "平台建议" not in sourced
    assert sourced.count('class="source"') >= len(asked)
    assert ';"' not in sourced + background  # several addresses are several links


@pytest.mark.usefixtures("_pilots")
def test_loading_criteria_again_changes_nothing(app: Flask) -> None:
    again = Loaded()
    with app.app_context():
        load_pilots(lambda _kind, rows: rows, again.count, SEEDS)

    assert again.rows == {"pilots": 8}
    assert again.changed == {"pilots": 0}
