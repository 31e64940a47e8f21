"""One set of rules: whoever gets through a page gets through to its counterpart for programs."""

from http import HTTPStatus
from typing import Any, Final

import pytest
from architecture import small_world
from architecture.test_access import ACCOUNTS, PEOPLE, REACHED, STAFF, move_in, open_doors
from factories.tokens import bearer, token
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.accounts.models import Account, SignInSession
from matchmaker.accounts.queries import token_hash
from matchmaker.db import db
from matchmaker.web import errors
from matchmaker.web.limits import Limits

# The page that does the same; what needs an account and no thing is "account" on both sides.
PAIRS: Final = {
    "api.archive_offering": "catalogue.archive_offering",
    "api.call": "programmes.call",
    "api.call_notice": "programmes.call_notice",
    "api.call_results": "programmes.call_results",
    "api.case": "catalogue.case",
    "api.change_case": "catalogue.edit_case",
    "api.change_demand": "demands.edit",
    "api.change_offering": "catalogue.edit_offering",
    "api.change_profile": "catalogue.edit_profile",
    "api.close_demand": "demands.close",
    "api.copy_offering": "catalogue.copy_offering",
    "api.demand": "demands.show",
    "api.hide_profile": "catalogue.hide_profile",
    "api.my_cases": "catalogue.my_cases",
    "api.my_demands": "demands.mine",
    "api.my_offerings": "catalogue.my_offerings",
    "api.new_case": "catalogue.new_case",
    "api.new_demand": "demands.new",
    "api.new_offering": "catalogue.new_offering",
    "api.offering": "catalogue.offering",
    "api.offering_matches": "matching.for_offering",
    "api.profile": "catalogue.edit_profile",
    "api.provider": "catalogue.provider",
    "api.publish_profile": "catalogue.publish_profile",
    "api.renew_demand": "demands.renew",
    "api.reopen_demand": "demands.reopen",
    "api.showcase": "programmes.showcase",
    "api.submit_case": "catalogue.submit_case",
    "api.submit_demand": "demands.submit",
    "api.submit_offering": "catalogue.submit_offering",
    "api.take_back_case": "catalogue.take_back_case",
    "api.take_back_demand": "demands.take_back",
    "api.take_back_offering": "catalogue.take_back_offering",
    "api.withdraw_case": "catalogue.withdraw_case",
    "api.withdraw_offering": "catalogue.withdraw_offering",
}
# What starts a thing: everybody signed in sees the page, who speaks for nobody has no choice there.
STARTS: Final = frozenset({"api.new_case", "api.new_demand", "api.new_offering"})
SHARED: Final = ("offering", "case", "demand", "profile", "provider", "showcase", "call")


def test_views_for_programs_ask_the_policies_of_pages(app: Flask) -> None:
    views: dict[str, Any] = dict(app.view_functions)
    differing = {
        name: (views[name].access, views[page].access)
        for name, page in PAIRS.items()
        if views[name].access != views[page].access
    }

    assert differing == {}


def test_every_view_of_a_thing_people_have_pages_of_is_paired(app: Flask) -> None:
    about = [
        name
        for name, view in app.view_functions.items()
        if name.startswith("api.")
        and any(word in name for word in SHARED)
        and getattr(view, "access", "public") != "public"
    ]

    assert sorted(set(about) - PAIRS.keys()) == []


@pytest.fixture
def browsers(app: Flask) -> dict[str, tuple[FlaskClient, dict[str, str]]]:
    """Give each person a browser that is signed in, and the header of a token of theirs."""
    with app.app_context():
        world = small_world.build()
        move_in(world)
        keys = {name: token(_whose(world.keys[name])).key for name in ACCOUNTS}
        db.session.commit()
    app.extensions["small_world"] = world
    return {
        name: (world.browser(app, name), bearer(keys[name]) if name in keys else {})
        for name in PEOPLE
    }


def _whose(key: str) -> Account:
    statement = select(SignInSession).where(SignInSession.token_hash == token_hash(key))
    return db.session.scalars(statement).one().account


@pytest.mark.one_database
def test_whoever_opens_a_page_opens_it_by_program_and_nobody_else(
    app: Flask,
    browsers: dict[str, tuple[FlaskClient, dict[str, str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    monkeypatch.setattr(errors, "error_page", lambda status, *_words: ("", status))
    world: small_world.World = app.extensions["small_world"]
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    differing = []
    reached = set()

    with open_doors(app):
        for name, page in PAIRS.items():
            pages, calls = world.paths(app, rules[page]), world.paths(app, rules[name])
            by_page = "POST" if "POST" in (rules[page].methods or ()) else "GET"
            by_call = next(iter((rules[name].methods or set()) - {"HEAD", "OPTIONS"}))
            for at, call in zip(pages, calls, strict=True):
                app.extensions["limits"] = Limits()
                for who, (browser, header) in browsers.items():
                    opened = browser.open(at, method=by_page).status_code == REACHED
                    answer = browser.open(call, method=by_call, headers=header)
                    if opened:
                        reached.add(name)
                    if name in STARTS and answer.status_code == HTTPStatus.FORBIDDEN:
                        assert who in STAFF  # they speak for nobody: their tokens do not write
                    elif (answer.status_code == REACHED) is not opened:
                        differing.append((who, at, call, opened, answer.status_code))

    assert differing == []
    assert len(reached) > len(PAIRS) / 2
