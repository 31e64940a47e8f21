"""Standings of public demands."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "353de8a550f7"
down_revision = "ae277c301e9d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demand_standing",
        sa.Column("demand_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("model_number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stood_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"],
            ["demand.id"],
            name=op.f("fk_demand_standing_demand_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("demand_id", name=op.f("pk_demand_standing")),
    )
    op.create_table(
        "standing_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("offering_title", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "new",
                "up",
                "down",
                "gone",
                name="changekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "offering-new",
                "offering-changed",
                "offering-withdrawn",
                "demand-new",
                "demand-changed",
                "demand-withdrawn",
                "model-changed",
                "taxonomy-changed",
                "others-moved",
                name="changereason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("rank_before", sa.Integer(), nullable=True),
        sa.Column("rank_after", sa.Integer(), nullable=True),
        sa.Column("tenths_before", sa.Integer(), nullable=True),
        sa.Column("tenths_after", sa.Integer(), nullable=True),
        sa.Column("model_number", sa.Integer(), nullable=False),
        sa.Column("changed_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'gone') = (rank_after IS NULL)",
            name=op.f("ck_standing_change_gone_is_nowhere"),
        ),
        sa.CheckConstraint(
            "(kind = 'new') = (rank_before IS NULL)",
            name=op.f("ck_standing_change_new_was_nowhere"),
        ),
        sa.CheckConstraint(
            "(rank_after IS NULL) = (tenths_after IS NULL)",
            name=op.f("ck_standing_change_rank_and_score_after"),
        ),
        sa.CheckConstraint(
            "(rank_before IS NULL) = (tenths_before IS NULL)",
            name=op.f("ck_standing_change_rank_and_score_before"),
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"],
            ["demand.id"],
            name=op.f("fk_standing_change_demand_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_standing_change_offering_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_change")),
    )
    with op.batch_alter_table("standing_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_standing_change_changed_at"), ["changed_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_standing_change_demand_id_id"), ["demand_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_standing_change_offering_id_id"), ["offering_id", "id"], unique=False
        )

    op.create_table(
        "standing_place",
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.CheckConstraint("rank > 0", name=op.f("ck_standing_place_rank_from_one")),
        sa.CheckConstraint(
            "tenths BETWEEN 0 AND 1000", name=op.f("ck_standing_place_score_in_tenths")
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"],
            ["demand_standing.demand_id"],
            name=op.f("fk_standing_place_demand_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_standing_place_offering_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("demand_id", "offering_id", name=op.f("pk_standing_place")),
        sa.UniqueConstraint("demand_id", "rank", name=op.f("uq_standing_place_demand_id_rank")),
    )
    with op.batch_alter_table("standing_place", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_standing_place_offering_id"), ["offering_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("standing_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_place_offering_id"))

    op.drop_table("standing_place")
    with op.batch_alter_table("standing_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_change_offering_id_id"))
        batch_op.drop_index(batch_op.f("ix_standing_change_demand_id_id"))
        batch_op.drop_index(batch_op.f("ix_standing_change_changed_at"))

    op.drop_table("standing_change")
    op.drop_table("demand_standing")
