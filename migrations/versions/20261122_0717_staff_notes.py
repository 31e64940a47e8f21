"""Notes of staff for their colleagues."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "328ce8368668"
down_revision = "e23228369577"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_staff_note_author_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_note")),
    )
    with op.batch_alter_table("staff_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_note_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_staff_note_subject_kind_subject_id"),
            ["subject_kind", "subject_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("staff_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_note_subject_kind_subject_id"))
        batch_op.drop_index(batch_op.f("ix_staff_note_author_id"))

    op.drop_table("staff_note")
