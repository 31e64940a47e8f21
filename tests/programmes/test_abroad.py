"""Going abroad: what is marked, who is listed, in which areas, and that English finds it."""

from dataclasses import replace
from typing import Any

import pytest
from factories.catalogue import offering, provider
from factories.people import account, member
from factories.showcases import showcase, showcase_content
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.accounts.enums import OrganisationState, StaffRole
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import ProviderType
from matchmaker.catalogue.models import Offering, ProviderProfile
from matchmaker.catalogue.operations.abroad import put_offering_abroad, put_profile_abroad
from matchmaker.catalogue.operations.profiles import ProfileContent, write_profile
from matchmaker.db import db
from matchmaker.discovery.operations import rebuild_search
from matchmaker.discovery.queries import matching_keys
from matchmaker.errors import DomainError
from matchmaker.programmes.operations.showcases import edit_showcase
from matchmaker.programmes.operations.showing_abroad import put_english
from matchmaker.programmes.queries import abroad
from matchmaker.programmes.queries.abroad import WantedAbroad
from matchmaker.taxonomy.enums import COUNTRIES, WorldArea
from matchmaker.taxonomy.words import place_name, place_named
from matchmaker.web.language import in_locale

EVERYTHING = WantedAbroad()
MARKED: dict[str, Any] = {
    "is_for_abroad": True,
    "summary_en": "The surface runs the shearer over 5G.",
}


def served(of: Organisation, *places: str) -> ProviderProfile:
    profile = db.session.query(ProviderProfile).filter_by(organisation_id=of.id).one()
    put_profile_abroad(
        profile, name_en="Huawei Thailand", summary_en="A hospital.", places=places, actor=None
    )
    db.session.flush()
    return profile


def listed(wanted: WantedAbroad) -> tuple[list[int], list[int]]:
    return (
        [row.id for row in db.session.scalars(abroad.providers_abroad(wanted))],
        [row.id for row in db.session.scalars(abroad.offerings_abroad(wanted)).unique()],
    )


@pytest.mark.usefixtures("session")
def test_showcase_for_abroad_needs_an_english_title_and_summary() -> None:
    row, curator = showcase(), account("馆长", staff=StaffRole.CURATOR)

    for lacking in ({"title_en": ""}, {"summary_en": ""}):
        with pytest.raises(DomainError) as refused:
            edit_showcase(
                row,
                showcase_content(**{**MARKED, **lacking}),
                seen_version=row.version,
                actor=curator,
            )
        assert refused.value.field in lacking
    assert abroad.counts_abroad(EVERYTHING).showcases == 0


@pytest.mark.usefixtures("session")
def test_marked_showcases_alone_are_recommended_and_found_in_english() -> None:
    marked = showcase(**MARKED)
    showcase(title_zh="另一个现场的远程操控")
    db.session.commit()
    rebuild_search()

    assert db.session.scalars(abroad.showcases_abroad(EVERYTHING)).unique().all() == [marked]
    assert matching_keys("surface runs shearer", kind="showcase")[0] == ("showcase", marked.id)


@pytest.mark.usefixtures("session")
def test_providers_and_offerings_are_listed_by_the_areas_they_name() -> None:
    huawei = provider("华为泰国")
    served(huawei, "TH", "middle-east")
    told = offering(huawei)
    untold = offering(huawei, "没有英文的方案", serves_abroad=True)
    put_offering_abroad(told, title_en="A hospital", summary_en="Nine projects.", actor=None)
    db.session.flush()

    for area in (None, WorldArea.SOUTHEAST_ASIA, WorldArea.MIDDLE_EAST):
        assert listed(WantedAbroad(area=area)) == ([huawei.id], [told.id])
    assert listed(WantedAbroad(area=WorldArea.EUROPE)) == ([], [])
    counts = abroad.counts_abroad(EVERYTHING)
    assert (counts.providers, counts.offerings, counts.untold) == (1, 1, 1)
    assert untold.title_en == ""


@pytest.mark.usefixtures("session")
def test_what_its_own_people_say_in_english_stays() -> None:
    huawei = provider("华为泰国")
    profile, sold = served(huawei, "TH"), offering(huawei)
    profile.summary_en, profile.is_translated = "Our own words.", False
    sold.summary_en = "Our own words."
    huawei.state = OrganisationState.UNCLAIMED

    served(huawei, "SG")
    put_offering_abroad(sold, title_en="x", summary_en="y", actor=None)

    assert profile.summary_en == sold.summary_en == "Our own words."
    assert [row.place for row in profile.places] == ["TH"]


@pytest.mark.usefixtures("session")
def test_profile_its_people_write_in_english_is_no_longer_the_platforms() -> None:
    own = provider("出海通信")
    profile = served(own, "TH")
    own.state, own.uscc = OrganisationState.ACTIVE, "91440300192203821X"
    writer = member(own)
    said = ProfileContent(
        type=ProviderType.VENDOR, summary="做5G专网，在泰国和新加坡都有现场的团队。",
        summary_en="We build.", contact_en="Ms Li, li@example.com", places=["SG", "TH"],
    )  # fmt: skip

    with pytest.raises(DomainError) as refused:
        write_profile(own, said, seen_version=profile.version, actor=writer)
    assert refused.value.field == "serves_abroad"
    kept = replace(said, serves_abroad=True)
    write_profile(own, kept, seen_version=profile.version, actor=writer)

    assert [row.place for row in profile.places] == ["SG", "TH"]
    assert (profile.contact_en, profile.is_translated) == (said.contact_en, False)


@pytest.mark.usefixtures("session")
def test_english_is_filled_once_into_showcases_of_sources() -> None:
    row = showcase()
    filled = {"summary_en": "Read this first.", "roles": {"专网建设": "Builder of the network"}}

    assert put_english(row, **filled)  # type: ignore[arg-type]
    assert (row.is_for_abroad, row.is_translated) == (True, True)
    assert row.parts[0].role_en == "Builder of the network"
    assert not put_english(row, **filled)  # type: ignore[arg-type]


def test_every_country_has_a_name_in_both_languages_that_finds_it(app: Flask) -> None:
    places = [*(code for codes in COUNTRIES.values() for code in codes), *WorldArea]

    with app.app_context():
        for key in ("zh", "en"):
            with in_locale(key):
                assert [place_named(place_name(place)) for place in places] == places
        assert place_named(" thailand ") == place_named("泰国") == "TH"
        assert place_named("亚特兰蒂斯") is None


def test_page_says_what_comes_here_and_lists_it_in_english(app: Flask, client: FlaskClient) -> None:
    client.set_cookie("lang", "en")
    for show in ("showcases", "providers", "offerings", "nothing"):
        assert 'class="empty' in client.get(f"/abroad?show={show}").text

    with app.app_context():
        showcase(**MARKED)
        of = provider("华为泰国")
        served(of, "TH")
        sold: Offering = offering(of)
        put_offering_abroad(sold, title_en="Smart hospital", summary_en="Nine.", actor=None)
        db.session.commit()

    assert MARKED["summary_en"] in client.get("/abroad").text
    providers = client.get("/abroad?show=providers&area=southeast-asia").text
    assert "Huawei Thailand" in providers
    assert "translated from the Chinese source" in providers
    assert "Smart hospital" in client.get("/abroad?show=offerings").text
    assert 'href="/abroad"' in client.get("/").text
    assert client.get("/abroad?show=providers&format=xlsx").status_code == 200
