"""Pages of a list: the numbers shown, the edges, the filters kept."""

from itertools import pairwise

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.models import Attempt
from matchmaker.db import db
from matchmaker.errors import NotFoundError
from matchmaker.web.pagination import Page, page_of, paginate, requested_page


def page(number: int, total: int, per_page: int = 20) -> Page[int]:
    return Page([], number, per_page, total)


@given(st.data(), st.integers(0, 5_000))
def test_numbers_lead_from_the_first_page_to_the_last(data: st.DataObject, total: int) -> None:
    pages = page(1, total).pages
    number = data.draw(st.integers(1, pages))

    shown = page(number, total).numbers()

    known = [n for n in shown if n is not None]
    assert known == sorted(set(known))
    assert {1, number, pages} <= set(known)
    assert len(known) <= 7
    for left, right in pairwise(shown):
        assert (left is None) != (right is None) or right == (left or 0) + 1


@pytest.mark.parametrize(
    ("number", "total", "expected"),
    [
        (1, 0, [1]),
        (1, 20, [1]),
        (1, 21, [1, 2]),
        (1, 200, [1, 2, 3, None, 10]),
        (5, 200, [1, None, 3, 4, 5, 6, 7, None, 10]),
        (10, 200, [1, None, 8, 9, 10]),
    ],
)
def test_numbers_shown(number: int, total: int, expected: list[int | None]) -> None:
    assert page(number, total).numbers() == expected


@pytest.mark.parametrize(
    ("number", "total", "has_prev", "has_next", "first"),
    [(1, 0, False, False, 0), (1, 41, False, True, 1), (3, 41, True, False, 41)],
)
def test_edges_of_a_list(
    number: int, total: int, *, has_prev: bool, has_next: bool, first: int
) -> None:
    shown = page(number, total)

    assert (shown.has_prev, shown.has_next, shown.first_number) == (has_prev, has_next, first)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "text", ["", "0", "-1", "1.5", "x", "１", "٣", "1e3", "100001", "1" * 5_000, "1 OR 1=1"]
)
def test_page_that_is_no_number_is_not_found(app: Flask, text: str) -> None:
    with app.test_request_context(query_string={"page": text}), pytest.raises(NotFoundError):
        requested_page()


def test_list_is_cut_where_the_page_says(app: Flask) -> None:
    with app.test_request_context("/?page=2"):
        db.session.add_all([Attempt(kind="test", key=str(number)) for number in range(5)])
        db.session.flush()

        shown = paginate(select(Attempt).order_by(Attempt.id), per_page=2)

        assert [row.key for row in shown.items] == ["2", "3"]
        assert (shown.total, shown.pages, shown.first_number) == (5, 3, 3)


def test_page_beyond_the_last_is_not_found(app: Flask) -> None:
    with app.test_request_context("/?page=4"):
        db.session.add_all([Attempt(kind="test", key=str(number)) for number in range(5)])
        db.session.flush()

        with pytest.raises(NotFoundError):
            paginate(select(Attempt).order_by(Attempt.id), per_page=2)
        with pytest.raises(NotFoundError):
            page_of([], 5, per_page=2)


def test_first_page_of_nothing_is_a_page(app: Flask) -> None:
    with app.test_request_context("/"):
        shown = paginate(select(Attempt))

        assert (list(shown.items), shown.total, shown.pages) == ([], 0, 1)
        assert page_of([], 0).total == 0


def test_links_to_other_pages_keep_the_filters(app: Flask) -> None:
    query = MultiDict([("q", "无人 矿卡"), ("state", "a"), ("state", "b"), ("page", "3")])

    with app.test_request_context("/search", query_string=query):
        third = page(3, 100)
        assert third.url_for_page(2) == (
            "/search?q=%E6%97%A0%E4%BA%BA+%E7%9F%BF%E5%8D%A1&state=a&state=b&page=2"
        )
        assert third.url_for_page(1) == (
            "/search?q=%E6%97%A0%E4%BA%BA+%E7%9F%BF%E5%8D%A1&state=a&state=b"
        )
