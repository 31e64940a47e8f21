"""Applications to be verified."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "28db49fc3972"
down_revision = "7dc1c3f0b663"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "approved",
                "refused",
                "withdrawn",
                name="verificationstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("legal_name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("contact_name", sa.String(length=40), nullable=False),
        sa.Column("contact_position", sa.String(length=40), nullable=False),
        sa.Column("contact_phone", sa.String(length=30), nullable=False),
        sa.Column("submitted_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state IN ('approved', 'refused', 'withdrawn')) = (closed_at IS NOT NULL)",
            name=op.f("ck_verification_closed_has_date"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL",
            name=op.f("ck_verification_submitted_has_date"),
        ),
        sa.ForeignKeyConstraint(
            ["applicant_id"],
            ["account.id"],
            name=op.f("fk_verification_applicant_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_verification_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
    )
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verification_applicant_id"), ["applicant_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_verification_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_verification_state_submitted_at"),
            ["state", "submitted_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_verification_uscc"), ["uscc"], unique=False)
        batch_op.create_index(
            "uq_verification_undecided",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'submitted', 'returned')"),
            postgresql_where=sa.text("state IN ('draft', 'submitted', 'returned')"),
        )

    op.create_table(
        "verification_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verification_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "identity",
                "licence",
                "authorisation",
                "contact",
                name="partkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "passed",
                "to-mend",
                name="partstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_verification_part_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["verification_id"],
            ["verification.id"],
            name=op.f("fk_verification_part_verification_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_part")),
        sa.UniqueConstraint(
            "verification_id", "kind", name=op.f("uq_verification_part_verification_id_kind")
        ),
    )
    with op.batch_alter_table("verification_part", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verification_part_attachment_id"), ["attachment_id"], unique=False
        )

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded_days", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("reminded_days")

    with op.batch_alter_table("verification_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verification_part_attachment_id"))

    op.drop_table("verification_part")
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_verification_undecided",
            sqlite_where=sa.text("state IN ('draft', 'submitted', 'returned')"),
            postgresql_where=sa.text("state IN ('draft', 'submitted', 'returned')"),
        )
        batch_op.drop_index(batch_op.f("ix_verification_uscc"))
        batch_op.drop_index(batch_op.f("ix_verification_state_submitted_at"))
        batch_op.drop_index(batch_op.f("ix_verification_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_verification_applicant_id"))

    op.drop_table("verification")
