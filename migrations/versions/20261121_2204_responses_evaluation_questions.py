"""Responses to demands, their evaluation, and questions."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "bbba21cdf4f9"
down_revision = "ee3cb68d4426"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demand_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "answered",
                "withdrawn",
                "merged",
                name="questionstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("same_as_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'answered') = (answered_at IS NOT NULL)",
            name=op.f("ck_demand_question_answered_has_date"),
        ),
        sa.CheckConstraint(
            "(state = 'merged') = (same_as_id IS NOT NULL)",
            name=op.f("ck_demand_question_merged_has_other"),
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["account.id"], name=op.f("fk_demand_question_asker_id")
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_demand_question_demand_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_demand_question_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["same_as_id"], ["demand_question.id"], name=op.f("fk_demand_question_same_as_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_question")),
    )
    with op.batch_alter_table("demand_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_question_asker_id"), ["asker_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_demand_question_demand_id_state"), ["demand_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_demand_question_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_demand_question_same_as_id"), ["same_as_id"], unique=False
        )

    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("started_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_evaluation_demand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("demand_id", name=op.f("uq_evaluation_demand_id")),
    )
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_criterion_weight_in_range")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name=op.f("fk_criterion_evaluation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
    )
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_criterion_evaluation_id"), ["evaluation_id"], unique=False
        )

    op.create_table(
        "provider_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("asked_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "yes",
                "partly",
                "no",
                name="lineanswer",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("answer_words", sa.String(length=500), nullable=False),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_provider_question_answered_has_date"),
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_provider_question_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name=op.f("fk_provider_question_requirement_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_question")),
        sa.UniqueConstraint(
            "engagement_id",
            "requirement_id",
            name=op.f("uq_provider_question_engagement_id_requirement_id"),
        ),
    )
    with op.batch_alter_table("provider_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_provider_question_requirement_id"), ["requirement_id"], unique=False
        )

    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "withdrawn",
                name="responsestate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("submitted_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("price_min_wan", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("price_max_wan", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("price_words", sa.String(length=300), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_response_withdrawn_has_date"),
        ),
        sa.CheckConstraint(
            "state <> 'submitted' OR (submitted_at IS NOT NULL AND engagement_id IS NOT NULL)",
            name=op.f("ck_response_submitted_has_date"),
        ),
        sa.CheckConstraint(
            "price_min_wan IS NULL OR price_max_wan IS NULL OR price_min_wan <= price_max_wan",
            name=op.f("ck_response_price_in_order"),
        ),
        sa.CheckConstraint("weeks IS NULL OR weeks > 0", name=op.f("ck_response_weeks_positive")),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_response_demand_id")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_response_engagement_id")
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_response_offering_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["organisation.id"], name=op.f("fk_response_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint(
            "demand_id", "provider_id", name=op.f("uq_response_demand_id_provider_id")
        ),
        sa.UniqueConstraint("engagement_id", name=op.f("uq_response_engagement_id")),
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_offering_id"), ["offering_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_response_provider_id_state"), ["provider_id", "state"], unique=False
        )

    op.create_table(
        "score_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_score_note_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_score_note_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_note")),
        sa.UniqueConstraint(
            "engagement_id", "account_id", name=op.f("uq_score_note_engagement_id_account_id")
        ),
    )
    with op.batch_alter_table("score_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_note_account_id"), ["account_id"], unique=False)

    op.create_table(
        "response_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=True),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "yes",
                "partly",
                "no",
                name="lineanswer",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("figure", sa.Double(), nullable=True),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["project_case.id"],
            name=op.f("fk_response_line_case_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name=op.f("fk_response_line_requirement_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_response_line_response_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_line")),
        sa.UniqueConstraint(
            "response_id",
            "requirement_id",
            name=op.f("uq_response_line_response_id_requirement_id"),
        ),
    )
    with op.batch_alter_table("response_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_line_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_response_line_requirement_id"), ["requirement_id"], unique=False
        )

    op.create_table(
        "response_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "accepted",
                "declined",
                name="partnerstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'asked') = (answered_at IS NULL)",
            name=op.f("ck_response_partner_answered_has_date"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_response_partner_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_response_partner_response_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_partner")),
        sa.UniqueConstraint(
            "response_id",
            "organisation_id",
            name=op.f("uq_response_partner_response_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("response_partner", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_response_partner_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("given_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 5", name=op.f("ck_score_points_in_range")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_score_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"],
            ["criterion.id"],
            name=op.f("fk_score_criterion_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_score_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint(
            "engagement_id",
            "criterion_id",
            "account_id",
            name=op.f("uq_score_engagement_id_criterion_id_account_id"),
        ),
    )
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_score_criterion_id"), ["criterion_id"], unique=False)

    op.create_table(
        "response_cover",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["response_partner.id"],
            name=op.f("fk_response_cover_partner_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name=op.f("fk_response_cover_requirement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("partner_id", "requirement_id", name=op.f("pk_response_cover")),
    )
    with op.batch_alter_table("response_cover", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_response_cover_requirement_id"), ["requirement_id"], unique=False
        )

    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("refusal_words", sa.Text(), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column(
                "kept_reason",
                sa.Enum(
                    "requirements",
                    "evidence",
                    "plan",
                    "price",
                    "time",
                    "region",
                    "better",
                    "changed",
                    "cancelled",
                    "capacity",
                    "field",
                    "terms",
                    "conflict",
                    "other",
                    name="closereason",
                    native_enum=False,
                    length=24,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column("kept_words", sa.Text(), nullable=False, server_default="")
        )
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.alter_column("refusal_words", server_default=None)
        batch_op.alter_column("kept_words", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.drop_column("kept_words")
        batch_op.drop_column("kept_reason")
        batch_op.drop_column("refusal_words")

    with op.batch_alter_table("response_cover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_cover_requirement_id"))

    op.drop_table("response_cover")
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_criterion_id"))
        batch_op.drop_index(batch_op.f("ix_score_account_id"))

    op.drop_table("score")
    with op.batch_alter_table("response_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_partner_organisation_id"))

    op.drop_table("response_partner")
    with op.batch_alter_table("response_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_line_requirement_id"))
        batch_op.drop_index(batch_op.f("ix_response_line_case_id"))

    op.drop_table("response_line")
    with op.batch_alter_table("score_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_note_account_id"))

    op.drop_table("score_note")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_provider_id_state"))
        batch_op.drop_index(batch_op.f("ix_response_offering_id"))

    op.drop_table("response")
    with op.batch_alter_table("provider_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_provider_question_requirement_id"))

    op.drop_table("provider_question")
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_criterion_evaluation_id"))

    op.drop_table("criterion")
    op.drop_table("evaluation")
    with op.batch_alter_table("demand_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_question_same_as_id"))
        batch_op.drop_index(batch_op.f("ix_demand_question_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_demand_question_demand_id_state"))
        batch_op.drop_index(batch_op.f("ix_demand_question_asker_id"))

    op.drop_table("demand_question")
