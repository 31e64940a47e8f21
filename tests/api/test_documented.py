"""The examples of docs/api.md: each command is run as it stands there, and answers as it says."""

import re
import shlex
from dataclasses import dataclass
from typing import Any, Final

from factories.demands import sector
from factories.people import member, organisation
from factories.tokens import token
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import ROOT
from matchmaker.accounts.enums import TokenScope
from matchmaker.db import db

SITE: Final = "http://localhost"
EXAMPLE: Final = re.compile(r"```sh\n(.+?)\n```\n\nStatus: (\d{3})\n", re.DOTALL)
TAKES_VALUE: Final = frozenset({"-X", "-H", "-d"})


@dataclass(frozen=True)
class Command:
    """What a curl command sends."""

    address: str
    method: str
    headers: dict[str, str]
    body: str | None

    @classmethod
    def read(cls, line: str, known: dict[str, str]) -> "Command":
        """Read a command as a shell does, with its variables filled in."""
        for name, value in known.items():
            line = line.replace(f"${name}", value.replace('"', '\\"'))
        name, *words = shlex.split(line)
        assert name == "curl"
        address, method, headers, body = "", "GET", {}, None
        rest = iter(words)
        for word in rest:
            value = next(rest) if word in TAKES_VALUE else ""
            if word == "-X":
                method = value
            elif word == "-H":
                key, _colon, said = value.partition(": ")
                headers[key] = said
            elif word == "-d":
                body = value
            else:
                address = word
        return cls(address, method, headers, body)

    def send(self, client: FlaskClient) -> TestResponse:
        given: dict[str, Any] = {"data": self.body} if self.body is not None else {}
        path = self.address.removeprefix(SITE)
        return client.open(path, method=self.method, headers=self.headers, **given)


def test_every_example_answers_as_the_document_says(app: Flask, client: FlaskClient) -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    examples = EXAMPLE.findall(text)
    with app.app_context():
        sector()
        mine = organisation("矿业")
        scopes = (TokenScope.READ, TokenScope.DEMANDS, TokenScope.OFFERINGS)
        known = {"TOKEN": token(member(mine), *scopes, of=mine).key, "SITE": SITE}
        db.session.commit()
        known["ORGANISATION"] = str(mine.id)
    known["ETAG"] = client.get("/api/v1/sectors").headers["ETag"]
    assert len(examples) == text.count("```sh") > 8

    for line, status in examples:
        answer = Command.read(line, known).send(client)
        assert answer.status_code == int(status), f"{line}\n{answer.text}"
        if answer.status_code == 201:
            known |= {"LOCATION": answer.headers["Location"], "ETAG": answer.headers["ETag"]}
