"""The macros every page is built from, rendered with what pages pass them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import html5lib
import pytest
from flask import Flask, flash, render_template_string
from wtforms import (
    BooleanField,
    DecimalField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length

from config import Settings
from matchmaker.app import create_app
from matchmaker.search.highlight import Part
from matchmaker.web.forms import BaseForm

Render = Callable[..., str]


class _Form(BaseForm):
    title = StringField("标题", validators=[InputRequired("请填写标题")])
    text = TextAreaField("需求", validators=[Length(max=20)])
    secret = PasswordField("密码")
    budget = DecimalField("预算")
    sector = SelectField("行业", choices=[SelectChoice("mine", "矿山")])
    kind = RadioField("类型", choices=[SelectChoice("a", "企业"), SelectChoice("b", "供应商")])
    agreed = BooleanField("同意")
    version = HiddenField()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    instance = tmp_path_factory.mktemp("components")
    environ = {"MATCHMAKER_ENV": "test", "INSTANCE_PATH": str(instance)}
    return create_app(Settings.from_environ(environ | {"SECRET_KEY": "test-secret" * 4}))


@pytest.fixture
def render(site: Flask) -> Iterator[Render]:
    """Render a piece of template inside a request and refuse HTML that does not parse."""
    with site.test_request_context("/"):

        def piece(source: str, **context: Any) -> str:
            html = render_template_string(source, **context)
            html5lib.HTMLParser(strict=True).parseFragment(html)
            return html

        yield piece


def _text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _field(render: Render, form: BaseForm, name: str, **arguments: Any) -> str:
    source = "{% from 'components/forms.html' import field %}{{ field(f, **arguments) }}"
    return render(source, f=form[name], arguments=arguments)


def test_field_with_error_names_it_for_assistive_software(render: Render) -> None:
    form = _Form()
    form.title.errors = ["请填写标题"]

    html = _field(render, form, "title", hint="一句话")

    assert 'aria-describedby="title-hint title-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="title-error"' in html
    assert "（选填）" not in html


def test_field_that_may_stay_empty_says_so(render: Render) -> None:
    assert "（选填）" in _field(render, _Form(), "budget")


def test_long_text_is_counted_not_cut(render: Render) -> None:
    html = _field(render, _Form(), "text", counter=20)

    assert "maxlength" not in html
    assert 'data-limit="20"' in html


def test_number_is_typed_as_text_with_its_unit(render: Render) -> None:
    html = _field(render, _Form(), "budget", unit="万元")

    assert 'type="text"' in html
    assert 'inputmode="decimal"' in html
    assert 'aria-describedby="budget-unit"' in html


def test_choices_stand_in_a_fieldset_with_a_legend(render: Render) -> None:
    html = _field(render, _Form(), "kind")

    assert "<fieldset" in html
    assert html.count('type="radio"') == 2


def test_suggestions_are_a_datalist(render: Render) -> None:
    html = _field(render, _Form(), "title", options=["广东", "北京"])

    assert 'list="title-list"' in html
    assert html.count("<option") == 2


def test_every_kind_of_field_renders(render: Render) -> None:
    form = _Form()

    for name in ("secret", "sector", "agreed", "version"):
        assert f'id="{name}"' in _field(render, form, name)


def test_error_summary_links_to_what_takes_focus(render: Render) -> None:
    form = _Form()
    form.title.errors = ["请填写标题"]
    form.kind.errors = ["请选择类型"]
    form.version.errors = ["内容已被更改"]

    html = render(
        "{% from 'components/forms.html' import error_summary %}{{ error_summary(form) }}",
        form=form,
    )

    assert 'href="#title"' in html
    assert 'href="#kind-0"' in html
    assert "#version" not in html
    assert "内容已被更改" in html


def test_error_summary_stays_away_without_errors(render: Render) -> None:
    source = "{% from 'components/forms.html' import error_summary %}{{ error_summary(form) }}"

    assert render(source, form=_Form()).strip() == ""


def test_post_button_carries_its_token(render: Render) -> None:
    html = render(
        "{% from 'components/forms.html' import post_button %}"
        "{{ post_button('/x', '撤回需求', fields={'version': 3}) }}"
    )

    assert 'name="csrf_token"' in html
    assert 'name="version" value="3"' in html


def test_points_show_value_times_weight_and_the_sum(render: Render) -> None:
    signals = [
        SimpleNamespace(
            name="text", label="文本", value=0.5, weight=60, points=30.0, note="14 个词"
        ),
        SimpleNamespace(name="scene", label="场景", value=1.0, weight=40, points=40.0, note="<i>"),
    ]

    html = render("{{ points(signals, 70.0, 'm1') }}", signals=signals)

    assert "0.50 × 60 = 30.0" in html
    assert 'x="30.00" y="0" width="40.00"' in html
    assert "合计 70.0" in _text(html)
    assert html.count("&lt;i&gt;") == 2
    assert 'aria-describedby="m1-text"' in html


def test_signal_without_weight_is_not_counted_and_says_why(render: Render) -> None:
    region = SimpleNamespace(
        name="region", label="地区", value=0.0, weight=0.0, points=0.0, note="需求没有写明"
    )

    html = render("{{ points([region], 0.0, 'm1') }}", region=region)

    assert "不计：地区" in _text(html)


def test_points_of_nothing_render(render: Render) -> None:
    html = render("{{ points([], 0.0, 'm1') }}")

    assert "合计 0.0" in _text(html)


def test_matched_words_are_marked_and_escaped(render: Render) -> None:
    parts = [Part("<b>", is_match=False), Part("矿卡", is_match=True)]

    html = render(
        "{% from 'components/highlight.html' import highlight %}{{ highlight(parts) }}", parts=parts
    )

    assert html.strip() == "&lt;b&gt;<mark>矿卡</mark>"


@pytest.mark.parametrize(
    ("state", "words"), [("met", "满足"), ("not_met", "不满足"), ("unknown", "未知"), ("", "未知")]
)
def test_chip_says_its_state_in_words(render: Render, state: str, words: str) -> None:
    html = render(
        "{% from 'components/chips.html' import chip %}{{ chip(state, '时延', '≤ 20 ms') }}",
        state=state,
    )

    assert _text(html).endswith(f"时延 ≤ 20 ms {words}")


def test_source_link_shows_the_host_and_passes_nothing_on(render: Render) -> None:
    html = render(
        "{% from 'components/source.html' import source_link %}"
        "{{ source_link('https://www.example.com/a?b=1') }}"
    )

    assert "来源：www.example.com" in html
    assert 'rel="external nofollow noopener noreferrer"' in html


@pytest.mark.parametrize(
    ("trust", "words"),
    [
        ("seen", "有出处"),
        ("seen-secondary", "转引"),
        ("inferred", "平台建议值"),
        ("recalled", "平台建议值"),
    ],
)
def test_figure_without_a_read_source_is_the_sites_suggestion(
    render: Render, trust: str, words: str
) -> None:
    html = render(
        "{% from 'components/source.html' import trust_label %}{{ trust_label(trust) }}",
        trust=trust,
    )

    assert _text(html) == words


def test_warning_interrupts_and_success_waits_its_turn(render: Render) -> None:
    flash("已保存。", "success")
    flash("没有发出。", "error")

    html = render("{% from 'components/flash.html' import flashes %}{{ flashes() }}")

    assert re.search(r'role="status">\s*<p>已保存。', html)
    assert re.search(r'role="alert">\s*<p>没有发出。', html)


def test_pagination_marks_the_page_and_the_gap(render: Render) -> None:
    page = SimpleNamespace(
        page=2,
        pages=9,
        total=180,
        has_prev=True,
        has_next=True,
        numbers=lambda: [1, 2, None, 9],
        url_for_page=lambda n: f"/list?page={n}",
        file_url="/list?format=xlsx",
    )

    html = render(
        "{% from 'components/pagination.html' import pagination, result_count %}"
        "{{ result_count(page) }}{{ pagination(page) }}",
        page=page,
    )

    assert 'href="/list?page=2" aria-current="page"' in html
    assert 'rel="next" href="/list?page=3"' in html
    assert "共 180 条 · 第 2 / 9 页 · 导出 Excel" in _text(html)
    assert 'href="/list?format=xlsx"' in html


def test_pagination_of_one_page_is_nothing(render: Render) -> None:
    source = "{% from 'components/pagination.html' import pagination %}{{ pagination(page) }}"

    assert render(source, page=SimpleNamespace(pages=1)).strip() == ""


def test_tags_beyond_the_limit_are_counted(render: Render) -> None:
    html = render(
        "{% from 'components/chips.html' import tags %}{{ tags(['甲', '乙', '丙'], '场景', 2) }}"
    )

    assert _text(html) == "甲 乙 等 3 项"


def test_card_leaves_out_what_a_row_lacks(render: Render) -> None:
    demand = SimpleNamespace(
        title="",
        text="<script>",
        public_name="某煤矿",
        closes_on=None,
        region=None,
        notice_year=None,
        ends_on=None,
        scenes=[],
        source_url="",
    )

    html = render(
        "{% from 'components/cards.html' import demand_card %}{{ demand_card(d, '/demands/1') }}",
        d=demand,
    )

    assert _text(html) == "（未填标题） 某煤矿 &lt;script&gt;"


def test_no_template_uses_inline_style_or_handlers() -> None:
    for path in (Path(__file__).parents[2] / "templates").rglob("*.html"):
        assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", path.read_text()), path.name
