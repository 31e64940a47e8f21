"""Forms for accounts and organisations."""

from typing import Any

from babel import Locale
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    PasswordField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired, Optional, ValidationError

from matchmaker.accounts.enums import MemberRole, SizeIndustry
from matchmaker.accounts.models import Organisation
from matchmaker.accounts.operations import (
    emails,
    organisations,
    passwords,
    profile,
    registration,
    second_factor,
)
from matchmaker.accounts.operations.organisations import OrganisationContent, checked_website
from matchmaker.accounts.queries import region_of
from matchmaker.accounts.scoring import FirmFigures
from matchmaker.accounts.uscc import checked_uscc
from matchmaker.accounts.words import MEMBER_ROLES, SIZE_INDUSTRIES
from matchmaker.errors import DomainError
from matchmaker.taxonomy.models import Region
from matchmaker.taxonomy.queries import region_named
from matchmaker.web.forms import (
    AmountField,
    BaseForm,
    LineField,
    MaxLength,
    WholeNumberField,
    clean_line,
    clean_prose,
)
from matchmaker.web.language import LOCALES
from matchmaker.web.versions import VersionedForm

USCC_TYPED_MAX = 40  # eighteen characters and the spaces people put between them
REGION_TYPED_MAX = 40


class AddressField(EmailField):
    """An e-mail address as typed, tidied."""

    data: str

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            _("邮箱"),
            filters=[clean_line],
            validators=[InputRequired(_("请填写邮箱。")), MaxLength(emails.MAX_LENGTH)],
            **kwargs,
        )


class SecretField(PasswordField):
    """A password; it never comes back into the page."""

    data: str

    def __init__(self, label: Any, missing: Any, **kwargs: Any) -> None:
        limits = [InputRequired(missing), MaxLength(passwords.MAX_LENGTH, show=False)]
        super().__init__(label, validators=limits, **kwargs)


class NeededLineField(LineField):
    """A line that must not be empty."""

    data: str

    def __init__(self, label: Any, missing: Any, limit: int, **kwargs: Any) -> None:
        super().__init__(label, validators=[InputRequired(missing), MaxLength(limit)], **kwargs)


class ConsentField(BooleanField):
    """Agreement to the privacy notice; without it there is no account."""

    def __init__(self, **kwargs: Any) -> None:
        needed = [InputRequired(_("请阅读隐私说明，同意后再继续。"))]
        super().__init__(_("我已阅读并同意隐私说明"), validators=needed, **kwargs)


class RegisterForm(BaseForm):
    """Who registers."""

    name = NeededLineField(_("姓名"), _("请填写姓名。"), registration.NAME_MAX)
    email = AddressField()
    password = SecretField(_("密码"), _("请设置密码。"))
    consent = ConsentField()

    def validate_email(self, field: Field) -> None:
        """Refuse what is no address before anything is done."""
        _checked(emails.checked_email, field.data)

    def validate_password(self, field: Field) -> None:
        """Name a bad password together with the other mistakes."""
        who = {"email": self.email.data or "", "name": self.name.data or ""}
        _checked(lambda typed: passwords.check_new_password(typed, **who), field.data)


class SignInForm(BaseForm):
    """Address and password."""

    email = AddressField()
    password = SecretField(_("密码"), _("请填写密码。"))


class EmailForm(BaseForm):
    """An address that a mail is wanted for."""

    email = AddressField()

    def validate_email(self, field: Field) -> None:
        """Refuse what is no address: no mail could arrive."""
        _checked(emails.checked_email, field.data)


class ConfirmForm(BaseForm):
    """The password chosen at registration, to confirm the address with."""

    password = SecretField(_("密码"), _("请输入注册时设置的密码。"))


class NewPasswordForm(BaseForm):
    """A new password."""

    password = SecretField(_("新密码"), _("请设置新密码。"))


class ChangePasswordForm(BaseForm):
    """The present password and a new one."""

    current = SecretField(_("现在的密码"), _("请输入现在的密码。"))
    password = SecretField(_("新密码"), _("请设置新密码。"))


class CodeForm(BaseForm):
    """A code of the authenticator app, or a recovery code."""

    code = NeededLineField(_("验证码"), _("请输入验证码。"), second_factor.CODE_MAX)


class ProveForm(BaseForm):
    """The password once more, before something that must not happen by accident."""

    password = SecretField(_("密码"), _("请输入密码。"))


class InviteForm(BaseForm):
    """Whom to invite, and what for."""

    email = AddressField()
    role = RadioField(
        _("身份"),
        choices=[SelectChoice(role.value, MEMBER_ROLES[role]) for role in MemberRole],
        default=MemberRole.EDITOR.value,
        validators=[InputRequired(_("请选择身份。"))],
    )

    def validate_email(self, field: Field) -> None:
        """Refuse what is no address."""
        _checked(emails.checked_email, field.data)


class RoleForm(BaseForm):
    """Another role for a member."""

    role = SelectField(
        _("身份"), choices=[SelectChoice(role.value, MEMBER_ROLES[role]) for role in MemberRole]
    )


class InvitedForm(BaseForm):
    """Who registers through an invitation; the address is known."""

    name = NeededLineField(_("姓名"), _("请填写姓名。"), registration.NAME_MAX)
    password = SecretField(_("密码"), _("请设置密码。"))
    consent = ConsentField()


class AccountForm(BaseForm):
    """What people change about their own account."""

    name = NeededLineField(_("姓名"), _("请填写姓名。"), registration.NAME_MAX)
    phone = LineField(_("电话"), validators=[MaxLength(profile.PHONE_MAX)])
    shares_phone = BooleanField(_("双方接受对接后，把电话告诉对方"))
    locale = RadioField(
        _("页面和邮件的语言"),
        choices=[
            SelectChoice(key, Locale.parse(tag).get_language_name()) for key, tag in LOCALES.items()
        ],
        validators=[InputRequired(_("请选择语言。"))],
    )


def _size_choice(industry: SizeIndustry) -> SelectChoice:
    return SelectChoice(industry.value, SIZE_INDUSTRIES[industry])


class OrganisationForm(VersionedForm):
    """What an organisation says about itself."""

    name = NeededLineField(_("单位全称"), _("请填写单位全称。"), organisations.NAME_MAX)
    region = LineField(_("所在地区"), validators=[MaxLength(REGION_TYPED_MAX)])
    website = LineField(_("网站"), validators=[MaxLength(organisations.WEBSITE_MAX)])
    about = TextAreaField(
        _("简介"),
        filters=[clean_prose],
        validators=[MaxLength(organisations.ABOUT_MAX, show=False)],
    )
    size_industry = SelectField(
        _("按规模划分的行业"),
        choices=[SelectChoice("", _("不填")), *map(_size_choice, SizeIndustry)],
        default="",
    )
    employees = WholeNumberField(_("从业人员（人）"), validators=[Optional()])
    revenue_wan = AmountField(_("上年营业收入（万元）"), validators=[Optional()])
    assets_wan = AmountField(_("上年末资产总额（万元）"), validators=[Optional()])
    found_region: Region | None = None

    def validate_region(self, field: Field) -> None:
        """Find the region by code or name."""
        self.found_region = region_named(field.data) if field.data else None
        if field.data and self.found_region is None:
            raise ValidationError(
                _(
                    "没有找到“%(name)s”。请写省或地级市的名称，例如“广东”或“广东深圳”。",
                    name=field.data[:20],
                )
            )

    def validate_website(self, field: Field) -> None:
        """Refuse what is no web address."""
        _checked(checked_website, field.data)

    def content(self) -> OrganisationContent:
        """Give what was filled in; call it on a valid form."""
        return OrganisationContent(
            name=self.name.data or "",
            region=self.found_region,
            website=self.website.data or "",
            about=self.about.data or "",
            size_industry=SizeIndustry(self.size_industry.data)
            if self.size_industry.data
            else None,
            figures=FirmFigures(self.employees.data, self.revenue_wan.data, self.assets_wan.data),
        )

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationForm":
        """Give a form that shows what an organisation says, or what was just posted."""
        region = region_of(organisation)
        return cls(
            name=organisation.name,
            region=region.name_zh if region else "",
            website=organisation.website,
            about=organisation.about,
            size_industry=organisation.size_industry or "",
            employees=organisation.employees,
            revenue_wan=organisation.revenue_wan,
            assets_wan=organisation.assets_wan,
            version=str(organisation.version),
        )


class NewOrganisationForm(OrganisationForm):
    """An organisation and its unified social credit code, which stays."""

    uscc = NeededLineField(
        _("统一社会信用代码"), _("请填写统一社会信用代码，营业执照上有。"), USCC_TYPED_MAX
    )

    def validate_uscc(self, field: Field) -> None:
        """Refuse a code that cannot exist."""
        _checked(checked_uscc, field.data)


def _checked(check: Any, typed: str | None) -> None:
    if not typed:
        return
    try:
        check(typed)
    except DomainError as error:
        raise ValidationError(str(error.message)) from error
