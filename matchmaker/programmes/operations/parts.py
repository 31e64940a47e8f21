"""The parts of a call that is not published yet: its questions, criteria and quotas."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final, NamedTuple

from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.errors import DomainError, Words
from matchmaker.programmes.enums import CHOOSING, QuestionKind
from matchmaker.programmes.models import Call, CallCriterion, CallQuestion, CallQuota
from matchmaker.programmes.operations.calls import check_shaped, touch
from matchmaker.programmes.scoring.gaps import WHOLE
from matchmaker.taxonomy.models import Region, Sector

LABEL_MAX: Final = 200
HINT_MAX: Final = 500
UNIT_MAX: Final = 20
QUESTIONS_MOST: Final = 40
CRITERIA_MOST: Final = 12
QUOTAS_MOST: Final = 60
LETTERS_MOST: Final = 10_000
OPTIONS_MOST: Final = 30
PLACES_MOST: Final = 100_000
LEAST_OPTIONS: Final = 2


@dataclass(frozen=True, slots=True)
class QuestionGiven:
    """A question as staff wrote it; `key` is empty for a new one."""

    kind: QuestionKind
    label_zh: str
    label_en: str = ""
    hint_zh: str = ""
    hint_en: str = ""
    is_required: bool = True
    is_identifying: bool = False
    most_letters: int | None = None
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    options: tuple[tuple[str, str], ...] = ()  # in Chinese and in English
    key: str = ""


@dataclass(frozen=True, slots=True)
class CriterionGiven:
    """A criterion as staff wrote it; points go from 0 to `most`."""

    label_zh: str
    weight: int
    label_en: str = ""
    hint_zh: str = ""
    hint_en: str = ""
    most: int = 10
    is_veto: bool = False


class QuotaGiven(NamedTuple):
    """How many may be selected, of a sector or a province; of neither, in all."""

    places: int
    sector: Sector | None = None
    region: Region | None = None


def set_questions(
    call: Call, given: Sequence[QuestionGiven], *, seen_version: int, actor: Account
) -> None:
    """Say what the form of a call asks, in this order."""
    check_shaped(call, seen_version)
    if len(given) > QUESTIONS_MOST:
        raise DomainError(_("题目最多 %(limit)s 个。", limit=QUESTIONS_MOST), field="questions")
    for row in given:
        fault = _fault_of(row)
        if fault:
            raise DomainError(
                _("题目“%(label)s”：%(fault)s", label=row.label_zh[:20], fault=fault),
                field="questions",
            )
    known = {row.key: row for row in call.questions}
    used: set[str] = set()
    rows = []
    for one in given:
        key = one.key if one.key in known and one.key not in used else _new_key({*known, *used})
        used.add(key)
        rows.append((known.get(key) or CallQuestion(key=key), one))
    with audit.change("call.questions-set", call, actor=actor):
        for position, (question, one) in enumerate(rows, 1):
            _write(question, one, position)
        call.questions = [question for question, _one in rows]
        touch(call)


def set_criteria(
    call: Call, given: Sequence[CriterionGiven], *, seen_version: int, actor: Account
) -> None:
    """Say what reviewers score. Raises DomainError unless the weights sum to 100."""
    check_shaped(call, seen_version)
    fault = _criteria_fault(given)
    if fault:
        raise DomainError(fault, field="criteria")
    with audit.change("call.criteria-set", call, actor=actor):
        call.criteria = [
            CallCriterion(position=position, **asdict(one)) for position, one in enumerate(given, 1)
        ]
        touch(call)


def set_quotas(
    call: Call, given: Sequence[QuotaGiven], *, seen_version: int, actor: Account
) -> None:
    """Say how many may be selected. Raises DomainError for a part larger than the whole."""
    check_shaped(call, seen_version)
    fault = _quotas_fault(given)
    if fault:
        raise DomainError(fault, field="quotas")
    known = {(row.sector_id, row.region_code): row for row in call.quotas}
    rows = []
    for one in given:
        scope = (one.sector.id if one.sector else None, one.region.code if one.region else None)
        row = known.get(scope) or CallQuota(sector=one.sector, region=one.region)
        rows.append((row, one.places))
    with audit.change("call.quotas-set", call, actor=actor):
        for row, places in rows:
            row.places = places
        call.quotas = [row for row, _places in rows]
        touch(call)


def _write(row: CallQuestion, one: QuestionGiven, position: int) -> None:
    row.position, row.kind = position, one.kind
    row.label_zh, row.label_en = one.label_zh, one.label_en
    row.hint_zh, row.hint_en = one.hint_zh, one.hint_en
    row.is_required, row.is_identifying = one.is_required, one.is_identifying
    is_text, is_number = one.kind is QuestionKind.TEXT, one.kind is QuestionKind.NUMBER
    row.most_letters = one.most_letters if is_text else None
    row.unit = one.unit if is_number else ""
    row.minimum, row.maximum = (one.minimum, one.maximum) if is_number else (None, None)
    row.options = (
        [
            {"value": str(number), "zh": zh, "en": en}
            for number, (zh, en) in enumerate(one.options, 1)
        ]
        if one.kind in CHOOSING
        else []
    )


def _new_key(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"q{number}" in taken:
        number += 1
    return f"q{number}"


def _fault_of(row: QuestionGiven) -> Words | None:
    names = [zh for zh, _en in row.options]
    if not row.label_zh:
        return _("请写题目。")
    if row.kind is QuestionKind.TEXT and not 1 <= (row.most_letters or 0) <= LETTERS_MOST:
        return _("请填字数上限，1 到 %(most)s。", most=LETTERS_MOST)
    if row.minimum is not None and row.maximum is not None and row.maximum < row.minimum:
        return _("最大值不能小于最小值。")
    if row.kind in CHOOSING and not LEAST_OPTIONS <= len(names) <= OPTIONS_MOST:
        return _("请写 2 到 %(most)s 个选项，一行一个。", most=OPTIONS_MOST)
    if row.kind in CHOOSING and len(set(names)) < len(names):
        return _("选项不能重复。")
    return None


def _criteria_fault(given: Sequence[CriterionGiven]) -> Words | None:
    if not 1 <= len(given) <= CRITERIA_MOST:
        return _("请设 1 到 %(most)s 项标准。", most=CRITERIA_MOST)
    if any(not row.label_zh for row in given):
        return _("请给每项标准写名称。")
    if any(not 1 <= figure <= WHOLE for row in given for figure in (row.weight, row.most)):
        return _("每项的权重和满分请填 1 到 100 的整数。")
    if len({row.label_zh for row in given}) < len(given):
        return _("标准的名称不能重复。")
    total = sum(row.weight for row in given)
    if total != WHOLE:
        return _("权重合计要等于 100，现在是 %(total)s。", total=total)
    return None


def _quotas_fault(given: Sequence[QuotaGiven]) -> Words | None:
    scopes = [(one.sector, one.region) for one in given]
    if len(given) > QUOTAS_MOST:
        return _("名额最多 %(most)s 条。", most=QUOTAS_MOST)
    if any(not 1 <= one.places <= PLACES_MOST for one in given):
        return _("名额请填 1 到 %(most)s 的整数。", most=PLACES_MOST)
    if len(set(scopes)) < len(scopes):
        return _("同一个行业或地区只能有一条名额。")
    whole = next((one.places for one in given if one.sector is None and one.region is None), None)
    if whole is not None and any(one.places > whole for one in given):
        return _("一个行业或地区的名额不能多于总名额。")
    return None
