"""The life of a case a provider writes: draft, review by staff, published, withdrawn.

A published case is evidence, so nobody changes it where it stands: it is withdrawn, mended and
reviewed again. One that is withdrawn leaves the offerings and promises that rested on it.
"""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.operations import check_publisher
from matchmaker.accounts.policies import may_act_for
from matchmaker.accounts.queries import speakers_of
from matchmaker.audit import operations as audit
from matchmaker.catalogue.enums import (
    CASE_DECIDED_ON,
    CASE_TRANSITIONS,
    CaseFault,
    CaseState,
    EvidenceKind,
    OfferingState,
)
from matchmaker.catalogue.models import (
    Case,
    CaseEffect,
    CaseFigure,
    CasePart,
    CasePartner,
    Offering,
)
from matchmaker.catalogue.operations.case_content import (
    CaseContent,
    FigureContent,
    PartnerContent,
    check_case_complete,
    check_case_content,
)
from matchmaker.catalogue.operations.versions import keep_version
from matchmaker.catalogue.scoring import effects_in
from matchmaker.catalogue.words import CASE_FAULTS
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, Words
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.operations import decide
from matchmaker.moderation.words import decision_words
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all


def draft_case(organisation: Organisation, content: CaseContent, *, actor: Account) -> Case:
    """Start a case; only its own people and staff see it until it is published.

    Raises DomainError naming the field that cannot stay as it is.
    """
    return draft_cases(organisation, [content], actor=actor)[0]


def draft_cases(
    organisation: Organisation, contents: Sequence[CaseContent], *, actor: Account
) -> list[Case]:
    """Start several at once, all or none."""
    if not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"), field="organisation")
    cases = []
    for content in contents:
        check_case_content(content)
        case = Case(
            organisation=organisation,
            state=CaseState.DRAFT,
            is_problem_explicit=True,
            parts=[CasePart(organisation=organisation)],
        )
        _write(case, content)
        cases.append(case)
    audit.created_together("case.drafted", cases, actor=actor)
    return cases


def edit_case(case: Case, content: CaseContent, *, seen_version: int, actor: Account) -> Case:
    """Change a case that is neither public nor waiting.

    Raises ConflictError for one that is, and when it was changed since the person opened it.
    """
    if seen_version != case.version:
        raise ConflictError(
            _(
                "您打开页面之后，这个案例已被改动。下面同时列出您填写的和已保存的内容，请核对后再保存。"
            )
        )
    if case.state not in {CaseState.DRAFT, CaseState.WITHDRAWN}:
        raise ConflictError(_("待审核和已发布的案例不能直接改，请先撤回。"))
    check_case_content(content)
    with audit.change("case.edited", case, actor=actor):
        _write(case, content)
    return case


def submit_case(case: Case, *, actor: Account) -> None:
    """Ask staff to publish a complete case of a verified organisation."""
    check_case_complete(case)
    assert case.organisation  # noqa: S101 - only such cases are drafts: the CHECK of the table
    check_publisher(case.organisation, actor)
    with audit.change("case.submitted", case, actor=actor):
        _move(case, CaseState.SUBMITTED)


def take_back_case(case: Case, *, actor: Account) -> None:
    """Make what waits for staff a draft again."""
    with audit.change("case.taken_back", case, actor=actor):
        _move(case, CaseState.DRAFT)


def approve_case(case: Case, *, words: str = "", seen_version: int, actor: Account) -> None:
    """Publish a case: it is found, and may stand behind the offerings of its provider.

    Raises ConflictError when it changed since staff looked at it.
    """
    _check_decidable(case, seen_version)
    check_case_complete(case)
    decide(case, Outcome.APPROVED, words=words, actor=actor)
    with audit.change("case.published", case, actor=actor):
        _move(case, CaseState.PUBLISHED)
    _tell(case, NoticeKind.CASE_APPROVED, words)


def return_case(
    case: Case, *, reasons: Sequence[CaseFault], words: str, seen_version: int, actor: Account
) -> None:
    """Send a case back to be mended; one that was public leaves what rests on it.

    Raises DomainError without a reason or words, ConflictError when it changed meanwhile.
    """
    was_public = case.state is CaseState.PUBLISHED
    _check_decidable(case, seen_version, CASE_DECIDED_ON)
    decide(case, Outcome.RETURNED, reasons=reasons, words=words, actor=actor)
    with audit.change("case.returned", case, actor=actor):
        _move(case, CaseState.DRAFT)
    if was_public:
        _leave_offerings(case, actor)
    said = decision_words(reasons, CASE_FAULTS, words)
    _tell(case, NoticeKind.CASE_RETURNED, said)


def withdraw_case(case: Case, *, actor: Account) -> None:
    """Take a public case back; it leaves the offerings and promises that rest on it."""
    with audit.change("case.withdrawn", case, actor=actor):
        _move(case, CaseState.WITHDRAWN)
    _leave_offerings(case, actor)


def _leave_offerings(case: Case, actor: Account) -> None:
    resting = select(Offering).where(Offering.cases.any(Case.id == case.id))
    for offering in db.session.scalars(resting).all():
        with audit.change("offering.case_left", offering, actor=actor):
            _leave(offering, case)
        if offering.state in {OfferingState.SUBMITTED, OfferingState.PUBLISHED}:
            keep_version(offering, actor=actor)


def _tell(case: Case, kind: NoticeKind, words: Words) -> None:
    assert case.organisation  # noqa: S101 - only such cases wait: the CHECK of the table
    notify_all(
        speakers_of(case.organisation),
        kind,
        facts={"title": case.title, "words": words},
        endpoint="catalogue.case",
        values={"case_id": case.id},
    )


def _leave(offering: Offering, case: Case) -> None:
    offering.cases.remove(case)
    for promise in offering.promises:
        if promise.case is case:
            promise.evidence, promise.case = EvidenceKind.STATEMENT, None
            promise.reviewed_at = None
    flag_modified(offering, "updated_at")


def case_content_of(case: Case) -> CaseContent:
    """Give what a case that its own people wrote says, as they would write it."""
    names = {one.name for one in fields(CaseContent)} - {"role", "figures", "partners"}
    said: dict[str, Any] = {name: getattr(case, name) for name in names}
    return CaseContent(
        **said,
        role=next((part.role for part in case.parts), ""),
        figures=_said(case.figures, FigureContent),
        partners=_said(case.partners, PartnerContent),
    )


def _write(case: Case, content: CaseContent) -> None:
    if content.client != case.client:
        case.client_agreed_at = None  # somebody else is named now
    for name in (
        "title",
        "client",
        "client_name",
        "consent",
        "sector",
        "region",
        "problem",
        "solution",
        "effects",
        "started_on",
        "finished_on",
        "source_url",
    ):
        setattr(case, name, getattr(content, name))
    case.scenes, case.capabilities = list(content.scenes), list(content.capabilities)
    first, last = content.started_on, content.finished_on or content.started_on
    case.year_from, case.year_to = first.year if first else None, last.year if last else None
    case.parts[0].role = content.role
    if _said(case.figures, FigureContent) != list(content.figures):
        case.figures = [
            CaseFigure(position=place, **_values(one)) for place, one in enumerate(content.figures)
        ]
    if _said(case.partners, PartnerContent) != list(content.partners):
        case.partners = [
            CasePartner(position=place, **_values(one))
            for place, one in enumerate(content.partners)
        ]
    kinds = {*effects_in(content.effects), *(one.kind for one in content.figures)}
    if {row.kind for row in case.effect_rows} != kinds:
        case.effect_rows = [CaseEffect(kind=kind) for kind in sorted(kinds)]
    if case.id is not None:
        flag_modified(case, "updated_at")  # a change of its parts is a change of the case


def _said(rows: Sequence[Any], kind: type[Any]) -> list[Any]:
    names = [one.name for one in fields(kind)]
    return [kind(**{name: getattr(row, name) for name in names}) for row in rows]


def _values(content: Any) -> dict[str, Any]:
    return {one.name: getattr(content, one.name) for one in fields(content)}


def _check_decidable(
    case: Case,
    seen_version: int,
    states: frozenset[CaseState] = frozenset({CaseState.SUBMITTED}),
) -> None:
    if case.state not in states or seen_version != case.version:
        raise ConflictError(_("您打开页面之后，这个案例有了变化。请重新查看后再决定。"))


def _move(case: Case, target: CaseState) -> None:
    if target not in CASE_TRANSITIONS[case.state]:
        raise ConflictError(_("这个案例现在的状态不允许这样做，请刷新页面查看。"))
    now = clock.now()
    case.state = target
    case.submitted_at = now if target is CaseState.SUBMITTED else None
    case.withdrawn_at = now if target is CaseState.WITHDRAWN else None
    if target is CaseState.PUBLISHED:
        case.published_at = now
