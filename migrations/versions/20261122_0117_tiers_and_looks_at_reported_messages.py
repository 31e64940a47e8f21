"""Tiers of providers have an end and a history; looks at what reports are about are kept."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "d23b7e779cfa"
down_revision = "04463bbad2f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_report_look_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_look_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_look")),
        sa.UniqueConstraint(
            "report_id", "account_id", name=op.f("uq_report_look_report_id_account_id")
        ),
    )
    with op.batch_alter_table("report_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_look_account_id"), ["account_id"], unique=False)

    op.create_table(
        "tier_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("tier_call", sa.String(length=200), nullable=False),
        sa.Column("tier_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_tier_change_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["provider_profile.id"],
            name=op.f("fk_tier_change_profile_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_change")),
    )
    with op.batch_alter_table("tier_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tier_change_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tier_change_profile_id"), ["profile_id"], unique=False)

    with op.batch_alter_table("provider_profile", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tier_until", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_provider_profile_end_of_a_tier"), "tier <> '' OR tier_until IS NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("provider_profile", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_provider_profile_end_of_a_tier"), type_="check")
        batch_op.drop_column("tier_until")

    with op.batch_alter_table("tier_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tier_change_profile_id"))
        batch_op.drop_index(batch_op.f("ix_tier_change_actor_id"))

    op.drop_table("tier_change")
    with op.batch_alter_table("report_look", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_look_account_id"))

    op.drop_table("report_look")
