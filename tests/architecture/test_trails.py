"""Whoever changes something leaves a trace: what each form calls is followed to the trail.

A view and all it calls are read as names: functions of the site, parts of its modules and classes.
A new form whose operations write no trail is found by itself, or stands below with its reason.
"""

from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

import pytest
from architecture.test_routes import rules_of
from flask import Flask

from matchmaker.audit import operations as audit

MANY: Final = 60
UNTRACED: Final[dict[str, str]] = {
    "api.matches": "reads",
    "api.test_webhook": "the log of the webhook keeps it",
    "feeds.test_webhook": "the log of the webhook keeps it",
    "feeds.send_delivery_again": "the log of the webhook keeps it",
    "demands.quality": "reads",
    "discovery.similar": "reads",
    "engagements.near": "reads",
    "engagements.see_messages": "notes what oneself has read",
    "matching.read_file": "reads",
    "matching.try_out": "reads",
    "notices.open_notice": "notes what oneself has read",
    "notices.read": "notes what oneself has read",
    "staff.preview_model": "reads",
    "watches.read": "notes what oneself has read",
    "web.set_language": "a cookie",
}


def names_in(code: CodeType) -> set[str]:
    """Give every global and attribute a piece of code names, with what is defined inside it."""
    inner = [names_in(held) for held in code.co_consts if isinstance(held, CodeType)]
    return set(code.co_names).union(*inner)


def functions_named(function: FunctionType) -> Iterator[FunctionType]:
    """Give the functions of the site that a function names: itself, by a module, class or table."""
    named, room = names_in(function.__code__), function.__globals__
    held = [room[name] for name in named if name in room]
    parts = [
        getattr(one, name)
        for one in held
        if isinstance(one, ModuleType | type)
        for name in named
        if hasattr(one, name)
    ]
    tables = [row for one in held if isinstance(one, Mapping) for row in list(one.values())]
    for one in (*held, *parts, *tables):
        found = unwrapped(one)
        if isinstance(found, FunctionType) and found.__module__.startswith("matchmaker."):
            yield found


def unwrapped(thing: Any) -> Any:
    while hasattr(thing, "__wrapped__"):
        thing = thing.__wrapped__
    return thing


def reaches_trail(view: Callable[..., Any]) -> bool:
    """Say whether anything a view calls, or what that calls, writes to the trail."""
    seen: set[FunctionType] = set()
    waiting = [unwrapped(view)]
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        if function.__module__ == audit.__name__:
            return True
        waiting += functions_named(function)
    return False


@pytest.mark.one_database  # what leaves a trace does not depend on the database
def test_what_every_form_calls_reaches_the_trail(app: Flask) -> None:
    views = {
        rule.endpoint: app.view_functions[rule.endpoint]
        for rule in rules_of(app)
        if "POST" in (rule.methods or ())
    }

    silent = {endpoint for endpoint, view in views.items() if not reaches_trail(view)}

    assert len(views) > 2 * MANY
    assert silent == UNTRACED.keys()
