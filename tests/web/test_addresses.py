"""Addresses of pages are remembered, each for just what it was asked with."""

from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

CASES: list[dict[str, Any]] = [
    {"page": 1},
    {"page": "1"},
    {"page": True},
    {"page": 1.0},
    {"q": "矿 山&"},
    {"q": None},
    {"sector": ["mining", "port"]},
    {"b": 1, "a": 2},
    {"a": 2, "b": 1},
    {"_anchor": "top"},
    {"_external": True},
]


def test_addresses_are_as_flask_writes_them(app: Flask) -> None:
    with app.test_request_context("/"):
        wanted = [Flask.url_for(app, "catalogue.offerings", **values) for values in CASES]

        for _again in range(2):
            assert [url_for("catalogue.offerings", **values) for values in CASES] == wanted
    assert len(set(wanted)) > len(CASES) - 3


def test_addresses_follow_where_the_site_is_mounted(app: Flask) -> None:
    found = []
    for base in ("http://localhost/", "http://localhost/below"):
        with app.test_request_context("/", base_url=base):
            found.append(url_for("catalogue.offering", offering_id=7))

    assert found == ["/offerings/7", "/below/offerings/7"]


def test_unknown_page_has_no_address(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(BuildError):
        url_for("catalogue.nothing_of_that_name")
