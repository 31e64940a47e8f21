"""Scenes that staff edit, retire and merge, and the slugs they had before."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "89a189776bc9"
down_revision = "d53fc0bc599d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scene_redirect",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("scene_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scene_id"], ["scene.id"], name=op.f("fk_scene_redirect_scene_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_scene_redirect")),
    )
    with op.batch_alter_table("scene_redirect", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scene_redirect_scene_id"), ["scene_id"], unique=False)

    with op.batch_alter_table("scene", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edited_at", types.UTCDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("retired_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_scene_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_index(
            "uq_scene_live_name",
            ["sector_id", "name_zh"],
            unique=True,
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_scene_merged_into_id"), "scene", ["merged_into_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_scene_merged_is_over"),
            "merged_into_id IS NULL OR retired_at IS NOT NULL",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_scene_merged_into_another"), "merged_into_id <> id"
        )


def downgrade() -> None:
    with op.batch_alter_table("scene", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_scene_merged_into_another"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_scene_merged_is_over"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_scene_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(
            "uq_scene_live_name",
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_scene_merged_into_id"))
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("retired_at")
        batch_op.drop_column("edited_at")

    with op.batch_alter_table("scene_redirect", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scene_redirect_scene_id"))

    op.drop_table("scene_redirect")
