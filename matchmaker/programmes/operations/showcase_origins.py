"""What a showcase is drafted from: a public case, a nominated outcome, an entry of a call."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.enums import CaseState, ClientConsent
from matchmaker.catalogue.models import Case
from matchmaker.catalogue.policies import is_public
from matchmaker.catalogue.queries import offerings_resting_on
from matchmaker.demands.enums import Visibility
from matchmaker.engagements.enums.outcomes import ConsentState, Stage
from matchmaker.engagements.models.outcomes import Outcome, OutcomeEffect
from matchmaker.engagements.queries.responses import response_in
from matchmaker.engagements.scoring.effects import effect_kind
from matchmaker.errors import NotFoundError
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.enums.showcases import NamedBy, Proof
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.operations.showcase_content import (
    FIGURES_MOST,
    NAME_MAX,
    OFFERINGS_MOST,
    PARTS_MOST,
    PROSE_MAX,
    ROLE_MAX,
    TITLE_MAX,
    TITLE_MIN,
    WHAT_MAX,
    ShowcaseContent,
    ShownFigure,
    ShownPart,
)
from matchmaker.programmes.operations.showcases import (
    draft_showcase,
    publish_showcase,
    submit_showcase,
)
from matchmaker.programmes.scoring.subjects import subject_type_of
from matchmaker.web.language import in_locale

_CENT: Final = Decimal("0.01")
GONE: Final = _("没有找到。可能已撤回，请回到列表看。")


def draft_from_case(case: Case, *, actor: Account) -> Showcase:
    """Draft a showcase from a public case, with its figures, who took part and what rests on it.

    Who is named in a published source is named here by the same source; who agreed to its provider
    is asked again, for staff hold no word of its own. Raises NotFoundError for a case that is not
    public, ConflictError where it has a showcase already.
    """
    if case.state is not CaseState.PUBLISHED:
        raise NotFoundError(GONE)
    return draft_showcase(_of_case(case), actor=actor, case=case)


def publish_sourced(case: Case, **words: Any) -> Showcase:
    """Show a case known from a published source as a showcase, named by that source.

    `words`: what its content says beside what the case says. Raises DomainError for one that lacks
    something, ConflictError where the case has a showcase already.
    """
    content = replace(_of_case(case), **words)
    figures = [
        replace(one, proof=Proof.PUBLISHED, source_url=case.source_url) for one in content.figures
    ]
    row = draft_showcase(replace(content, figures=figures), actor=None, case=case)
    row.is_translated = True
    submit_showcase(row, seen_version=row.version, actor=None)
    publish_showcase(row, seen_version=row.version, actor=None)
    return row


def draft_from_outcome(outcome: Outcome, *, actor: Account) -> Showcase:
    """Draft a showcase from a nominated outcome; only effects both sides confirmed become figures.

    The client stands in it by name where it agreed to a public case and did not hide in its demand.
    Raises NotFoundError for one nobody nominated, ConflictError where it has a showcase already.
    """
    if outcome.nominated_at is None:
        raise NotFoundError(GONE)
    return draft_showcase(_of_outcome(outcome), actor=actor, outcome=outcome)


def draft_from_entry(entry: Entry, *, actor: Account) -> Showcase:
    """Draft a showcase from what a call for 领航者 selected; what was submitted was for reviewers.

    So the organisation is named, and its words are shown, only once it agreed in writing. Raises
    NotFoundError for an entry of another call, ConflictError where it has a showcase already.
    """
    if entry.call.subject_type is None:
        raise NotFoundError(GONE)
    return draft_showcase(
        _of_entry(entry, entry.call.subject_type),
        actor=actor,
        entry=entry,
        organisation=entry.organisation,
    )


def _of_entry(entry: Entry, subject_type: SubjectType) -> ShowcaseContent:
    submission = entry.submission
    labels = {row.id: row.label_zh for row in entry.call.questions}
    told = [f"{labels[row.question_id]}：{row.text}" for row in submission.answers if row.text]
    title = submission.title[:TITLE_MAX]
    return ShowcaseContent(
        subject_type=subject_type,
        title_zh=_whole_title(title),
        named_by=NamedBy.DOCUMENT,
        owner_zh=entry.organisation.name[:NAME_MAX],
        owner_en=entry.organisation.name_en[:NAME_MAX],
        sector=submission.sector,
        region=submission.region,
        solution_zh="\n".join(told)[:PROSE_MAX],
    )


def _of_case(case: Case) -> ShowcaseContent:
    is_sourced = case.consent is None
    is_hidden = case.consent is ClientConsent.ANONYMOUS
    naming = NamedBy.SOURCE if is_sourced else NamedBy.DOCUMENT
    return ShowcaseContent(
        subject_type=subject_type_of(case.sector, case.scenes),
        title_zh=case.title[:TITLE_MAX],
        named_by=NamedBy.NOBODY if is_hidden else naming,
        owner_zh=case.client[:NAME_MAX],
        sector=case.sector,
        region=case.region,
        live_year=case.year_to,
        problem_zh=case.problem[:PROSE_MAX],
        solution_zh=case.solution[:PROSE_MAX],
        source_url=case.source_url,
        scenes=case.scenes,
        capabilities=case.capabilities,
        offerings=offerings_resting_on(case)[:OFFERINGS_MOST],
        figures=[
            ShownFigure(
                kind=row.kind,
                what_zh=row.what[:WHAT_MAX],
                before=row.before,
                after=row.after,
                unit=row.unit,
                measured_on=row.measured_on,
                proof=Proof.PUBLISHED if case.source_url else Proof.STATED,
                source_url=case.source_url,
            )
            for row in case.figures[:FIGURES_MOST]
        ],
        parts=_parts((part.organisation, part.role) for part in case.parts),
    )


def _of_outcome(outcome: Outcome) -> ShowcaseContent:
    engagement, demand = outcome.engagement, outcome.engagement.demand
    response = response_in(engagement.id)
    client = demand.organisation
    is_named = (
        client is not None
        and outcome.consent is ConsentState.GIVEN
        and demand.visibility is not Visibility.ANONYMOUS
    )
    name = client.name if client is not None else ""
    trade = demand.sector.name_zh if demand.sector else ""
    with in_locale("zh"):
        hidden = str(_("某%(trade)s企业", trade=trade))

    def told(text: str, most: int) -> str:
        shown = text if is_named or not name else text.replace(name, hidden)
        return shown[:most]

    days = {row.stage: row.reached_on for row in outcome.stages if row.confirmed_at}
    live = days.get(Stage.LIVE) or days.get(Stage.ACCEPTED)
    title = told(demand.title, TITLE_MAX)
    offering = engagement.offering
    return ShowcaseContent(
        subject_type=subject_type_of(demand.sector, demand.scenes),
        title_zh=_whole_title(title),
        named_by=NamedBy.CLIENT if is_named else NamedBy.NOBODY,
        owner_zh=name[:NAME_MAX] if is_named else hidden,
        sector=demand.sector,
        region=demand.region,
        live_year=live.year if live else None,
        problem_zh=told(demand.text, PROSE_MAX),
        solution_zh=told(response.plan if response else "", PROSE_MAX),
        scenes=demand.scenes,
        capabilities=offering.capabilities if offering else (),
        offerings=[offering] if offering is not None and is_public(offering) else [],
        figures=[
            _figure(row, told(row.what, WHAT_MAX))
            for row in outcome.effects[:FIGURES_MOST]
            if row.confirmed_by_id is not None and row.reached is not None
        ],
        parts=_parts([(engagement.provider, "")]),
    )


def _whole_title(title: str) -> str:
    if len(title) >= TITLE_MIN:
        return title
    with in_locale("zh"):
        return str(_("%(title)s项目示范", title=title))


def _figure(row: OutcomeEffect, what: str) -> ShownFigure:
    assert row.reached is not None  # noqa: S101 - confirmed ones have it: the CHECKs of the table
    return ShownFigure(
        kind=effect_kind(row.kind, row.what),
        what_zh=what,
        before=None if row.start is None else _exact(row.start),
        after=_exact(row.reached),
        unit=row.unit,
        measured_on=row.measured_on,
        proof=Proof.CONFIRMED,
    )


def _exact(value: float) -> Decimal:
    return Decimal(str(value)).quantize(_CENT)


def _parts(pairs: Iterable[tuple[Organisation, str]]) -> list[ShownPart]:
    return [
        ShownPart(organisation=organisation, role_zh=role[:ROLE_MAX])
        for organisation, role in list(pairs)[:PARTS_MOST]
    ]
