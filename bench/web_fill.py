"""A database of any size for the web measurement, recombined from the published cases.

Rows go in as plain inserts, no operation and no listener sees them; afterwards the search index,
the match arrays and the standings are built as the commands of the site build them. What was
filled is kept and used again as long as its recipe and the schema are the same.
"""

import hashlib
import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from corpus import PROVINCES, clauses, more_needs, offerings
from sqlalchemy import Table, func, insert, select, text, update

from config import Settings
from matchmaker import schema
from matchmaker.accounts.enums import (
    CONSENT_VERSIONS,
    AccountState,
    ConsentDocument,
    MemberRole,
    OrganisationState,
)
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.accounts.operations.passwords import hash_password
from matchmaker.app import create_app
from matchmaker.catalogue.enums import EvidenceKind, OfferingState, ProviderType
from matchmaker.catalogue.models import (
    Case,
    Offering,
    Promise,
    ProviderProfile,
    offering_capability,
    offering_case,
    offering_region,
    offering_scene,
)
from matchmaker.db import Base, db
from matchmaker.demands.enums import DemandState, RequirementSource, Visibility
from matchmaker.demands.models import Demand, Requirement, demand_scene
from matchmaker.discovery.operations import rebuild_search
from matchmaker.insight.operations.gaps import hold_lines
from matchmaker.jobs.models import OutboxRow
from matchmaker.matching.operations.arrays import rebuild_match_arrays
from matchmaker.matching.operations.standings import restand
from matchmaker.matching.scoring import Need, OfferingRecord
from matchmaker.search.pinyin import pinyin_key
from matchmaker.taxonomy.models import Capability, Scene, Sector
from seeds.files import read_cases
from seeds.loader import load

ROOT = Path(__file__).resolve().parent.parent
RECIPE = 1  # count up where what is written changes
BATCH = 2_000
OFFERINGS_A_PROVIDER = 10
SECRET = "bench-secret-bench-secret-bench-secret"  # noqa: S105 - of a site that nobody else reaches
PASSWORD = "Measured-pages-2026"  # noqa: S105 - the same
EMAIL = "bench@example.org"

T = TypeVar("T")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How many offerings and demands the site holds."""

    offerings: int
    demands: int


@dataclass(frozen=True, slots=True)
class Site:
    """A filled site: its database and its instance folder."""

    url: str
    instance: Path
    size: Size

    def environ(self) -> dict[str, str]:
        """Give the settings gunicorn and the worker run with: those of production."""
        return {
            "MATCHMAKER_ENV": "production",
            "SECRET_KEY": SECRET,
            "INSTANCE_PATH": str(self.instance),
            "DATABASE_URL": self.url,
            "BASE_URL": "https://bench.example.org",
            "TRUSTED_HOSTS": "bench.example.org",
            "PROXY_HOPS": "1",
        }

    def facts(self) -> dict[str, Any]:
        """Give what the clients need to know: addresses and texts to ask for."""
        found: dict[str, Any] = json.loads((self.instance / "bench.json").read_text("utf-8"))
        return found


def fill(site: Site, say: Say) -> None:
    """Fill an empty database, unless it holds the same already."""
    mark = site.instance / "filled.json"
    wanted = {"recipe": RECIPE, "schema": _schema_mark(), **asdict(site.size)}
    if mark.is_file() and json.loads(mark.read_text("utf-8")) == wanted:
        return
    shutil.rmtree(site.instance, ignore_errors=True)
    site.instance.mkdir(parents=True)
    app = create_app(Settings.from_environ({**site.environ(), "MATCHMAKER_ENV": "test"}))
    with app.app_context():
        say("seeds")
        schema.upgrade(db.engine)
        load(lambda _kind, rows: rows)
        db.session.commit()
        _Filler(site.size, say).fill()
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        say("search index")
        rebuild_search()
        say("match arrays")
        rebuild_match_arrays()
        say("standings")
        restand(set(), since=datetime.now(UTC))
        db.session.commit()
        say("lines of demands")
        while hold_lines():
            db.session.commit()
        # All of it is in the indexes by now: the worker has nothing to catch up with.
        db.session.execute(update(OutboxRow).values(done_at=datetime.now(UTC)))
        db.session.commit()
        facts = _facts_for_clients()
    (site.instance / "bench.json").write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
    mark.write_text(json.dumps(wanted), "utf-8")


def _schema_mark() -> str:
    names = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("*.py"))
    return hashlib.sha256(" ".join(names).encode()).hexdigest()[:16]


class _Filler:
    """Writes rows of each kind with numbers that follow on from what the seeds hold."""

    def __init__(self, size: Size, say: Say) -> None:
        self.size, self.say = size, say
        self.chance = random.Random(17)  # noqa: S311 - a repeatable measurement
        self.now = datetime.now(UTC)
        self.sectors = _numbers(Sector.code, Sector.id)
        self.scenes = _numbers(Scene.slug, Scene.id)
        self.capabilities = _numbers(Capability.slug, Capability.id)
        self.cases = list(db.session.scalars(select(Case.id)))
        self.provinces = PROVINCES

    def fill(self) -> None:
        self.say("providers")
        owner = self.account()
        makers = self.providers(max(1, self.size.offerings // OFFERINGS_A_PROVIDER))
        self.say("offerings")
        self.offerings(makers)
        self.say("demands")
        self.demands(owner)
        db.session.commit()
        if db.engine.dialect.name == "postgresql":
            for name in Base.metadata.tables:
                _renumber(name)
            db.session.commit()

    def account(self) -> Account:
        """Make the person who posts, with an enterprise of their own."""
        account = Account(
            email=EMAIL,
            name="测量",
            password_hash=hash_password(PASSWORD),
            password_set_at=self.now,
            state=AccountState.ACTIVE,
            confirmed_at=self.now,
            privacy_version=CONSENT_VERSIONS[ConsentDocument.PRIVACY_NOTICE],
        )
        own = Organisation(
            name="测量用工业企业", uscc="91150600MA0TESTX04", state=OrganisationState.ACTIVE
        )
        db.session.add(Membership(account=account, organisation=own, role=MemberRole.OWNER))
        db.session.commit()
        return account

    def providers(self, count: int) -> list[int]:
        first = _next(Organisation.id)
        profile = _next(ProviderProfile.id)
        kinds, parts = list(ProviderType), clauses()
        cases = read_cases()
        organisations, profiles = [], []
        for number in range(count):
            region = self.chance.choice(cases).region
            name = f"{self.chance.choice(parts)[:6]}第{number + 1}科技有限公司"
            organisations.append(
                {
                    "id": first + number,
                    "name": name,
                    "sort_key": pinyin_key(name),
                    "region_code": region,
                    "state": OrganisationState.UNCLAIMED,
                    "aliases": [],
                }
            )
            profiles.append(
                {
                    "id": profile + number,
                    "organisation_id": first + number,
                    "type": self.chance.choice(kinds),
                    "summary": "，".join(self.chance.choices(parts, k=4)),
                    "is_nationwide": self.chance.random() < 0.3,
                    "source_urls": ["https://example.org/"],
                    "published_at": self.now - timedelta(days=self.chance.randrange(1, 900)),
                }
            )
        _write(Organisation, organisations)
        _write(ProviderProfile, profiles)
        return [row["id"] for row in organisations]

    def offerings(self, makers: Sequence[int]) -> None:
        promise, first = _next(Promise.id), _next(Offering.id)
        for batch in _batches(offerings(self.size.offerings)):
            rows: dict[Any, list[dict[str, Any]]] = {
                kind: []
                for kind in (
                    Offering,
                    Promise,
                    offering_scene,
                    offering_capability,
                    offering_case,
                    offering_region,
                )
            }
            for record in batch:
                own = replace(record, key=first + record.key - 1)
                rows[Offering].append(self.offering(own, self.chance.choice(makers)))
                for row in self.promises(own):
                    rows[Promise].append({"id": promise, **row})
                    promise += 1
                self.links(own, rows)
            for kind, some in rows.items():
                _write(kind, some)

    def offering(self, record: OfferingRecord, maker: int) -> dict[str, Any]:
        return {
            "id": record.key,
            "organisation_id": maker,
            "title": record.title,
            "summary": record.text,
            "sector_id": self.sectors.get(record.sector or ""),
            "region_code": record.region,
            "state": OfferingState.PUBLISHED,
            "published_at": self.now - timedelta(minutes=self.chance.randrange(60 * 24 * 900)),
            "price_min_wan": record.price_wan[0],
            "price_max_wan": record.price_wan[1],
            "lead_days_min": record.lead_days[0],
            "lead_days_max": record.lead_days[1],
            "is_nationwide": record.nationwide,
            "serves_abroad": record.abroad,
            "is_light": self.chance.random() < 0.1,
        }

    def promises(self, record: OfferingRecord) -> Iterator[dict[str, Any]]:
        for position, promise in enumerate(record.promises):
            kind = EvidenceKind(promise.evidence)
            yield {
                "offering_id": record.key,
                "position": position,
                "kind": promise.kind,
                "metric": promise.subject,
                "op": promise.op,
                "value": promise.value,
                "evidence": kind,
                "reviewed_at": self.now if promise.reviewed else None,
            }

    def links(self, record: OfferingRecord, rows: dict[Any, list[dict[str, Any]]]) -> None:
        known = [self.scenes[slug] for slug in set(record.scenes) if slug in self.scenes]
        rows[offering_scene] += [{"offering_id": record.key, "scene_id": n} for n in known]
        held = [self.capabilities[s] for s in set(record.capabilities) if s in self.capabilities]
        rows[offering_capability] += [
            {"offering_id": record.key, "capability_id": number} for number in held
        ]
        proofs = self.chance.sample(self.cases, len(record.evidence))
        rows[offering_case] += [{"offering_id": record.key, "case_id": n} for n in proofs]
        rows[offering_region] += [
            {"offering_id": record.key, "region_code": code} for code in set(record.served)
        ]

    def demands(self, author: Account) -> None:
        first, line = _next(Demand.id), _next(Requirement.id)
        own = author.memberships[0].organisation_id
        by_sector: dict[str, list[int]] = {}
        for code, scene in db.session.execute(select(Sector.code, Scene.id).join(Scene.sector)):
            by_sector.setdefault(code, []).append(scene)
        demands, scenes, lines = [], [], []
        for number, need in enumerate(more_needs(self.size.demands), start=first):
            demands.append(self.demand(number, need, own, author.id))
            fitting = by_sector.get(need.sector or "")
            if fitting:
                scenes.append({"demand_id": number, "scene_id": self.chance.choice(fitting)})
            for position, row in enumerate(need.requirements):
                lines.append(
                    {
                        "id": line,
                        "demand_id": number,
                        "position": position,
                        "kind": row.kind,
                        "metric": row.subject,
                        "op": row.op,
                        "value": row.value,
                        "value2": row.value2,
                        "is_must": position == 0 and self.chance.random() < 0.3,
                        "source": RequirementSource.STATED,
                    }
                )
                line += 1
        _write(Demand, demands)
        _write(demand_scene, scenes)
        _write(Requirement, lines)

    def demand(self, number: int, need: Need, own: int, author: int) -> dict[str, Any]:
        published = self.now - timedelta(minutes=self.chance.randrange(60 * 24 * 60))
        return {
            "id": number,
            "organisation_id": own,
            "author_id": author,
            "title": f"{need.text[:40]} {number}",
            "text": need.text,
            "sector_id": self.sectors.get(need.sector or ""),
            "region_code": need.region,
            "budget_max_wan": self.chance.choice((None, 50, 100, 300, 800)),
            "state": DemandState.OPEN,
            "visibility": Visibility.PUBLIC,
            "published_at": published,
            "submitted_at": published,
            "closes_on": (self.now + timedelta(days=self.chance.randrange(30, 180))).date(),
        }


def _facts_for_clients() -> dict[str, Any]:
    """Name what there is to ask for: numbers of rows, codes of filters, texts of needs."""
    shown = Offering.state == OfferingState.PUBLISHED
    return {
        "email": EMAIL,
        "password": PASSWORD,
        "offerings": list(db.session.scalars(select(Offering.id).where(shown))),
        "demands": list(
            db.session.scalars(select(Demand.id).where(Demand.state == DemandState.OPEN))
        ),
        "providers": list(db.session.scalars(select(ProviderProfile.organisation_id))),
        "cases": list(db.session.scalars(select(Case.id))),
        "sectors": list(db.session.scalars(select(Sector.code))),
        "scenes": list(db.session.scalars(select(Scene.slug))),
        "provinces": PROVINCES,
        "needs": [need.text for need in more_needs(2_000)],
        "words": [part[:6] for part in clauses()],
    }


def _numbers(name: Any, number: Any) -> dict[str, int]:
    return dict(db.session.execute(select(name, number)).all())


def _next(column: Any) -> int:
    return (db.session.scalar(select(func.max(column))) or 0) + 1


def _write(kind: Any, rows: Sequence[dict[str, Any]]) -> None:
    table = kind if isinstance(kind, Table) else kind.__table__
    for some in _batches(iter(rows)):
        db.session.execute(insert(table), some)


def _batches(rows: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _renumber(name: str) -> None:
    """Let the numbers PostgreSQL gives go on behind those written here."""
    if "id" in Base.metadata.tables[name].c:
        serial = f"pg_get_serial_sequence('{name}', 'id')"
        newest = f"SELECT max(id) FROM {name}"  # noqa: S608 - names of our own
        db.session.execute(text(f"SELECT setval({serial}, coalesce(({newest}), 1))"))
