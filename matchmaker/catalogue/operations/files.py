"""Pictures and documents of offerings and cases, the consent of clients, certificates."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TypeAlias, cast

from flask_babel import lazy_gettext as _
from sqlalchemy.orm.attributes import flag_modified
from werkzeug.datastructures import FileStorage

from matchmaker.accounts.models import Account
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.operations.keeping import drop_attachment, keep_attachment
from matchmaker.audit import operations as audit
from matchmaker.catalogue.enums import CaseState, FileKind, OfferingState
from matchmaker.catalogue.models import (
    Case,
    CaseFile,
    Offering,
    OfferingFile,
    Qualification,
    ShownFile,
)
from matchmaker.catalogue.operations.offerings import LOOKED_AT
from matchmaker.catalogue.operations.versions import keep_version, keep_what_is_public
from matchmaker.errors import ConflictError, DomainError

Owner: TypeAlias = Offering | Case
OwnedFile: TypeAlias = OfferingFile | CaseFile

MOST: Final = 6  # of each kind
WORDS_MAX: Final = 120
_PURPOSES: Final[Mapping[FileKind, Purpose]] = {
    FileKind.PICTURE: Purpose.PICTURE,
    FileKind.DOCUMENT: Purpose.DOCUMENT,
}


def add_file(
    owner: Owner, upload: FileStorage, *, kind: FileKind, words: str, actor: Account
) -> OwnedFile:
    """Add a picture with its alt text, or a document with its title, behind those there are.

    Raises ConflictError where its owner cannot be changed now; DomainError: no words (field
    "words"), too many or unfit files (field "file").
    """
    _check_changeable(owner)
    _check_words(words)
    files = _files_of(owner)
    if sum(file.kind is kind for file in files) >= MOST:
        raise DomainError(
            _("图片和文档各最多 %(limit)s 个，请先删去不要的。", limit=MOST), field="file"
        )
    attachment = keep_attachment(upload, purpose=_PURPOSES[kind], actor=actor)
    place = max((file.position for file in files), default=-1) + 1
    row = CaseFile() if isinstance(owner, Case) else OfferingFile()
    row.attachment, row.kind, row.words, row.position = attachment, kind, words, place
    with _changing(owner, actor):
        files.append(row)
    return row


def move_file(file: OwnedFile, *, actor: Account) -> None:
    """Show a file before the one of its kind that stands before it."""
    files = _files_of(file.owner)
    alike = [one for one in files if one.kind is file.kind]
    place = alike.index(file)
    if place:
        with _changing(file.owner, actor):
            former = alike[place - 1]
            file.position, former.position = former.position, file.position
            files.sort(key=lambda one: one.position)


def remove_file(file: OwnedFile, *, actor: Account) -> None:
    """Take a file off what it belongs to; its bytes go too."""
    owner, attachment = file.owner, file.attachment
    with _changing(owner, actor):
        _files_of(owner).remove(file)
    drop_attachment(attachment, actor=actor)


def keep_consent(case: Case, upload: FileStorage, *, actor: Account) -> None:
    """Keep the document in which the client of a case agrees to be named; it replaces another.

    Raises ConflictError while the case waits or is public, DomainError for an unfit file.
    """
    _check_changeable(case)
    former = case.consent_file
    attachment = keep_attachment(upload, purpose=Purpose.EVIDENCE, actor=actor)
    with audit.change("case.consent_kept", case, actor=actor):
        case.consent_file = attachment
    if former:
        drop_attachment(former, actor=actor)


def keep_certificate(
    qualification: Qualification, upload: FileStorage | None, *, is_shown: bool, actor: Account
) -> None:
    """Keep the document of a qualification, or only say whether a public profile shows it.

    Another one replaces it. Raises DomainError (field "file") for an unfit file, and for none
    where there is none yet.
    """
    former = qualification.attachment
    if upload is None and former is None:
        raise DomainError(_("请选择文件。"), field="file")
    kept = keep_attachment(upload, purpose=Purpose.CERTIFICATE, actor=actor) if upload else former
    with audit.change("provider_profile.certificate_kept", qualification.profile, actor=actor):
        qualification.attachment, qualification.is_shown = kept, is_shown
    if former is not None and kept is not former:
        drop_attachment(former, actor=actor)


def drop_certificate(qualification: Qualification, *, actor: Account) -> None:
    """Take the document off a qualification; what is written of it stays."""
    former = qualification.attachment
    if former is None:
        raise ConflictError(_("这项资质没有证书文件，请刷新页面查看。"))
    with audit.change("provider_profile.certificate_dropped", qualification.profile, actor=actor):
        qualification.attachment, qualification.is_shown = None, False
    drop_attachment(former, actor=actor)


@contextmanager
def _changing(owner: Owner, actor: Account) -> Iterator[None]:
    _check_changeable(owner)
    looked_at = owner if isinstance(owner, Offering) and owner.state in LOOKED_AT else None
    if looked_at:
        keep_what_is_public(looked_at)
    action = "case.files_changed" if isinstance(owner, Case) else "offering.files_changed"
    with audit.change(action, owner, actor=actor):
        yield
        flag_modified(owner, "updated_at")  # a change of its parts is a change of the whole
    if looked_at:
        keep_version(looked_at, actor=actor)


def _check_changeable(owner: Owner) -> None:
    if isinstance(owner, Case):
        if owner.state not in {CaseState.DRAFT, CaseState.WITHDRAWN}:
            raise ConflictError(_("待审核和已发布的案例不能直接改，请先撤回。"))
    elif owner.state is OfferingState.ARCHIVED:
        raise ConflictError(_("这个方案已归档，不能再改；可以复制成新方案。"))


def _check_words(words: str) -> None:
    if not words or len(words) > WORDS_MAX:
        raise DomainError(_("请写一句说明：图片上是什么，或文档讲什么。"), field="words")


def _files_of(owner: Owner) -> list[ShownFile]:
    return cast("list[ShownFile]", owner.files)
