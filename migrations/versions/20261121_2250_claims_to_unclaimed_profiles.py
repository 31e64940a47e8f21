"""Claims to unclaimed profiles."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "04463bbad2f4"
down_revision = "661393641416"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("claimant_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "returned",
                "approved",
                "refused",
                "withdrawn",
                name="claimstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state IN ('approved', 'refused', 'withdrawn')) = (closed_at IS NOT NULL)",
            name=op.f("ck_claim_closed_has_date"),
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_claim_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["claimant_id"], ["account.id"], name=op.f("fk_claim_claimant_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_claim_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["organisation.id"], name=op.f("fk_claim_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_claimant_id"), ["claimant_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_claim_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_claim_state_submitted_at"), ["state", "submitted_at"], unique=False
        )
        batch_op.create_index(
            "uq_claim_undecided",
            ["provider_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('submitted', 'returned')"),
            postgresql_where=sa.text("state IN ('submitted', 'returned')"),
        )

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_organisation_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_organisation_merged_into_id"), "organisation", ["merged_into_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_organisation_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_organisation_merged_into_id"))
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_claim_undecided",
            sqlite_where=sa.text("state IN ('submitted', 'returned')"),
            postgresql_where=sa.text("state IN ('submitted', 'returned')"),
        )
        batch_op.drop_index(batch_op.f("ix_claim_state_submitted_at"))
        batch_op.drop_index(batch_op.f("ix_claim_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_claim_claimant_id"))
        batch_op.drop_index(batch_op.f("ix_claim_attachment_id"))

    op.drop_table("claim")
