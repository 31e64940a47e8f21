"""Matches as the API gives them: the object the match page is made of."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account
from matchmaker.api.forms.base import Told, told
from matchmaker.api.forms.demands import DemandLine, demand_line
from matchmaker.api.forms.parts import page
from matchmaker.catalogue.enums import ProviderType
from matchmaker.matching.enums import Answer
from matchmaker.matching.queries.answers import ShownRequirement, ShownVerdict
from matchmaker.matching.queries.cards import ShownMatch
from matchmaker.matching.queries.outlook import Outlook, ShownFit
from matchmaker.matching.queries.rankings import ShownRanking
from matchmaker.matching.scoring.ranking import Match
from matchmaker.matching.scoring.reading.metrics import METRICS
from matchmaker.matching.scoring.records import Requirement
from matchmaker.matching.scoring.verdicts import Verdict
from matchmaker.taxonomy.enums import Operator, RequirementKind


class MatchModel(Told):
    """The matching model that ranked: its name, and its version (0 for one that is not kept)."""

    name: str
    version: int


class UnderstoodScene(Told):
    """A scene read out of the need, with the words that name it."""

    slug: str
    name: str
    score: float
    words: list[str]


class UnderstoodRequirement(Told):
    """A line of the need as it was judged.

    `is_proposal`: read from the words and confirmed by nobody, so that it counts as a wish. Of the
    offerings that reach the floor this must keeps `excludes` off the list, `excludes_alone` of them
    by itself; `unknown` of the `asked` best leave it open.
    """

    key: str
    kind: RequirementKind
    subject: str
    op: Operator | None
    value: float | None
    value2: float | None
    unit: str
    label: str
    must: bool
    is_proposal: bool
    excludes: int
    excludes_alone: int
    unknown: int
    asked: int


class VerdictOut(Told):
    """One line held against one offering: the answer, the figure promised, what it rests on."""

    requirement: str = told(_("要求的键"))
    label: str
    must: bool
    is_proposal: bool
    answer: Answer
    answer_label: str
    op: Operator | None
    value: float | None
    value2: float | None
    promised: str
    evidence: str
    evidence_label: str
    source: str
    note: str
    case_id: int | None
    is_backed: bool = told(_("佐证核对过且没有过期"))
    is_expired: bool


class SignalOut(Told):
    """One part of a fit: value × weight = points; the points sum to the score."""

    name: str
    label: str
    value: float
    weight: float
    points: float
    note: str


class TermOut(Told):
    """A word or concept both sides speak of, and its share of the text signal."""

    word: str
    share: float


class MatchedOffering(Told):
    """An offering with the part of its text that answers the need."""

    id: int
    title: str
    summary: str
    scenes: list[str]
    url: str


class MatchedProvider(Told):
    """Who offers it; the tier never counts in a rank."""

    id: int
    name: str
    is_claimed: bool
    is_verified: bool
    type: ProviderType | None
    tier: str
    region: str
    url: str


class MatchedCase(Told):
    """A case the offering rests on."""

    id: int
    title: str
    client: str
    year: int | None
    effect: str
    source_url: str


class MatchOut(Told):
    """One offering in the ranking, with every reason for its place."""

    rank: int
    score: float = told(_("0 到 100 分"))
    offering: MatchedOffering
    provider: MatchedProvider
    signals: list[SignalOut]
    terms: list[TermOut]
    evidence: list[MatchedCase]
    requirements: list[VerdictOut]
    missed: list[str] = told(_("不满足的必须要求"))


class MatchesOut(Told):
    """A ranking as the match page shows it.

    `excluded` explains the best offerings that reach the floor and miss a must. Where nothing is
    listed `reasons` say why and `advice` what may change it.
    """

    model: MatchModel
    floor: float
    considered: int
    reaching: int
    below_floor: int
    best_below: float | None
    scenes: list[UnderstoodScene]
    requirements: list[UnderstoodRequirement]
    matches: list[MatchOut]
    excluded_count: int
    excluded: list[MatchOut]
    reasons: list[str]
    advice: list[str]


class Fit(Told):
    """A public demand and the fit of the offering for it; `lacking` is not met or unknown."""

    demand: DemandLine
    score: float
    reaches: bool
    lacking: list[VerdictOut]


class Gain(Told):
    """A promise with reviewed evidence: lines it would answer, demands it would reach."""

    label: str
    answers: int
    gained: int


class OutlookOut(Told):
    """Which of the newest public demands an offering fits, and what it lacks for them."""

    floor: float
    compared: int
    reached: int
    fits: list[Fit]
    changes: list[Gain]


def matches_out(
    shown: ShownRanking, *, reasons: Sequence[str], advice: Sequence[str]
) -> MatchesOut:
    """Give a ranking with all the match page shows of it."""
    ranking = shown.ranking
    raw = {row.key: row for row in ranking.requirements}
    scored = {
        match.key: match
        for match in (*ranking.matches, *(one for row in ranking.excluded for one in row.matches))
    }
    return MatchesOut.of(
        shown,
        model=MatchModel(name=shown.model_name, version=ranking.model_number),
        considered=shown.total_considered,
        below_floor=shown.below_floor_count,
        scenes=[UnderstoodScene.of(one, words=list(one.words)) for one in shown.scenes],
        requirements=[_requirement(one, raw[one.key]) for one in shown.requirements],
        matches=[_match(one, scored) for one in shown.matches],
        excluded=[_match(one, scored) for one in shown.excluded],
        reasons=list(reasons),
        advice=list(advice),
    )


def outlook_out(found: Outlook, actor: Account | None) -> OutlookOut:
    """Give the demands for an offering."""
    return OutlookOut.of(
        found,
        fits=[_fit(one, actor) for one in found.fits],
        changes=[Gain.of(one) for one in found.changes],
    )


def _fit(one: ShownFit, actor: Account | None) -> Fit:
    return Fit.of(
        one,
        demand=demand_line(one.demand, actor),
        lacking=[_verdict(row, None) for row in one.lacking],
    )


def _requirement(shown: ShownRequirement, row: Requirement) -> UnderstoodRequirement:
    return UnderstoodRequirement.of(
        shown,
        subject=row.subject,
        op=row.op,
        value=row.value,
        value2=row.value2,
        unit=METRICS[row.subject].unit if row.metric else "",
        must=shown.is_must,
    )


def _match(shown: ShownMatch, scored: Mapping[int, Match]) -> MatchOut:
    verdicts = scored[shown.offering.id].requirements
    provider, offering = shown.provider, shown.offering
    return MatchOut.of(
        shown,
        offering=MatchedOffering.of(
            offering,
            summary="".join(part.text for part in offering.summary),
            scenes=list(offering.scenes),
            url=page("catalogue.offering", offering_id=offering.id),
        ),
        provider=MatchedProvider.of(
            provider,
            tier=provider.with_tier.tier if provider.with_tier else "",
            region=provider.region_name,
            url=page("catalogue.provider", organisation_id=provider.id),
        ),
        signals=[
            SignalOut.of(one, label=str(one.label), note=str(one.note)) for one in shown.signals
        ],
        terms=[TermOut.of(one) for one in shown.terms],
        evidence=[MatchedCase.of(one) for one in shown.evidence],
        requirements=[
            _verdict(row, verdict)
            for row, verdict in zip(shown.requirements, verdicts, strict=True)
        ],
        missed=list(shown.missed),
    )


def _verdict(shown: ShownVerdict, verdict: Verdict | None) -> VerdictOut:
    return VerdictOut.of(
        shown,
        requirement=shown.key,
        must=shown.is_must,
        answer_label=str(shown.answer_label),
        op=verdict.op if verdict else None,
        value=verdict.value if verdict else None,
        value2=verdict.value2 if verdict else None,
        evidence=verdict.evidence if verdict else "",
        evidence_label=str(shown.evidence_label),
        note=str(shown.note),
    )
