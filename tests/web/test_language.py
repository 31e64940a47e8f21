"""Which language a page speaks, and that translated texts are texts."""

import pytest
from flask import Flask, render_template_string
from flask_babel import lazy_gettext


@pytest.mark.parametrize(
    "template", ["{{ said }}", "{{ [said] | join }}", "{{ [said] | join(' ') }}"]
)
def test_what_a_visitor_typed_into_a_lazy_text_is_escaped(app: Flask, template: str) -> None:
    with app.test_request_context():
        said = lazy_gettext("没有找到“%(name)s”。", name="<script>")

        assert "&lt;script&gt;" in render_template_string(template, said=said)
