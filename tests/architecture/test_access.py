"""Who may open what: every route, asked by everybody, held against the matrix in the repository.

What a view does is replaced by a word, so that requests are quick and change nothing; the check in
front of it, the loading and the policy are those of the site.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import CellType, FunctionType
from typing import Any, Final, cast

import pytest
from architecture import access_api, access_matrix, access_programmes, small_world
from factories.people import account, member, organisation
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from matchmaker import clock
from matchmaker.accounts.enums import MemberRole, StaffRole
from matchmaker.accounts.models import Organisation
from matchmaker.accounts.operations.sessions import open_session
from matchmaker.db import db
from matchmaker.web import errors

ACCESS: Final = access_matrix.ACCESS | access_api.ACCESS | access_programmes.ACCESS
EACH: Final = access_matrix.EACH | access_api.EACH | access_programmes.EACH
REACHED: Final = 299
STAFF: Final = ("moderator", "curator", "reviewer", "auditor", "administrator")
ACCOUNTS: Final = ("owner", "editor", "viewer", "removed", "other", *STAFF)
PEOPLE: Final = ("visitor", *ACCOUNTS)
GROUPS: Final = {"everybody": PEOPLE, "account": ACCOUNTS, "staff": STAFF, "nobody": ()}
MOST_TAKEN_AWAY: Final = 3
CHANGING: Final = ("POST", "PATCH", "PUT", "DELETE")
DENIED: Final = frozenset({303, 404})
DENIED_PROGRAMS: Final = frozenset({401, 403, 404})


def people_of(words: str) -> frozenset[str]:
    """Read a cell of the matrix: names of people and groups, `-name` takes one away."""
    found: set[str] = set()
    for word in words.split():
        name = word.removeprefix("-")
        named = set(GROUPS.get(name, (name,)))
        assert named <= set(PEOPLE), f"nobody is called {name}"
        found = found - named if word.startswith("-") else found | named
    return frozenset(found)


def words_for(people: frozenset[str]) -> str:
    """Write a cell of the matrix, as short as groups allow."""
    if "visitor" in people and len(people) >= len(PEOPLE) - MOST_TAKEN_AWAY:
        return " ".join(["everybody", *_without(PEOPLE, people)])
    if len(people) >= len(ACCOUNTS) - MOST_TAKEN_AWAY and "visitor" not in people:
        return " ".join(["account", *_without(ACCOUNTS, people)])
    if people >= set(STAFF):
        return " ".join([*sorted(people - set(STAFF), key=PEOPLE.index), "staff"])
    return " ".join(sorted(people, key=PEOPLE.index)) or "nobody"


def _without(all_of_them: tuple[str, ...], people: frozenset[str]) -> list[str]:
    return [f"-{name}" for name in all_of_them if name not in people]


@contextmanager
def open_doors(app: Flask) -> Iterator[None]:
    """Replace what views do behind their access check; what is public has no check to keep."""
    cells = []
    for endpoint, view in app.view_functions.items():
        if endpoint == "static" or getattr(view, "access", "") == "public":
            continue
        cell = _inside(view)
        while hasattr(cell.cell_contents, "access"):  # something stands before the check
            cell = _inside(cell.cell_contents)
        cells.append((cell, cell.cell_contents))
    try:
        for cell, _view in cells:
            cell.cell_contents = lambda *_args, **_values: ("", REACHED)
        yield
    finally:
        for cell, view in cells:
            cell.cell_contents = view


def _inside(view: Callable[..., Any]) -> CellType:
    function = cast("FunctionType", view)
    names = function.__code__.co_freevars
    return dict(zip(names, function.__closure__ or (), strict=True))["view"]


def move_in(world: small_world.World) -> None:
    """Bring the people the small world lacks: of the same organisation, of another, and staff."""
    mine = db.session.get_one(Organisation, world.values["organisation_id"][0])
    removed = member(mine, MemberRole.EDITOR)
    people = {
        "editor": member(mine, MemberRole.EDITOR),
        "viewer": member(mine, MemberRole.VIEWER),
        "removed": removed,
        "other": member(
            organisation("别家矿业", verified_at=clock.now(), verified_until=clock.today())
        ),
        **{role.value: account(role.value, staff=role) for role in StaffRole},
    }
    for name, person in people.items():
        world.keys[name] = open_session(person, user_agent="Firefox").token
    db.session.delete(removed.memberships[0])
    db.session.commit()


def who_reaches(
    rule: Rule, paths: list[str], browsers: dict[str, FlaskClient]
) -> Iterator[frozenset[str]]:
    """Give, address by address, who got past the access check of a route."""
    method = next(name for name in (*CHANGING, "GET") if name in (rule.methods or ()))
    denied = DENIED_PROGRAMS if rule.rule.startswith("/api/") else DENIED
    for path in paths:
        reached = set()
        for name, browser in browsers.items():
            status = browser.open(path, method=method).status_code
            assert status in {REACHED, *denied}, f"{name} {method} {path}: {status}"
            if status == REACHED:
                reached.add(name)
        yield frozenset(reached)


def measured(app: Flask) -> tuple[dict[str, str], dict[str, str]]:
    """Ask every route of the site by everybody: who reaches any of its addresses, who all."""
    some, each = {}, {}
    with app.app_context():
        world = small_world.build()
        move_in(world)
    browsers: dict[str, Any] = {name: world.browser(app, name) for name in PEOPLE}
    with ExitStack() as stack:
        stack.enter_context(open_doors(app))
        for rule in app.url_map.iter_rules():
            view = app.view_functions[rule.endpoint]
            if rule.endpoint == "static":
                continue
            if getattr(view, "access", "") == "public":
                some[rule.endpoint] = "everybody"
                continue
            sets = list(who_reaches(rule, world.paths(app, rule), browsers))
            some[rule.endpoint] = words_for(frozenset.union(*sets))
            if len(set(sets)) > 1:
                each[rule.endpoint] = words_for(frozenset.intersection(*sets))
    return some, each


@pytest.mark.one_database
def test_every_route_is_open_to_those_in_the_matrix_and_to_nobody_else(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # a test of its own; here nobody is stopped by it
    # Thousands of refusals: their page is tested elsewhere.
    monkeypatch.setattr(errors, "error_page", lambda status, *_words: ("", status))

    some, each = measured(app)

    assert (read(some), read(each)) == (read(ACCESS), read(EACH)), (
        f"{lines(some)}\nand each:\n{lines(each)}"
    )


def read(table: dict[str, str]) -> dict[str, frozenset[str]]:
    """Give the people each cell names."""
    return {name: people_of(words) for name, words in table.items()}


def lines(found: dict[str, str]) -> str:
    """Write a table as it stands in the file, to compare and paste what is meant to be so."""
    return "\n".join(f'    "{name}": "{found[name]}",' for name in sorted(found))


def test_who_was_removed_reaches_what_anybody_with_an_account_reaches() -> None:
    for table in (ACCESS, EACH):
        differing = [
            endpoint
            for endpoint, words in table.items()
            if ("removed" in people_of(words)) is not ("other" in people_of(words))
        ]
        assert differing == []


@pytest.mark.parametrize(
    "words", ["everybody", "account", "account -removed -other", "owner staff", "nobody", "visitor"]
)
def test_cells_of_the_matrix_read_as_they_are_written(words: str) -> None:
    assert words_for(people_of(words)) == words
