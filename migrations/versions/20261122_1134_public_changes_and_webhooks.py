"""Changes of public things in order, webhooks with what they are sent."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "2b392deb8cfa"
down_revision = "96ccbf7a7197"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(length=16), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("forgotten_to", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_counter")),
    )
    op.create_table(
        "public_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "published",
                "changed",
                "withdrawn",
                name="publicact",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", types.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_change")),
        sa.UniqueConstraint("kind", "thing_id", name=op.f("uq_public_change_kind_thing_id")),
        sa.UniqueConstraint("sequence", name=op.f("uq_public_change_sequence")),
    )
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("secret", sa.String(length=80), nullable=False),
        sa.Column("former_secret", sa.String(length=80), nullable=False),
        sa.Column("former_until", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "paused",
                "off",
                name="webhookstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("off_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("failing_since", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("rests_until", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(former_secret = '') = (former_until IS NULL)", name=op.f("ck_webhook_former_has_end")
        ),
        sa.CheckConstraint(
            "(state = 'off') = (off_at IS NOT NULL)", name=op.f("ck_webhook_off_has_date")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_webhook_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_webhook_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sa.UniqueConstraint("organisation_id", "url", name=op.f("uq_webhook_organisation_id_url")),
    )
    with op.batch_alter_table("webhook", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webhook_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_webhook_state"), ["state"], unique=False)

    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "match",
                "question",
                "engagement",
                "response",
                "award",
                "decision",
                "call",
                "public",
                "test",
                name="webhookkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("once_key", sa.String(length=160), nullable=True),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("done_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "done_at IS NULL OR given_up_at IS NULL",
            name=op.f("ck_webhook_delivery_done_or_given_up"),
        ),
        sa.CheckConstraint(
            "done_at IS NULL OR next_at IS NULL", name=op.f("ck_webhook_delivery_done_is_over")
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhook.id"],
            name=op.f("fk_webhook_delivery_webhook_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("number", name=op.f("uq_webhook_delivery_number")),
        sa.UniqueConstraint(
            "webhook_id", "once_key", name=op.f("uq_webhook_delivery_webhook_id_once_key")
        ),
    )
    with op.batch_alter_table("webhook_delivery", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_webhook_delivery_created_at"), ["created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_webhook_delivery_next_at"), ["next_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_webhook_delivery_webhook_id_id"), ["webhook_id", "id"], unique=False
        )

    op.create_table(
        "delivery_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("fault", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["webhook_delivery.id"],
            name=op.f("fk_delivery_try_delivery_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_try")),
    )
    with op.batch_alter_table("delivery_try", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_try_delivery_id"), ["delivery_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("delivery_try", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_try_delivery_id"))

    op.drop_table("delivery_try")
    with op.batch_alter_table("webhook_delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_delivery_webhook_id_id"))
        batch_op.drop_index(batch_op.f("ix_webhook_delivery_next_at"))
        batch_op.drop_index(batch_op.f("ix_webhook_delivery_created_at"))

    op.drop_table("webhook_delivery")
    with op.batch_alter_table("webhook", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_state"))
        batch_op.drop_index(batch_op.f("ix_webhook_author_id"))

    op.drop_table("webhook")
    op.drop_table("public_change")
    op.drop_table("change_counter")
