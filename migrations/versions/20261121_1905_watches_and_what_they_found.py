"""Watches, what they found for people, and the digests that told them."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "319d196315d2"
down_revision = "e5f8929f42a3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("made_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_digest_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("account_id", "period", name=op.f("uq_digest_account_id_period")),
    )
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_digest_made_at"), ["made_at"], unique=False)

    op.create_table(
        "news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "occasion",
            sa.Enum(
                "new",
                "fits",
                "changed",
                "gone",
                name="occasion",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=True),
        sa.Column("found_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("read_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_news_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digest.id"], name=op.f("fk_news_digest_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
        sa.UniqueConstraint(
            "account_id",
            "subject_kind",
            "subject_id",
            "occasion",
            "about",
            name=op.f("uq_news_account_id_subject_kind_subject_id_occasion_about"),
        ),
    )
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_news_account_id_read_at"), ["account_id", "read_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_news_digest_id"), ["digest_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_news_found_at"), ["found_at"], unique=False)

    op.create_table(
        "watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "search",
                "offering",
                "demand",
                "own-demands",
                "own-offerings",
                name="watchkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column("demand_id", sa.Integer(), nullable=True),
        sa.Column(
            "frequency",
            sa.Enum(
                "immediate",
                "daily",
                "weekly",
                name="frequency",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "paused",
                name="watchstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("paused_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("started_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("looked_until", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("due_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("introduced_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'demand') = (demand_id IS NOT NULL)", name=op.f("ck_watch_demand_named")
        ),
        sa.CheckConstraint(
            "(kind = 'offering') = (offering_id IS NOT NULL)", name=op.f("ck_watch_offering_named")
        ),
        sa.CheckConstraint(
            "(state = 'paused') = (paused_at IS NOT NULL)", name=op.f("ck_watch_paused_has_date")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_watch_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_watch_demand_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_watch_offering_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_watch_account_id_key")),
    )
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watch_demand_id"), ["demand_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_watch_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_watch_offering_id"), ["offering_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_watch_state_due_at"), ["state", "due_at"], unique=False
        )

    op.create_table(
        "news_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("news_id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("own_id", sa.Integer(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=True),
        sa.Column("met", sa.Integer(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=True),
        sa.Column("is_same_scene", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["news_id"], ["news.id"], name=op.f("fk_news_reason_news_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["watch_id"], ["watch.id"], name=op.f("fk_news_reason_watch_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_reason")),
        sa.UniqueConstraint(
            "news_id", "watch_id", "own_id", name=op.f("uq_news_reason_news_id_watch_id_own_id")
        ),
    )
    with op.batch_alter_table("news_reason", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_news_reason_watch_id"), ["watch_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("news_reason", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_news_reason_watch_id"))

    op.drop_table("news_reason")
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_watch_state_due_at"))
        batch_op.drop_index(batch_op.f("ix_watch_offering_id"))
        batch_op.drop_index(batch_op.f("ix_watch_key"))
        batch_op.drop_index(batch_op.f("ix_watch_demand_id"))

    op.drop_table("watch")
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_news_found_at"))
        batch_op.drop_index(batch_op.f("ix_news_digest_id"))
        batch_op.drop_index(batch_op.f("ix_news_account_id_read_at"))

    op.drop_table("news")
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_digest_made_at"))

    op.drop_table("digest")
