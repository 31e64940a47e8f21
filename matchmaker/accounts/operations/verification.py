"""Applying to be verified: written, handed in, mended, taken back."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from matchmaker import clock
from matchmaker.accounts.enums import (
    VERIFICATION_TRANSITIONS,
    WRITABLE,
    PartKind,
    PartState,
    VerificationState,
)
from matchmaker.accounts.models import Account, Organisation, Verification, VerificationPart
from matchmaker.accounts.operations.organisations import NAME_MAX, NAME_MIN
from matchmaker.accounts.queries import organisation_with_uscc, undecided_of, undecided_of_person
from matchmaker.accounts.uscc import checked_uscc, normalised_uscc
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.operations import keep_attachment
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, raise_all
from matchmaker.web.forms import clean_line

CONTACT_MAX: Final = 40
PHONE_MAX: Final = 30
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,22}[0-9](?:\s*(?:\u8f6c|ext\.?)\s*[0-9]{1,6})?")
UNDECIDED_MOST: Final = 3  # a person
USCC_MAX: Final = 18
FILES: Final = {PartKind.LICENCE: Purpose.LICENCE, PartKind.AUTHORISATION: Purpose.AUTHORISATION}
WRITTEN: Final = {
    PartKind.IDENTITY: ("legal_name", "uscc"),
    PartKind.CONTACT: ("contact_name", "contact_position", "contact_phone"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationContent:
    """What a person fills in, and the files handed in with it."""

    legal_name: str = ""
    uscc: str = ""
    contact_name: str = ""
    contact_position: str = ""
    contact_phone: str = ""
    files: Mapping[PartKind, FileStorage] = field(default_factory=dict)


def save_verification(
    organisation: Organisation,
    content: VerificationContent,
    *,
    seen_version: int,
    actor: Account,
) -> Verification:
    """Keep what was filled in so far; starts an application where none is undecided.

    Parts that staff passed stay as they are. Raises DomainError naming the field, ConflictError
    when the application was changed meanwhile or lies with staff.
    """
    found = undecided_of(organisation)
    if found is None:
        return _start(organisation, content, actor=actor)
    if seen_version != found.version:
        raise ConflictError(
            _("您打开页面之后，这份认证申请已被改动。请核对下面已保存的内容，再保存一次。")
        )
    if found.state not in WRITABLE:
        raise ConflictError(_("这份认证申请正在审核，不能修改；需要改动请先撤回。"))
    with audit.change("verification.written", found, actor=actor):
        _write(found, content, actor=actor)
    return found


def submit_verification(verification: Verification, *, actor: Account) -> None:
    """Hand a complete application in to staff. Raises DomainError for all that is missing."""
    _check_complete(verification)
    with audit.change("verification.submitted", verification, actor=actor):
        move(verification, VerificationState.SUBMITTED)
        verification.submitted_at = clock.now()
        verification.applicant = actor
        for part in verification.parts:
            if part.state is not PartState.PASSED:
                part.state, part.reasons, part.words = PartState.OPEN, [], ""


def withdraw_verification(verification: Verification, *, actor: Account) -> None:
    """Take an application back; a new one can be started at once."""
    with audit.change("verification.withdrawn", verification, actor=actor):
        move(verification, VerificationState.WITHDRAWN)
        verification.closed_at = clock.now()


def move(verification: Verification, target: VerificationState) -> None:
    """Take an application to a state. Raises ConflictError where that is not possible."""
    if target not in VERIFICATION_TRANSITIONS[verification.state]:
        raise ConflictError(_("这份认证申请现在的状态不允许这样做，请刷新页面查看。"))
    verification.state = target


def _start(
    organisation: Organisation, content: VerificationContent, *, actor: Account
) -> Verification:
    if undecided_of_person(actor) >= UNDECIDED_MOST:
        raise DomainError(
            _(
                "您已有 %(limit)s 份没有结果的认证申请，请等审核完成或撤回其中一份。",
                limit=UNDECIDED_MOST,
            )
        )
    verification = Verification(
        organisation=organisation,
        applicant=actor,
        parts=[VerificationPart(kind=kind, reasons=[]) for kind in PartKind],
    )
    _write(verification, content, actor=actor)
    try:
        with db.session.begin_nested():
            audit.created("verification.started", verification, actor=actor)
    except IntegrityError:
        raise ConflictError(_("同事刚刚为这个单位开始了一份认证申请，请刷新页面查看。")) from None
    return verification


def _write(verification: Verification, content: VerificationContent, *, actor: Account) -> None:
    values = _checked(content)
    for kind, names in WRITTEN.items():
        if _is_passed(verification, kind):
            continue
        for name in names:
            setattr(verification, name, values[name])
    for kind, upload in content.files.items():
        if not _is_passed(verification, kind):
            try:
                kept = keep_attachment(upload, purpose=FILES[kind], actor=actor)
            except DomainError as error:
                raise DomainError(error.message, field=kind.value) from error
            verification.part(kind).attachment = kept
            verification.updated_at = clock.now()  # a new file is a change of the application


def _is_passed(verification: Verification, kind: PartKind) -> bool:
    return verification.part(kind).state is PartState.PASSED


def _checked(content: VerificationContent) -> dict[str, str]:
    values = {
        name: clean_line(getattr(content, name)) for names in WRITTEN.values() for name in names
    }
    values["uscc"] = normalised_uscc(content.uscc)
    limits = {"legal_name": NAME_MAX, "uscc": USCC_MAX, "contact_phone": PHONE_MAX}
    for name, value in values.items():
        limit = limits.get(name, CONTACT_MAX)
        if len(value) > limit:
            raise DomainError(
                _(
                    "最多 %(limit)s 个字，现在有 %(length)s 个。请缩短后再提交。",
                    limit=limit,
                    length=len(value),
                ),
                field=name,
            )
    return values


def _check_complete(verification: Verification) -> None:
    raise_all(_lacking(verification))
    code = checked_uscc(verification.uscc)
    holder = organisation_with_uscc(code)
    if holder is not None and holder.id != verification.organisation_id:
        raise DomainError(
            _("这个统一社会信用代码已有别的单位登记。请核对；如果是您的单位，请联系运营人员。"),
            field="uscc",
        )


def _lacking(verification: Verification) -> Iterator[DomainError]:
    if len(verification.legal_name) < NAME_MIN:
        yield DomainError(_("请填写营业执照上的单位全称。"), field="legal_name")
    try:
        checked_uscc(verification.uscc)
    except DomainError as error:
        yield error
    for kind, words in (
        (PartKind.LICENCE, _("请上传营业执照的照片或扫描件。")),
        (PartKind.AUTHORISATION, _("请上传签字盖章的授权书。")),
    ):
        if verification.part(kind).attachment is None:
            yield DomainError(words, field=kind.value)
    for name, words in (
        ("contact_name", _("请填写联系人姓名。")),
        ("contact_position", _("请填写联系人职务。")),
        ("contact_phone", _("请填写联系电话。")),
    ):
        if not getattr(verification, name):
            yield DomainError(words, field=name)
    if verification.contact_phone and not PHONE.fullmatch(verification.contact_phone):
        yield DomainError(
            _("请填写能打通的电话，例如 13800138000 或 0477-8123456。"), field="contact_phone"
        )
