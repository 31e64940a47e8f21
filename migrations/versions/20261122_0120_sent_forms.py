"""sent forms: a word of their own, since programmes have submissions."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "d08eab2e965c"
down_revision = "7b3c107a25ab"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _move("submission", "sent_form")


def downgrade() -> None:
    _move("sent_form", "submission")


def _move(before: str, after: str) -> None:
    op.create_table(
        after,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=f"fk_{after}_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{after}"),
        sa.UniqueConstraint("account_id", "key", name=f"uq_{after}_account_id_key"),
    )
    op.execute(
        f"INSERT INTO {after} (account_id, key, address, created_at)"
        f" SELECT account_id, key, address, created_at FROM {before}"
    )
    op.drop_table(before)
    op.create_index(f"ix_{after}_created_at", after, ["created_at"])
