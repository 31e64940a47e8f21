"""The API against its own description: whatever is sent, the answer is one of those promised.

Cases are made from the description: those it allows and those it does not, on things that are
there and on things that are not, by a visitor, an owner and an administrator. They are the same
in every run.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, Final

import pytest
import schemathesis
from architecture import small_world
from factories.tokens import Limitless
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from matchmaker.db import db

DESCRIPTION: Final = "/api/v1/openapi.json"
ASKING: Final = ("visitor", "owner", "administrator")
CASES: Final = {"sqlite": 6, "postgresql": 1}  # of each operation, by each of them
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
Operation = Any  # the library's own types have four parameters each
Case = Any


def cases_of(operation: Operation, known: Mapping[str, list[Any]]) -> st.SearchStrategy[Case]:
    """Make cases of an operation, on what is there and, where it is about a thing, on anything."""
    return st.one_of(
        [strategy for mode in GenerationMode for strategy in _cases(operation, known, mode)]
    )


def _cases(
    operation: Operation, known: Mapping[str, list[Any]], mode: GenerationMode
) -> Iterator[st.SearchStrategy[Case]]:
    names = [part.name for part in operation.path_parameters]
    headers = [header.name for header in operation.headers]
    more: dict[str, Any] = {"feedback": FeedbackSources()}  # not from words of our sources
    if mode is GenerationMode.POSITIVE and "If-Match" in headers:
        more["headers"] = {"If-Match": "*"}
    for values in product(*(known[name] for name in names)):
        parts = dict(zip(names, values, strict=True))
        yield operation.as_strategy(mode, path_parameters=parts, **more)
    if names:
        yield operation.as_strategy(mode, **more)


def test_whatever_is_sent_the_answer_is_one_that_was_promised(app: Flask) -> None:
    with app.app_context():
        world = small_world.build()
        most = CASES[db.engine.dialect.name]
    browsers = [world.browser(app, who) for who in ASKING]
    keys = [browser.environ_base.get("HTTP_AUTHORIZATION") for browser in browsers]
    described = schemathesis.openapi.from_wsgi(DESCRIPTION, app)
    described.config.generation.update(with_security_parameters=False)
    same_cases = settings(
        max_examples=most,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    app.extensions["limits"] = Limitless()
    broken: list[str] = []
    statuses: set[int] = set()

    for found in described.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @same_cases
        @given(cases_of(operation, world.values))
        def ask(case: Case) -> None:
            for who, key in zip(ASKING, keys, strict=True):
                answer = case.call(headers={"Authorization": key} if key else {})
                statuses.add(answer.status_code)
                try:
                    case.validate_response(answer, checks=CHECKS)
                except FailureGroup as failures:
                    broken.append(f"{who}: {failures}")

        ask()

    assert broken == []
    assert statuses > {200, 401, 403, 404, 422}


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_description_is_valid_and_readable(app: Flask, language: str) -> None:
    client = app.test_client()
    said = client.get(f"{DESCRIPTION}?lang={language}")
    page = client.get("/developers", headers={"Accept-Language": language})

    assert (said.status_code, page.status_code) == (200, 200)
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(said.get_json())] == []
    for methods in said.get_json()["paths"].values():
        for operation in methods.values():
            assert operation["operationId"] in page.text
