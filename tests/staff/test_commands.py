"""What operators do at the command line: check, tend jobs, back up, restore."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories.catalogue_rows import published_offering
from flask import Flask

from matchmaker import clock
from matchmaker.cli import main
from matchmaker.db import db
from matchmaker.discovery.operations import rebuild_search
from matchmaker.jobs.models import OutboxRow
from matchmaker.matching.operations.arrays import rebuild_match_arrays


@pytest.fixture
def environ(app: Flask) -> dict[str, str]:
    settings = app.extensions["settings"]
    with app.app_context():
        published_offering()
        parked = {"kind": "mail", "parked_at": clock.now(), "last_error": "refused"}
        db.session.add(OutboxRow(key="account:1", **parked))
        db.session.commit()
        rebuild_search()
        rebuild_match_arrays()
    return {
        "MATCHMAKER_ENV": "test",
        "INSTANCE_PATH": str(settings.instance_path),
        "DATABASE_URL": settings.database_url,
    }


def run(environ: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(main, words, env=environ)


def test_check_finds_drift_and_repairs_it(app: Flask, environ: dict[str, str]) -> None:
    assert run(environ, "search", "check").exit_code == 0
    with app.app_context():
        published_offering(title="另一个方案")
        db.session.commit()

    found = run(environ, "search", "check")
    repaired = run(environ, "search", "check", "--repair")

    assert found.exit_code == 1
    assert "missing" in found.output
    assert repaired.exit_code == 0
    assert run(environ, "search", "check").exit_code == 0


def test_jobs_are_listed_and_tried_again(app: Flask, environ: dict[str, str]) -> None:
    assert "parked mail account:1" in run(environ, "jobs", "list").output
    assert run(environ, "jobs", "retry").exit_code == 2
    assert run(environ, "jobs", "retry", "--all").exit_code == 0
    with app.app_context():
        assert db.session.query(OutboxRow).filter(OutboxRow.parked_at.is_not(None)).count() == 0


def test_backup_is_made_once_and_restored_where_it_is_told_to(
    environ: dict[str, str], tmp_path: Path
) -> None:
    folder = str(tmp_path / "backup")

    made = run(environ, "backup", folder)
    again = run(environ, "backup", folder)
    refused = run(environ, "restore", folder)
    restored = run(environ, "restore", folder, "--replace")

    assert (made.exit_code, again.exit_code, refused.exit_code) == (0, 2, 2)
    assert "not empty" in refused.output
    assert restored.exit_code == 0, restored.output
    assert run(environ, "search", "check").exit_code == 0
