"""snapshots and gaps."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "af757c1e86d1"
down_revision = "e028f49277b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("taken_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("kind", "day", name=op.f("uq_snapshot_kind_day")),
    )
    op.create_table(
        "demand_gap",
        sa.Column("demand_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing_version", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("read_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_demand_gap_demand_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("demand_id", name=op.f("pk_demand_gap")),
    )
    with op.batch_alter_table("demand_gap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_gap_read_at"), ["read_at"], unique=False)

    op.create_table(
        "gap_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "metric",
                "capability",
                "standard",
                "region",
                "budget",
                "time",
                name="requirementkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column(
            "op",
            sa.Enum(
                "<=",
                "<",
                ">=",
                ">",
                "=",
                "range",
                name="operator",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("value2", sa.Double(), nullable=True),
        sa.Column("is_must", sa.Boolean(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("anywhere", sa.Integer(), nullable=False),
        sa.Column("alone", sa.Integer(), nullable=False),
        sa.Column("unlocked_tenths", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "met >= 0 AND unknown >= 0 AND missed >= 0 AND anywhere >= 0 AND alone >= 0",
            name=op.f("ck_gap_line_counts_from_zero"),
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"],
            ["demand_gap.demand_id"],
            name=op.f("fk_gap_line_demand_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_line")),
    )
    with op.batch_alter_table("gap_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_line_demand_id"), ["demand_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_gap_line_kind_subject"), ["kind", "subject"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("gap_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gap_line_kind_subject"))
        batch_op.drop_index(batch_op.f("ix_gap_line_demand_id"))

    op.drop_table("gap_line")
    with op.batch_alter_table("demand_gap", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_gap_read_at"))

    op.drop_table("demand_gap")
    op.drop_table("snapshot")
