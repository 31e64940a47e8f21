"""Invitations, second factors, consent, phone numbers, and when somebody last proved who they are."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

import matchmaker.db as types

revision = "8f1d0dc4f3cd"
down_revision = "2419b9ef536b"
branch_labels = None
depends_on = None

PURPOSES = ("confirm-email", "reset-password", "first-sign-in")
NEW_PURPOSES = ("second-step", "change-email")
# Registering has always asked for consent; the trail says when each person gave it.
CONSENTS = """
INSERT INTO consent (account_id, document, consent_version, channel, given_at)
SELECT account.id, 'privacy-notice', '2026-11-20', 'registration', MIN(audit_event.at)
FROM account JOIN audit_event ON audit_event.subject_kind = 'account'
  AND audit_event.subject_id = CAST(account.id AS VARCHAR)
  AND audit_event.action = 'account.accepted_privacy'
GROUP BY account.id
"""
AGREED = """
UPDATE account SET privacy_version = '2026-11-20'
WHERE id IN (SELECT account_id FROM consent)
"""


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "document",
            sa.Enum(
                "privacy-notice",
                "phone-sharing",
                name="consentdocument",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("consent_version", sa.String(length=20), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "registration",
                "invitation",
                "sign-in",
                "account",
                name="consentchannel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("given_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_consent_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_account_id"), ["account_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_recovery_code_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint(
            "account_id", "code_hash", name=op.f("uq_recovery_code_account_id_code_hash")
        ),
    )
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("pending_secret", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (secret = '')",
            name=op.f("ck_second_factor_secret_once_confirmed"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_second_factor_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "editor",
                "viewer",
                name="memberrole",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("is_transfer", sa.Boolean(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("inviter_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "declined",
                "revoked",
                name="invitationstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)",
            name=op.f("ck_invitation_answered_unless_open"),
        ),
        sa.CheckConstraint(
            "NOT is_transfer OR role = 'owner'", name=op.f("ck_invitation_transfer_of_ownership")
        ),
        sa.ForeignKeyConstraint(
            ["inviter_id"],
            ["account.id"],
            name=op.f("fk_invitation_inviter_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_invitation_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_inviter_id"), ["inviter_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invitation_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "uq_invitation_open",
            ["organisation_id", "email"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    with op.batch_alter_table("account") as batch_op:
        batch_op.add_column(
            sa.Column("phone", sa.String(length=24), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("shares_phone", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("privacy_version", sa.String(length=20), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("deletion_asked_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("deleted_at", types.UTCDateTime(timezone=True), nullable=True)
        )
    with op.batch_alter_table("membership") as batch_op:
        batch_op.add_column(
            sa.Column("role_since", types.UTCDateTime(timezone=True), nullable=True)
        )
    with op.batch_alter_table("one_time_link") as batch_op:
        batch_op.add_column(
            sa.Column("email", sa.String(length=254), nullable=False, server_default="")
        )
        _allow_purposes(batch_op, (*PURPOSES, *NEW_PURPOSES))
    with op.batch_alter_table("sign_in_session") as batch_op:
        batch_op.add_column(sa.Column("proven_at", types.UTCDateTime(timezone=True), nullable=True))
    op.execute("UPDATE membership SET role_since = created_at")
    op.execute("UPDATE sign_in_session SET proven_at = created_at")
    op.execute(CONSENTS)
    op.execute(AGREED)
    with op.batch_alter_table("account") as batch_op:
        for name in ("phone", "shares_phone", "privacy_version"):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("membership") as batch_op:
        batch_op.alter_column("role_since", nullable=False)
    with op.batch_alter_table("one_time_link") as batch_op:
        batch_op.alter_column("email", server_default=None)
    with op.batch_alter_table("sign_in_session") as batch_op:
        batch_op.alter_column("proven_at", nullable=False)


def _allow_purposes(batch_op: BatchOperations, purposes: tuple[str, ...]) -> None:
    """Say anew which purposes a link may have."""
    allowed = ", ".join(f"'{purpose}'" for purpose in purposes)
    name = op.f("ck_one_time_link_linkpurpose")
    batch_op.drop_constraint(name, type_="check")
    batch_op.create_check_constraint(name, f"purpose IN ({allowed})")


def downgrade() -> None:
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_column("proven_at")

    kept = ", ".join(f"'{purpose}'" for purpose in PURPOSES)
    op.execute(f"DELETE FROM one_time_link WHERE purpose NOT IN ({kept})")  # noqa: S608 - our own words
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.drop_column("email")
        _allow_purposes(batch_op, PURPOSES)

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_column("role_since")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("deleted_at")
        batch_op.drop_column("deletion_asked_at")
        batch_op.drop_column("privacy_version")
        batch_op.drop_column("shares_phone")
        batch_op.drop_column("phone")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_invitation_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_invitation_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_inviter_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_email"))

    op.drop_table("invitation")
    op.drop_table("second_factor")
    op.drop_table("recovery_code")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_account_id"))

    op.drop_table("consent")
