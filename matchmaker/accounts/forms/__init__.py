"""Forms for accounts and organisations."""

from matchmaker.accounts.forms.people import (
    AccountForm,
    AddressField,
    ChangePasswordForm,
    ConfirmForm,
    EmailForm,
    NeededLineField,
    NewOrganisationForm,
    NewPasswordForm,
    OrganisationForm,
    PageForm,
    RegisterForm,
    SecretField,
    SignInForm,
)

__all__ = [
    "AccountForm",
    "AddressField",
    "ChangePasswordForm",
    "ConfirmForm",
    "EmailForm",
    "NeededLineField",
    "NewOrganisationForm",
    "NewPasswordForm",
    "OrganisationForm",
    "PageForm",
    "RegisterForm",
    "SecretField",
    "SignInForm",
]
