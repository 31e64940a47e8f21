"""A token of one organisation and the things of another: it gets what a visitor gets, no more."""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

import pytest
from architecture import small_world
from factories.demands import content, sector
from factories.people import member, organisation
from factories.reviewing import own_case
from factories.tokens import Limitless, bearer, token
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from matchmaker.accounts.models import Account, Organisation
from matchmaker.api.views.describing import description
from matchmaker.catalogue.enums import CaseState
from matchmaker.db import db
from matchmaker.demands.operations import draft_demand
from matchmaker.web.converters import LARGEST_NUMBER

API: Final = "/api/v1"
NOBODYS: Final = LARGEST_NUMBER
OFFERED: Final = {"title": "矿卡无人驾驶", "summary": "露天矿山的矿卡无人驾驶运输。"}
NEEDED: Final = {"text": "露天煤矿有40台矿卡，想实现无人驾驶运输。"}


def _rests_on(case: int) -> dict[str, Any]:
    said = {"metric": "latency", "value": 15, "evidence": "case", "case_id": case}
    return {"promises": [said]}


Body = Callable[[int], dict[str, Any]]
# Each number a body may name: what it is of, and a body with it. Other numbers fail the test.
NAMED: Final[dict[tuple[str, str], tuple[str, Body]]] = {
    ("new_offering", "organisation"): ("organisation", lambda of: {**OFFERED, "organisation": of}),
    ("new_offering", "cases.0"): ("case", lambda case: {**OFFERED, "cases": [case]}),
    ("new_offering", "promises.0.case_id"): ("case", lambda case: {**OFFERED, **_rests_on(case)}),
    ("change_offering", "cases.0"): ("case", lambda case: {"cases": [case]}),
    ("change_offering", "promises.0.case_id"): ("case", _rests_on),
    ("new_demand", "organisation"): ("organisation", lambda of: {**NEEDED, "organisation": of}),
    ("change_demand", "organisation"): ("organisation", lambda of: {"organisation": of}),
    ("new_case", "organisation"): ("organisation", lambda of: {"title": "矿", "organisation": of}),
    ("new_webhook", "organisation"): (
        "organisation",
        lambda of: {"url": "https://a.example.org/", "kinds": ["award"], "organisation": of},
    ),
    ("matches", "demand"): ("demand", lambda demand: {"demand": demand}),
}


def keys_of(person: Account, mine: Organisation) -> list[dict[str, str]]:
    """Give the headers of a token of a person and one of their organisation."""
    return [bearer(token(person).key), bearer(token(person, of=mine).key)]


def said(answer: TestResponse) -> tuple[int, Any]:
    """Give what an answer says, but for the number of the request."""
    body = answer.get_json()
    return answer.status_code, {**body, "reference": ""} if answer.status_code >= 400 else body


def naming_rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Give the routes of programs that name a thing, each with its method."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api.") and rule.arguments:
            yield rule, next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))


@pytest.mark.one_database
def test_on_things_of_others_a_token_gets_what_a_visitor_gets(app: Flask) -> None:
    with app.app_context():
        world = small_world.build()
        other = organisation("别家矿业")
        foreign = keys_of(member(other), other)
        db.session.commit()
    owner, anybody = world.browser(app, "owner"), app.test_client()
    app.extensions["limits"] = Limitless()
    missing = said(anybody.get(f"{API}/cases/{NOBODYS}"))
    more: list[tuple[str, str]] = []
    reached = set()

    for rule, method in naming_rules(app):
        paths = world.paths(app, rule)
        for path in paths:
            public = said(anybody.get(path)) if method == "GET" else missing
            if public[0] == HTTPStatus.UNAUTHORIZED:  # what only its own people read
                public = missing
            answers = [anybody.open(path, method=method, headers=header) for header in foreign]
            more += [(method, path) for answer in answers if said(answer) != public]
        if any(owner.open(path, method=method).status_code != 404 for path in paths):
            reached.add(rule.endpoint)

    assert more == []
    assert len(reached) > 20


@pytest.fixture
def theirs(app: Flask) -> Mapping[str, int]:
    """Give numbers of what another organisation keeps to itself."""
    with app.app_context():
        mining, them = sector(), organisation("别家矿业")
        person = member(them)
        made = {
            "organisation": them.id,
            "case": own_case(them.id, mining, CaseState.DRAFT, person).id,
            "demand": draft_demand(content(), organisation=them, actor=person).id,
        }
        db.session.commit()
    return made


@pytest.fixture
def mine(app: Flask) -> dict[str, str]:
    """Give the header of a token of an organisation."""
    with app.app_context():
        own = organisation()
        key = token(member(own), of=own).key
        db.session.commit()
    return bearer(key)


@pytest.mark.parametrize(("operation", "field"), NAMED)
@pytest.mark.one_database
def test_things_of_others_named_in_a_body_are_as_if_they_were_not_there(
    client: FlaskClient,
    theirs: Mapping[str, int],
    mine: dict[str, str],
    operation: str,
    field: str,
) -> None:
    kind, body = NAMED[operation, field]
    verb, _line, thing = operation.partition("_")
    path, method = f"{API}/{thing or verb}{'s' if thing else ''}", "POST"
    if verb == "change":
        started = client.post(path, json=OFFERED if thing == "offering" else NEEDED, headers=mine)
        path, method = started.headers["Location"], "PATCH"
        mine = {**mine, "If-Match": "*"}

    foreign, missing = (
        client.open(path, method=method, json=body(number), headers=mine)
        for number in (theirs[kind], NOBODYS)
    )

    assert foreign.status_code == (404 if field == "demand" else 422)
    assert [one["field"] for one in foreign.get_json()["errors"]] == [field]
    assert said(foreign) == said(missing)


def numbers_in(
    schema: Mapping[str, Any], schemas: Mapping[str, Any], place: tuple[str, ...] = ()
) -> Iterator[str]:
    """Give the places in a body where a number of a row stands."""
    whole = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if whole.get("maximum") == LARGEST_NUMBER:
        yield ".".join(place)
    for one in whole.get("anyOf", ()):
        yield from numbers_in(one, schemas, place)
    if "items" in whole:
        yield from numbers_in(whole["items"], schemas, (*place, "0"))
    for name, part in whole.get("properties", {}).items():
        yield from numbers_in(part, schemas, (*place, name))


@pytest.mark.one_database
def test_every_number_a_body_may_name_is_tried(app: Flask) -> None:
    with app.test_request_context():
        whole = description()
    found = {
        (operation["operationId"], place)
        for methods in whole["paths"].values()
        for operation in methods.values()
        if "requestBody" in operation
        for place in numbers_in(
            operation["requestBody"]["content"]["application/json"]["schema"],
            whole["components"]["schemas"],
        )
    }

    assert found == NAMED.keys()
