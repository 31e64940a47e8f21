"""The life of a case a provider writes: draft, review by staff, published, withdrawn.

A published case is evidence, so nobody changes it where it stands: it is withdrawn, mended and
reviewed again. One that is withdrawn leaves the offerings and promises that rested on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
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
    CASE_TRANSITIONS,
    CaseFault,
    CaseState,
    ClientConsent,
    Effect,
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
from matchmaker.catalogue.operations.content import BAD_LINK, SCENES_MOST
from matchmaker.catalogue.operations.versions import keep_version
from matchmaker.catalogue.scoring import effects_in
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.operations import decide
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector

TITLE_MIN, TITLE_MAX = 4, 80
PROSE_MIN, PROSE_MAX = 20, 4_000
EFFECTS_MIN, EFFECTS_MAX = 10, 1_000
CLIENT_MAX = 100
ROLE_MAX = 100
WHAT_MAX, UNIT_MAX = 80, 20
FIGURES_MOST, PARTNERS_MOST = 12, 12
HIDDEN = "某"  # how the name of a client begins that is not told


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureContent:
    """One effect in a figure; what is new in itself has no `before`."""

    kind: Effect
    what: str
    before: Decimal | None = None
    after: Decimal
    unit: str = ""
    measured_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerContent:
    """Who else took part, and what they did."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContent:
    """What a provider writes of a project; `role` is its own part, `client` what the public reads.

    `client_name` is the client's own name where the public reads 某…: for staff.
    """

    title: str
    client: str = ""
    client_name: str = ""
    consent: ClientConsent = ClientConsent.ANONYMOUS
    sector: Sector | None = None
    scenes: Sequence[Scene] = field(default_factory=tuple)
    capabilities: Sequence[Capability] = field(default_factory=tuple)
    region: Region | None = None
    problem: str = ""
    solution: str = ""
    effects: str = ""
    role: str = ""
    started_on: date | None = None
    finished_on: date | None = None
    source_url: str = ""
    figures: Sequence[FigureContent] = field(default_factory=tuple)
    partners: Sequence[PartnerContent] = field(default_factory=tuple)


def draft_case(organisation: Organisation, content: CaseContent, *, actor: Account) -> Case:
    """Start a case; only its own people and staff see it until it is published.

    Raises DomainError naming the field that cannot stay as it is.
    """
    if not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"), field="organisation")
    _check_content(content)
    case = Case(
        organisation=organisation,
        state=CaseState.DRAFT,
        is_problem_explicit=True,
        parts=[CasePart(organisation=organisation)],
    )
    _write(case, content)
    audit.created("case.drafted", case, actor=actor)
    return case


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
    _check_content(content)
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
    """Send a case back to be mended. Raises DomainError without a reason or words."""
    _check_decidable(case, seen_version)
    decide(case, Outcome.RETURNED, reasons=reasons, words=words, actor=actor)
    with audit.change("case.returned", case, actor=actor):
        _move(case, CaseState.DRAFT)
    _tell(case, NoticeKind.CASE_RETURNED, words)


def withdraw_case(case: Case, *, actor: Account) -> None:
    """Take a public case back; it leaves the offerings and promises that rest on it."""
    with audit.change("case.withdrawn", case, actor=actor):
        _move(case, CaseState.WITHDRAWN)
    resting = select(Offering).where(Offering.cases.any(Case.id == case.id))
    for offering in db.session.scalars(resting).all():
        with audit.change("offering.case_left", offering, actor=actor):
            _leave(offering, case)
        if offering.state in {OfferingState.SUBMITTED, OfferingState.PUBLISHED}:
            keep_version(offering, actor=actor)


def check_case_complete(case: Case) -> None:
    """Refuse to publish what staff could not check. Raises DomainError naming the field."""
    lacking = (
        (case.sector is None, "sector", _("提交前请选择行业。")),
        (not case.scenes, "scenes", _("提交前请至少选择一个场景。")),
        (
            len(case.problem) < PROSE_MIN,
            "problem",
            _("请把问题写得更具体，至少 %(low)s 个字。", low=PROSE_MIN),
        ),
        (
            len(case.solution) < PROSE_MIN,
            "solution",
            _("请把做法写得更具体，至少 %(low)s 个字。", low=PROSE_MIN),
        ),
        (
            len(case.effects) < EFFECTS_MIN,
            "effects",
            _("请用一两句话写成效，至少 %(low)s 个字。", low=EFFECTS_MIN),
        ),
        (not case.figures, "figures", _("请至少写一项成效的数值和测量日期。")),
        (case.started_on is None, "started_on", _("请写项目开始的日期。")),
        (not case.client, "client", _("请写公开显示的客户名称。")),
        (
            case.consent is ClientConsent.ANONYMOUS and not case.client_name,
            "client_name",
            _("请写客户全称，只给审核人员核实，不公开。"),
        ),
        (
            case.consent is ClientConsent.NAMED and case.consent_file is None,
            "consent",
            _("客户署名的案例要先上传客户同意书。请存为草稿，在案例页上传后再提交。"),
        ),
    )
    for is_lacking, name, words in lacking:
        if is_lacking:
            raise DomainError(words, field=name)


def _tell(case: Case, kind: NoticeKind, words: str) -> None:
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


def _write(case: Case, content: CaseContent) -> None:
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


def _check_content(content: CaseContent) -> None:
    if not TITLE_MIN <= len(content.title) <= TITLE_MAX:
        raise DomainError(
            _("请写标题，%(low)s 到 %(high)s 个字。", low=TITLE_MIN, high=TITLE_MAX), field="title"
        )
    limits = {
        "client": CLIENT_MAX,
        "client_name": CLIENT_MAX,
        "role": ROLE_MAX,
        "problem": PROSE_MAX,
        "solution": PROSE_MAX,
        "effects": EFFECTS_MAX,
    }
    for name, limit in limits.items():
        length = len(getattr(content, name))
        if length > limit:
            raise DomainError(
                _(
                    "最多 %(limit)s 个字，现在有 %(length)s 个。请缩短后再提交。",
                    limit=limit,
                    length=length,
                ),
                field=name,
            )
    if len(content.scenes) > SCENES_MOST:
        raise DomainError(
            _("场景最多选 %(limit)s 个，请留下最重要的。", limit=SCENES_MOST), field="scenes"
        )
    if content.source_url and not content.source_url.startswith(("https://", "http://")):
        raise DomainError(BAD_LINK, field="source_url")
    _check_client(content)
    _check_days(content)
    _check_lists(content)


def _check_client(content: CaseContent) -> None:
    if content.consent is not ClientConsent.ANONYMOUS or not content.client:
        return
    if not content.client.startswith(HIDDEN):
        raise DomainError(_("不署名的客户请以“某”开头，例如“某露天煤矿”。"), field="client")
    told = f"{content.title}{content.client}{content.problem}{content.solution}{content.effects}"
    if content.client_name and content.client_name in told:
        raise DomainError(
            _("客户不署名，但标题或正文里出现了客户全称，请改写。"), field="client_name"
        )


def _check_days(content: CaseContent) -> None:
    today = clock.today()
    if content.started_on and content.started_on > today:
        raise DomainError(_("案例要是已经开始的项目，请核对日期。"), field="started_on")
    if content.finished_on and not content.started_on:
        raise DomainError(_("请写项目开始的日期。"), field="started_on")
    if content.finished_on and content.started_on and content.finished_on < content.started_on:
        raise DomainError(_("完成日期要不早于开始日期。"), field="finished_on")
    if content.finished_on and content.finished_on > today:
        raise DomainError(_("还没有完成的项目请留空完成日期。"), field="finished_on")
    if any(one.measured_on > today for one in content.figures):
        raise DomainError(_("测量日期不能晚于今天。"), field="figures")


def _check_lists(content: CaseContent) -> None:
    if len(content.figures) > FIGURES_MOST:
        raise DomainError(
            _("成效数值最多写 %(limit)s 项，请留下最重要的。", limit=FIGURES_MOST), field="figures"
        )
    if len(content.partners) > PARTNERS_MOST:
        raise DomainError(
            _("合作单位最多写 %(limit)s 个，请留下最重要的。", limit=PARTNERS_MOST),
            field="partners",
        )
    for one in content.figures:
        if not one.what or len(one.what) > WHAT_MAX or len(one.unit) > UNIT_MAX:
            raise DomainError(
                _(
                    "每项成效要写是什么（最多 %(what)s 个字），单位最多 %(unit)s 个字。",
                    what=WHAT_MAX,
                    unit=UNIT_MAX,
                ),
                field="figures",
            )
    for other in content.partners:
        if not other.name or max(len(other.name), len(other.role)) > CLIENT_MAX:
            raise DomainError(
                _("合作单位要写名称，名称和角色最多 %(limit)s 个字。", limit=CLIENT_MAX),
                field="partners",
            )


def _check_decidable(case: Case, seen_version: int) -> None:
    if case.state is not CaseState.SUBMITTED or seen_version != case.version:
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
