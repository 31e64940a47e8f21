"""Standards, capabilities and sectors that staff tend."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "ed2a69d26332"
down_revision = "328ce8368668"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("capability", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("edited_at", types.UTCDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("retired_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(
            batch_op.f("ix_capability_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_capability_merged_into_id"), "capability", ["merged_into_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_capability_merged_is_over"),
            "merged_into_id IS NULL OR retired_at IS NOT NULL",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_capability_merged_into_another"), "merged_into_id <> id"
        )

    with op.batch_alter_table("sector", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("edited_at", types.UTCDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("retired_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(
            batch_op.f("ix_sector_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_sector_merged_into_id"), "sector", ["merged_into_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_sector_merged_is_over"),
            "merged_into_id IS NULL OR retired_at IS NOT NULL",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_sector_merged_into_another"), "merged_into_id <> id"
        )

    with op.batch_alter_table("standard", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("replaced_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("edited_at", types.UTCDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("retired_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(
            batch_op.f("ix_standard_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_standard_replaced_by_id"), ["replaced_by_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_standard_replaced_by_id"), "standard", ["replaced_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_standard_merged_into_id"), "standard", ["merged_into_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_standard_merged_is_over"),
            "merged_into_id IS NULL OR retired_at IS NOT NULL",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_standard_merged_into_another"), "merged_into_id <> id"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_standard_replaced_is_over"),
            "replaced_by_id IS NULL OR retired_at IS NOT NULL",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_standard_replaced_into_another"), "replaced_by_id <> id"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_standard_leads_to_one"),
            "merged_into_id IS NULL OR replaced_by_id IS NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("standard", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_standard_merged_is_over"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_standard_merged_into_another"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_standard_replaced_is_over"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_standard_replaced_into_another"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_standard_leads_to_one"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_standard_merged_into_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_standard_replaced_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_standard_replaced_by_id"))
        batch_op.drop_index(batch_op.f("ix_standard_merged_into_id"))
        batch_op.drop_column("retired_at")
        batch_op.drop_column("edited_at")
        batch_op.drop_column("replaced_by_id")
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("sector", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_sector_merged_is_over"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_sector_merged_into_another"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_sector_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_sector_merged_into_id"))
        batch_op.drop_column("retired_at")
        batch_op.drop_column("edited_at")
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("capability", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_capability_merged_is_over"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_capability_merged_into_another"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_capability_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_capability_merged_into_id"))
        batch_op.drop_column("retired_at")
        batch_op.drop_column("edited_at")
        batch_op.drop_column("merged_into_id")
