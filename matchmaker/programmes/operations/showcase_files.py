"""Pictures and documents of a showcase, and the consent of the organisation it names."""

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
from matchmaker.catalogue.enums import FileKind
from matchmaker.catalogue.operations.files import WORDS_MAX
from matchmaker.errors import ConflictError, DomainError
from matchmaker.programmes.enums.showcases import NamedBy, ShowcaseState
from matchmaker.programmes.models.showcases import Showcase, ShowcaseFile

MOST: Final = 8  # of each kind
_PURPOSES: Final = {FileKind.PICTURE: Purpose.PICTURE, FileKind.DOCUMENT: Purpose.DOCUMENT}


def add_showcase_file(
    showcase: Showcase, upload: FileStorage, *, kind: FileKind, words: str, actor: Account
) -> ShowcaseFile:
    """Add a picture with its alt text, or a document with its title, behind those there are.

    Raises DomainError: no words (field "words"), too many or unfit files (field "file").
    """
    if not words or len(words) > WORDS_MAX:
        raise DomainError(_("请写一句说明：图片上是什么，或文档讲什么。"), field="words")
    if sum(file.kind is kind for file in showcase.files) >= MOST:
        raise DomainError(
            _("图片和文档各最多 %(limit)s 个，请先删去不要的。", limit=MOST), field="file"
        )
    attachment = keep_attachment(upload, purpose=_PURPOSES[kind], actor=actor)
    place = max((file.position for file in showcase.files), default=-1) + 1
    row = ShowcaseFile(attachment=attachment, kind=kind, words=words, position=place)
    with _changing(showcase, actor):
        showcase.files.append(row)
    return row


def move_showcase_file(file: ShowcaseFile, *, actor: Account) -> None:
    """Show a file before the one of its kind that stands before it."""
    files = file.showcase.files
    alike = [one for one in files if one.kind is file.kind]
    place = alike.index(file)
    if place:
        with _changing(file.showcase, actor):
            former = alike[place - 1]
            file.position, former.position = former.position, file.position
            files.sort(key=lambda one: one.position)


def remove_showcase_file(file: ShowcaseFile, *, actor: Account) -> None:
    """Take a file off its showcase; its bytes go too."""
    showcase, attachment = file.showcase, file.attachment
    with _changing(showcase, actor):
        showcase.files.remove(file)
    drop_attachment(attachment, actor=actor)


def keep_owner_consent(showcase: Showcase, upload: FileStorage, *, actor: Account) -> None:
    """Keep the document in which the organisation agrees to be named; it replaces another.

    Raises ConflictError while a public page rests on the one there is, DomainError for an unfit
    file.
    """
    if showcase.state is ShowcaseState.PUBLISHED and showcase.named_by is NamedBy.DOCUMENT:
        raise ConflictError(_("公开的页面正依据现有的同意书，请先撤回。"))
    former = showcase.consent_file
    attachment = keep_attachment(upload, purpose=Purpose.EVIDENCE, actor=actor)
    with audit.change("showcase.consent_kept", showcase, actor=actor):
        showcase.consent_file = attachment
    if former is not None:
        drop_attachment(former, actor=actor)


@contextmanager
def _changing(showcase: Showcase, actor: Account) -> Iterator[None]:
    with audit.change("showcase.files_changed", showcase, actor=actor):
        yield
        flag_modified(showcase, "updated_at")  # a change of its parts is a change of the whole
