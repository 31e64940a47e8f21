"""The pages about the site itself."""

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Store
from factories.reading import addresses, queries
from flask import Flask
from flask.testing import FlaskClient
from pages import PageClient

from config import ROOT
from matchmaker.app import create_app

PAGES = ("/about", "/sources", "/contact", "/accessibility", "/privacy")


@pytest.mark.one_database
@pytest.mark.parametrize("path", PAGES)
def test_page_opens_without_the_database(app: Flask, client: FlaskClient, path: str) -> None:
    with queries(app) as statements:
        assert client.get(path).status_code == 200

    assert statements == []


def test_every_key_of_the_data_files_is_explained(client: FlaskClient) -> None:
    listed = (ROOT / "seeds/SOURCES.md").read_text(encoding="utf-8")
    keys = [line.split("|")[1].strip() for line in listed.splitlines() if line.startswith("| ")]
    keys = [key for key in keys if key.isalnum() and key.upper() == key]

    page = client.get("/sources").text

    assert keys == ["P2021", "P2024", "N2024", "E2025", "R2232"]
    assert [key for key in keys if f'<tr id="{key}">' not in page] == []


def test_contact_says_when_nobody_is_named(client: FlaskClient) -> None:
    assert "还没有填写联系邮箱" in client.get("/contact").text


def test_contact_gives_the_address_of_the_settings(store: Store, tmp_path: Path) -> None:
    own = replace(store, instance=tmp_path)
    app = create_app(own.settings(CONTACT_EMAIL="office@example.org"))
    app.test_client_class = PageClient

    assert "mailto:office@example.org" in addresses(app.test_client().get("/contact").text)


def test_privacy_names_every_cookie_the_site_sets(client: FlaskClient) -> None:
    page = client.get("/privacy").text

    for cookie in ("session", "lang", "theme", "need"):
        assert f'<th scope="row">{cookie}</th>' in page
