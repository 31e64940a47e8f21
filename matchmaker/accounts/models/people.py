"""People who sign in, and the organisations they act for."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from matchmaker import clock
from matchmaker.accounts.enums import (
    CONSENT_VERSIONS,
    AccountState,
    ConsentChannel,
    ConsentDocument,
    FirmSize,
    InvitationState,
    LinkPurpose,
    MemberRole,
    OrganisationState,
    SizeIndustry,
    StaffRole,
)
from matchmaker.db import Base, IntPK, Link, Name, Prose, SortKey, Versioned, enum_column
from matchmaker.search.pinyin import pinyin_key


class Account(Versioned, Base):
    """A person who signs in."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            "(state = 'pending') = (confirmed_at IS NULL)", name="confirmed_unless_pending"
        ),
    )
    unaudited: ClassVar[frozenset[str]] = frozenset({"password_hash", "phone"})

    id: Mapped[IntPK]
    email: Mapped[str] = mapped_column(String(254), unique=True)  # normalised, lower case
    name: Mapped[Name]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None]  # when the person last chose it
    state: Mapped[AccountState] = mapped_column(
        enum_column(AccountState), default=AccountState.PENDING
    )
    staff_role: Mapped[StaffRole | None] = mapped_column(enum_column(StaffRole))
    locale: Mapped[str] = mapped_column(String(5), default="zh")
    confirmed_at: Mapped[datetime | None]
    phone: Mapped[str] = mapped_column(String(24), default="")
    shares_phone: Mapped[bool] = mapped_column(default=False)  # as their consent stands
    privacy_version: Mapped[str] = mapped_column(String(20), default="")  # last agreed to
    deletion_asked_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]  # only the number is left

    memberships: Mapped[list["Membership"]] = relationship(back_populates="account")
    second_factor: Mapped["SecondFactor | None"] = relationship(back_populates="account")

    # The opaque key of the signed-in browser this row was loaded for; never stored.
    browser_token = ""
    # Whether the person proved there of late who they are, by password or code; never stored.
    is_proven = False
    # The one organisation a program acts for as this person, by its number; 0 for a person
    # themselves. Never stored, and kept whenever the row is read anew.
    acts_only_for = 0
    is_anonymous = False

    def get_id(self) -> str:
        """Give Flask-Login what it keeps in the cookie: the browser's key, not the number."""
        return self.browser_token

    @property
    def is_authenticated(self) -> bool:
        return self.is_active

    @property
    def is_staff(self) -> bool:
        return self.staff_role is not None and self.is_active and not self.acts_only_for

    @property
    def is_active(self) -> bool:
        return self.state is AccountState.ACTIVE

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The organisations the person acts for, in whatever role."""
        return frozenset(row.organisation_id for row in self.acting_memberships)

    @property
    def acting_memberships(self) -> list["Membership"]:
        """The memberships that count now: a program of an organisation has that one alone."""
        only = self.acts_only_for
        return [row for row in self.memberships if not only or row.organisation_id == only]

    @property
    def has_second_factor(self) -> bool:
        return self.second_factor is not None and self.second_factor.confirmed_at is not None

    @property
    def has_agreed(self) -> bool:
        """Whether the person agreed to the privacy notice as it reads today."""
        return self.privacy_version == CONSENT_VERSIONS[ConsentDocument.PRIVACY_NOTICE]


class SignInSession(Base):
    """A signed-in browser: kept here so that it can be listed and ended."""

    __tablename__ = "sign_in_session"

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    ip: Mapped[str] = mapped_column(String(45), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    proven_at: Mapped[datetime] = mapped_column(default=clock.now)  # by password or code
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class OneTimeLink(Base):
    """A link sent by mail that works once and not for long."""

    __tablename__ = "one_time_link"

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[LinkPurpose] = mapped_column(enum_column(LinkPurpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    email: Mapped[str] = mapped_column(String(254), default="")  # the new address it confirms

    account: Mapped[Account] = relationship()


class SecondFactor(Base):
    """The authenticator app of a person: RFC 6238, SHA-1, six digits, steps of 30 s.

    `last_step` is the number of the step whose code was last used: none is taken twice.
    `pending_secret` is a new app's, until a code of it was typed.
    """

    __tablename__ = "second_factor"
    __table_args__ = (
        CheckConstraint("(confirmed_at IS NULL) = (secret = '')", name="secret_once_confirmed"),
    )
    unaudited: ClassVar[frozenset[str]] = frozenset({"secret", "pending_secret", "last_step"})

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    secret: Mapped[str] = mapped_column(String(64), default="")
    pending_secret: Mapped[str] = mapped_column(String(64), default="")
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)

    account: Mapped[Account] = relationship(back_populates="second_factor")


class RecoveryCode(Base):
    """A code that stands in for the app once; only its hash is stored."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class Consent(Base):
    """What a person agreed to: which text, in which version, when and where."""

    __tablename__ = "consent"

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    document: Mapped[ConsentDocument] = mapped_column(enum_column(ConsentDocument))
    consent_version: Mapped[str] = mapped_column(String(20))
    channel: Mapped[ConsentChannel] = mapped_column(enum_column(ConsentChannel))
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]


class Attempt(Base):
    """One try at something that is throttled: signing in, asking for a mail, pasting a need."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "kind", "key", "at"),)

    id: Mapped[IntPK]
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Organisation(Versioned, Base):
    """An enterprise, a provider or both. Unclaimed ones are known from published sources only."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(
            "state = 'unclaimed' OR uscc IS NOT NULL OR is_abroad", name="code_unless_unclaimed"
        ),
        CheckConstraint("employees >= 0", name="employees_not_negative"),
        CheckConstraint("revenue_wan >= 0 AND assets_wan >= 0", name="figures_not_negative"),
        CheckConstraint(
            "(verified_at IS NULL) = (verified_until IS NULL)", name="verified_for_a_time"
        ),
    )

    unaudited: ClassVar[frozenset[str]] = frozenset({"sort_key"})  # follows from the name

    id: Mapped[IntPK]
    key: Mapped[str | None] = mapped_column(String(40), unique=True)  # stable name in the seeds
    name: Mapped[Name] = mapped_column(index=True)
    sort_key: Mapped[SortKey] = mapped_column(index=True)  # the name by pinyin
    name_en: Mapped[str] = mapped_column(String(200), default="")
    aliases: Mapped[list[str]] = mapped_column(default=list)
    uscc: Mapped[str | None] = mapped_column(String(18), unique=True)  # 统一社会信用代码
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    place: Mapped[str] = mapped_column(String(120), default="")  # as written in the source
    is_abroad: Mapped[bool] = mapped_column(default=False)
    website: Mapped[Link] = mapped_column(default="")
    about: Mapped[Prose] = mapped_column(default="")
    size_industry: Mapped[SizeIndustry | None] = mapped_column(enum_column(SizeIndustry))
    employees: Mapped[int | None]
    revenue_wan: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    assets_wan: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    size: Mapped[FirmSize | None] = mapped_column(enum_column(FirmSize))  # what the figures give
    state: Mapped[OrganisationState] = mapped_column(enum_column(OrganisationState))
    verified_at: Mapped[datetime | None]  # when staff last found it is who it says
    verified_until: Mapped[date | None]  # the last day that holds
    reminded_days: Mapped[int | None]  # days before the end its people were told; -1 once ended
    # Whose profile it is now, once an unclaimed one was claimed; its address leads there.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="organisation")

    @property
    def is_verified(self) -> bool:
        """Staff found it is who it says, not too long ago; a suspended one counts as nobody."""
        return (
            self.state is OrganisationState.ACTIVE
            and self.verified_until is not None
            and self.verified_until >= clock.today()
        )

    @validates("name")
    def _keep_sort_key(self, _field: str, name: str) -> str:
        self.sort_key = pinyin_key(name)
        return name


class Membership(Base):
    """A person acting for an organisation, in a role."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "organisation_id"),)

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[MemberRole] = mapped_column(enum_column(MemberRole))
    role_since: Mapped[datetime] = mapped_column(default=clock.now)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    account: Mapped[Account] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(back_populates="memberships")


class Invitation(Base):
    """An offer to act for an organisation, sent by mail to one address.

    A transfer hands the inviter's ownership over: on acceptance they become an editor.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        Index(
            "uq_invitation_open",
            "organisation_id",
            "email",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_unless_open"),
        CheckConstraint("NOT is_transfer OR role = 'owner'", name="transfer_of_ownership"),
    )
    unaudited: ClassVar[frozenset[str]] = frozenset({"email", "token_hash"})

    id: Mapped[IntPK]
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[MemberRole] = mapped_column(enum_column(MemberRole))
    is_transfer: Mapped[bool] = mapped_column(default=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    inviter_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[InvitationState] = mapped_column(
        enum_column(InvitationState), default=InvitationState.OPEN
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    inviter: Mapped[Account] = relationship()

    @property
    def is_usable(self) -> bool:
        return self.state is InvitationState.OPEN and self.expires_at > clock.now()
