"""What a provider writes of a project, and what is checked of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.catalogue.enums import (
    ClientConsent,
    Effect,
)
from matchmaker.catalogue.models import (
    Case,
)
from matchmaker.catalogue.operations.content import BAD_LINK, SCENES_MOST
from matchmaker.catalogue.scoring import HIDDEN
from matchmaker.errors import DomainError, raise_all
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector

TITLE_MIN, TITLE_MAX = 4, 80
PROSE_MIN, PROSE_MAX = 20, 4_000
EFFECTS_MIN, EFFECTS_MAX = 10, 1_000
CLIENT_MAX = 100
ROLE_MAX = 100
LINK_MAX = 1_000
WHAT_MAX, UNIT_MAX = 80, 20
FIGURES_MOST, PARTNERS_MOST = 12, 12


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


def check_case_content(content: CaseContent) -> None:
    """Refuse what no case may say, draft or not. Raises DomainError naming the field."""
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
        "source_url": LINK_MAX,
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
            case.consent is ClientConsent.NAMED
            and case.consent_file is None
            and case.client_agreed_at is None,
            "consent",
            _("客户署名的案例要先上传客户同意书。请存为草稿，在案例页上传后再提交。"),
        ),
    )
    raise_all(DomainError(words, field=name) for is_lacking, name, words in lacking if is_lacking)
