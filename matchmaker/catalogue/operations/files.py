"""Pictures and documents of offerings, and the consent a case rests on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy.orm.attributes import flag_modified
from werkzeug.datastructures import FileStorage

from matchmaker.accounts.models import Account
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.operations.keeping import drop_attachment, keep_attachment
from matchmaker.audit import operations as audit
from matchmaker.catalogue.enums import CaseState, FileKind, OfferingState
from matchmaker.catalogue.models import Case, Offering, OfferingFile
from matchmaker.catalogue.operations.offerings import LOOKED_AT
from matchmaker.catalogue.operations.versions import keep_version, keep_what_is_public
from matchmaker.errors import ConflictError, DomainError

MOST: Final = 6  # of each kind
WORDS_MAX: Final = 120
_PURPOSES: Final = {FileKind.PICTURE: Purpose.PICTURE, FileKind.DOCUMENT: Purpose.DOCUMENT}


def add_file(
    offering: Offering, upload: FileStorage, *, kind: FileKind, words: str, actor: Account
) -> OfferingFile:
    """Add a picture with its alt text, or a document with its title, behind those there are.

    Raises DomainError: no words (field "words"), too many or unfit files (field "file").
    """
    if not words or len(words) > WORDS_MAX:
        raise DomainError(_("请写一句说明：图片上是什么，或文档讲什么。"), field="words")
    if sum(file.kind is kind for file in offering.files) >= MOST:
        raise DomainError(
            _("图片和文档各最多 %(limit)s 个，请先删去不要的。", limit=MOST), field="file"
        )
    attachment = keep_attachment(upload, purpose=_PURPOSES[kind], actor=actor)
    row = OfferingFile(attachment=attachment, kind=kind, words=words, position=_behind(offering))
    with _changing(offering, actor):
        offering.files.append(row)
    return row


def move_file(file: OfferingFile, *, actor: Account) -> None:
    """Show a file before the one of its kind that stands before it."""
    offering = file.offering
    alike = [one for one in offering.files if one.kind is file.kind]
    place = alike.index(file)
    if place:
        with _changing(offering, actor):
            former = alike[place - 1]
            file.position, former.position = former.position, file.position
            offering.files.sort(key=lambda one: one.position)


def remove_file(file: OfferingFile, *, actor: Account) -> None:
    """Take a file off its offering; its bytes go too."""
    offering, attachment = file.offering, file.attachment
    with _changing(offering, actor):
        offering.files.remove(file)
    drop_attachment(attachment, actor=actor)


def keep_consent(case: Case, upload: FileStorage, *, actor: Account) -> None:
    """Keep the document in which the client of a case agrees to be named; it replaces another.

    Raises ConflictError while the case waits or is public, DomainError for an unfit file.
    """
    if case.state not in {CaseState.DRAFT, CaseState.WITHDRAWN}:
        raise ConflictError(_("待审核和已发布的案例不能直接改，请先撤回。"))
    former = case.consent_file
    attachment = keep_attachment(upload, purpose=Purpose.EVIDENCE, actor=actor)
    with audit.change("case.consent_kept", case, actor=actor):
        case.consent_file = attachment
    if former:
        drop_attachment(former, actor=actor)


@contextmanager
def _changing(offering: Offering, actor: Account) -> Iterator[None]:
    if offering.state is OfferingState.ARCHIVED:
        raise ConflictError(_("这个方案已归档，不能再改；可以复制成新方案。"))
    is_looked_at = offering.state in LOOKED_AT
    if is_looked_at:
        keep_what_is_public(offering)
    with audit.change("offering.files_changed", offering, actor=actor):
        yield
        flag_modified(offering, "updated_at")  # a change of its parts is a change of the offering
    if is_looked_at:
        keep_version(offering, actor=actor)


def _behind(offering: Offering) -> int:
    return max((file.position for file in offering.files), default=-1) + 1
