"""Making a call: its texts and rules, publishing, cancelling, copying."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.catalogue.enums import ProgrammeType
from matchmaker.db import Base, db
from matchmaker.errors import ConflictError, DomainError, raise_all
from matchmaker.programmes.enums import (
    CALL_TRANSITIONS,
    Aggregate,
    CallKind,
    CallState,
    Entrant,
    OthersSeen,
    SubjectType,
)
from matchmaker.programmes.models import (
    Call,
    CallCriterion,
    CallQuestion,
    CallQuota,
)
from matchmaker.programmes.scoring.gaps import gaps, word_gaps
from matchmaker.taxonomy.models import Sector
from matchmaker.web.forms import checked_words, clean_line
from matchmaker.web.versions import OVERTAKEN

TITLE_MAX: Final = 200
SUMMARY_MAX: Final = 500
TEXT_MAX: Final = 20_000
WORDS_MAX: Final = 1000
PREFIX_MAX: Final = 20
COPIES_MOST: Final = 99
PREFIX: Final = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


@dataclass(frozen=True, slots=True)
class CallContent:
    """What a call is and says; `prefix` begins the numbers of what is submitted to it."""

    kind: CallKind
    prefix: str
    title_zh: str
    title_en: str = ""
    summary_zh: str = ""
    summary_en: str = ""
    text_zh: str = ""
    text_en: str = ""
    subject_type: SubjectType | None = None
    programme_type: ProgrammeType | None = None


@dataclass(frozen=True, slots=True)
class CallRules:
    """Who may submit how much, and how it is reviewed; no sectors or regions mean all."""

    entrant: Entrant
    sectors: Sequence[Sector] = ()
    regions: Sequence[str] = ()  # codes of provinces
    entries_most: int = 1
    needs_recommendation: bool = False
    may_be_joint: bool = True
    is_blind: bool = False
    others_seen: OthersSeen = OthersSeen.AFTER_OWN
    aggregate: Aggregate = Aggregate.MEDIAN
    reviews_wanted: int = 3
    valid_months: int = 36


def draft_call(content: CallContent, *, actor: Account) -> Call:
    """Begin a call that only staff see. Raises DomainError for a prefix that is taken."""
    call = Call(entrant=_usual_entrant(content.kind), regions=[], **_checked(content))
    try:
        with db.session.begin_nested():
            audit.created("call.drafted", call, actor=actor)
    except IntegrityError as error:
        raise _taken(content) from error
    return call


def edit_call(call: Call, content: CallContent, *, seen_version: int, actor: Account) -> Call:
    """Change what a call says. Once published it keeps its kind and its prefix, and stays whole.

    Raises ConflictError when it was changed since the person opened it.
    """
    check_seen(call, seen_version)
    if call.state is CallState.CANCELLED:
        raise ConflictError(_("这个征集已经取消，不能再改。"))
    if call.state is not CallState.DRAFT:
        content = replace(
            content,
            kind=call.kind,
            prefix=call.prefix,
            subject_type=call.subject_type,
            programme_type=call.programme_type,
        )
    values = _checked(content)
    try:
        with db.session.begin_nested(), audit.change("call.edited", call, actor=actor):
            for name, value in values.items():
                setattr(call, name, value)
            if call.state is not CallState.DRAFT:
                raise_all(DomainError(gap.words) for gap in word_gaps(call))
    except IntegrityError as error:
        raise _taken(content) from error
    return call


def set_rules(call: Call, rules: CallRules, *, seen_version: int, actor: Account) -> None:
    """Say who may submit and how it is reviewed; only while nobody could rely on it yet."""
    check_shaped(call, seen_version)
    bounded = (
        ("entries_most", rules.entries_most, 20),
        ("reviews_wanted", rules.reviews_wanted, 9),
        ("valid_months", rules.valid_months, 120),
    )
    raise_all(
        DomainError(_("请填 1 到 %(most)s 的整数。", most=most), field=name)
        for name, value, most in bounded
        if not 1 <= value <= most
    )
    with audit.change("call.rules-set", call, actor=actor):
        for name, _value, _most in bounded:
            setattr(call, name, getattr(rules, name))
        call.entrant, call.others_seen = rules.entrant, rules.others_seen
        call.aggregate, call.is_blind = rules.aggregate, rules.is_blind
        call.needs_recommendation = rules.needs_recommendation
        call.may_be_joint = rules.may_be_joint
        call.regions, call.sectors = sorted(rules.regions), list(rules.sectors)
        touch(call)


def publish_call(call: Call, *, seen_version: int, actor: Account) -> None:
    """Announce a call. Raises DomainError with all that is missing."""
    check_seen(call, seen_version)
    raise_all(DomainError(gap.words) for gap in gaps(call, clock.now()))
    with audit.change("call.published", call, actor=actor):
        _move(call, CallState.PUBLISHED)
        call.published_at = clock.now()


def cancel_call(call: Call, words: str, *, seen_version: int, actor: Account) -> None:
    """Call a published call off, with words for everybody; it stays readable."""
    check_seen(call, seen_version)
    said = checked_words(words, WORDS_MAX)
    if not said:
        raise DomainError(_("请写取消的原因，所有人都会看到。"), field="words")
    with audit.change("call.cancelled", call, actor=actor):
        _move(call, CallState.CANCELLED)
        call.cancelled_at, call.cancel_words = clock.now(), said


def copy_call(call: Call, *, actor: Account) -> Call:
    """Begin a new call with the same texts, rules, form, criteria and quotas, and no dates."""
    copy = Call(
        **_said(
            call, "prefix", "state", "published_at", "cancelled_at", "cancel_words", "results_at"
        ),
        prefix=_free_prefix(call.prefix),
        sectors=list(call.sectors),
        questions=[CallQuestion(**_said(row, "call_id")) for row in call.questions],
        criteria=[CallCriterion(**_said(row, "call_id")) for row in call.criteria],
        quotas=[CallQuota(**_said(row, "call_id")) for row in call.quotas],
    )
    try:
        with db.session.begin_nested():
            audit.created("call.drafted", copy, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("同事刚刚也复制了它，请再试一次。")) from error
    return copy


def check_seen(call: Call, seen_version: int) -> None:
    """Raise ConflictError when the call was changed since the person opened the page."""
    if seen_version != call.version:
        raise ConflictError(OVERTAKEN)


def check_shaped(call: Call, seen_version: int) -> None:
    """Raise ConflictError where the call was changed since, or people rely on its rules."""
    check_seen(call, seen_version)
    if call.state is not CallState.DRAFT:
        raise ConflictError(_("征集发布以后，规则、题目、标准和名额不再改动，以示公平。"))


def touch(call: Call) -> None:
    """Count a new version of a call whose parts changed."""
    call.updated_at = clock.now()
    flag_modified(call, "updated_at")


def _move(call: Call, state: CallState) -> None:
    if state not in CALL_TRANSITIONS[call.state]:
        raise ConflictError(_("同事刚刚改变了这个征集，请刷新页面查看。"))
    call.state = state


def _checked(content: CallContent) -> dict[str, Any]:
    prefix = clean_line(content.prefix).upper()
    if len(prefix) > PREFIX_MAX or not PREFIX.fullmatch(prefix):
        raise DomainError(
            _("编号前缀用大写字母、数字和短横线，最多 20 个字符，例如 MINE-2027。"), field="prefix"
        )
    title = clean_line(content.title_zh)
    if not title:
        raise DomainError(_("请写中文标题。"), field="title_zh")
    is_pilots, is_providers = (
        content.kind is kind for kind in (CallKind.PILOTS, CallKind.PROVIDERS)
    )
    if is_pilots and content.subject_type is None:
        raise DomainError(_("请选择领航者的类型。"), field="subject_type")
    if is_providers and content.programme_type is None:
        raise DomainError(_("请选择服务商的类别。"), field="programme_type")
    texts = {
        name: checked_words(getattr(content, name), most, field=name)
        for name, most in (
            ("title_zh", TITLE_MAX),
            ("title_en", TITLE_MAX),
            ("summary_zh", SUMMARY_MAX),
            ("summary_en", SUMMARY_MAX),
            ("text_zh", TEXT_MAX),
            ("text_en", TEXT_MAX),
        )
    }
    return {
        **texts,
        "kind": content.kind,
        "prefix": prefix,
        "subject_type": content.subject_type if is_pilots else None,
        "programme_type": content.programme_type if is_providers else None,
    }


def _usual_entrant(kind: CallKind) -> Entrant:
    return {CallKind.PROVIDERS: Entrant.PROVIDERS, CallKind.PILOTS: Entrant.ENTERPRISES}.get(
        kind, Entrant.ANYBODY
    )


def _taken(content: CallContent) -> DomainError:
    words = _("编号前缀 %(prefix)s 已被另一个征集使用，请换一个。", prefix=content.prefix)
    return DomainError(words, field="prefix")


def _free_prefix(prefix: str) -> str:
    base = re.sub(r"-C\d+$", "", prefix)[: PREFIX_MAX - 4].rstrip("-")
    taken = set(db.session.scalars(select(Call.prefix).where(Call.prefix.startswith(f"{base}-C"))))
    for number in range(1, COPIES_MOST + 1):
        if f"{base}-C{number}" not in taken:
            return f"{base}-C{number}"
    raise DomainError(_("复制得太多了，请新建一个征集。"))


def _said(row: Base, *left_out: str) -> dict[str, Any]:
    skipped = {"id", "version", "created_at", "updated_at", *left_out}
    names = [column.key for column in row.__table__.columns if column.key not in skipped]
    return {name: getattr(row, name) for name in names}
