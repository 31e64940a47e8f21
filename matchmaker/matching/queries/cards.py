"""The offerings of a ranking with every reason for their places, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.enums import ProviderType
from matchmaker.catalogue.models import (
    Case,
    Offering,
    ProviderProfile,
    offering_case,
    offering_scene,
)
from matchmaker.db import db
from matchmaker.errors import Words
from matchmaker.matching.queries.answers import Namer, ShownVerdict
from matchmaker.matching.scoring.ranking import Match, SignalPart
from matchmaker.matching.scoring.records import Need
from matchmaker.matching.scoring.wishes import LINE_SIGNALS
from matchmaker.matching.words import concept_words
from matchmaker.search.highlight import Part, highlight
from matchmaker.search.terms import needed_terms
from matchmaker.taxonomy.models import Region, Scene
from matchmaker.web.language import in_language, localised

EXCERPT = 110

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
        )
    )
    return {row.id: row for row in db.session.scalars(statement)}


def _scene_names(ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Give the names of the scenes of each offering by slug."""
    names: dict[int, dict[str, str]] = {}
    statement = (
        select(offering_scene.c.offering_id, Scene.slug, Scene.name_zh, Scene.name_en)
        .join(Scene, Scene.id == offering_scene.c.scene_id)
        .where(offering_scene.c.offering_id.in_(ids))
        .order_by(Scene.id)
    )
    for offering_id, slug, zh, en in db.session.execute(statement):
        names.setdefault(offering_id, {})[slug] = in_language(zh, en)
    return names


def _cases(ids: Iterable[int]) -> dict[tuple[int, int | str], ShownCase]:
    """Give the cases offerings rest on, by offering and case."""
    columns = Case.id, Case.title, Case.client, Case.year_to, Case.effects, Case.source_url
    statement = (
        select(offering_case.c.offering_id, *columns)
        .join(Case, Case.id == offering_case.c.case_id)
        .where(offering_case.c.offering_id.in_(ids))
    )
    return {
        (offering_id, row[0]): ShownCase(*row)
        for offering_id, *row in db.session.execute(statement)
    }


def writer_for(matches: Sequence[Match], need: Need) -> "CardWriter":
    """Load all that cards of matches of a need speak of."""
    ids = [match.key for match in matches]
    return CardWriter(
        _offerings(ids),
        _scene_names(ids),
        _cases(ids),
        needed_terms(need.text),
        Namer(need.requirements),
    )


class CardWriter:
    """Writes matches with the rows they speak of; what may no longer be seen is left out."""

    def __init__(
        self,
        offerings: Mapping[int, Offering],
        scenes: Mapping[int, Mapping[str, str]],
        cases: Mapping[tuple[int, int | str], ShownCase],
        terms: Sequence[str],
        namer: Namer,
    ) -> None:
        self._offerings, self._scenes, self._cases = offerings, scenes, cases
        self._terms = terms
        self.namer = namer
        self._labels = {name: str(label) for name, label in SIGNAL_LABELS.items()}

    def matches(self, matches: Sequence[Match]) -> list[ShownMatch]:
        """Write matches in their order."""
        return [self._match(one) for one in matches if one.key in self._offerings]

    def _match(self, match: Match) -> ShownMatch:
        offering = self._offerings[match.key]
        names = self._scenes.get(match.key, {})
        text_points = match.signals[0].points or 1.0
        organisation, profile = offering.organisation, offering.profile
        verdicts = [self.namer.verdict(verdict) for verdict in match.requirements]
        keys = [(match.key, one.case_key) for one in match.evidence]
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
            evidence=[self._cases[key] for key in keys if key in self._cases],
            requirements=verdicts,
            missed=[row.label for row in verdicts if row.key in match.missed_musts],
        )

    def _signal(self, part: SignalPart, match: Match, names: Mapping[str, str]) -> ShownSignal:
        # Written out at once: a page prints each of them twice.
        label, note = self._labels[part.name], str(_note(part, match, names))
        return ShownSignal(part.name, label, part.value, part.weight, part.points, note)


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
