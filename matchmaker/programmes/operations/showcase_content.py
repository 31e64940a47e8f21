"""What a showcase says, and what is checked of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import Effect
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations.content import BAD_LINK, SCENES_MOST
from matchmaker.catalogue.scoring import HIDDEN
from matchmaker.errors import DomainError, raise_all
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.enums.showcases import NamedBy, Proof
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard
from matchmaker.web.forms import checked_words

TITLE_MIN, TITLE_MAX = 4, 120
NAME_MAX: Final = 120
PROSE_MAX: Final = 4000
ROLE_MAX: Final = 200
ABROAD_MAX: Final = 800
WHAT_MAX, WHAT_EN_MAX, UNIT_MAX = 80, 160, 20
PROOF_MAX: Final = 200
LINK_MAX: Final = 1000
FIGURES_MOST, PARTS_MOST, OFFERINGS_MOST, STANDARDS_MOST = 12, 12, 12, 12
COST_MOST: Final = Decimal(1_000_000)  # 万元: beyond is a slip
YEARS: Final = range(2015, 2100)
TEXTS: Final = ("problem", "solution", "network", "lessons", "replication")
_LIMITS: Final = {
    "title_zh": TITLE_MAX,
    "title_en": TITLE_MAX,
    "site_zh": NAME_MAX,
    "site_en": NAME_MAX,
    "owner_zh": NAME_MAX,
    "owner_en": NAME_MAX,
    "source_name": NAME_MAX,
    "source_url": LINK_MAX,
    "summary_en": ABROAD_MAX,
    **{f"{name}_{language}": PROSE_MAX for name in TEXTS for language in ("zh", "en")},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFigure:
    """One effect in a figure and what it rests on; what is new in itself has no `before`."""

    kind: Effect
    what_zh: str
    what_en: str = ""
    before: Decimal | None = None
    after: Decimal
    unit: str = ""
    measured_on: date | None = None
    proof: Proof = Proof.STATED
    proof_words: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """What one provider did."""

    organisation: Organisation
    role_zh: str = ""
    role_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowcaseContent:
    """What a showcase says; costs in 万元."""

    subject_type: SubjectType
    is_for_abroad: bool = False
    summary_en: str = ""
    title_zh: str
    title_en: str = ""
    site_zh: str = ""
    site_en: str = ""
    named_by: NamedBy = NamedBy.NOBODY
    owner_zh: str = ""
    owner_en: str = ""
    sector: Sector | None = None
    region: Region | None = None
    live_year: int | None = None
    problem_zh: str = ""
    problem_en: str = ""
    solution_zh: str = ""
    solution_en: str = ""
    network_zh: str = ""
    network_en: str = ""
    lessons_zh: str = ""
    lessons_en: str = ""
    replication_zh: str = ""
    replication_en: str = ""
    cost_min_wan: Decimal | None = None
    cost_max_wan: Decimal | None = None
    source_name: str = ""
    source_url: str = ""
    scenes: Sequence[Scene] = field(default_factory=tuple)
    capabilities: Sequence[Capability] = field(default_factory=tuple)
    standards: Sequence[Standard] = field(default_factory=tuple)
    offerings: Sequence[Offering] = field(default_factory=tuple)
    figures: Sequence[ShownFigure] = field(default_factory=tuple)
    parts: Sequence[ShownPart] = field(default_factory=tuple)


def check_showcase(content: ShowcaseContent) -> None:
    """Refuse what no showcase may say, draft or not. Raises DomainError naming the field."""
    for name, most in _LIMITS.items():
        checked_words(getattr(content, name), most, field=name)
    low, high = content.cost_min_wan, content.cost_max_wan
    is_hidden = content.named_by is NamedBy.NOBODY
    is_source = content.named_by is NamedBy.SOURCE
    faults = (
        (
            not TITLE_MIN <= len(content.title_zh) <= TITLE_MAX,
            "title_zh",
            _("请写标题，%(low)s 到 %(high)s 个字。", low=TITLE_MIN, high=TITLE_MAX),
        ),
        (_is_bad(content.source_url), "source_url", BAD_LINK),
        (
            content.is_for_abroad and not content.title_en,
            "title_en",
            _("推荐给境外读者的页面要有英文标题。"),
        ),
        (
            content.is_for_abroad and not content.summary_en,
            "summary_en",
            _("推荐给境外读者的页面要有英文摘要。"),
        ),
        (
            is_hidden and content.owner_zh != "" and not content.owner_zh.startswith(HIDDEN),
            "owner_zh",
            _("不署名的单位请以“某”开头，例如“某露天煤矿”。"),
        ),
        (
            is_source and not content.source_url,
            "source_url",
            _("按公开报道署名，请写报道的网址。"),
        ),
        (
            any(amount is not None and not 0 <= amount <= COST_MOST for amount in (low, high)),
            "cost_max_wan",
            _("投入请填 0 到 100 万万元之间的数，单位是万元。"),
        ),
        (
            (low is None) != (high is None),
            "cost_max_wan",
            _("投入区间的两头都要填；只有一个数时填成一样的。"),
        ),
        (
            low is not None and high is not None and low > high,
            "cost_max_wan",
            _("投入下限高于上限，请对调或改正。"),
        ),
        (
            content.live_year is not None and content.live_year not in YEARS,
            "live_year",
            _("请写四位数的年份，例如 2024。"),
        ),
        (
            len(content.scenes) > SCENES_MOST,
            "scenes",
            _("场景最多选 %(limit)s 个，请留下最重要的。", limit=SCENES_MOST),
        ),
        (
            len({part.organisation.id for part in content.parts}) < len(content.parts),
            "parts",
            _("同一个供应商只写一行，请合并。"),
        ),
    )
    raise_all(DomainError(words, field=name) for is_fault, name, words in faults if is_fault)
    for name, rows, most in (
        ("figures", content.figures, FIGURES_MOST),
        ("parts", content.parts, PARTS_MOST),
        ("offerings", content.offerings, OFFERINGS_MOST),
        ("standards", content.standards, STANDARDS_MOST),
    ):
        if len(rows) > most:
            raise DomainError(_("最多写 %(limit)s 项，请留下最重要的。", limit=most), field=name)
    for figure in content.figures:
        _check_figure(figure)


def _check_figure(figure: ShownFigure) -> None:
    proof, words = figure.proof, figure.proof_words
    faults = (
        (not figure.what_zh, _("每个数值都要写指标，例如“单班用工”。")),
        (_is_bad(figure.source_url), BAD_LINK),
        (
            proof is Proof.PUBLISHED and not figure.source_url,
            _("“%(what)s”依据公开报道，请写网址。", what=figure.what_zh),
        ),
        (
            proof is Proof.DOCUMENT and not words,
            _("“%(what)s”依据文件，请写是什么文件、谁出具。", what=figure.what_zh),
        ),
        (
            figure.measured_on is not None and figure.measured_on > clock.today(),
            _("“%(what)s”的测量日期还没有到，请改正。", what=figure.what_zh),
        ),
    )
    raise_all(DomainError(said, field="figures") for is_fault, said in faults if is_fault)


def _is_bad(address: str) -> bool:
    return bool(address) and not address.startswith(("https://", "http://"))
