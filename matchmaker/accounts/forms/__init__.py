"""Forms for accounts and organisations."""

from matchmaker.accounts.forms.decisions import (
    SecondFactorResetForm,
    StandingForm,
    VerificationDecisionForm,
)
from matchmaker.accounts.forms.people import (
    AccountForm,
    AddressField,
    ChangePasswordForm,
    CodeForm,
    ConfirmForm,
    ConsentField,
    EmailForm,
    InvitedForm,
    InviteForm,
    NeededLineField,
    NewOrganisationForm,
    NewPasswordForm,
    OrganisationForm,
    ProveForm,
    RegisterForm,
    RoleForm,
    SecretField,
    SignInForm,
)
from matchmaker.accounts.forms.verification import VerificationForm

__all__ = [
    "AccountForm",
    "AddressField",
    "ChangePasswordForm",
    "CodeForm",
    "ConfirmForm",
    "ConsentField",
    "EmailForm",
    "InviteForm",
    "InvitedForm",
    "NeededLineField",
    "NewOrganisationForm",
    "NewPasswordForm",
    "OrganisationForm",
    "ProveForm",
    "RegisterForm",
    "RoleForm",
    "SecondFactorResetForm",
    "SecretField",
    "SignInForm",
    "StandingForm",
    "VerificationDecisionForm",
    "VerificationForm",
]
