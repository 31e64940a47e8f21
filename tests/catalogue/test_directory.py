"""The directory of providers."""

from datetime import timedelta

from conftest import NOON
from factories.catalogue import case, offering, provider
from factories.people import organisation
from factories.reading import (
    facet_counts,
    table_rows,
)
from factories.taxonomy import plain_sector, province
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.catalogue.enums import OfferingState, ProviderType
from matchmaker.db import db

MARKED = "新登记的单位 ✓ 已认证"


def test_providers_stand_in_the_order_of_their_pinyin(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        for name in ("中国移动", "阿里云", "Nokia", "5G联盟", "长沙矿山院", "重庆通信"):
            provider(name)
        db.session.commit()

    page = client.get("/providers").text

    names = [row[0].removesuffix(" 未认领") for row in table_rows(page)]
    assert names == ["阿里云", "长沙矿山院", "重庆通信", "Nokia", "中国移动", "5G联盟"]
    assert "共 6 家" in page
    only_c = table_rows(client.get("/providers?initial=c").text)
    assert [row[0] for row in only_c] == ["长沙矿山院 未认领", "重庆通信 未认领"]


def test_provider_line_shows_type_region_and_counts(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        province("440000", "广东省", ("440300", "深圳市"))
        supplier = provider("远方通信", region_code="440300", type=ProviderType.VENDOR)
        offering(supplier)
        offering(supplier, state=OfferingState.DRAFT)
        case(parts=[(supplier, "网络")])
        provider("山里电信", place="某国某城")
        db.session.commit()

    assert table_rows(client.get("/providers").text) == [
        ["山里电信 未认领", "运营商", "某国某城", "0", "0"],
        ["远方通信 未认领", "设备商", "深圳市", "1 远方通信的方案", "1 远方通信的案例"],
    ]
    assert len(table_rows(client.get("/providers?type=vendor&region=广东").text)) == 1
    assert "没有符合条件的供应商" in client.get("/providers?type=research").text


def test_organisation_without_profile_is_a_provider_once_it_offers(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        active = organisation("新登记的单位")
        organisation("只发需求的单位")
        offering(active)
        db.session.commit()
        path = f"/providers/{active.id}"

    assert [row[0] for row in table_rows(client.get("/providers").text)] == [
        "新登记的单位 ✓ 已认证"
    ]
    page = client.get(path)
    assert page.status_code == 200
    assert "尚未由该单位认领" not in page.text


def test_providers_are_narrowed_by_sector_and_standing(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山")
        offering(organisation("认证了的"), sector=mining)
        offering(organisation("认证到期的", verified_until=NOON.date() - timedelta(days=1)))
        offering(organisation("没有认证的", verified_until=None))
        case(parts=[(provider("只有案例"), "网络")], sector=mining)
        provider("别的行业")
        db.session.commit()

    def names(query: str) -> list[str]:
        return [row[0].split()[0] for row in table_rows(client.get(f"/providers?{query}").text)]

    assert names("sector=mining") == ["认证了的", "只有案例"]
    assert names("verified=yes") == ["认证了的"]
    assert names("verified=no&sector=mining") == ["只有案例"]
    counts = facet_counts(client.get("/providers?verified=yes").text, "verified")
    assert counts == {"yes": 1, "no": len(names("verified=no"))} == {"yes": 1, "no": 4}
