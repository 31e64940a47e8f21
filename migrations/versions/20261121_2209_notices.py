"""Notices to people, and how each wants mail of them."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "58609cc20d08"
down_revision = "ad0873b269f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("target", sa.JSON(), nullable=False),
        sa.Column("once_key", sa.String(length=120), nullable=True),
        sa.Column(
            "mail",
            sa.Enum(
                "at-once",
                "daily",
                "never",
                name="mailchoice",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("mailed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("read_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "mail != 'never' OR mailed_at IS NULL", name=op.f("ck_notice_mailed_if_wanted")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notice_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("account_id", "once_key", name=op.f("uq_notice_account_id_once_key")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_account_id_read_at"), ["account_id", "read_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_notice_created_at"), ["created_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notice_mail_mailed_at_account_id"),
            ["mail", "mailed_at", "account_id"],
            unique=False,
        )

    op.create_table(
        "notice_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("notice_group", sa.String(length=24), nullable=False),
        sa.Column(
            "mail",
            sa.Enum(
                "at-once",
                "daily",
                "never",
                name="mailchoice",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_notice_setting_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_setting")),
        sa.UniqueConstraint(
            "account_id", "notice_group", name=op.f("uq_notice_setting_account_id_notice_group")
        ),
    )


def downgrade() -> None:
    op.drop_table("notice_setting")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_mail_mailed_at_account_id"))
        batch_op.drop_index(batch_op.f("ix_notice_created_at"))
        batch_op.drop_index(batch_op.f("ix_notice_account_id_read_at"))

    op.drop_table("notice")
