"""The lists of the taxonomy for programs: found by words, narrowed by what they belong to."""

import pytest
from factories.demands import region
from factories.taxonomy import plain_sector
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.db import db
from matchmaker.taxonomy.enums import CapabilityKind
from matchmaker.taxonomy.models import Capability, Standard

API = "/api/v1"


@pytest.fixture(autouse=True)
def _taxonomy(app: Flask) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡", "井下通信")
        plain_sector("ports", "港口", "无人集卡")
        mining.scenes[0].aliases = ["矿用卡车自动驾驶"]
        region()
        slicing, gateway = (
            Capability(slug=slug, kind=kind, name_zh=name, name_en=slug.title())
            for slug, kind, name in (
                ("slicing", CapabilityKind.FEATURE, "网络切片"),
                ("gateway", CapabilityKind.ITEM, "工业网关"),
            )
        )
        own, other = (
            Standard(code=code, title=title, level=level, year=2024)
            for code, title, level in (
                ("YD/T 1-2024", "矿山5G专网", "industry"),
                ("GB/T 2-2024", "港口5G专网", "national"),
            )
        )
        own.sectors = [mining]
        db.session.add_all([slicing, gateway, own, other])
        db.session.commit()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("sectors?q=MIN", ["mining"]),
        ("sectors?q=矿 ining", ["mining"]),
        ("sectors?q=矿 港", []),
        ("scenes?sector=mining", ["mining-1", "mining-2"]),
        ("scenes?q=无人", ["mining-1", "ports-1"]),
        ("scenes?q=卡车自动&sector=mining", ["mining-1"]),
        ("scenes?q=集卡&sector=mining", []),
        ("capabilities?kind=feature", ["slicing"]),
        ("capabilities?q=网关", ["gateway"]),
        ("metrics?q=时延", ["latency"]),
        ("standards?sector=mining", ["YD/T 1-2024"]),
        ("standards?level=national", ["GB/T 2-2024"]),
        ("standards?q=5g 港口", ["GB/T 2-2024"]),
        ("regions?parent=150000", ["150600"]),
        ("regions?q=蒙古", ["150000"]),
    ],
)
def test_a_list_is_narrowed_by_words_and_by_what_its_things_belong_to(
    client: FlaskClient, asked: str, found: list[str]
) -> None:
    items = client.get(f"{API}/{asked}").get_json()["items"]

    assert [one.get("slug") or one.get("code") or one["key"] for one in items] == found


@pytest.mark.parametrize("asked", ["scenes?sector=nowhere", "standards?level=galactic"])
def test_what_a_list_does_not_know_is_said(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"{API}/{asked}")

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == asked.partition("?")[2].partition("=")[0]
