"""Let cases carry pictures and documents, and qualifications their document."""

import sqlalchemy as sa
from alembic import op

revision = "8f1ad677a985"
down_revision = "3c1ca034381c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_file",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "picture",
                "document",
                name="filekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_case_file_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["project_case.id"], name=op.f("fk_case_file_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint(
            "case_id", "attachment_id", name=op.f("uq_case_file_case_id_attachment_id")
        ),
    )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_file_attachment_id"), ["attachment_id"], unique=False
        )

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("width", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("height", sa.Integer(), nullable=True))

    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attachment_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("is_shown", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_index(
            batch_op.f("ix_qualification_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_qualification_attachment_id"), "attachment", ["attachment_id"], ["id"]
        )

    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.alter_column("is_shown", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_qualification_attachment_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_qualification_attachment_id"))
        batch_op.drop_column("is_shown")
        batch_op.drop_column("attachment_id")

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_column("height")
        batch_op.drop_column("width")

    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_file_attachment_id"))

    op.drop_table("case_file")
