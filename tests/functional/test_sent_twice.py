"""Every form that creates something, sent twice as its page gives it: the second does nothing."""

import inspect
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

import pytest
from factories.sendings import SENDINGS
from factories.signing_in import sign_in
from flask import Flask
from pages import HTML, PageClient, tree_of
from sqlalchemy import func, select

from matchmaker.audit import operations as audit
from matchmaker.db import Base, db

RUNNING: Final = "of what it asks for one is under way at a time"
ONE: Final = "of what it creates a constraint allows one; again it changes nothing"
DECIDES: Final = "it moves something on, which the state allows once"
NOBODY: Final = "sent without an account"
SHOWN: Final = "it shows a key this once; sent again it leads to the list, as its own test says"
PUTS: Final = "it says what is, in one row, as often as it is sent"

# Views that may create rows, but no form that creates something anew each time it is sent.
APART: Final = {
    "accounts.accept_invitation": DECIDES,
    "accounts.account": PUTS,
    "accounts.edit_verification": ONE,
    "accounts.invitation": DECIDES,
    "accounts.new_organisation_token": SHOWN,
    "accounts.new_token": SHOWN,
    "accounts.offer_ownership": ONE,
    "accounts.register": NOBODY,
    "feeds.webhooks": SHOWN,
    "catalogue.case_consent": PUTS,
    "catalogue.edit_certificate": PUTS,
    "catalogue.edit_profile": ONE,
    "catalogue.import_sheet": RUNNING,
    "engagements.ask_provider": ONE,
    "engagements.see_contact": ONE,
    "matching.judge": PUTS,
    "matching.judge_pasted": PUTS,
    "matching.paste": ONE,
    "notices.settings": PUTS,
    "notices.stop_now": PUTS,
    "privacy.consent": PUTS,
    "programmes.abstain": DECIDES,
    "programmes.answer_reviewing": DECIDES,
    "programmes.assign_by_hand": ONE,
    "programmes.assign_reviews": ONE,
    "programmes.bar_reviewer": ONE,
    "programmes.copy_showcase": ONE,
    "programmes.declare_conflict": ONE,
    "programmes.remove_reviewer": DECIDES,
    "programmes.showcase_consent": PUTS,
    "staff.edit_scene_page": PUTS,
    "staff.taxonomy_file": DECIDES,
    "programmes.accept_submissions": DECIDES,
    "programmes.agree_to_submission": PUTS,
    "programmes.decide_submission": DECIDES,
    "programmes.decline_submission": PUTS,
    "programmes.edit_submission": ONE,
    "programmes.recommend": DECIDES,
    "programmes.apply_decisions": DECIDES,
    "programmes.propose_verdicts": DECIDES,
    "programmes.publish_results": DECIDES,
    "programmes.staff_appeal": DECIDES,
    "programmes.staff_entry": DECIDES,
    "programmes.staff_objection": DECIDES,
    "programmes.staff_renewal": DECIDES,
    "staff.answer": DECIDES,
    "staff.case": DECIDES,
    "staff.demand": DECIDES,
    "staff.draft_from_learning": "sent like the copy of a model; a fitting would take too long",
    "staff.evaluate_model": RUNNING,
    "staff.grade": PUTS,
    "staff.look": "every look is recorded, as often as it is taken",
    "staff.offering": DECIDES,
    "staff.start_learning": RUNNING,
    "watches.stop_now": PUTS,
}


def creating(app: Flask) -> set[str]:
    """Find the views that take what is sent and reach, call by call, what adds rows."""
    posts = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/")  # keys of its own
    ]
    return {name for name in posts if _reaches(app.view_functions[name], set())}


def _reaches(function: Any, seen: set[Any]) -> bool:
    function = inspect.unwrap(function)
    if function in {audit.created, audit.created_together, audit.put}:
        return True
    if function in seen or not function.__module__.startswith("matchmaker."):
        return False
    seen.add(function)
    return any(_reaches(one, seen) for one in _named(function))


def _named(function: FunctionType) -> Iterator[FunctionType]:
    for code in _codes(function.__code__):
        for name in code.co_names:
            found = function.__globals__.get(name)
            if isinstance(found, FunctionType):
                yield found
            elif isinstance(found, ModuleType) and found.__name__.startswith("matchmaker."):
                inside = (getattr(found, one, None) for one in code.co_names)
                yield from (one for one in inside if isinstance(one, FunctionType))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


def given(page: str, action: str) -> dict[str, Any]:
    """Give what the form that goes to an address holds before anybody types."""
    path = action.partition("?")[0]
    [form] = [
        one
        for one in tree_of(page).iter(f"{HTML}form")
        if str(one.get("action")).partition("?")[0] == path and one.get("method") == "post"
    ]
    values: dict[str, Any] = {}
    for control in form.iter(f"{HTML}input"):
        kind = control.get("type", "text")
        if kind in {"text", "hidden", "date", "tel"} and control.get("name"):
            values[control.get("name")] = control.get("value") or ""
    for control in form.iter(f"{HTML}select"):
        chosen = [one for one in control if one.get("selected") is not None]
        values[control.get("name")] = (chosen or list(control))[0].get("value", "")
    return values


def counts(app: Flask) -> dict[str, int]:
    """Count the rows of every table."""
    with app.app_context():
        tables = Base.metadata.tables.values()
        return {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
        }


def test_every_view_that_creates_is_sent_twice_here(app: Flask) -> None:
    assert creating(app) <= SENDINGS.keys() | APART.keys()
    assert not SENDINGS.keys() & APART.keys()


@pytest.mark.parametrize("endpoint", sorted(SENDINGS))
def test_what_is_sent_twice_is_done_once(app: Flask, client: PageClient, endpoint: str) -> None:
    with app.app_context():
        sending = SENDINGS[endpoint]()
        person = sending.person.id
        db.session.commit()
    sign_in(app, client, person)
    to = sending.to or sending.page
    typed = {**given(client.get(sending.page).text, to), **sending.typed}
    assert any(name.endswith("submission") for name in typed), "the form carries no key"
    before = counts(app)

    first = client.post(to, data=_fresh(typed))
    between = counts(app)
    second = client.post(to, data=_fresh(typed))

    assert first.status_code == 303
    assert between != before
    assert (second.status_code, second.location) == (303, first.location)
    assert counts(app) == between


def _fresh(typed: dict[str, Any]) -> dict[str, Any]:
    """Give what is sent with its files from their beginning: sending reads and closes them."""
    return {
        name: (type(value[0])(value[0].getvalue()), value[1]) if isinstance(value, tuple) else value
        for name, value in typed.items()
    }
