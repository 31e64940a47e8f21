"""Who reviews a call, what they were given, their scores, conflicts and discussion."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "8e8555e11d1a"
down_revision = "03317f006a99"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_reviewer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("inviter_id", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "agreed",
                "declined",
                "removed",
                name="reviewerstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("removed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'invited') = (answered_at IS NULL)",
            name=op.f("ck_call_reviewer_answered_has_date"),
        ),
        sa.CheckConstraint(
            "(state = 'removed') = (removed_at IS NOT NULL)",
            name=op.f("ck_call_reviewer_removed_has_date"),
        ),
        sa.CheckConstraint("most BETWEEN 1 AND 500", name=op.f("ck_call_reviewer_most_bounded")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_call_reviewer_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["programme_call.id"], name=op.f("fk_call_reviewer_call_id")
        ),
        sa.ForeignKeyConstraint(
            ["inviter_id"], ["account.id"], name=op.f("fk_call_reviewer_inviter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_reviewer")),
        sa.UniqueConstraint(
            "call_id", "account_id", name=op.f("uq_call_reviewer_call_id_account_id")
        ),
    )
    with op.batch_alter_table("call_reviewer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_call_reviewer_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_call_reviewer_inviter_id"), ["inviter_id"], unique=False
        )

    op.create_table(
        "review_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("declared_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_review_conflict_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_review_conflict_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"],
            ["call_reviewer.id"],
            name=op.f("fk_review_conflict_reviewer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_conflict")),
        sa.UniqueConstraint(
            "reviewer_id",
            "organisation_id",
            name=op.f("uq_review_conflict_reviewer_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("review_conflict", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_conflict_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_review_conflict_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "reviewer_sector",
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reviewer_id"],
            ["call_reviewer.id"],
            name=op.f("fk_reviewer_sector_reviewer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sector_id"], ["sector.id"], name=op.f("fk_reviewer_sector_sector_id")
        ),
        sa.PrimaryKeyConstraint("reviewer_id", "sector_id", name=op.f("pk_reviewer_sector")),
    )
    with op.batch_alter_table("reviewer_sector", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reviewer_sector_sector_id"), ["sector_id"], unique=False
        )

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "handed-in",
                "abstained",
                "conflicted",
                name="reviewstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("assigned_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("handed_in_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("abstained_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column(
            "abstain_reason",
            sa.Enum(
                "expertise",
                "time",
                "unreadable",
                "other",
                name="abstainreason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("abstain_words", sa.Text(), nullable=False),
        sa.Column("conflicted_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("reopened_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("reopened_until", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("reopen_words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'conflicted') = (conflicted_at IS NOT NULL)",
            name=op.f("ck_review_conflicted_has_date"),
        ),
        sa.CheckConstraint(
            "state <> 'abstained' OR (abstained_at IS NOT NULL AND abstain_reason IS NOT NULL)",
            name=op.f("ck_review_abstained_has_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'handed-in' OR handed_in_at IS NOT NULL",
            name=op.f("ck_review_handed_in_has_date"),
        ),
        sa.CheckConstraint(
            "state <> 'open' OR handed_in_at IS NULL", name=op.f("ck_review_open_has_no_date")
        ),
        sa.CheckConstraint(
            "(reopened_at IS NULL) = (reopened_until IS NULL)", name=op.f("ck_review_reopened_ends")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["call_reviewer.id"], name=op.f("fk_review_reviewer_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_review_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "submission_id", "reviewer_id", name=op.f("uq_review_submission_id_reviewer_id")
        ),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_reviewer_id_state"), ["reviewer_id", "state"], unique=False
        )

    op.create_table(
        "review_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_review_post_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_review_post_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_post")),
    )
    with op.batch_alter_table("review_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_post_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_review_post_submission_id_written_at"),
            ["submission_id", "written_at"],
            unique=False,
        )

    op.create_table(
        "review_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name=op.f("ck_review_score_points_bounded")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["call_criterion.id"], name=op.f("fk_review_score_criterion_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_score_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_score")),
        sa.UniqueConstraint(
            "review_id", "criterion_id", name=op.f("uq_review_score_review_id_criterion_id")
        ),
    )
    with op.batch_alter_table("review_score", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_score_criterion_id"), ["criterion_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("review_score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_score_criterion_id"))

    op.drop_table("review_score")
    with op.batch_alter_table("review_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_post_submission_id_written_at"))
        batch_op.drop_index(batch_op.f("ix_review_post_author_id"))

    op.drop_table("review_post")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_reviewer_id_state"))

    op.drop_table("review")
    with op.batch_alter_table("reviewer_sector", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviewer_sector_sector_id"))

    op.drop_table("reviewer_sector")
    with op.batch_alter_table("review_conflict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_conflict_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_review_conflict_author_id"))

    op.drop_table("review_conflict")
    with op.batch_alter_table("call_reviewer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_reviewer_inviter_id"))
        batch_op.drop_index(batch_op.f("ix_call_reviewer_account_id"))

    op.drop_table("call_reviewer")
