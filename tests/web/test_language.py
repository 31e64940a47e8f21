"""Which language a page speaks, and that translated texts are texts."""

import pytest
from flask import Flask, render_template_string
from flask_babel import gettext, lazy_gettext

from matchmaker.accounts.models import Account
from matchmaker.web.language import in_each_language, in_language_of, in_language_of_mail


@pytest.mark.parametrize(
    "template", ["{{ said }}", "{{ [said] | join }}", "{{ [said] | join(' ') }}"]
)
def test_what_a_visitor_typed_into_a_lazy_text_is_escaped(app: Flask, template: str) -> None:
    with app.test_request_context():
        said = lazy_gettext("没有找到“%(name)s”。", name="<script>")

        assert "&lt;script&gt;" in render_template_string(template, said=said)


@pytest.mark.parametrize(("key", "said"), [("en", "Save"), ("zh", "保存"), ("fr", "保存")])
def test_what_is_told_a_person_is_in_their_language(app: Flask, key: str, said: str) -> None:
    with app.test_request_context(), in_language_of(Account(locale=key)):
        assert gettext("保存") == said


@pytest.mark.parametrize(
    ("cookie", "said"), [("lang=zh", "保存"), ("lang=fr", "Save"), ("", "Save")]
)
def test_the_page_of_a_mail_speaks_as_its_visitor_chose_else_as_the_mail(
    app: Flask, cookie: str, said: str
) -> None:
    visit = app.test_request_context(headers={"Cookie": cookie})
    with visit, in_language_of_mail(Account(locale="en")):
        assert gettext("保存") == said


def test_words_are_given_in_each_language(app: Flask) -> None:
    with app.test_request_context():
        assert in_each_language(lambda: gettext("保存")) == ["保存", "Save"]
