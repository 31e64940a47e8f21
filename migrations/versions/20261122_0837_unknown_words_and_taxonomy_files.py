"""Words nothing recognises, and files of taxonomy entries."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "3c07741b4b1d"
down_revision = "ed2a69d26332"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unknown_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("word", sa.String(length=24), nullable=False),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("pastes", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("decided_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "target = '' OR decided_at IS NOT NULL", name=op.f("ck_unknown_word_target_is_decided")
        ),
        sa.CheckConstraint("searches + pastes > 0", name=op.f("ck_unknown_word_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unknown_word")),
        sa.UniqueConstraint("digest", name=op.f("uq_unknown_word_digest")),
    )
    with op.batch_alter_table("unknown_word", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unknown_word_decided_at_days"), ["decided_at", "days"], unique=False
        )

    op.create_table(
        "taxonomy_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("applied_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_taxonomy_file_actor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomy_file")),
    )
    with op.batch_alter_table("taxonomy_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taxonomy_file_actor_id"), ["actor_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("taxonomy_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taxonomy_file_actor_id"))

    op.drop_table("taxonomy_file")
    with op.batch_alter_table("unknown_word", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unknown_word_decided_at_days"))

    op.drop_table("unknown_word")
