"""Who learns what: marks are put into what is not meant for everybody, and every page is read.

Pages, files, calendars, feeds and search alike; what people read is held against the table in the
repository. Addresses that hold a key are left out: the key is the permission.
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import pytest
import sqlalchemy as sa
from architecture import small_world
from architecture.knowledge_matrix import CODES, LEARNED, MACHINERY, OPEN, PUBLIC
from architecture.test_access import move_in
from architecture.test_routes import rules_of
from factories.demands import content, publish
from factories.people import member, organisation
from flask import Flask
from sqlalchemy import select
from structlog.testing import capture_logs

from matchmaker import clock
from matchmaker.accounts.enums import MemberRole
from matchmaker.accounts.models import Account, Membership, Organisation, SignInSession
from matchmaker.accounts.operations.sessions import open_session
from matchmaker.accounts.queries import token_hash
from matchmaker.db import Base, db
from matchmaker.demands.enums import Visibility
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import draft_demand
from matchmaker.engagements.enums.responses import ResponseState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.evaluation import ScoreNote
from matchmaker.engagements.models.outcomes import Rating
from matchmaker.engagements.models.responses import Response, ResponseLine
from matchmaker.engagements.operations.opening import offer_engagement
from matchmaker.web import errors

READERS: Final = (
    "visitor", "bidder", "seller", "viewer", "moderator", "curator", "auditor",
)  # fmt: skip
ANONYMOUS: Final = "organisation.name of an anonymous demand"
PENDING: Final = "engagement.words of one nobody accepted"
# With the number of its row behind it: pages say again what was searched for.
MARK: Final = re.compile(r"(zq[a-j]{2}qz)\d|(?<!\d)(9\d{3}\.\d7)(?!\d)")
ARCHIVES: Final = ("application/vnd.openxmlformats-officedocument", "application/zip")
NAMES: Final = tuple(LEARNED)
# Pages of these slices take long and say the same to whoever may open them.
SAME_FOR_ALL: Final = ("matching.", "taxonomy.", "insight.", "web.")
OPENERS: Final = frozenset({"visitor", "bidder", "auditor"})


def mark(name: str) -> str:
    """Give a word that stands nowhere else, or for a sum a figure."""
    number = NAMES.index(name)
    if name.partition(" ")[0].endswith("_wan"):
        return f"{9000 + number}.{number % 10}7"
    return "zq{}{}qz".format(*("abcdefghij"[digit] for digit in divmod(number, 10)))


MARKS: Final = {mark(name): name for name in NAMES}


def marks_in(said: str) -> set[str]:
    """Name the facts a text tells."""
    found = (match[1] or match[2] for match in MARK.finditer(said.replace(",", "")))
    return {MARKS[one] for one in found if one in MARKS}


def anonymous(world: small_world.World) -> str:
    """Add a demand nobody may name; gives the condition that finds whose it is."""
    hidden = organisation("没有名字的单位")
    author = member(hidden)
    public = db.session.get_one(Demand, world.values["demand_id"][1])
    said = content(text=small_world.TEXT, sector=public.sector, scenes=list(public.scenes))
    demand = draft_demand(said, organisation=hidden, actor=author)
    publish(demand, author)
    demand.visibility = Visibility.ANONYMOUS
    db.session.flush()
    world.values["demand_id"].append(demand.id)
    return f"id = {hidden.id}"


def offered(world: small_world.World) -> Engagement:
    """Let a provider offer itself by somebody who was removed elsewhere, and nobody accept."""
    demand = db.session.get_one(Demand, world.values["demand_id"][1])
    of = organisation("南方通信工程有限公司")
    mine = db.session.get_one(Organisation, world.values["organisation_id"][0])
    person = member(mine, MemberRole.EDITOR)
    db.session.delete(person.memberships[0])
    db.session.commit()
    db.session.add(Membership(account=person, organisation=of, role=MemberRole.OWNER))
    made = offer_engagement(demand, of, words="等您答复。", actor=person)
    world.values["engagement_id"].append(made.id)
    return made


def acting_for(engagement: Engagement) -> Account:
    """Give somebody who acts for the provider of an engagement."""
    acting = select(Account).join(Membership)
    found = acting.where(Membership.organisation_id == engagement.provider_id)
    return db.session.scalars(found).first() or pytest.fail("nobody acts for the provider")


def furnish() -> small_world.World:
    """Build the small world with those who read in it, and mark every private fact."""
    world = small_world.build()
    move_in(world)
    hidden, pending = anonymous(world), offered(world)
    project = db.session.get_one(Engagement, world.values["engagement_id"][1])
    for who, engagement in (("seller", project), ("bidder", pending)):
        world.keys[who] = open_session(acting_for(engagement), user_agent="Firefox").token
    buyer = db.session.scalars(select(Account).join(Membership).where(
        Membership.organisation_id == project.demand.organisation_id
    )).first()  # fmt: skip
    assert buyer is not None
    given = db.session.get_one(Response, world.values["response_id"][0])
    given.engagement = db.session.scalars(
        select(Engagement).where(Engagement.provider_id == given.provider_id)
    ).one()
    given.state, given.submitted_at = ResponseState.SUBMITTED, clock.now()
    graded = {"answers": 5, "reliability": 5, "result": 5}
    rows_of = (
        ScoreNote(engagement_id=project.id, account_id=buyer.id),
        Rating(engagement=project, is_by_provider=False, author=buyer, **graded),
        ResponseLine(response=given),
    )
    db.session.add_all(rows_of)
    db.session.flush()
    hashes = [token_hash(world.keys[who]) for who in READERS if who in world.keys]
    reading = db.session.scalars(
        select(SignInSession.account_id).where(SignInSession.token_hash.in_(hashes))
    )
    own = "id NOT IN ({})".format(", ".join(map(str, reading)))
    rows = {
        ANONYMOUS: hidden, PENDING: f"id = {pending.id}", "engagement.words": f"id != {pending.id}",
    }  # fmt: skip
    lacking = [name for name in NAMES if not _plant(name, _where(name, rows, own))]
    assert lacking == []
    db.session.commit()
    return world


def _where(name: str, rows: dict[str, str], own: str) -> str:
    if name.startswith("account."):
        return own
    if name.startswith("sign_in_session."):
        return f"account_{own}"
    return rows.get(name) or name.partition(" where ")[2]


def _plant(name: str, which: str) -> bool:
    """Put a mark into every row a fact is in; says whether there is one."""
    table, _, column = name.partition(" ")[0].partition(".")
    of = Base.metadata.tables[table]
    said: Any = sa.literal(mark(name)) + sa.cast(next(iter(of.primary_key)), sa.String)
    if column.endswith("_wan"):
        said = sa.literal(float(mark(name)))
    elif column == "link":
        said = "https://example.org/" + said
    change = sa.update(of).values({column: said})
    done = db.session.execute(change.where(sa.text(which)) if which else change)
    return bool(done.rowcount)  # type: ignore[attr-defined]


def texts_of(response: Any) -> Iterator[str]:
    """Give what an answer says; of a spreadsheet, what its parts say."""
    body = response.get_data()
    if response.mimetype.startswith(ARCHIVES):
        with zipfile.ZipFile(BytesIO(body)) as archive:
            yield from (
                archive.read(part).decode("utf-8", "replace") for part in archive.namelist()
            )
    else:
        yield body.decode("utf-8", "replace")
    yield str(response.headers)


def addresses(app: Flask, world: small_world.World, who: str) -> list[str]:
    """Give every address to read, with searches for what nobody should find."""
    read = [
        rule
        for rule in rules_of(app)
        if "GET" in (rule.methods or ())
        and "token" not in rule.arguments
        and (who in OPENERS or not rule.endpoint.startswith(SAME_FOR_ALL))
    ]
    searches = [f"/search?q={mark(name)}" for name in NAMES if " where " in name]
    return [path for rule in read for path in world.paths(app, rule)] + searches


@pytest.mark.one_database
def test_what_is_not_for_everybody_is_read_by_those_in_the_table_only(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Hundreds of refusals: their page is tested elsewhere.
    monkeypatch.setattr(errors, "error_page", lambda status, *_words: ("", status))
    with app.app_context():
        world = furnish()
    learned: dict[str, set[str]] = defaultdict(set)
    where: dict[str, list[str]] = defaultdict(list)

    for who in READERS:
        browser = world.browser(app, who)
        for path in addresses(app, world, who):
            with capture_logs():
                response = browser.get(path, buffered=True)
            if response.status_code != 200:
                continue
            for name in set().union(*map(marks_in, texts_of(response))):
                learned[name].add(who)
                where[name].append(f"{who} {path}")

    found = {name: " ".join(who for who in READERS if who in learned[name]) for name in NAMES}
    assert found == LEARNED, {name: where[name] for name in NAMES if found[name] != LEARNED[name]}


def test_every_column_of_words_is_in_one_of_the_tables() -> None:
    listed = {name.partition(" ")[0] for name in LEARNED}
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        if table.name not in PUBLIC | MACHINERY
        for column in table.columns
        if _holds_words(column) and column.name not in CODES
    }

    assert columns - listed - OPEN == set()
    assert (listed | OPEN) - columns == set()


def _holds_words(column: sa.Column[Any]) -> bool:
    if column.name.endswith("_wan"):
        return True
    is_text = isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum)
    return is_text and not column.foreign_keys
