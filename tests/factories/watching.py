"""Watches, the worker's rounds at a given time, and the digests that arrived."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage

from factories.accounts import part
from factories.working import work
from flask import current_app

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.jobs.mail import parse
from matchmaker.watches.enums import Frequency
from matchmaker.watches.models import Watch
from matchmaker.watches.operations import watching
from matchmaker.watches.operations.digests import heal_digests
from matchmaker.watches.operations.watching import Watched
from matchmaker.watches.scoring.searches import Search

# The tests begin on a Friday at noon in China.
AFTERNOON = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)  # 08:00 in China
SUNDAY = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def watch_search(
    person: Account,
    text: str = "无人驾驶",
    frequency: Frequency = Frequency.DAILY,
    *,
    kind: str = "offering",
) -> Watch:
    """Let a person watch a search, named like its words."""
    pairs = [("q", text), ("kind", kind)]
    watched = Watched(search=Search.of(pairs))
    row = watching.watch(watched, name=text or "浏览", frequency=frequency, actor=person)
    db.session.commit()
    return row


def watch_row(
    person: Account, row: Offering | Demand, frequency: Frequency = Frequency.DAILY
) -> Watch:
    """Let a person watch one offering or demand."""
    watched = Watched(offering=row) if isinstance(row, Offering) else Watched(demand=row)
    made = watching.watch(watched, name=row.title, frequency=frequency, actor=person)
    db.session.commit()
    return made


def hold_rounds(instant: datetime) -> None:
    """Let the worker keep house and do everything that is due at an instant."""
    with clock.at(instant):
        heal_digests()
        work()


@contextmanager
def at_work(instant: datetime) -> Iterator[None]:
    """Hold the clock at an instant; what was done by then is applied at the end."""
    with clock.at(instant):
        yield
        work()


def digests_to(person: Account) -> list[EmailMessage]:
    """Give the digests a person got, oldest first."""
    folder = current_app.extensions["settings"].instance_path / "mail"
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    mails = [parse(path.read_text(encoding="utf-8")) for path in paths]
    return [mail for mail in mails if mail["To"] == person.email and _is_digest(mail)]


def _is_digest(mail: EmailMessage) -> bool:
    return "/watches/" in (mail["List-Unsubscribe"] or "")


def last_digest(person: Account) -> str:
    """Give the text of the digest a person got last; nothing where there is none."""
    return part(digests_to(person)[-1]) if digests_to(person) else ""
