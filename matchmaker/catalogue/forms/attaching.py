"""Forms that hand in pictures and documents: of offerings, cases, clients, qualifications."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired

from matchmaker.catalogue.enums import FileKind
from matchmaker.catalogue.operations.files import WORDS_MAX
from matchmaker.web.forms import BaseForm, LineField, MaxLength

FILE_MISSING = _("请选择文件。")


class FileForm(BaseForm):
    """A picture with its alt text, or a document with its title."""

    kind = RadioField(
        _("类别"),
        choices=[
            SelectChoice(FileKind.PICTURE.value, _("图片（PNG、JPEG、WebP，5 MB 以内）")),
            SelectChoice(FileKind.DOCUMENT.value, _("文档（PDF、Word、Excel、PPT，10 MB 以内）")),
        ],
        default=FileKind.PICTURE.value,
        validators=[InputRequired()],
    )
    file = FileField(_("文件"), validators=[FileRequired(FILE_MISSING)])
    words = LineField(
        _("图片说明或文档标题"),
        validators=[
            InputRequired(_("请写一句说明：图片上是什么，或文档讲什么。")),
            MaxLength(WORDS_MAX),
        ],
    )


class ConsentForm(BaseForm):
    """The document in which a client agrees to be named."""

    file = FileField(_("客户同意书"), validators=[FileRequired(FILE_MISSING)])


class CertificateForm(BaseForm):
    """The document of a qualification, and whether a public profile shows it."""

    file = FileField(_("证书文件"))
    is_shown = BooleanField(_("在公开的档案里展示证书"))
