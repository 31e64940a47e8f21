"""Results of calls: entries, objections, appeals, renewals."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "87be6d4568d4"
down_revision = "8e8555e11d1a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "not-eligible",
                "false-claims",
                "copied",
                "unfair",
                "other",
                name="objectionreason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "upheld",
                "dismissed",
                name="objectionstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("answerer_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)", name=op.f("ck_objection_answered_has_date")
        ),
        sa.ForeignKeyConstraint(
            ["answerer_id"], ["account.id"], name=op.f("fk_objection_answerer_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_objection_author_id")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["programme_call.id"], name=op.f("fk_objection_call_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_objection_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("receipt", name=op.f("uq_objection_receipt")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_answerer_id"), ["answerer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_objection_call_id_state"), ["call_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_objection_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "programme_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "listed",
                "warned",
                "rectifying",
                "removed",
                name="entrystate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("listed_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("warned_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("rectify_until", sa.Date(), nullable=True),
        sa.Column("removed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("renewed_from_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'rectifying' OR rectify_until IS NOT NULL",
            name=op.f("ck_programme_entry_rectifying_has_last_day"),
        ),
        sa.CheckConstraint(
            "(state = 'removed') = (removed_at IS NOT NULL)",
            name=op.f("ck_programme_entry_removed_has_date"),
        ),
        sa.CheckConstraint(
            "state <> 'warned' OR warned_at IS NOT NULL",
            name=op.f("ck_programme_entry_warned_has_date"),
        ),
        sa.CheckConstraint(
            "valid_until >= valid_from", name=op.f("ck_programme_entry_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["programme_call.id"], name=op.f("fk_programme_entry_call_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_programme_entry_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["renewed_from_id"],
            ["programme_entry.id"],
            name=op.f("fk_programme_entry_renewed_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_programme_entry_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_entry")),
        sa.UniqueConstraint("number", name=op.f("uq_programme_entry_number")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_programme_entry_submission_id")),
    )
    with op.batch_alter_table("programme_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_entry_call_id_state"), ["call_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_programme_entry_organisation_id_state"),
            ["organisation_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_programme_entry_renewed_from_id"), ["renewed_from_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_programme_entry_valid_until"), ["valid_until"], unique=False
        )

    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "upheld",
                "dismissed",
                name="appealstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("answerer_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)", name=op.f("ck_appeal_answered_has_date")
        ),
        sa.ForeignKeyConstraint(
            ["answerer_id"], ["account.id"], name=op.f("fk_appeal_answerer_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_appeal_author_id")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["programme_entry.id"], name=op.f("fk_appeal_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_appeal_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_answerer_id"), ["answerer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeal_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeal_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_appeal_submission_id"), ["submission_id"], unique=False
        )
        batch_op.create_index(
            "uq_appeal_open",
            ["submission_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "entry_renewal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "granted",
                "declined",
                name="renewalstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("answerer_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)",
            name=op.f("ck_entry_renewal_answered_has_date"),
        ),
        sa.ForeignKeyConstraint(
            ["answerer_id"], ["account.id"], name=op.f("fk_entry_renewal_answerer_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_entry_renewal_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["programme_entry.id"], name=op.f("fk_entry_renewal_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_renewal")),
    )
    with op.batch_alter_table("entry_renewal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entry_renewal_answerer_id"), ["answerer_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_entry_renewal_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_renewal_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(
            "uq_entry_renewal_open",
            ["entry_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "entry_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "listed",
                "warned",
                "rectifying",
                "restored",
                "removed",
                "renewed",
                "not-renewed",
                name="entryact",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_entry_step_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["programme_entry.id"],
            name=op.f("fk_entry_step_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_step")),
    )
    with op.batch_alter_table("entry_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_step_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_step_entry_id"), ["entry_id"], unique=False)

    with op.batch_alter_table("programme_call", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("results_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_programme_call_drafts_without_results"),
            "state <> 'draft' OR results_at IS NULL",
        )

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("verdict_reasons", sa.JSON(), nullable=False, server_default="[]")
        )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.alter_column("verdict_reasons", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_column("verdict_reasons")

    with op.batch_alter_table("programme_call", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_programme_call_drafts_without_results"), type_="check"
        )
        batch_op.drop_column("results_at")

    with op.batch_alter_table("entry_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_step_entry_id"))
        batch_op.drop_index(batch_op.f("ix_entry_step_actor_id"))

    op.drop_table("entry_step")
    with op.batch_alter_table("entry_renewal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_entry_renewal_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_entry_renewal_entry_id"))
        batch_op.drop_index(batch_op.f("ix_entry_renewal_author_id"))
        batch_op.drop_index(batch_op.f("ix_entry_renewal_answerer_id"))

    op.drop_table("entry_renewal")
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appeal_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_appeal_submission_id"))
        batch_op.drop_index(batch_op.f("ix_appeal_entry_id"))
        batch_op.drop_index(batch_op.f("ix_appeal_author_id"))
        batch_op.drop_index(batch_op.f("ix_appeal_answerer_id"))

    op.drop_table("appeal")
    with op.batch_alter_table("programme_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_entry_valid_until"))
        batch_op.drop_index(batch_op.f("ix_programme_entry_renewed_from_id"))
        batch_op.drop_index(batch_op.f("ix_programme_entry_organisation_id_state"))
        batch_op.drop_index(batch_op.f("ix_programme_entry_call_id_state"))

    op.drop_table("programme_entry")
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_submission_id"))
        batch_op.drop_index(batch_op.f("ix_objection_call_id_state"))
        batch_op.drop_index(batch_op.f("ix_objection_author_id"))
        batch_op.drop_index(batch_op.f("ix_objection_answerer_id"))

    op.drop_table("objection")
