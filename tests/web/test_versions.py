"""Forms of rows that several people edit."""

import pytest
from factories.people import organisation
from flask import Flask
from sqlalchemy import update

from matchmaker.accounts.models import Organisation
from matchmaker.db import db
from matchmaker.web.versions import VersionedForm


@pytest.mark.parametrize(
    ("sent", "seen"), [("3", 3), ("", 0), ("x", 0), ("-1", 0), ("１", 0), ("9" * 5000, 0)]
)
def test_what_is_no_version_is_none(app: Flask, sent: str, seen: int) -> None:
    with app.test_request_context("/", method="POST", data={"version": sent}):
        assert VersionedForm().seen_version == seen


def test_who_is_overtaken_while_saving_is_late_and_may_try_again(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"version": "1"}):
        row = organisation("首钢矿业")
        db.session.commit()
        assert row.version == 1  # read, as the page was

        def overtaken() -> None:
            others = update(Organisation).values(version=7)
            db.session.execute(others, execution_options={"synchronize_session": False})
            row.about = "我写的"

        form = VersionedForm()
        assert not form.succeeds(overtaken)

        form.take_over(row)
        assert (form.is_stale, form.seen_version) == (True, row.version)
        assert [problem.message for problem in form.problems] == [
            "您打开页面之后，内容已被改动。请核对已保存的内容后再提交。"
        ]


def test_form_that_is_not_late_keeps_the_version_it_was_shown_with(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"version": "3"}):
        form = VersionedForm()
        form.take_over(organisation("首钢矿业"))

        assert form.seen_version == 3
