"""Pages say their language, and so do Chinese texts on English pages."""

import pytest
from flask.testing import FlaskClient

from matchmaker.web.marking import marked


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (
            "<p>Provider: 远方通信 Ltd</p>",
            '<p><span lang="zh-Hans">Provider: 远方通信 Ltd</span></p>',
        ),
        ("<p>\n  矿山\n</p>", '<p>\n  <span lang="zh-Hans">矿山</span>\n</p>'),
        ("<option value=1>矿山</option>", '<option lang="zh-Hans" value=1>矿山</option>'),
        ('<option lang="zh-CN">矿山</option>', '<option lang="zh-CN">矿山</option>'),
        ("<option>All</option>", "<option>All</option>"),
        ("<textarea>矿山</textarea>", "<textarea>矿山</textarea>"),
        ("<title>矿山</title>", "<title>矿山</title>"),
        ('<script>x = "矿<山>"</script>', '<script>x = "矿<山>"</script>'),
        ('<a title="矿山">Mines</a><!-- 矿山 -->', '<a title="矿山">Mines</a><!-- 矿山 -->'),
        ("<svg><text>矿山</text></svg>", "<svg><text>矿山</text></svg>"),
        ("矿山", '<span lang="zh-Hans">矿山</span>'),
    ],
)
def test_chinese_texts_of_english_pages_carry_their_language(page: str, said: str) -> None:
    assert marked(page) == said


@pytest.mark.parametrize(("cookie", "language"), [("en", "en"), ("zh", "zh-CN")])
def test_pages_name_their_language(client: FlaskClient, cookie: str, language: str) -> None:
    client.set_cookie("lang", cookie)

    page = client.get("/about")

    assert page.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in page.text
    assert "Cookie" in page.vary
    assert 'lang="zh-Hans"' not in client.get("/static/js/forms.js").text


def test_switch_keeps_the_query_that_filters_changed_since(client: FlaskClient) -> None:
    token = {"lang": "en", "next": "/offerings?sector=mining"}
    switched = client.submit(  # type: ignore[attr-defined]
        "/about", token, to="/language", headers={"Referer": "http://localhost/offerings?page=2"}
    )

    assert switched.headers["Location"] == "/offerings?page=2"


def test_switch_ignores_where_another_page_came_from(client: FlaskClient) -> None:
    token = {"lang": "en", "next": "/offerings?sector=mining"}
    for came in ("https://evil.example/offerings?x=1", "http://localhost/demands?x=1", ""):
        switched = client.submit(  # type: ignore[attr-defined]
            "/about", token, to="/language", headers={"Referer": came}
        )
        assert switched.headers["Location"] == "/offerings?sector=mining"


def test_switch_on_a_refused_form_leads_to_the_form(client: FlaskClient) -> None:
    refused = client.submit("/register", {})  # type: ignore[attr-defined]

    assert refused.status_code == 422
    assert 'name="next" value="/register"' in refused.text


def test_switch_on_an_answer_without_address_leads_back(client: FlaskClient) -> None:
    refused = client.submit(  # type: ignore[attr-defined]
        "/", {"text": ""}, to="/match", headers={"Referer": "http://localhost/?x=1"}
    )

    assert refused.status_code == 422
    assert 'name="next" value="/?x=1"' in refused.text
