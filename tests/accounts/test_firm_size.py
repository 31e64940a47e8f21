"""The size class of a firm by the official thresholds."""

from collections import defaultdict
from decimal import Decimal

import pytest
from factories.accounts import USCC, add_account, saved_account, sign_in
from factories.catalogue_rows import published_offering
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from pages import PageClient

from matchmaker.accounts.enums import FirmSize, SizeIndustry
from matchmaker.accounts.models import Organisation
from matchmaker.accounts.operations.organisations import OrganisationContent, create_organisation
from matchmaker.accounts.scoring import BOUNDS, Bounds, FirmFigures, firm_size
from matchmaker.accounts.words import SIZE_INDUSTRIES
from matchmaker.db import db
from seeds.files import read_firm_sizes

ORDER = list(FirmSize)
AMOUNTS = st.decimals(0, 500_000, places=2)


def test_bounds_are_those_of_the_published_table(app: Flask) -> None:
    read: dict[str, dict[str, tuple[int, int, int]]] = defaultdict(dict)
    for row in read_firm_sizes():
        name = row.indicator if row.indicator == "employees" else f"{row.indicator}_wan"
        read[row.industry_zh][name] = (int(row.large_min), int(row.medium_min), int(row.small_min))
    with app.test_request_context():
        named = {industry: str(words) for industry, words in SIZE_INDUSTRIES.items()}
    assert {named[industry]: bounds for industry, bounds in BOUNDS.items()} == {
        industry: Bounds(**bounds) for industry, bounds in read.items()
    }
    assert set(BOUNDS) == set(SIZE_INDUSTRIES) == set(SizeIndustry)


@pytest.mark.parametrize(
    ("employees", "revenue", "size"),
    [
        (1000, 40_000, FirmSize.LARGE),
        (999, 40_000, FirmSize.MEDIUM),
        (1000, 39_999, FirmSize.MEDIUM),
        (300, 2_000, FirmSize.MEDIUM),
        (20, 300, FirmSize.SMALL),
        (19, 90_000, FirmSize.MICRO),
        (19, None, FirmSize.MICRO),
        (5_000, None, None),
        (None, None, None),
    ],
)
def test_industrial_firm_needs_every_figure_of_its_class(
    employees: int | None, revenue: int | None, size: FirmSize | None
) -> None:
    figures = FirmFigures(employees, None if revenue is None else Decimal(revenue))
    assert firm_size(SizeIndustry.MANUFACTURING, figures) is size


@given(st.sampled_from(SizeIndustry), st.integers(0, 9_999), AMOUNTS, AMOUNTS, AMOUNTS)
def test_more_of_anything_never_makes_a_firm_smaller(
    industry: SizeIndustry, employees: int, revenue: Decimal, assets: Decimal, more: Decimal
) -> None:
    before = firm_size(industry, FirmFigures(employees, revenue, assets))
    after = firm_size(industry, FirmFigures(employees + int(more), revenue + more, assets + more))
    assert before is not None
    assert after is not None
    assert ORDER.index(after) <= ORDER.index(before)


def test_size_is_computed_from_what_is_typed_and_shown_without_the_figures(
    app: Flask, client: PageClient
) -> None:
    saved_account(app)
    sign_in(client)
    typed = {"name": "远山露天煤矿有限公司", "uscc": USCC, "size_industry": "manufacturing"}
    refused = client.submit("/organisations/new", {**typed, "employees": "-3"})
    made = client.submit(
        "/organisations/new", {**typed, "employees": "１,200", "revenue_wan": "52,000.5"}
    )
    page = client.get(made.location).text

    assert refused.status_code == 422
    assert 'value="-3"' in refused.text
    assert "大型企业" in page
    with app.app_context():
        saved = db.session.query(Organisation).one()
        assert (saved.employees, saved.revenue_wan) == (1200, Decimal("52000.50"))
        assert saved.size is FirmSize.LARGE


def test_public_page_shows_the_class_and_not_the_figures(app: Flask, client: PageClient) -> None:
    with app.app_context():
        offering, _member = published_offering()
        provider = offering.organisation
        provider.size, provider.employees = FirmSize.MEDIUM, 34_567
        db.session.commit()
        number = provider.id

    page = client.get(f"/providers/{number}").text

    assert "中型企业" in page
    assert "34567" not in page
    assert "34,567" not in page


def test_firm_without_an_industry_has_no_size(app: Flask) -> None:
    with app.app_context():
        content = OrganisationContent(name="远山煤矿", figures=FirmFigures(employees=5))
        assert create_organisation(content, uscc=USCC, actor=add_account()).size is None
