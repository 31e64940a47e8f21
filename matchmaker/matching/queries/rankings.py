"""A ranking with the rows it speaks of, as the match page, the command line and exports show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.enums import ProviderType
from matchmaker.catalogue.models import Case, Offering, ProviderProfile
from matchmaker.db import db
from matchmaker.errors import Words
from matchmaker.matching.queries.answers import Namer, ShownRequirement, ShownVerdict
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.scoring.posting import Posting, start_of
from matchmaker.matching.scoring.ranker import Ranker
from matchmaker.matching.scoring.ranking import Match, Ranking, SignalPart
from matchmaker.matching.scoring.reading.metrics import METRICS
from matchmaker.matching.scoring.records import Need
from matchmaker.matching.scoring.wishes import LINE_SIGNALS
from matchmaker.matching.words import concept_words
from matchmaker.search.analysis import fold
from matchmaker.search.highlight import Part, highlight
from matchmaker.search.terms import needed_terms
from matchmaker.taxonomy.models import Region, Scene
from matchmaker.web.language import localised

SHOWN = 20
EXCERPT = 110
DAYS_PER_PERIOD = 7  # equal scores change places every week

SIGNAL_LABELS: dict[str, Words] = {
    "text": _("文字"),
    "scene": _("场景"),
    "capability": _("能力"),
    "metric": _("指标"),
    "region": _("地区"),
    "budget": _("预算与工期"),
    "compliance": _("标准与安全"),
    "evidence": _("佐证"),
}
NEARNESS: dict[str, Words] = {
    "same-place": _("同一地区"),
    "same-province": _("同一省"),
    "same-area": _("同一大区"),
    "same-economic-region": _("同一经济区域"),
    "elsewhere": _("其他地区"),
    "serves-place": _("服务这个地区"),
    "serves-all": _("服务全国"),
    "serves-neighbour": _("服务相邻地区"),
    "neighbour": _("相邻地区"),
    "abroad": _("服务境外"),
    "not-abroad": _("没有写明服务境外"),
    "not-stated": _("方案没有写明地区"),
}


@dataclass(frozen=True, slots=True)
class ShownSignal:
    """One part of a fit, with its name and what it rests on in words."""

    name: str
    label: str
    value: float
    weight: float
    points: float
    note: str


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A word or concept both sides speak of, and its share of the text signal."""

    word: str
    share: float


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case an offering rests on."""

    id: int
    title: str
    client: str
    year: int | None
    effect: str
    source_url: str


@dataclass(frozen=True, slots=True)
class ShownOffering:
    """An offering with the part of its text that answers the need marked."""

    id: int
    title: str
    summary: Sequence[Part]
    scenes: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownProvider:
    """Who offers it."""

    id: int
    name: str
    is_claimed: bool
    is_verified: bool
    type: ProviderType | None
    with_tier: ProviderProfile | None  # where its tier counts today; it never counts in a rank
    region_name: str


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """One offering in a ranking, with every reason for its place.

    `requirements` are the lines of the need with their verdicts, in its order; `missed` says the
    musts that are not met.
    """

    rank: int
    score: float
    offering: ShownOffering
    provider: ShownProvider
    signals: Sequence[ShownSignal]
    terms: Sequence[ShownTerm]
    evidence: Sequence[ShownCase]
    requirements: Sequence[ShownVerdict]
    missed: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownScene:
    """A scene read out of a need, with the words that name it."""

    slug: str
    name: str
    score: float
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownRanking:
    """A ranking with the rows it speaks of.

    `requirements` are the lines of the need; `excluded` explains the best offerings that miss a
    must, of `excluded_count` that do and reach the floor.
    """

    ranking: Ranking
    scenes: Sequence[ShownScene]
    matches: Sequence[ShownMatch]
    requirements: Sequence[ShownRequirement]
    excluded: Sequence[ShownMatch]

    @property
    def model_name(self) -> str:
        return self.ranking.model

    @property
    def floor(self) -> float:
        return self.ranking.floor

    @property
    def total_considered(self) -> int:
        return self.ranking.considered

    @property
    def reaching(self) -> int:
        return self.ranking.reaching

    @property
    def below_floor_count(self) -> int:
        return self._count("below-floor")

    @property
    def excluded_count(self) -> int:
        return self._count("must-not-met")

    @property
    def best_below(self) -> float | None:
        """The highest score under the floor, where nothing reached it."""
        return self.ranking.best_below

    @property
    def elapsed_ms(self) -> float:
        return self.ranking.elapsed_ms

    def _count(self, reason: str) -> int:
        return sum(group.count for group in self.ranking.excluded if group.reason == reason)


def rank(need: Need, limit: int = SHOWN, ranker: Ranker | None = None) -> Ranking:
    """Rank everything published for a need, with the `ranker` at hand or the live one."""
    return (live_ranker() if ranker is None else ranker).rank(need, limit, period=period())


def period() -> int:
    """Give the number of the week in hand, by which equal scores change places."""
    return clock.today().toordinal() // DAYS_PER_PERIOD


def shown_ranking(need: Need, limit: int = SHOWN, ranker: Ranker | None = None) -> ShownRanking:
    """Rank for a need and load the rows; what may no longer be seen is left out."""
    ranking = rank(need, limit, ranker)
    excluded = [match for group in ranking.excluded for match in group.matches]
    writer = _writer([*ranking.matches, *excluded], need)
    hindrances = {row.key: row for row in ranking.hindrances}
    return ShownRanking(
        ranking=ranking,
        scenes=_scenes(ranking, need.text),
        matches=writer.matches(ranking.matches),
        requirements=[
            writer.namer.requirement(row, hindrances.get(row.key)) for row in need.requirements
        ],
        excluded=writer.matches(excluded),
    )


def shown_matches(matches: Sequence[Match], need: Need) -> list[ShownMatch]:
    """Give matches of a need with their rows; what may no longer be seen is left out."""
    return _writer(matches, need).matches(matches)


def as_data(shown: ShownRanking, posting: Posting | None = None) -> dict[str, Any]:
    """Give a ranking as plain data; with `posting` lines read from the text say where they stand.

    Such a line counts as a wish until somebody confirms it: its `must` is what the text says,
    `confirmed` tells whether anybody stands by it.
    """
    rows = {match.offering.id: match for match in (*shown.matches, *shown.excluded)}
    visible = replace(
        shown.ranking,
        matches=_visible(shown.ranking.matches, rows),
        excluded=tuple(
            replace(group, matches=_visible(group.matches, rows))
            for group in shown.ranking.excluded
        ),
    )
    data = visible.as_dict(lambda key: _described(rows[key]))
    spans = {(one.start, one.metric): one for one in posting.requirements} if posting else {}
    for said, row, words in zip(
        data["understood"]["requirements"],
        shown.ranking.requirements,
        shown.requirements,
        strict=True,
    ):
        start = start_of(row)
        read = spans.get((start, row.subject)) if start is not None else None
        said |= {
            "metric": row.metric and row.metric.value,
            "unit": METRICS[row.subject].unit if row.metric else None,
            "label": words.label,
            "confirmed": start is None,
            "span": [read.start, read.end] if read else None,
        }
        said["must"] = read.must if read else row.must
    return data


def _visible(matches: Sequence[Match], rows: Mapping[int, ShownMatch]) -> tuple[Match, ...]:
    return tuple(match for match in matches if match.key in rows)


def _described(match: ShownMatch) -> Mapping[str, Any]:
    offering, provider = match.offering, match.provider
    url = url_for("catalogue.offering", offering_id=offering.id)
    return {
        "offering": {"id": offering.id, "title": offering.title, "url": url},
        "provider": {"id": provider.id, "name": provider.name},
    }


def _offerings(ids: Sequence[int]) -> dict[int, Offering]:
    statement = (
        published_offerings()
        .where(Offering.id.in_(ids))
        .options(
            load_only(Offering.title, Offering.summary),
            contains_eager(Offering.organisation).load_only(
                Organisation.name, Organisation.state, Organisation.verified_until
            ),
            joinedload(Offering.profile).load_only(
                ProviderProfile.type,
                ProviderProfile.tier,
                ProviderProfile.tier_call,
                ProviderProfile.tier_until,
            ),
            joinedload(Offering.region).load_only(Region.name_zh, Region.name_en),
            selectinload(Offering.scenes).load_only(Scene.slug, Scene.name_zh, Scene.name_en),
            selectinload(Offering.cases).load_only(
                Case.title, Case.client, Case.year_to, Case.effects, Case.source_url
            ),
        )
    )
    return {row.id: row for row in db.session.scalars(statement).unique()}


def _writer(matches: Sequence[Match], need: Need) -> "_Writer":
    offerings = _offerings([match.key for match in matches])
    return _Writer(offerings, needed_terms(need.text), Namer(need.requirements))


class _Writer:
    """Writes matches with the rows they speak of; what may no longer be seen is left out."""

    def __init__(
        self,
        offerings: Mapping[int, Offering],
        terms: Sequence[str],
        namer: Namer,
    ) -> None:
        self._offerings = offerings
        self._terms = terms
        self.namer = namer
        self._labels = {name: str(label) for name, label in SIGNAL_LABELS.items()}

    def matches(self, matches: Sequence[Match]) -> list[ShownMatch]:
        return [self._match(one) for one in matches if one.key in self._offerings]

    def _match(self, match: Match) -> ShownMatch:
        offering = self._offerings[match.key]
        names = {scene.slug: localised(scene) for scene in offering.scenes}
        cases = {case.id: case for case in offering.cases}
        text_points = match.signals[0].points or 1.0
        organisation, profile = offering.organisation, offering.profile
        verdicts = [self.namer.verdict(verdict) for verdict in match.requirements]
        known = [_case(cases[one.case_key]) for one in match.evidence if one.case_key in cases]
        return ShownMatch(
            rank=match.rank,
            score=match.score,
            offering=ShownOffering(
                offering.id,
                offering.title,
                highlight(offering.summary, self._terms, EXCERPT),
                list(names.values()),
            ),
            provider=ShownProvider(
                organisation.id,
                organisation.name,
                organisation.state is not OrganisationState.UNCLAIMED,
                organisation.is_verified,
                profile.type if profile else None,
                profile if profile and profile.has_tier else None,
                localised(offering.region) if offering.region else "",
            ),
            signals=[self._signal(part, match, names) for part in match.signals],
            terms=[ShownTerm(concept_words(t.term), t.points / text_points) for t in match.terms],
            evidence=known,
            requirements=verdicts,
            missed=[row.label for row in verdicts if row.key in match.missed_musts],
        )

    def _signal(self, part: SignalPart, match: Match, names: Mapping[str, str]) -> ShownSignal:
        # Written out at once: a page prints each of them twice.
        label, note = self._labels[part.name], str(_note(part, match, names))
        return ShownSignal(part.name, label, part.value, part.weight, part.points, note)


def _case(case: Case) -> ShownCase:
    return ShownCase(case.id, case.title, case.client, case.year_to, case.effects, case.source_url)


def _note(part: SignalPart, match: Match, names: Mapping[str, str]) -> Words:
    if part.basis == ("nothing-to-go-by",):
        return _("没有可比的内容，不计入；权重分给其他信号")
    if part.name == "region":
        return NEARNESS[part.basis[0]]
    if part.name in LINE_SIGNALS:
        met, not_met, unknown = (answer.rpartition(":")[2] for answer in part.basis)
        return _(
            "满足 %(met)s 条，不满足 %(not_met)s 条，未知 %(unknown)s 条",
            met=met,
            not_met=not_met,
            unknown=unknown,
        )
    if part.name == "scene":
        shared = [names[slug] for slug in part.basis if slug in names]
        return (
            _("同属：%(scenes)s", scenes=str(_("、")).join(shared))
            if shared
            else _("按用词与场景的接近程度")
        )
    if part.name == "evidence":
        return _("%(n)s 个案例，越近越新越强", n=len(match.evidence))
    return _("按共同的词和说法")


def _scenes(ranking: Ranking, text: str) -> list[ShownScene]:
    slugs = [scene.slug for scene in ranking.scenes]
    rows = {row.slug: row for row in db.session.scalars(select(Scene).where(Scene.slug.in_(slugs)))}
    folded = fold(text)
    shown = []
    for scene in ranking.scenes:
        row = rows.get(scene.slug)
        if row is None:
            continue
        words = [word for word in (row.name_zh, *row.aliases) if fold(word) in folded]
        shown.append(ShownScene(scene.slug, localised(row), scene.score, words))
    return shown
