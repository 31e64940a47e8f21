"""Auditors read and export the trail, and change nothing: they are refused every other POST."""

import pytest
from architecture import small_world
from factories.people import account
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.operations.sessions import open_session
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.moderation.models import Decision

EXPORT = "staff.audit_trail_file"


@pytest.mark.one_database
def test_auditors_are_refused_every_post_of_staff(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # it would refuse them before anybody asks who they are
    with app.app_context():
        world = small_world.build()
        auditor = account("审计员", staff=StaffRole.AUDITOR)
        world.keys["auditor"] = open_session(auditor, user_agent="Firefox").token
        db.session.commit()
        before = db.session.query(Decision).count()
        last = max(db.session.scalars(select(AuditEvent.id)))
    browser = world.browser(app, "auditor")
    posts = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/staff") and "POST" in (rule.methods or ())
    ]

    answers = {
        (rule.endpoint, path): browser.post(path).status_code
        for rule in posts
        if rule.endpoint != EXPORT
        for path in world.paths(app, rule)
    }
    exported = browser.post("/staff/audit-trail/file")

    assert len(posts) > 50
    assert {one: status for one, status in answers.items() if status != 404} == {}
    assert exported.status_code == 200
    with app.app_context():
        since = db.session.scalars(select(AuditEvent.action).where(AuditEvent.id > last)).all()
        assert db.session.query(Decision).count() == before
    assert since == ["audit_trail.exported"]
