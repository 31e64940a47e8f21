"""The lines of a need as a browser fills them in and reads them back."""

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from pages import HTML, PageClient, tree_of

from matchmaker.db import db
from matchmaker.demands.models import Requirement

SAID = "露天煤矿无人驾驶矿卡，时延不高于20毫秒，上行速率不低于50Mbps，预算300万元，地点在内蒙古。"


def fields(page: str) -> dict[str, Any]:
    """Give what the browser would send of the form that holds the lines."""
    tree = tree_of(page)
    (form,) = [
        form
        for form in tree.iter(f"{HTML}form")
        if any(one.get("name") == "lines_mark" for one in form.iter(f"{HTML}input"))
    ]
    return dict(_sent(form))


def _sent(form: Any) -> Iterator[tuple[str, Any]]:
    declined = []
    for one in form.iter():
        tag, name = str(one.tag).removeprefix(HTML), one.get("name", "")
        if tag == "textarea":
            yield name, "".join(one.itertext())
        elif tag == "select" and not one.get("multiple"):
            options = list(one.iter(f"{HTML}option"))
            chosen = [option for option in options if "selected" in option.attrib] or options[:1]
            yield name, chosen[0].get("value") if chosen else ""
        elif tag == "input" and name == "declined":
            declined.append(one.get("value"))
        elif tag == "input" and name:
            is_tick = one.get("type") == "checkbox"
            if not is_tick or "checked" in one.attrib:
                yield name, one.get("value", "")
    yield "declined", declined


def paste(client: PageClient, text: str = SAID) -> str:
    return str(client.submit("/", {"text": text}, to="/match").location)


def press(client: PageClient, path: str, button: str, **changes: Any) -> Any:
    sent = fields(client.get(path).text) | changes
    return client.post(path, data={**sent, "press": button})


def proposed(page: str) -> list[str]:
    """Give the proposals as `subject` in their order."""
    whats = re.findall(r'name="proposals-\d+-what" value="([^"]*)"', page)
    return [what.split("|")[1] for what in whats]


def at(page: str, subject: str) -> int:
    return proposed(page).index(subject)


def stored(app: Flask) -> list[tuple[str, str, float | None, bool, bool]]:
    with app.app_context():
        rows = db.session.query(Requirement).order_by(Requirement.position)
        return [(r.subject, r.source.value, r.value, r.is_must, r.is_declined) for r in rows]
