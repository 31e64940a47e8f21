"""Reading one demand, and what its lines speak of."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.demands.enums import DemandState, RequirementSource
from matchmaker.demands.models import Demand, Requirement
from matchmaker.jobs.kept import kept
from matchmaker.taxonomy.documents import in_use
from matchmaker.taxonomy.enums import Metric, RequirementKind
from matchmaker.taxonomy.models import Capability, Scene, Sector, Standard, TypicalNeed
from matchmaker.taxonomy.queries import capabilities_with_slugs
from matchmaker.taxonomy.words import metric_label, metric_line
from matchmaker.web.converters import LARGEST_NUMBER
from matchmaker.web.language import localised

SHOWN = (
    joinedload(Demand.organisation),
    joinedload(Demand.sector),
    joinedload(Demand.region),
    selectinload(Demand.scenes),
)
WITH_LINES = (
    *SHOWN,
    selectinload(Demand.goals),
    selectinload(Demand.requirements).joinedload(Requirement.capability),
    selectinload(Demand.requirements).joinedload(Requirement.standard),
    selectinload(Demand.requirements).joinedload(Requirement.typical_need),
)
LINE_KINDS = frozenset(
    {RequirementKind.METRIC, RequirementKind.CAPABILITY, RequirementKind.STANDARD}
)
METRICS_BY_NAME = {metric.value: metric for metric in Metric}
LONGEST_TOKEN = 400
STANDARDS_MOST = 60


def access_hash(token: str) -> str:
    """Give what is stored of a pasted need's key."""
    return hashlib.sha256(token.encode()).hexdigest()


def demand_by_id(demand_id: int) -> Demand | None:
    """Find a demand with what its page shows."""
    statement = select(Demand).where(Demand.id == demand_id).options(*WITH_LINES)
    return db.session.scalars(statement).first()


def pasted_need(token: str) -> Demand | None:
    """Find a pasted need by the key in its address."""
    return db.session.scalars(
        select(Demand)
        .where(Demand.access_hash == access_hash(token), Demand.state == DemandState.PASTED)
        .options(*WITH_LINES)
    ).first()


def demands_of(account: Account) -> Select[Demand]:
    """Select what a person drafted or their organisations posted, latest change first."""
    return (
        select(Demand)
        .where(
            Demand.state.not_in([DemandState.PASTED, DemandState.NOTICE]),
            or_(
                Demand.organisation_id.in_(account.organisation_ids),
                (Demand.author_id == account.id) & Demand.organisation_id.is_(None),
            ),
        )
        .options(*SHOWN)
        .order_by(Demand.updated_at.desc(), Demand.id.desc())
    )


class LineToken(NamedTuple):
    """What a line of a form is about, as one hidden value: kind, subject, source, words.

    `subject` is a metric's name, a capability's slug, a standard's code; for readings of the text
    that fill a field also a region's code, "from-to" in 万元, an ISO day. `quote` are the words of
    the text it was read from.
    """

    kind: RequirementKind
    subject: str
    source: RequirementSource = RequirementSource.STATED
    typical_need: int = 0
    quote: str = ""

    def __str__(self) -> str:
        return "|".join(map(str, self))

    @classmethod
    def parse(cls, text: str) -> "LineToken | None":
        """Read a token back; None for what no form of ours wrote."""
        parts = text[:LONGEST_TOKEN].split("|", 4)
        try:
            kind, subject, source, need, quote = parts
            return cls(RequirementKind(kind), subject, RequirementSource(source), int(need), quote)
        except ValueError:
            return None

    @property
    def metric(self) -> Metric | None:
        """The metric the line is about, if it is about one that is known."""
        is_metric = self.kind is RequirementKind.METRIC
        return METRICS_BY_NAME.get(self.subject) if is_metric else None

    @property
    def reading(self) -> str:
        """The name under which a reading that fills a field is remembered as turned down."""
        return f"{self.kind}|{self.subject}"

    @property
    def is_line(self) -> bool:
        """Whether it is a line of its own, and not a field of the demand."""
        return self.kind in LINE_KINDS


@dataclass(frozen=True, slots=True)
class LineSubjects:
    """The rows lines of a demand speak of, by slug, code and number."""

    capabilities: Mapping[str, Capability]
    standards: Mapping[str, Standard]
    typical_needs: Mapping[int, TypicalNeed]

    def label(self, token: LineToken) -> str:
        """Name what a line is about in the reader's language."""
        if token.kind is RequirementKind.CAPABILITY:
            row = self.capabilities.get(token.subject)
            return localised(row) if row else token.subject
        return metric_label(token.metric) if token.metric else token.subject


def line_subjects(tokens: Collection[LineToken]) -> LineSubjects:
    """Look up what some lines speak of, one query a kind and none for what is not asked."""
    slugs = [token.subject for token in tokens if token.kind is RequirementKind.CAPABILITY]
    codes = [token.subject[:80] for token in tokens if token.kind is RequirementKind.STANDARD]
    needs = [token.typical_need for token in tokens if 0 < token.typical_need <= LARGEST_NUMBER]
    capabilities = capabilities_with_slugs(slugs) if slugs else []
    standards = select(Standard).where(Standard.code.in_(codes))
    typical = select(TypicalNeed).where(TypicalNeed.id.in_(needs))
    return LineSubjects(
        capabilities={row.slug: row for row in capabilities},
        standards={row.code: row for row in db.session.scalars(standards)} if codes else {},
        typical_needs={row.id: row for row in db.session.scalars(typical)} if needs else {},
    )


class StandardName(NamedTuple):
    """A standard as a line names it."""

    code: str
    title: str


def standards_for_choice(
    demand_sector: Sector | None, scenes: Sequence[Scene]
) -> Sequence[StandardName]:
    """List the standards in force of the chosen scenes or sector, or those that hold everywhere.

    They are kept.
    """
    numbers = tuple(sorted(scene.id for scene in scenes))
    sector = demand_sector.id if demand_sector is not None and not numbers else None
    key = ("standards-for-choice", sector, numbers)
    return kept(key, lambda: _read_standards(sector, numbers))


def _read_standards(sector: int | None, scenes: Sequence[int]) -> Sequence[StandardName]:
    about: ColumnElement[bool] = Standard.is_general.is_(True)
    if scenes:
        about = Standard.scenes.any(Scene.id.in_(scenes))
    elif sector is not None:
        about = Standard.sectors.any(Sector.id == sector)
    statement = select(Standard.code, Standard.title).where(
        in_use(Standard), or_(about, Standard.is_general)
    )
    rows = db.session.execute(statement.order_by(Standard.code).limit(STANDARDS_MOST))
    return [StandardName(*row) for row in rows]


def requirement_words(row: Requirement) -> str:
    """Say a requirement: 时延 ≤ 20 毫秒."""
    if row.metric is not None and row.op is not None and row.value is not None:
        return metric_line(row.metric, row.op, row.value, row.value2)
    if row.capability is not None:
        return localised(row.capability)
    return f"{row.standard.code} {row.standard.title}" if row.standard else ""
