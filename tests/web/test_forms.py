"""Forms: what is tidied, what is refused, and that nothing typed is lost."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from wtforms import TextAreaField

from matchmaker.errors import DomainError
from matchmaker.web.forms import (
    AmountField,
    BaseForm,
    LineField,
    MaxLength,
    checked_words,
    clean_line,
    clean_prose,
)

LIMIT = 20_000
ANY_TEXT = st.text(st.characters(codec=None, categories=("L", "N", "Z", "Cc", "Cs", "Mn", "So")))


class NeedForm(BaseForm):
    """A form as the site has them."""

    title = LineField()
    text = TextAreaField(validators=[MaxLength(LIMIT)])


@pytest.fixture
def request_context(app: Flask) -> Iterator[Flask]:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context(method="POST"):
        yield app


def posted(app: Flask, **data: str) -> NeedForm:
    with app.test_request_context(method="POST", data=data):
        form = NeedForm()
        form.validate()
        return form


def test_text_over_the_limit_is_kept_whole(request_context: Flask) -> None:
    text = "需" * 200_000

    form = posted(request_context, text=text)

    assert form.text.data == text
    assert form.text.errors == ["最多 20000 个字，现在有 200000 个。请缩短后再提交。"]


@pytest.mark.parametrize(("length", "is_accepted"), [(LIMIT, True), (LIMIT + 1, False)])
def test_limit_is_the_last_length_accepted(
    request_context: Flask, length: int, *, is_accepted: bool
) -> None:
    form = posted(request_context, text="字" * length)

    assert (not form.errors) is is_accepted


def test_words_are_tidied_before_they_are_counted(app: Flask) -> None:
    with app.test_request_context():
        assert checked_words(" 好\r\n\x00的 ", 3) == "好\n的"
        with pytest.raises(DomainError, match="最多 3 个字，现在有 4 个") as refused:
            checked_words("一二三四", 3, field="note")
    assert refused.value.field == "note"


def test_limit_is_told_to_the_browser(request_context: Flask) -> None:
    assert 'maxlength="20000"' in str(posted(request_context).text())


def test_line_is_tidied_before_it_is_checked(request_context: Flask) -> None:
    form = posted(request_context, title="  无人\u0000矿卡\r\n 调度 ")

    assert form.title.data == "无人矿卡 调度"


def test_refusal_stands_beside_its_field(request_context: Flask) -> None:
    form = posted(request_context, title="标题")

    result = form.attempt(lambda: refuse("title"))

    assert result is None
    assert form.errors == {"title": ["请换一个标题。"]}


@pytest.mark.parametrize("field", [None, "no_such_field"])
def test_refusal_without_a_field_belongs_to_the_form(
    request_context: Flask, field: str | None
) -> None:
    form = posted(request_context, title="标题")

    form.attempt(lambda: refuse(field))

    assert form.form_errors == ["请换一个标题。"]


def test_accepted_operation_gives_its_result(request_context: Flask) -> None:
    assert posted(request_context).attempt(lambda: 7) == 7


def refuse(field: str | None) -> int:
    raise DomainError("请换一个标题。", field=field)


@given(ANY_TEXT)
@example("e\u0000\u0301")
@example("\u0085a\r\n\tb\u2028c")
@example("👍🏽 ５Ｇ　ＲｅｄＣａｐ")
def test_cleaning_prose_twice_changes_nothing_more(text: str) -> None:
    once = clean_prose(text)

    assert clean_prose(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", once)


@given(ANY_TEXT)
@example("e\u0000\u0301")
def test_cleaned_line_is_one_tidy_line(text: str) -> None:
    line = clean_line(text)

    assert clean_line(line) == line
    assert len(line.splitlines()) <= 1
    assert line == " ".join(line.split())


@given(st.text(st.characters(categories=("Lo", "Nd", "Ll"))))
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert clean_prose(text) == unicodedata.normalize("NFC", text)


def test_nothing_typed_is_nothing() -> None:
    assert (clean_line(None), clean_prose(None), clean_line(" \t ")) == ("", "", "")


class AmountForm(BaseForm):
    """A form with an amount."""

    amount = AmountField()


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("12.00", "12"), ("0.50", "0.5"), ("1200.00", "1200"), ("37.25", "37.25"), ("0.00", "0")],
)
def test_an_amount_stands_in_its_box_as_people_write_it(
    app: Flask, amount: str, shown: str
) -> None:
    with app.test_request_context():
        assert f'value="{shown}"' in AmountForm(amount=Decimal(amount)).amount()
