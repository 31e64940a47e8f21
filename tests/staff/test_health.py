"""Readiness and figures: what they say, and to whom."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from config import Settings, SettingsError
from matchmaker import clock
from matchmaker.db import db
from matchmaker.discovery.operations import rebuild_search
from matchmaker.discovery.queries import readiness
from matchmaker.jobs.models import OutboxRow
from matchmaker.matching.operations.arrays import rebuild_match_arrays


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A monitor, which reads no pages."""
    with app.app_context():
        rebuild_search()
        rebuild_match_arrays()
        db.session.query(OutboxRow).update({"done_at": clock.now()})
        db.session.commit()
    return app.test_client()


def test_sound_site_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")

    assert answer.json == {"status": "ready", "reasons": [], "warnings": []}
    assert answer.status_code == 200


def test_what_works_less_well_is_said_and_keeps_nobody_away(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        long_ago = clock.now() - timedelta(hours=1)
        db.session.add(OutboxRow(kind="index", key="offering:1", run_at=long_ago))
        db.session.add(OutboxRow(kind="mail", key="account:1", parked_at=clock.now()))
        db.session.commit()
    for folder in ("search", "matching"):
        shutil.rmtree(Path(app.instance_path) / folder)

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json is not None
    assert [words.partition(":")[0] for words in answer.json["warnings"]] == [
        "search answers from the database",
        "rankings are computed in memory",
        "the worker is behind",
        "1 rows of the outbox are parked",
    ]


def test_older_schema_and_full_disk_keep_people_away(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context(), db.engine.begin() as connection:
        head = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = 'e0e92ba29c25'"))
    monkeypatch.setattr(readiness, "LEAST_FREE_BYTES", 1 << 62)

    answer = client.get("/readyz")
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head})

    assert answer.status_code == 503
    assert answer.json is not None
    assert len(answer.json["reasons"]) == 2


def test_figures_are_in_the_form_monitors_read(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        db.session.add(OutboxRow(kind="mail", key="account:1", parked_at=clock.now()))
        db.session.commit()

    answer = client.get("/metrics")

    assert answer.mimetype == "text/plain"
    lines = answer.text.splitlines()
    assert "matchmaker_outbox_parked_rows 1" in lines
    assert "matchmaker_search_generation 1" in lines
    assert "# TYPE matchmaker_disk_free_bytes gauge" in lines


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
def test_outsiders_find_nothing(client: FlaskClient, path: str) -> None:
    outside = {"REMOTE_ADDR": "203.0.113.9"}

    assert client.get(path, environ_overrides=outside).status_code == 404
    # Behind a proxy nobody told the settings of, everybody seems to be this machine.
    assert client.get(path, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404


def test_internal_networks_are_named_by_a_setting() -> None:
    settings = Settings.from_environ({"INTERNAL_NETWORKS": "10.0.0.0/8"})

    assert [str(network) for network in settings.internal_networks] == ["10.0.0.0/8"]
    with pytest.raises(SettingsError, match="INTERNAL_NETWORKS"):
        Settings.from_environ({"INTERNAL_NETWORKS": "10.0.0.1/8"})
